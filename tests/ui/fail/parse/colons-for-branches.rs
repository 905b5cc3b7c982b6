use activation_core::activation;

activation! {
    relu: if x > 0: x else: 0;
}

fn main() {}
