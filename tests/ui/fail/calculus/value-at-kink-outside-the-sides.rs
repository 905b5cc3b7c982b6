use activation_core::activation;

activation! {
    relu: max(x, 0) => if x > 0 <1> else if x == 0 <2> else <0>;
}

fn main() {}
