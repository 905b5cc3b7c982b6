use activation_core::activation;

activation! {
    tanh: x.tahn();
}

fn main() {}
