use activation_core::activation;

activation! {
    relu: select(x > 0, x, 0);
}

fn main() {}
