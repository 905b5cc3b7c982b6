use activation_core::activation;

activation! {
    x.max(0);
}

fn main() {}
