use activation_core::activation;

activation! {
    square: x * x where;
}

fn main() {}
