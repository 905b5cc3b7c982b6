use activation_core::activation;

activation! {
    #[domain(x > 0)]
    #[domain(x < 9)]
    log: ln(x);
}

fn main() {}
