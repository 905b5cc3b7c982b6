use activation_core::activation;

activation! {
    log: x.log1p();
}

fn main() {}
