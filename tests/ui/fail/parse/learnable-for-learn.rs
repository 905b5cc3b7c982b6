use activation_core::activation;

activation! {
    scaled(learnable alpha = 1): alpha * x;
}

fn main() {}
