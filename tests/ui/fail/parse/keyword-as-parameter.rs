use activation_core::activation;

activation! {
    scaled(type = 1): x;
}

fn main() {}
