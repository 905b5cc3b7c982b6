use activation_core::activation;

activation! {
    step: if x > 0 {x > 1} else {0};
}

fn main() {}
