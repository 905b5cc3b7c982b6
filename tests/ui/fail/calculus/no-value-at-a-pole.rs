use activation_core::activation;

activation! {
    inverse: 1 / x;
}

fn main() {}
