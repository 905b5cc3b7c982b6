use activation_core::activation;

activation! {
    #![allow(dead_code)]
    relu: x.max(0);
}

fn main() {}
