use activation_core::activation;

activation! {
    identity: x => 1 => 1;
}

fn main() {}
