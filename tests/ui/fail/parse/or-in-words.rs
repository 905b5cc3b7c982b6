use activation_core::activation;

activation! {
    hole: if x < 0 or x > 1 <x> else <0>;
}

fn main() {}
