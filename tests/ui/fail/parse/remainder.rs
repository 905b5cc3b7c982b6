use activation_core::activation;

activation! {
    saw: x % 2;
}

fn main() {}
