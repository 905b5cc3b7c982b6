use activation_core::activation;

activation! {
    five: 5;
}

fn main() {}
