use activation_core::activation;

activation! {
    sum: u where u = u + x;
}

fn main() {}
