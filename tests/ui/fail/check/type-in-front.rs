use activation_core::activation;

activation! {
    relu: f64::max(x, 0);
}

fn main() {}
