use activation_core::activation;

activation! {
    sum: u + v where u = 2 * x v = 1;
}

fn main() {}
