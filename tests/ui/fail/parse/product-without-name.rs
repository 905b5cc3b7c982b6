use activation_core::activation;

activation! {
    2 * x;
}

fn main() {}
