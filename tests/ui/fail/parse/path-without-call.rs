use activation_core::activation;

activation! {
    silu: crate::Silu;
}

fn main() {}
