use activation_core::activation;

activation! {
    silu: x * sigmoid(x);
    double: 2 * silu;
}

fn main() {}
