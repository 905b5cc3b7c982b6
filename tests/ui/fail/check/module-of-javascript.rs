use activation_core::activation;

activation! {
    relu: Math.max(0, x);
}

fn main() {}
