use activation_core::activation;

activation! {
    max(x, 0);
}

fn main() {}
