use activation_core::activation;

activation! {
    relu: x.max(0);
    relu: if x > 0 <x> else <0>;
}

fn main() {}
