use activation_core::activation;

activation! {
    sum: u where u = v + 1, v = 2 * x;
}

fn main() {}
