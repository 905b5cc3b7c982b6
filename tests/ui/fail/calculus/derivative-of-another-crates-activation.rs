use activation_core::activation;

activation! {
    twice: 2 * activation_core::catalogue::Silu(x) => 2 * sigmoid(x);
}

fn main() {}
