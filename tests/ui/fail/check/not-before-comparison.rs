use activation_core::activation;

activation! {
    relu: if !x > 0 {0} else {x};
}

fn main() {}
