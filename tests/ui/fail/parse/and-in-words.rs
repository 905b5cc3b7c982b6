use activation_core::activation;

activation! {
    unit: if x > 0 and x < 1 <x> else <0>;
}

fn main() {}
