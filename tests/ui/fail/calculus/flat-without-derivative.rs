use activation_core::activation;

activation! {
    heaviside: if x > 0 <1> else <0>;
}

fn main() {}
