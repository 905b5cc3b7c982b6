use activation_core::activation;

activation! {
    relu: if x <x> else <0>;
}

fn main() {}
