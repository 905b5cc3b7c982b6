use activation_core::activation;

activation! {
    gelu: x / 2 * (1 + erf(x / SQRT_2))
        => 0.5 * t + (0.0535161 * x.powi(3) + 0.398942 * x) * (1 - t0 * t0) + 0.5
        where t0 = tanh(0.0356774 * x.powi(3) + 0.797885 * x), t = t0;
}

fn main() {}
