use activation_core::activation;

activation! {
    gate: sigmoid(beta = 2, x);
}

fn main() {}
