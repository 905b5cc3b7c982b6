use activation_core::activation;

activation! {
    leak: leaky_relu(x, 0.1);
}

fn main() {}
