use activation_core::activation;

activation! {
    gate: x * sig(x);
}

fn main() {}
