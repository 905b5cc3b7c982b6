use activation_core::activation;

activation! {
    gate: exp(x) / (exp(x) + 2);
}

fn main() {}
