use activation_core::activation;

activation! {
    scaled: pi * x;
}

fn main() {}
