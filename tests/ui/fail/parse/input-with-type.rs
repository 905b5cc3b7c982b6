use activation_core::activation;

activation! {
    relu(x: f64): x.max(0);
}

fn main() {}
