use activation_core::activation;

activation! {
    scaled(mut alpha = 1): alpha * x;
}

fn main() {}
