//! Exponential units: the identity above 0, and an exponential that runs to a floor below.
//!
//! In: formulas; a derivative is given where it says which branch it is. Out: a struct each. Must never be written by hand.

use crate::activation;

activation! {
    /// Exponential linear unit: mean activations near 0 (Clevert et al. 2015, arXiv 1511.07289).
    ///
    /// Smooth for α = 1; else f′(0) = α as in PyTorch, JAX, Keras; 1 in NNlib: `if x >= 0 …`. TensorFlow, darknet and NumPyNet
    /// have no α.
    pub elu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x)> => if x > 0 <1> else <alpha * exp(x)>;

    /// Self-normalising exponential linear unit (Klambauer et al. 2017, arXiv 1706.02515), with the paper's constants.
    ///
    /// darknet and NumPyNet cut them to five digits, ONNX rounds them to f32: that is [`ScaledElu`]. f′(0) = 1.7581 as in
    /// PyTorch, JAX, NNlib, candle; 1.0507 in TensorFlow, Burn, darknet, NumPyNet: `if x >= 0 …`.
    pub selu: if x > 0 <lambda * x> else <lambda * alpha * exp_m1(x)>
        => if x > 0 <lambda> else <lambda * alpha * exp(x)>
        where alpha = 1.6732632423543772848, lambda = 1.0507009873554804934;

    /// SELU (arXiv 1706.02515) with constants of choice; by default those of darknet and NumPyNet. f′(0) = λα, the left side.
    pub scaled_elu(lambda = 1.0507, alpha = 1.6732): if x > 0 <lambda * x> else <lambda * alpha * exp_m1(x)>;

    /// Exponential linear unit that is smooth for every α (Barron 2017, arXiv 1704.07483). f′(0) = 1; Keras on TensorFlow gives
    /// 2, which is the derivative of neither side.
    pub celu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x / alpha)>;

    /// Inverse square root linear unit: an exponential unit without an exponential (Carlile et al. 2017, arXiv 1710.09967).
    /// f″(0) = 0, too.
    pub isrlu(alpha = 1): if x >= 0 <x> else <x / h> => if x >= 0 <1> else <1 / h.powi(3)>
        where h = hypot(1, sqrt(alpha) * x);

    /// eˣ, for outputs that have to be positive (Keras).
    pub exponential: exp(x);
}
