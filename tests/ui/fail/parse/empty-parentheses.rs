use activation_core::activation;

activation! {
    shifted: x + ();
}

fn main() {}
