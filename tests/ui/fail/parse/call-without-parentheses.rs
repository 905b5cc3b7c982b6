use activation_core::activation;

activation! {
    swish: x / (1 + exp x);
}

fn main() {}
