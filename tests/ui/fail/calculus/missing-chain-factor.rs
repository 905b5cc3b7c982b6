use activation_core::activation;

activation! {
    quick_gelu: x * sigmoid(1.702 * x) => sigmoid(1.702 * x) + x * sigmoid(1.702 * x) * sigmoid(-1.702 * x);
}

fn main() {}
