use activation_core::activation;

activation! {
    match: x.max(0);
}

fn main() {}
