use activation_core::activation;

activation! {
    root: x.powi(0.5);
}

fn main() {}
