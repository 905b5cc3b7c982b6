use activation_core::activation;

activation! {
    scaled: std::f64::consts::PI * x;
}

fn main() {}
