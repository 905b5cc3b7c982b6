use activation_core::activation;

activation! {
    root: sign(x) * sqrt(abs(x)) * abs(x) => 1.5 * abs(x) / sqrt(abs(x));
}

fn main() {}
