use activation_core::activation;

activation! {
    _relu: x.max(0);
}

fn main() {}
