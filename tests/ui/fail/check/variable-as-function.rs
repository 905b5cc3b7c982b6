use activation_core::activation;

activation! {
    logistic: x(1 - x);
}

fn main() {}
