use activation_core::activation;

activation! {
    double: 2u8 * x;
}

fn main() {}
