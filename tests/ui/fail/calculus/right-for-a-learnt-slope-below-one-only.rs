use activation_core::activation;

activation! {
    leaky(learn alpha = 0.25): max(x, alpha * x) => if x > 0 <1> else <alpha>;
}

fn main() {}
