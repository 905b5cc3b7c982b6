use activation_core::activation;

activation! {
    wave: sin(π * x);
}

fn main() {}
