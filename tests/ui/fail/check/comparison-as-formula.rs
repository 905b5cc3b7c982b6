use activation_core::activation;

activation! {
    step: x > 0;
}

fn main() {}
