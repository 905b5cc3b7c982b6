use activation_core::activation;

activation! {
    relu: x > 0 ? x;
}

fn main() {}
