use activation_core::activation;

activation! {
    /// Rectified linear unit.
}

fn main() {}
