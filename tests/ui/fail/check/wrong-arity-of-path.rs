use activation_core::activation;

activation! {
    wide: crate::Silu(x, 2);
}

fn main() {}
