//! Gated functions: x times something between 0 and 1, and their kin.
//!
//! In: formulas; their derivatives are derived. Out: a struct each. Must never be written by hand.

use crate::activation;

activation! {
    /// x σ(x) (arXiv 1702.03118); `swish` with β = 1.
    pub silu: x * sigmoid(x);

    /// x σ(βx) (arXiv 1710.05941).
    pub swish(beta = 1): x * sigmoid(beta * x);

    /// x Φ(x) (arXiv 1606.08415), the exact one.
    pub gelu: x * norm_cdf(x);

    /// The tanh approximation of gelu (arXiv 1606.08415).
    pub gelu_tanh: 0.5 * x * (1 + tanh(sqrt(2 / PI) * (x + 0.044715 * x.powi(3))));

    /// The sigmoid approximation of gelu.
    pub quick_gelu: x * sigmoid(1.702 * x);

    /// x tanh(softplus(x)) (arXiv 1908.08681).
    pub mish: x * tanh(ln(1 + exp(x)));

    /// x tanh x (arXiv 1901.05894).
    pub lisht: x * tanh(x);

    /// x erf(softplus(x)) (arXiv 2108.09598).
    pub serf: x * erf(softplus(x));

    /// x tanh(eˣ) (arXiv 2003.09855; TeLU, arXiv 2402.02790, is the same function).
    pub tanhexp: x * tanh(exp(x));

    /// x ln(1 + σ(x)) (Zhu et al. 2021).
    pub logish: x * ln_1p(sigmoid(x));

    /// x tanh(ln(1 + σ(x))) (Wang et al. 2022).
    pub smish: x * tanh(ln_1p(sigmoid(x)));

    /// x tanh(gelu(x)) (Naveen 2022).
    pub phish: x * tanh(x * norm_cdf(x));

    /// x exp(−exp(−x)) (arXiv 2502.03654).
    pub golu(alpha = 1, beta = 1, gamma = 1): x * alpha * exp(-beta * exp(-gamma * x));

    /// Expanded integral of the exponential linear unit (arXiv 2411.13010), its parameters after their softplus.
    pub xielu(learn alpha_p = 0.8, learn alpha_n = 0.8, beta = 0.5):
        if x > 0 <alpha_p * x * x + beta * x> else <alpha_n * (exp_m1(x) - x) + beta * x>;

    /// β x σ(x) (arXiv 1801.07145).
    pub e_swish(beta = 1.5): beta * x * sigmoid(x);

    /// Growing cosine unit (arXiv 2108.12943).
    pub gcu: x * cos(x);

    /// (x + a sin bx) σ(x) (Paul et al. 2022).
    pub sinlu(learn a = 1, learn b = 1): (x + a * sin(b * x)) * sigmoid(x);

    /// Exponential linear squashing (arXiv 1808.00783).
    pub elish: if x >= 0 <x * sigmoid(x)> else <exp_m1(x) * sigmoid(x)>;

    /// Its hard form (arXiv 1808.00783).
    pub hard_elish: if x >= 0 <x * h> else <exp_m1(x) * h> where h = clamp((x + 1) / 2, 0, 1);

    /// Scaled exponentially regularised linear unit (arXiv 1807.10117).
    pub serlu(lambda = 1.07862, alpha = 2.90427): if x >= 0 <lambda * x> else <lambda * alpha * x * exp(x)>;

    /// Flattened-T swish (arXiv 1812.06247).
    pub ftswish(threshold = -0.2): if x >= 0 <x * sigmoid(x) + threshold> else <threshold>;

    /// ActivateOrNot, version C (arXiv 2009.04759).
    pub acon_c(learn p1 = 1, learn p2 = 0, learn beta = 1): d * sigmoid(beta * d) + p2 * x where d = (p1 - p2) * x;

    /// Soft-root-sign (arXiv 2003.00547).
    pub srs(learn alpha = 2, learn beta = 3):
        if x < 0 <x * e / (x * e / alpha + 1)> else <x / (x / alpha + exp(-x / beta))> where e = exp(x / beta);

    /// Collapsing linear unit (arXiv 2112.12078).
    pub colu: if x < 0 <x * d / (d - x)> else <x / (1 - x * exp(-(x + exp(x))))> where d = exp(x + exp(x));

    /// The derivative of silu as an activation (arXiv 1702.03118).
    pub dsilu: sigmoid(x) * (1 + x * sigmoid(-x));

    /// x (1 + exp(−βx))^(−α) (arXiv 1805.08878).
    pub aria2(alpha = 1.5, beta = 2): x * exp(alpha * log_sigmoid(beta * x));
}
