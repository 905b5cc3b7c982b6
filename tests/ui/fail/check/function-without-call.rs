use activation_core::activation;

activation! {
    shifted: tanh + x;
}

fn main() {}
