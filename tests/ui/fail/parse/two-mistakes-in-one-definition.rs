use activation_core::activation;

activation! {
    relu: x ^ 2 => if x > 0 <1>;
}

fn main() {}
