use activation_core::activation;

activation! {
    gated: 2 * gelu(x);
}

fn main() {}
