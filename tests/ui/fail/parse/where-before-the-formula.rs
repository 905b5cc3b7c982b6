use activation_core::activation;

activation! {
    gated where t = tanh(x): x * t;
}

fn main() {}
