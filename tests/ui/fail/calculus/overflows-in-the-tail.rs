use activation_core::activation;

activation! {
    sigmoid_: sigmoid(x) => exp(-x) / (1 + exp(-x)).powi(2);
}

fn main() {}
