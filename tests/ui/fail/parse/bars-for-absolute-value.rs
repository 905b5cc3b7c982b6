use activation_core::activation;

activation! {
    softsign: x / (1 + |x|);
}

fn main() {}
