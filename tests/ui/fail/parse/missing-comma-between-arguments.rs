use activation_core::activation;

activation! {
    relu: max(x 0);
}

fn main() {}
