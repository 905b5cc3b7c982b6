use activation_core::activation;

activation! {
    square: u * u where u;
}

fn main() {}
