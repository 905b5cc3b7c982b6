use activation_core::activation;

activation! {
    capped: min(x, inf);
}

fn main() {}
