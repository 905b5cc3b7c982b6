use activation_core::activation;

activation! {
    scaled(alpha = 1, alpha = 2): alpha * x;
}

fn main() {}
