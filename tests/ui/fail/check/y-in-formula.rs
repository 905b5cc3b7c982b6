use activation_core::activation;

activation! {
    relu: y.max(x);
}

fn main() {}
