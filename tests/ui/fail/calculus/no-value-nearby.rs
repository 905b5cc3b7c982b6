use activation_core::activation;

activation! {
    far: sqrt(x - 1e6);
}

fn main() {}
