use activation_core::activation;

activation! {
    scaled(alpha = sqrt(-1)): alpha * x;
}

fn main() {}
