use activation_core::activation;

activation! {
    scaled: a * x;
}

fn main() {}
