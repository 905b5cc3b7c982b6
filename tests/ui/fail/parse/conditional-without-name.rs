use activation_core::activation;

activation! {
    if x > 0 <x> else <0>;
}

fn main() {}
