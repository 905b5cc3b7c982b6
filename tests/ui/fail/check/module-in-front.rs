use activation_core::activation;

activation! {
    squash: np.tanh(x);
}

fn main() {}
