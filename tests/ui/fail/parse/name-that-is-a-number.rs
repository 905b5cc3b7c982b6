use activation_core::activation;

activation! {
    6: x.max(0).min(6);
}

fn main() {}
