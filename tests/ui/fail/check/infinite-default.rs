use activation_core::activation;

activation! {
    scaled(alpha = 1 / 0): alpha * x;
}

fn main() {}
