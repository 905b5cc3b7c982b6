use activation_core::activation;

activation! {
    relu: x.max(0) = if x > 0 <1> else <0>;
}

fn main() {}
