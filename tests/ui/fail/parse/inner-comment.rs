use activation_core::activation;

activation! {
    //! Rectified linear unit.
    relu: x.max(0);
}

fn main() {}
