use activation_core::activation;

activation! {
    odd: x | 1;
}

fn main() {}
