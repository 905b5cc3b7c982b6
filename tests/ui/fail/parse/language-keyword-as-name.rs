use activation_core::activation;

activation! {
    surrogate: x.max(0);
}

fn main() {}
