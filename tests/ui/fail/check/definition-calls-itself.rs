use activation_core::activation;

activation! {
    silu: x * silu(x);
}

fn main() {}
