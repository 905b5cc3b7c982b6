use activation_core::activation;

activation! {
    half: 0.5f32 * x;
}

fn main() {}
