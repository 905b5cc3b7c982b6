use activation_core::activation;

activation! {
    normalised: x / x.sum();
}

fn main() {}
