use activation_core::activation;

activation! {
    mish: x * (n / (n + 2)) where e = exp(x), n = e * e + 2 * e;
}

fn main() {}
