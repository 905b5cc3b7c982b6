use activation_core::activation;

activation! {
    silu: x * sigmoid(x);
    wide: silu(x, 2);
}

fn main() {}
