use activation_core::activation;

activation! {
    relu: if x > 0 <> else <0>;
}

fn main() {}
