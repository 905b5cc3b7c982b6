use activation_core::activation;

activation! {
    relu: u.max(x) where u = 2 * y;
}

fn main() {}
