use activation_core::activation;

activation! {
    gap: sqrt(x * x - 4);
}

fn main() {}
