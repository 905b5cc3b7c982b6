use activation_core::activation;

activation! {
    soft_plus: ln(1 + exp(x)) => exp(y) / (1 + exp(y));
}

fn main() {}
