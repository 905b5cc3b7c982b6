use activation_core::activation;

activation! {
    scaled(alpha: f64 = 1): alpha * x;
}

fn main() {}
