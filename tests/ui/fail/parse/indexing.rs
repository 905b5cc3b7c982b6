use activation_core::activation;

activation! {
    first: x[0];
}

fn main() {}
