//! Softplus and other smooth rectifiers.
//!
//! In: formulas as their papers write them; the compiler makes them stable. Out: a struct each. Must never be written by hand.

use crate::activation;

activation! {
    /// Smooth rectifier, for outputs that have to be positive (Dugas et al. 2001).
    ///
    /// Exact everywhere. PyTorch and darknet go over to x above 20 ([`ThresholdedSoftplus`]); NumPyNet feeds its gradient y where
    /// the formula wants x.
    pub softplus(beta = 1): ln(1 + exp(beta * x)) / beta => sigmoid(beta * x);

    /// Softplus that is x above a threshold, as PyTorch's, which thereby avoids an overflow that [`Softplus`] has not. At the
    /// threshold it jumps, by 2.1e-9 for the defaults; f′ there is the softplus'.
    pub thresholded_softplus(beta = 1, threshold = 20): if beta * x > threshold <x> else <softplus(beta * x) / beta>;

    /// Softplus less ln 2, so that f(0) = 0, for molecules (SchNet, Schütt et al. 2017, arXiv 1706.08566); it keeps its digits
    /// near 0.
    pub shifted_softplus: if abs(x) < 1 <x / 2 + ln_1p(2 * sinh(x / 4).powi(2))> else <softplus(x) - LN_2>;

    /// Smooth rectifier without exponentials: (x + √(x² + b))/2 (Barron 2021, arXiv 2112.11687), written so that negative x keeps
    /// its digits. b = 4 in JAX and Keras, too.
    pub squareplus(b = 4): if x > 0 <(x + r) / 2> else <b / (2 * (r - x))> where r = hypot(x, sqrt(b));

    /// Softplus' sparse twin: 0, a parabola, x (JAX, Keras). Smooth; it is [`Smelu`] with β = 1.
    pub sparse_plus: if x <= -1 <0> else if x < 1 <(x + 1).powi(2) / 4> else <x>;

    /// Smooth rectifier for models that have to be reproducible (Shamir & Lin 2022, arXiv 2202.06499): 0, a parabola, x. The
    /// paper tunes β.
    pub smelu(beta = 2): if x <= -beta <0> else if x < beta <(x + beta).powi(2) / (4 * beta)> else <x>;

    /// ln cosh x, a smooth |x|. NNlib's form loses its digits near 0, this one does not.
    pub logcosh: if abs(x) > 1 <abs(x) + softplus(-2 * abs(x)) - LN_2> else <ln_1p(2 * sinh(x / 2).powi(2))>;
}
