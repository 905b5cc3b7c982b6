use activation_core::activation;

activation! {
    bernoulli: if x == 0 <1> else <x / (exp(x) - 1)> => if x == 0 <0> else <(1 - y * exp(x)) / (exp(x) - 1)>;
}

fn main() {}
