use activation_core::activation;

activation! {
    double: 2 * x { 1 };
}

fn main() {}
