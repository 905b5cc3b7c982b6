use activation_core::activation;

activation! {
    guarded: x / (abs(x) + 1e-400);
}

fn main() {}
