//! Sigmoids, exponential units and other smooth functions without a gate.
//!
//! In: formulas; their derivatives are derived. Out: a struct each. Must never be written by hand.

use crate::activation;

activation! {
    /// Continuously differentiable exponential linear unit (arXiv 1704.07483).
    pub celu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x / alpha)>;

    /// eˣ (Keras).
    pub exponential: exp(x);

    /// Logistic sigmoid.
    pub sigmoid: sigmoid(x);

    /// ln of the sigmoid.
    pub log_sigmoid: log_sigmoid(x);

    /// α tanh(βx) with LeCun's constants (ONNX `ScaledTanh`).
    pub scaled_tanh(alpha = 1.7159, beta = 2 / 3): alpha * tanh(beta * x);

    /// x − tanh x (PyTorch); near 0 by Lambert's continued fraction, where the difference loses its digits.
    pub tanhshrink: if abs(x) < 1 <x * c / (1 + c)> else <x - tanh(x)>
        => tanh(x) * tanh(x)
        where s = x * x, c = s / (3 + s / (5 + s / (7 + s / (9 + s / (11 + s / (13 + s / (15 + s / 17)))))));

    /// (x + √(x² + b))/2 (arXiv 2112.11687), written so that negative x keeps its digits.
    pub squareplus(b = 4): if x > 0 <(x + r) / 2> else <b / (2 * (r - x))> where r = hypot(x, sqrt(b));

    /// ln cosh x.
    pub logcosh: if abs(x) > 1 <abs(x) + softplus(-2 * abs(x)) - LN_2> else <ln_1p(2 * sinh(x / 2).powi(2))>;

    /// x + sin²(αx)/α (arXiv 2006.08195).
    pub snake(learn alpha = 1): x + sin(alpha * x).powi(2) / alpha;

    /// Dynamic tanh (arXiv 2503.10622).
    pub dyt(learn alpha = 0.5, learn gamma = 1, learn beta = 0): gamma * tanh(alpha * x) + beta;

    /// Dynamic erf (arXiv 2512.10938).
    pub derf(learn alpha = 0.5, learn shift = 0, learn gamma = 1, learn beta = 0): gamma * erf(alpha * x + shift) + beta;

    /// sin ωx (SIREN, arXiv 2006.09661).
    pub sine(omega = 30): sin(omega * x);

    /// cos x.
    pub cosine: cos(x);

    /// sin(x)/x, a series near 0.
    pub sinc: if abs(x) < 1 <1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156 * (1 - s / 210 * (1 - s / 272)))))))>
        else <sin(x) / x>
        where s = x * x;

    /// exp(−x²/2σ²) (arXiv 2111.15135).
    pub gaussian(sigma = 1): exp(-(z * z)) where z = x * FRAC_1_SQRT_2 / sigma;

    /// (√(x² + 1) − 1)/2 + x.
    pub bent_identity: x * (x / (hypot(x, 1) + 1)) / 2 + x;

    /// Inverse square root unit (arXiv 1710.09967).
    pub isru(alpha = 1): x / h => 1 / h.powi(3) where h = hypot(1, sqrt(alpha) * x);

    /// Inverse square root linear unit (arXiv 1710.09967).
    pub isrlu(alpha = 1): if x >= 0 <x> else <x / h> => if x >= 0 <1> else <1 / h.powi(3)>
        where h = hypot(1, sqrt(alpha) * x);

    /// Padé activation unit, version B, initialised to a leaky rectifier (arXiv 1907.06732).
    pub pau(
        learn a0 = 0.02996348, learn a1 = 0.61690165, learn a2 = 2.37539147, learn a3 = 3.06608078,
        learn a4 = 1.52474449, learn a5 = 0.25281987,
        learn b1 = 1.19160814, learn b2 = 4.40811795, learn b3 = 0.91111034, learn b4 = 0.34885983,
    ): if abs(x) < 1
            <(a0 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * a5))))) / (1 + abs(x * (b1 + x * (b2 + x * (b3 + x * b4)))))>
        else <x * (a5 + r * (a4 + r * (a3 + r * (a2 + r * (a1 + r * a0))))) / (r.powi(4) + abs(b4 + r * (b3 + r * (b2 + r * b1))))>
        where r = 1 / x;

    /// arctan x.
    pub arctan: atan(x);

    /// Soft exponential (arXiv 1602.01321); for α < 0 it ends at x = 1/α − α. Near α = 0 by its tangent there, so that α is
    /// learnt from its default, too.
    #[domain(alpha >= 0 || x > 1 / alpha - alpha)]
    pub soft_exponential(learn alpha = 0):
        if alpha < -1e-7 <-ln_1p(-alpha * (x + alpha)) / alpha>
        else if alpha > 1e-7 <exp_m1(alpha * x) / alpha + alpha>
        else <x + alpha + (alpha * x) * x / 2>;

    /// ln(1 + β max(x, 0)) (arXiv 1908.03682).
    pub nlrelu(beta = 1): ln_1p(beta * relu(x));

    /// A smooth clip to (0, 1) (Klimek & Perelstein 2018).
    pub softclip(alpha = 1):
        if x < 0.5 <(softplus(alpha * x) - softplus(alpha * (x - 1))) / alpha>
        else <1 - (softplus(alpha * (1 - x)) - softplus(-alpha * x)) / alpha>;

    /// sgn(x) ln(1 + |x|) (arXiv 2301.04104).
    pub symlog: if x > 0 <ln_1p(x)> else <-ln_1p(-x)>;

    /// arcsinh x.
    pub asinh: asinh(x);

    /// Complementary log-log, 1 − exp(−eˣ).
    pub cloglog: -exp_m1(-exp(x));

    /// A normal distribution function with mean μ and deviation σ (arXiv 2209.10655).
    pub laplace_cdf(mu = 0.7071067811865476, sigma = 0.28209479177387814): norm_cdf((x - mu) / sigma);

    /// Error function.
    pub erf: erf(x);

    /// Parametric exponential linear unit (arXiv 1605.09332).
    pub pelu(learn a = 1, learn b = 1): if x >= 0 <a / b * x> else <a * exp_m1(x / b)>;

    /// Softplus less ln 2 (SchNet, arXiv 1706.08566), which keeps its digits near 0.
    pub shifted_softplus: if abs(x) < 1 <x / 2 + ln_1p(2 * sinh(x / 4).powi(2))> else <softplus(x) - LN_2>;

    /// tanh with a smaller negative side (arXiv 1602.05980).
    pub penalized_tanh(alpha = 0.25): if x > 0 <tanh(x)> else <alpha * tanh(x)>;
}
