use activation_core::activation;

activation! {
    square: x ** 2;
}

fn main() {}
