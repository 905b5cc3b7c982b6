use activation_core::activation;

activation! {
    power(n = 2): x.powi(n);
}

fn main() {}
