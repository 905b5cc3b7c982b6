use activation_core::activation;

activation! {
    step: surrogate x;
}

fn main() {}
