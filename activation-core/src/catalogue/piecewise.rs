//! Rectifiers, hard shapes, shrinks and other piecewise functions.
//!
//! In: formulas; their derivatives are derived. Out: a struct each. Must never be written by hand.
//! At a kink the condition picks the side, at a tie of `min`, `max` and `clamp` the flat side: docs/numerics.md.

use crate::activation;

activation! {
    /// The identity.
    pub identity: x;

    /// αx + β (ONNX RNN activation `Affine`).
    pub affine(alpha = 1, beta = 0): alpha * x + beta;

    /// Rectifier bounded by 6 (Krizhevsky 2010).
    pub relu6: min(max(x, 0), 6);

    /// Clip (PyTorch `Hardtanh`, ONNX `Clip`).
    pub hardtanh(min = -1, max = 1): clamp(x, min, max);

    /// Leaky rectifier (Maas et al. 2013), slope as in PyTorch; f′(0) is the slope.
    pub leaky_relu(negative_slope = 0.01): if x > 0 <x> else <negative_slope * x>;

    /// Leaky rectifier with a learnt slope (arXiv 1502.01852).
    pub prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x>;

    /// Randomised leaky rectifier (arXiv 1505.00853) as it is evaluated: with the mean slope.
    pub rrelu(lower = 1 / 8, upper = 1 / 3): if x > 0 <x> else <(lower + upper) / 2 * x>;

    /// Keras `relu` with its three arguments.
    pub keras_relu(negative_slope = 0, max_value = INFINITY, threshold = 0):
        if x >= max_value <max_value> else if x > threshold <x> else <negative_slope * (x - threshold)>;

    /// PyTorch `Threshold`.
    pub threshold(threshold = 0, value = 0): if x > threshold <x> else <value>;

    /// x above α, else 0 (arXiv 1402.3337).
    pub thresholded_relu(alpha = 1): if x > alpha <x> else <0>;

    /// Thresholded linear unit (arXiv 1911.09737).
    pub tlu(learn tau = 0): max(x, tau);

    /// Squared rectifier (arXiv 2109.08668).
    pub relu_squared: relu(x).powi(2);

    /// StarReLU (arXiv 2210.13452) with the paper's constants.
    pub star_relu(learn scale = 0.8944, learn bias = -0.4472): scale * relu(x).powi(2) + bias;

    /// Hard sigmoid: PyTorch's slope by default, ONNX's with alpha = 0.2.
    pub hard_sigmoid(alpha = 1 / 6, beta = 0.5): clamp(alpha * x + beta, 0, 1);

    /// (x + 1)/2 kept in [0, 1] (JAX).
    pub sparse_sigmoid: clamp(0.5 * x + 0.5, 0, 1);

    /// 0, a parabola, x (JAX).
    pub sparse_plus: if x <= -1 <0> else if x < 1 <(x + 1).powi(2) / 4> else <x>;

    /// Hard swish (arXiv 1905.02244).
    pub hard_swish: x * (clamp(x + 3, 0, 6) * (1 / 6));

    /// Hard mish (darknet).
    pub hard_mish: 0.5 * x * clamp(x + 2, 0, 2);

    /// x outside [−λ, λ], else 0.
    pub hard_shrink(lambda = 0.5): if abs(x) > lambda <x> else <0>;

    /// x drawn towards 0 by λ.
    pub soft_shrink(lambda = 0.5): if x > lambda <x - lambda> else if x < -lambda <x + lambda> else <0>;

    /// ONNX `Shrink`.
    pub shrink(lambda = 0.5, bias = 0): if x > lambda <x - bias> else if x < -lambda <x + bias> else <0>;

    /// Smooth rectifier (arXiv 2202.06499).
    pub smelu(beta = 2): if x <= -beta <0> else if x < beta <(x + beta).powi(2) / (4 * beta)> else <x>;

    /// Bounded rectifier (Liew et al. 2016).
    pub brelu(max = 1): clamp(x, 0, max);

    /// Square nonlinearity (Wuraola & Patel 2018).
    pub sqnl: if x > 2 <1> else if x < -2 <-1> else <x - x * abs(x) / 4>;

    /// S-shaped rectifier (arXiv 1512.07030).
    pub srelu(learn t_r = 1, learn a_r = 0.2, learn t_l = -1, learn a_l = 0.1):
        if x >= t_r <t_r + a_r * (x - t_r)> else if x <= t_l <t_l + a_l * (x - t_l)> else <x>;

    /// Adaptive piecewise linear unit with one hinge (arXiv 1412.6830).
    pub apl(learn a = 0.2, learn b = 1): max(x, 0) + a * max(b - x, 0);

    /// x³ (Chen & Manning 2014).
    pub cube: x.powi(3);

    /// x².
    pub square: x * x;

    /// |x|; its derivative at 0 is 0.
    pub abs: abs(x);

    /// 1 above 0, else 0; its derivative is 0: train it with a surrogate of your own.
    pub heaviside: if x > 0 <1> else <0> => 0;

    /// −1, 0 or 1; its derivative is 0: train it with a surrogate of your own.
    pub sign: sign(x) => 0;
}
