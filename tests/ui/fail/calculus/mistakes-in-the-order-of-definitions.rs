use activation_core::activation;

activation! {
    inverse: 1 / x;
    sum: x + z;
    cubic: x ^ 3;
}

fn main() {}
