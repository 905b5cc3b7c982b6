use activation_core::activation;

activation! {
    scaled(alpha): alpha * x;
}

fn main() {}
