use activation_core::activation;

activation! {
    gated: Activations.gelu(x);
}

fn main() {}
