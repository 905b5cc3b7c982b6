use activation_core::activation;

activation! {
    relu: x.max::<f64>(0);
}

fn main() {}
