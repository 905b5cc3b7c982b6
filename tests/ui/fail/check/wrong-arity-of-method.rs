use activation_core::activation;

activation! {
    tanh: x.tanh(1);
}

fn main() {}
