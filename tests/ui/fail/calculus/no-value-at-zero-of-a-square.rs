use activation_core::activation;

activation! {
    log_size: ln(x * x);
}

fn main() {}
