use activation_core::activation;

activation! {
    scaled(alpha = x): alpha * x;
}

fn main() {}
