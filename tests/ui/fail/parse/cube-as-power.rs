use activation_core::activation;

activation! {
    cubic: x^3;
}

fn main() {}
