use activation_core::activation;

activation! {
    angle: asin(x);
}

fn main() {}
