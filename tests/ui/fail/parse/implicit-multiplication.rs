use activation_core::activation;

activation! {
    double: 2 x;
}

fn main() {}
