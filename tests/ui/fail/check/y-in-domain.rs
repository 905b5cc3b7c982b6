use activation_core::activation;

activation! {
    #[domain(y > 0)]
    exponential: exp(x);
}

fn main() {}
