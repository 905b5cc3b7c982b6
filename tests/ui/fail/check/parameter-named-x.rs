use activation_core::activation;

activation! {
    scaled(x = 1): x.max(0);
}

fn main() {}
