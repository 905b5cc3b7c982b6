use activation_core::activation;

activation! {
    scaled(PI = 3): PI * x;
}

fn main() {}
