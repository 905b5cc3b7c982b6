//! Right derivatives of gelu and the error function, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// The paper's: Φ + xφ.
    pub paper: x * norm_cdf(x) => norm_cdf(x) + x * norm_pdf(x);
    /// PyTorch, `gelu_backward`, its constants in its words.
    pub torch: 0.5 * x * (1 + erf(x * FRAC_1_SQRT_2)) => cdf + x * pdf
        where cdf = 0.5 * (1 + erf(x * FRAC_1_SQRT_2)),
              pdf = exp(-0.5 * x * x) * (FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * 0.5);
    /// TensorFlow.
    pub tensorflow: 0.5 * x * (1 + erf(x / sqrt(2)))
        => 0.5 * (1 + erf(x / sqrt(2))) + x * exp(-(x * x) / 2) / sqrt(2 * PI);
    /// JAX: by erfc.
    pub jax: 0.5 * x * erfc(-x * 0.7071067811865476) => 0.5 * erfc(-x / SQRT_2) + 0.3989422804014327 * x * exp(-x * x / 2);
    /// Seventeen digits.
    pub digits: 0.5 * x * (1 + erf(0.70710678118654752 * x))
        => 0.5 + 0.5 * erf(0.70710678118654752 * x) + 0.39894228040143268 * x * exp(-0.5 * x.powi(2));
    /// candle.
    pub candle: x * (1 + erf(x / SQRT_2)) / 2 => (1 + erf(x / SQRT_2)) / 2 + x * exp(-x.powi(2) / 2) / (2 * PI).sqrt();
    /// ONNX's function body.
    pub onnx: x * 0.5 * (erf(x * sqrt(0.5)) + 1) => 0.5 * (erf(x * sqrt(0.5)) + 1) + x * norm_pdf(x);
    /// With the output used again.
    pub with_y: x * norm_cdf(x) => if x == 0 <0.5> else <y / x + x * norm_pdf(x)>;
    pub with_square: x * norm_cdf(x) => norm_cdf(x) + x * exp_neg_square(x / SQRT_2) / sqrt(TAU);
    pub exp_quotient: x * norm_cdf(x) => norm_cdf(x) + x / (sqrt(2 * PI) * exp(x * x / 2));
    /// The tanh approximation: PyTorch's `gelu_backward`.
    pub tanh_torch: 0.5 * x * (1 + tanh(inner)) => left_derivative + right_derivative
        where k_beta = SQRT_2 * FRAC_2_SQRT_PI * 0.5, k_kappa = 0.044715,
              inner = k_beta * (x + k_kappa * x * x * x), t = tanh(inner),
              left_derivative = 0.5 * (1 + t),
              right_derivative = 0.5 * x * (1 - t * t) * (k_beta * (1 + 3 * k_kappa * x * x));
    /// As the paper's repository multiplies it out: 0.0356774 x³ + 0.797885 x, in full digits.
    pub tanh_expanded: 0.5 * x * (1 + tanh(sqrt(2 / PI) * (x + 0.044715 * x.powi(3))))
        => 0.5 * (1 + tanh(u)) + 0.5 * x / cosh(u).powi(2) * (0.7978845608028654 + 0.10703222440890037 * x * x)
        where u = 0.7978845608028654 * x + 0.035677408136300125 * x.powi(3);
    /// NNlib.jl: a sigmoid of twice the argument.
    pub tanh_nnlib: x * sigmoid(sqrt(8 / PI) * x * (1 + 0.044715 * x * x))
        => s + x * s * (1 - s) * l * (1 + 3 * 0.044715 * x * x)
        where l = sqrt(8 / PI), s = sigmoid(l * x * (1 + 0.044715 * x * x));
    /// CLIP's quick gelu.
    pub quick: x * sigmoid(1.702 * x) => s * (1 + 1.702 * x * (1 - s)) where s = sigmoid(1.702 * x);
    pub quick_in_y: x * sigmoid(1.702 * x) => 1.702 * y + s * (1 - 1.702 * y) where s = sigmoid(1.702 * x);
    pub quick_sum: x / (1 + exp(-1.702 * x)) => s + 1.702 * x * s * (1 - s) where s = 1 / (1 + exp(-1.702 * x));
    /// The error function and the normal distribution.
    pub erf: erf(x) => 2 / sqrt(PI) * exp(-x.powi(2));
    pub erf_digits: erf(x) => 1.1283791670955126 * exp(-x * x);
    pub erf_quotient: erf(x) => FRAC_2_SQRT_PI / exp(x * x);
    pub erfc: erfc(x) => -2 * exp(-x * x) / PI.sqrt();
    pub cdf: norm_cdf(x) => exp(-x * x / 2) / sqrt(2 * PI);
    pub cdf_digits: 0.5 * erfc(-x / SQRT_2) => 0.39894228040143267794 * exp(-0.5 * x * x);
    pub cdf_scaled(mu = 0.5, sigma = 2): norm_cdf((x - mu) / sigma) => norm_pdf((x - mu) / sigma) / sigma;
    pub pdf: norm_pdf(x) => -x * y;
    pub pdf_long: exp(-x * x / 2) / sqrt(2 * PI) => -x * exp(-x * x / 2) / sqrt(2 * PI);
    pub gaussian: exp(-x * x) => -2 * x * y;
    pub gaussian_quotient: exp(-x.powi(2)) => -2 * x / exp(x * x);
    pub gaussian_sigma(sigma = 2): exp(-(x / sigma).powi(2) / 2) => -x / (sigma * sigma) * y;
    /// Serf.
    pub serf: x * erf(softplus(x)) => erf(s) + x * FRAC_2_SQRT_PI * exp(-s * s) * sigmoid(x) where s = softplus(x);
    pub serf_in_y: x * erf(ln(1 + exp(x)))
        => if x == 0 <erf(LN_2)> else <y / x + 2 / sqrt(PI) * exp(-ln(1 + exp(x)).powi(2)) * x * sigmoid(x)>;
}

fn main() {}
