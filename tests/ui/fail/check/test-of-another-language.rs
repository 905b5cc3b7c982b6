use activation_core::activation;

activation! {
    clean: if x.is_nan() {0} else {x};
}

fn main() {}
