use activation_core::activation;

activation! {
    power: x.powi(1000);
}

fn main() {}
