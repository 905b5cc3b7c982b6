use activation_core::activation;

activation! {
    sigmoid_: sigmoid(x) => y * (y - 1);
}

fn main() {}
