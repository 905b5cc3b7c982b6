//! Self-gated functions: x times something between 0 and 1, and their kin.
//!
//! In: formulas; their derivatives are derived. Out: a struct each. Must never be written by hand. As x goes to −∞, f goes to
//! its limit, not to NaN, as the product −∞ · 0 does in other libraries.

use crate::activation;

activation! {
    /// x σ(x), the smooth rectifier of many vision and language models (Elfwing et al. 2017, arXiv 1702.03118); `swish` in
    /// Keras, darknet and NNlib.
    pub silu: x * sigmoid(x);

    /// x σ(βx) with a β of choice (Ramachandran et al. 2017, arXiv 1710.05941). ONNX calls it `alpha`; in PyTorch, JAX and Keras
    /// it is 1. With β outside: [`ESwish`].
    pub swish(beta = 1): x * sigmoid(beta * x);

    /// silu with a factor of choice (Alcaide 2018, arXiv 1801.07145).
    pub e_swish(beta = 1.5): beta * x * sigmoid(x);

    /// x Φ(x), the rectifier of transformers (Hendrycks & Gimpel 2016, arXiv 1606.08415), the exact one: the default of PyTorch,
    /// ONNX, `tf.nn`, Burn, `keras.activations`. Of JAX, NNlib and `keras.ops` the default is [`GeluTanh`].
    pub gelu: x * norm_cdf(x);

    /// gelu by a tanh (arXiv 1606.08415), which differs from the exact one by up to 4.7e-4: what JAX, NNlib, darknet and
    /// `keras.ops` call `gelu`.
    pub gelu_tanh: 0.5 * x * (1 + tanh(sqrt(2 / PI) * (x + 0.044715 * x.powi(3))));

    /// gelu by a sigmoid, x σ(1.702 x) (arXiv 1606.08415), as in CLIP; it differs from the exact one by up to 0.02.
    pub quick_gelu: x * sigmoid(1.702 * x);

    /// gelu kept between two bounds, for quantisation (arXiv 2004.09602): Hugging Face's `gelu_10`. f′ at the bounds is 0.
    pub clipped_gelu(min = -10, max = 10): clamp(x * norm_cdf(x), min, max);

    /// x tanh(softplus(x)) (Misra 2019, arXiv 1908.08681), as in YOLOv4.
    pub mish: x * tanh(ln(1 + exp(x)));

    /// silu of straight lines and a parabola, for small processors (Howard et al. 2019, arXiv 1905.02244).
    ///
    /// f′(−3) = 0 and f′(3) = 1 as in JAX, Keras and today's PyTorch; −½ and 1.5 in NNlib, Burn and PyTorch up to 2.6:
    /// `if x < -3 <0> else if x > 3 <x> else <x * (x + 3) / 6>`.
    pub hard_swish: x * (clamp(x + 3, 0, 6) * (1 / 6));

    /// mish of a line and a parabola (darknet, timm). f′(−2) = 0 as in darknet; −1 in timm:
    /// `if x < -2 <0> else if x > 0 <x> else <x * (x + 2) / 2>`.
    pub hard_mish: 0.5 * x * clamp(x + 2, 0, 2);

    /// x tanh x, which is even (Roy et al. 2019, arXiv 1901.05894).
    pub lisht: x * tanh(x);

    /// x erf(softplus(x)) (Nag & Bhattacharyya 2021, arXiv 2108.09598).
    pub serf: x * erf(softplus(x));

    /// x tanh(eˣ) (Liu & Di 2020, arXiv 2003.09855). TeLU (2024, arXiv 2402.02790) is the same function.
    pub tanhexp: x * tanh(exp(x));

    /// x ln(1 + σ(x)) (Zhu et al. 2021, Neurocomputing 458).
    pub logish: x * ln_1p(sigmoid(x));

    /// x tanh(ln(1 + σ(x))) (Wang et al. 2022, Electronics 11(4):540).
    pub smish: x * tanh(ln_1p(sigmoid(x)));

    /// x tanh(gelu(x)), which is never negative (Naveen 2022).
    pub phish: x * tanh(x * norm_cdf(x));

    /// x gated by Gompertz' curve, exp(−exp(−x)) (Das et al. 2025, arXiv 2502.03654).
    pub golu(alpha = 1, beta = 1, gamma = 1): x * alpha * exp(-beta * exp(-gamma * x));

    /// Exponential linear squashing: silu above 0, an exponential unit times the sigmoid below (Basirat & Roth 2018, arXiv
    /// 1808.00783). f′(0) = ½ from both sides.
    pub elish: if x >= 0 <x * sigmoid(x)> else <exp_m1(x) * sigmoid(x)>;

    /// elish with a hard sigmoid (Basirat & Roth 2018, arXiv 1808.00783). f′(−1) = 0 and f′(1) = 1.
    pub hard_elish: if x >= 0 <x * h> else <exp_m1(x) * h> where h = clamp((x + 1) / 2, 0, 1);

    /// Scaled exponentially regularised linear unit, self-normalising with a bump below 0 (Zhang & Li 2018, arXiv 1807.10117).
    /// f′(0) = λ, the right side.
    pub serlu(lambda = 1.07862, alpha = 2.90427): if x >= 0 <lambda * x> else <lambda * alpha * x * exp(x)>;

    /// Flattened-T swish: silu above 0, a constant below (Chieng et al. 2018, arXiv 1812.06247). f′(0) = ½, the right side.
    pub ftswish(threshold = -0.2): if x >= 0 <x * sigmoid(x) + threshold> else <threshold>;

    /// Collapsing linear unit (Vagerwal 2021, arXiv 2112.12078).
    pub colu: if x < 0 <x * d / (d - x)> else <x / (1 - x * exp(-(x + exp(x))))> where d = exp(x + exp(x));

    /// x gated by Richards' curve, x (1 + exp(−βx))^(−α) (Patwardhan et al. 2018, arXiv 1805.08878).
    pub aria2(alpha = 1.5, beta = 2): x * exp(alpha * log_sigmoid(beta * x));
}
