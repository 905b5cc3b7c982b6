use activation_core::activation;

activation! {
    double: 2x;
}

fn main() {}
