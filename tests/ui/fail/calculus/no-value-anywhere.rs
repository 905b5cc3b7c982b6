use activation_core::activation;

activation! {
    nothing: sqrt(-1 - x * x);
}

fn main() {}
