use activation_core::activation;

activation! {
    square: u * u where u = x => 2 * x;
}

fn main() {}
