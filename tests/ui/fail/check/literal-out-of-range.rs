use activation_core::activation;

activation! {
    scaled: 1e999 * x;
}

fn main() {}
