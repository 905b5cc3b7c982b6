use activation_core::activation;

activation! {
    poles: x / (x * x - 2);
}

fn main() {}
