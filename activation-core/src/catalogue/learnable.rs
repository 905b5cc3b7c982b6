//! Functions whose shape is learnt with the network's weights.
//!
//! In: formulas with `learn`; their derivatives, by x and by the parameters, are derived. Out: a struct each, whose parameters
//! a layer updates. Must never be written by hand.

use crate::activation;

activation! {
    /// Leaky rectifier with a learnt slope (He et al. 2015, arXiv 1502.01852).
    ///
    /// It starts at 0.25 as in PyTorch, Burn, candle; at 0 in Keras. f′(0) is the slope, as in PyTorch; 1 in Burn.
    pub prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x>;

    /// Rectifier with a learnt threshold, to follow filter response normalisation (Singh & Krishnan 2019, arXiv 1911.09737).
    /// f′(τ) = 0; PyTorch's `maximum`, of which timm makes it, gives ½ to x and to τ each.
    pub tlu(learn tau = 0): max(x, tau);

    /// Squared rectifier with a learnt scale and bias (Yu et al. 2022, arXiv 2210.13452), with the paper's constants; timm
    /// starts at scale 1 and bias 0.
    pub star_relu(learn scale = 0.8944, learn bias = -0.4472): scale * relu(x).powi(2) + bias;

    /// S-shaped rectifier: learnt slopes outside two learnt thresholds (Jin et al. 2015, arXiv 1512.07030). f′ at the
    /// thresholds is the outer slope.
    pub srelu(learn t_r = 1, learn a_r = 0.2, learn t_l = -1, learn a_l = 0.1):
        if x >= t_r <t_r + a_r * (x - t_r)> else if x <= t_l <t_l + a_l * (x - t_l)> else <x>;

    /// Adaptive piecewise linear unit with one hinge (Agostinelli et al. 2014, arXiv 1412.6830). f′ at 0 and at b is that of the
    /// flat side of each part.
    pub apl(learn a = 0.2, learn b = 1): max(x, 0) + a * max(b - x, 0);

    /// Exponential unit with a learnt slope and scale (Trottier et al. 2016, arXiv 1605.09332). Smooth; a and b should stay
    /// positive.
    pub pelu(learn a = 1, learn b = 1): if x >= 0 <a / b * x> else <a * exp_m1(x / b)>;

    /// Logarithm, identity or exponential, as α is learnt (Godfrey & Gashler 2016, arXiv 1602.01321). For α < 0 it ends at
    /// x = 1/α − α. Near α = 0 by its tangent there, so that α is learnt from its default, too.
    #[domain(alpha >= 0 || x > 1 / alpha - alpha)]
    pub soft_exponential(learn alpha = 0):
        if alpha < -1e-7 <-ln_1p(-alpha * (x + alpha)) / alpha>
        else if alpha > 1e-7 <exp_m1(alpha * x) / alpha + alpha>
        else <x + alpha + (alpha * x) * x / 2>;

    /// Integral of an exponential unit with learnt curvatures, for transformers (Huang & Schlag 2024, arXiv 2411.13010); its
    /// parameters are the effective ones, after the softplus by which the paper keeps them positive. f′(0) = β.
    pub xielu(learn alpha_p = 0.8, learn alpha_n = 0.8, beta = 0.5):
        if x > 0 <alpha_p * x * x + beta * x> else <alpha_n * (exp_m1(x) - x) + beta * x>;

    /// Dynamic tanh, in the place of a normalising layer (Zhu et al. 2025, arXiv 2503.10622).
    pub dyt(learn alpha = 0.5, learn gamma = 1, learn beta = 0): gamma * tanh(alpha * x) + beta;

    /// Dynamic erf, in the place of a normalising layer (2025, arXiv 2512.10938).
    pub derf(learn alpha = 0.5, learn shift = 0, learn gamma = 1, learn beta = 0): gamma * erf(alpha * x + shift) + beta;

    /// ActivateOrNot, version C: learns how far to be linear (Ma et al. 2020, arXiv 2009.04759). With its defaults it is silu.
    pub acon_c(learn p1 = 1, learn p2 = 0, learn beta = 1): d * sigmoid(beta * d) + p2 * x where d = (p1 - p2) * x;

    /// Soft-root-sign, bounded on both sides (Zhou et al. 2020, arXiv 2003.00547). For α < β/e it has a pole.
    pub srs(learn alpha = 2, learn beta = 3):
        if x < 0 <x * e / (x * e / alpha + 1)> else <x / (x / alpha + exp(-x / beta))> where e = exp(x / beta);

    /// Padé activation unit, a learnt rational function, initialised to a leaky rectifier (Molina et al. 2019, arXiv
    /// 1907.06732). This is version B, 1 + |Σ bⱼxʲ|: it has a kink where the sum is 0, and takes |·|′(0) = 0, as PyTorch does.
    pub pau(
        learn a0 = 0.02996348, learn a1 = 0.61690165, learn a2 = 2.37539147, learn a3 = 3.06608078,
        learn a4 = 1.52474449, learn a5 = 0.25281987,
        learn b1 = 1.19160814, learn b2 = 4.40811795, learn b3 = 0.91111034, learn b4 = 0.34885983,
    ): if abs(x) < 1
            <(a0 + x * (a1 + x * (a2 + x * (a3 + x * (a4 + x * a5))))) / (1 + abs(x * (b1 + x * (b2 + x * (b3 + x * b4)))))>
        else <x * (a5 + r * (a4 + r * (a3 + r * (a2 + r * (a1 + r * a0))))) / (r.powi(4) + abs(b4 + r * (b3 + r * (b2 + r * b1))))>
        where r = 1 / x;
}
