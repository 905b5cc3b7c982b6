use activation_core::activation;

activation! {
    gelu: 0.5 * x * (1 + tanh(0.797885 * x + 0.035677 * x.powi(3)))
        => 0.5 * tanh(0.0356774 * y.powi(3) + 0.797885 * y)
            + (0.0535161 * y.powi(3) + 0.398942 * y) * s + 0.5
        where s = 1 - tanh(0.0356774 * y.powi(3) + 0.797885 * y).powi(2);
}

fn main() {}
