use activation_core::activation;

activation! {
    circle: x * np.pi;
}

fn main() {}
