use activation_core::activation;

activation! {
    identity: x where u = 2 * x;
}

fn main() {}
