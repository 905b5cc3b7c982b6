use activation_core::activation;

activation! {
    parabola: (x + 1)(x - 1);
}

fn main() {}
