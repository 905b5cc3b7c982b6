use activation_core::activation;

activation! {
    half: .5 * x;
}

fn main() {}
