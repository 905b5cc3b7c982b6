use activation_core::activation;

activation! {
    relu: x.max(0..1);
}

fn main() {}
