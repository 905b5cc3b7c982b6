use activation_core::activation;

activation! {
    quantise: floor(4 * x) / 4;
}

fn main() {}
