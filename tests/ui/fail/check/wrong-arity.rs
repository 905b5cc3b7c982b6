use activation_core::activation;

activation! {
    relu: max(x);
}

fn main() {}
