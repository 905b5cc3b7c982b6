use activation_core::activation;

activation! {
    relu: maks(x, 0) => if z > 0 <1> else <0>;
}

fn main() {}
