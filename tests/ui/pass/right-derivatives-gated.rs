//! Right derivatives of silu, mish and other gated functions, as papers and libraries write them.

use activation_core::activation;

activation! {
    /// PyTorch, `silu_backward`.
    pub silu_torch: x * sigmoid(x) => s * (1 + x * (1 - s)) where s = sigmoid(x);
    /// The swish paper's: f + σ(1 − f).
    pub swish_paper: x * sigmoid(x) => y + sigmoid(x) * (1 - y);
    pub swish_beta(beta = 1.5): x * sigmoid(beta * x) => beta * y + sigmoid(beta * x) * (1 - beta * y);
    pub silu_sum: x / (1 + exp(-x)) => s + x * s * (1 - s) where s = 1 / (1 + exp(-x));
    pub silu_shared: x * s => s + y * (1 - s) where s = sigmoid(x);
    pub silu_tanh: x * sigmoid(x) => 0.5 * (1 + tanh(x / 2)) + x / (4 * cosh(x / 2).powi(2));
    pub silu_tanh_square: x / (1 + exp(-x)) => 0.5 + 0.5 * t + x / 4 * (1 - t * t) where t = tanh(x / 2);
    pub silu_divided: x * sigmoid(x) => if x == 0 <0.5> else <y / x + y - y * y / x>;
    pub silu_minus: x * sigmoid(x) => sigmoid(x) * (1 + x * sigmoid(-x));
    pub silu_stable: x * sigmoid(x) => if x >= 0 <(1 + e + x * e) / (1 + e).powi(2)> else <e * (1 + e + x) / (1 + e).powi(2)>
        where e = exp(-abs(x));
    /// PyTorch, `mish_backward`.
    pub mish_torch: x * tanh(softplus(x)) => t + x * sigmoid(x) * (1 - t * t) where t = tanh(softplus(x));
    /// darknet, `gradient_array_mish`: σ as 1 − e^−softplus.
    pub mish_darknet: x * tanh(softplus(x)) => x * (1 - t * t) * (1 - exp(-s)) + t
        where s = softplus(x), t = tanh(s);
    /// The paper's eˣω/δ², below 20.
    pub mish_paper: x * tanh(ln(1 + exp(x))) => if x > 20 <1> else <e * omega / (delta * delta)>
        where e = exp(x), omega = 4 * (x + 1) + 4 * e * e + e.powi(3) + e * (4 * x + 6), delta = 2 * e + e * e + 2;
    /// Without tanh: n/(n + 2), n = e²ˣ + 2eˣ.
    pub mish_rational: x * tanh(softplus(x)) => if x > 20 <1> else <n / (n + 2) + 4 * x * (n - e) / (n + 2).powi(2)>
        where e = exp(x), n = e * (e + 2);
    pub mish_in_y: x * tanh(softplus(x)) => if x == 0 <0.6> else <y / x + x * sigmoid(x) * (1 - (y / x).powi(2))>;
    pub mish_sech: x * tanh(softplus(x)) => tanh(s) + x * sigmoid(x) / cosh(s).powi(2) where s = softplus(x);
    /// darknet's hard mish.
    pub hard_mish: if x > 0 <x> else if x > -2 <x * x / 2 + x> else <0> => if x > 0 <1> else if x > -2 <x + 1> else <0>;
    /// TanhExp (arXiv 2003.09855), linear from 4 on as its code has it.
    pub tanh_exp: x * tanh(exp(x)) => if x > 4 <1> else <t - x * e * (t * t - 1)> where e = exp(x), t = tanh(e);
    /// Logish.
    pub logish: x * ln(1 + sigmoid(x)) => ln_1p(s) + x * s * (1 - s) / (1 + s) where s = sigmoid(x);
    pub logish_exp: x * ln_1p(sigmoid(x)) => ln_1p(sigmoid(x)) + x / ((1 + exp(x)) * (2 + exp(-x)));
    /// Smish.
    pub smish: x * tanh(ln(1 + sigmoid(x))) => t + x * (1 - t * t) * s * (1 - s) / (1 + s)
        where s = sigmoid(x), t = tanh(ln_1p(s));
    /// SERLU.
    pub serlu(lambda = 1.07862, alpha = 2.90427): if x >= 0 <lambda * x> else <lambda * alpha * x * exp(x)>
        => if x >= 0 <lambda> else <lambda * alpha * (1 + x) * exp(x)>;
    pub serlu_in_y: if x >= 0 <1.07862 * x> else <3.1326037274 * x * exp(x)> => if x >= 0 <1.07862> else <y + y / x>;
    /// ELiSH.
    pub elish: if x >= 0 <x * s> else <(exp(x) - 1) * s>
        => if x >= 0 <s + x * s * (1 - s)> else <exp(x) * s + exp_m1(x) * s * (1 - s)> where s = sigmoid(x);
    /// ACON-C.
    pub acon(p1 = 1.2, p2 = -0.8, beta = 1): (p1 - p2) * x * sigmoid(beta * (p1 - p2) * x) + p2 * x
        => d * (s + beta * d * x * s * (1 - s)) + p2 where d = p1 - p2, s = sigmoid(beta * d * x);
    /// E-swish: f + σ(β − f).
    pub e_swish(beta = 1.5): beta * x * sigmoid(x) => y + sigmoid(x) * (beta - y);
    /// GCU.
    pub gcu: x * cos(x) => cos(x) - x * sin(x);
    pub gcu_in_y: x * cos(x) => if x == 0 <1> else <y / x - x * sin(x)>;
    /// GoLU.
    pub golu: x * exp(-exp(-x)) => exp(-exp(-x)) + x * exp(-x - exp(-x));
}

fn main() {}
