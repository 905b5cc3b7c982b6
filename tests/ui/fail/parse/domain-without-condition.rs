use activation_core::activation;

activation! {
    #[domain]
    log: ln(x);
}

fn main() {}
