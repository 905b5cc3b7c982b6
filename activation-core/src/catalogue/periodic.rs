//! Sines and what is made of them.
//!
//! In: formulas; their derivatives are derived. Out: a struct each. Must never be written by hand. None has a limit at ±∞.

use crate::activation;

activation! {
    /// sin ωx, for networks that represent signals (SIREN, Sitzmann et al. 2020, arXiv 2006.09661); ω = 30 is the paper's.
    pub sine(omega = 30): sin(omega * x);

    /// cos x, as in random Fourier features (Rahimi & Recht 2007).
    pub cosine: cos(x);

    /// sin(x)/x, by a series near 0, where f(0) = 1.
    pub sinc: if abs(x) < 1 <1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156 * (1 - s / 210 * (1 - s / 272)))))))>
        else <sin(x) / x>
        where s = x * x;

    /// x + sin²(αx)/α, for periodic data and audio (Ziyin et al. 2020, arXiv 2006.08195). α = 0 is its pole; the limit there is x.
    pub snake(learn alpha = 1): x + sin(alpha * x).powi(2) / alpha;

    /// Growing cosine unit, x cos x: one neuron learns XOR (Noel et al. 2021, arXiv 2108.12943).
    pub gcu: x * cos(x);

    /// Silu with a learnt sine on it, (x + a sin bx) σ(x) (Paul et al. 2022).
    pub sinlu(learn a = 1, learn b = 1): (x + a * sin(b * x)) * sigmoid(x);
}
