use activation_core::activation;

activation! {
    relu: match x { _ => x };
}

fn main() {}
