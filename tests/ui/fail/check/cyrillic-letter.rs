use activation_core::activation;

activation! {
    twice: 2 * х;
}

fn main() {}
