use activation_core::activation;

activation! {
    relu: if x > 0 <x> elif x < -1 <1> else <0>;
}

fn main() {}
