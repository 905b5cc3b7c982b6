use activation_core::activation;

activation! {
    scaled(alpha = 2): alhpa * x;
}

fn main() {}
