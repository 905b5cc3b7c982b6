use activation_core::activation;

activation! {
    relu: max(x, y = 0);
}

fn main() {}
