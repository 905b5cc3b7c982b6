//! Powers, logarithms and bumps.
//!
//! In: formulas; their derivatives are derived, but where a better form is known. Out: a struct each. Must never be written by
//! hand.

use crate::activation;

activation! {
    /// x², for networks on encrypted data.
    pub square: x * x;

    /// x³, for features that multiply (Chen & Manning 2014).
    pub cube: x.powi(3);

    /// (√(x² + 1) − 1)/2 + x, a smooth line with a bend.
    pub bent_identity: x * (x / (hypot(x, 1) + 1)) / 2 + x;

    /// sgn(x) ln(1 + |x|), which makes targets of all sizes comparable (DreamerV3, Hafner et al. 2023, arXiv 2301.04104).
    /// f′(0) = 1.
    pub symlog: if x > 0 <ln_1p(x)> else <-ln_1p(-x)>;

    /// arcsinh x, a logarithm on both sides.
    pub asinh: asinh(x);

    /// exp(−x²/2σ²), for radial basis functions and coordinates (Ramasinghe & Lucey 2021, arXiv 2111.15135). σ = √½ is the
    /// exp(−x²) of others.
    pub gaussian(sigma = 1): exp(-(z * z)) where z = x * FRAC_1_SQRT_2 / sigma;

    /// x − tanh x (PyTorch, Keras); near 0 by Lambert's continued fraction, where the difference loses its digits.
    pub tanhshrink: if abs(x) < 1 <x * c / (1 + c)> else <x - tanh(x)>
        => tanh(x) * tanh(x)
        where s = x * x, c = s / (3 + s / (5 + s / (7 + s / (9 + s / (11 + s / (13 + s / (15 + s / 17)))))));
}
