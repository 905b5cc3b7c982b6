use activation_core::activation;

activation! {
    #[domain(x)]
    log: ln(x);
}

fn main() {}
