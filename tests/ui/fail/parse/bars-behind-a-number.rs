use activation_core::activation;

activation! {
    twice: 2|x|;
}

fn main() {}
