use activation_core::activation;

activation! {
    bernoulli: if x == 0 <1> else <x / (exp(x) - 1)>;
}

fn main() {}
