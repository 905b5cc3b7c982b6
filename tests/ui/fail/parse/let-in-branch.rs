use activation_core::activation;

activation! {
    relu: if x > 0 { let u = x; u } else { 0 };
}

fn main() {}
