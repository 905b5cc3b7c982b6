use activation_core::activation;

activation! {
    #[domain(x > 5 && x < 3)]
    log: ln(x);
}

fn main() {}
