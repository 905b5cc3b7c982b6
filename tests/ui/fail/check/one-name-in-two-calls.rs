use activation_core::activation;

activation! {
    relu: x.max(0);
}

activation! {
    /// Again, with another formula.
    relu: x.max(0).min(6);
}

fn main() {}
