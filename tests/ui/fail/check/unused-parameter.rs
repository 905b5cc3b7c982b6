use activation_core::activation;

activation! {
    identity(alpha = 1): x;
}

fn main() {}
