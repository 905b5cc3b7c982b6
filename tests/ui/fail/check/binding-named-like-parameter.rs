use activation_core::activation;

activation! {
    scaled(u = 1): u * x where u = 2 * x;
}

fn main() {}
