use activation_core::activation;

activation! {
    relu: np.where(x > 0, x, 0);
}

fn main() {}
