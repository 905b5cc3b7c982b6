use activation_core::activation;

activation! {
    relu: if x > -1 && x {x} else {0};
}

fn main() {}
