use activation_core::activation;

activation! {
    tanh: x.tanh;
}

fn main() {}
