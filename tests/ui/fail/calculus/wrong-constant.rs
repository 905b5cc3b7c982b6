use activation_core::activation;

activation! {
    gelu: x * norm_cdf(x) => norm_cdf(x) + x * 0.398942 * exp(-0.5 * x * x);
}

fn main() {}
