use activation_core::activation;

activation! {
    relu: ;
}

fn main() {}
