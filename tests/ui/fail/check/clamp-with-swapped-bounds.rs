use activation_core::activation;

activation! {
    hard_tanh: clamp(x, 1, -1);
}

fn main() {}
