use activation_core::activation;

activation! {
    fn relu: x.max(0);
}

fn main() {}
