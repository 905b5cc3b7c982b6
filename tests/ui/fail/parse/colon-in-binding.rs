use activation_core::activation;

activation! {
    gated: x * t where t: tanh(x);
}

fn main() {}
