use activation_core::activation;

activation! {
    logistic: 1 / (1 + e^-x);
}

fn main() {}
