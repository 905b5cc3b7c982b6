use activation_core::activation;

activation! {
    relu x.max(0);
}

fn main() {}
