use activation_core::activation;

activation! {
    relu: if true <x> else <0>;
}

fn main() {}
