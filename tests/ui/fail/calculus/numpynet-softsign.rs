use activation_core::activation;

activation! {
    soft_sign: x / (1 + abs(x)) => 1 / (1 + abs(y)).powi(2);
}

fn main() {}
