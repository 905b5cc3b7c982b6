use activation_core::activation;

activation! {
    logarithm: ln(x);
}

fn main() {}
