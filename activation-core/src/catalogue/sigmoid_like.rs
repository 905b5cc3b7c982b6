//! Sigmoids and other functions that rise from one limit to another.
//!
//! In: formulas; a given derivative is the form in x that does not vanish before its time. Out: a struct each. Must never be
//! written by hand.
//!
//! Where NumPyNet's derivative is right but written in y (logistic y (1 − y), tanh 1 − y² …), it is the same function in x
//! here: y has rounded to its limit where the derivative is still an ordinary number. Its own forms compile, too:
//! `tests/ui/pass/numpynet.rs` has them all.

use crate::activation;

activation! {
    /// Logistic sigmoid, for probabilities and gates.
    pub sigmoid: sigmoid(x);

    /// Logistic sigmoid, under the name that it has in darknet and NumPyNet, and as a textbook writes it.
    pub logistic: 1 / (1 + exp(-x)) => sigmoid(x) * sigmoid(-x);

    /// ln of the sigmoid, for losses that are logarithms of probabilities.
    pub log_sigmoid: log_sigmoid(x);

    /// Sigmoid of three straight lines, cheap on small processors.
    ///
    /// The slope is 1/6 as in PyTorch, JAX, Keras 3, NNlib, candle; it is 0.2 in ONNX, Burn, Keras up to 2 and NumPyNet (there
    /// called `Hardtan`): alpha = 0.2. f′ at the corners is 0 as in PyTorch, JAX, NNlib; the slope in timm's own version:
    /// `if u < 0 <0> else if u > 1 <1> else <u> where u = alpha * x + beta`.
    pub hard_sigmoid(alpha = 1 / 6, beta = 0.5): clamp(alpha * x + beta, 0, 1);

    /// NumPyNet's `Hardtan`: 0.2 x + 0.5 kept in [0, 1], which everybody else calls a hard sigmoid; [`Hardtanh`] is the usual
    /// one, and darknet's. NumPyNet's gradient is 0.2 everywhere; here it is 0 outside and at the corners.
    pub hardtan: clamp(0.2 * x + 0.5, 0, 1) => if x > -2.5 && x < 2.5 <0.2> else <0>;

    /// Sigmoid of three straight lines with slope ½, the derivative of [`SparsePlus`] (JAX, Keras). f′(±1) = 0; ¼ in JAX.
    pub sparse_sigmoid: clamp(0.5 * x + 0.5, 0, 1);

    /// Hyperbolic tangent, the sigmoid that is odd.
    pub tanh: tanh(x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x);

    /// tanh(x/2), as darknet's, which writes 2σ(x) − 1 and loses the digits near 0.
    pub loggy: 2 / (1 + exp(-x)) - 1 => 2 * sigmoid(x) * sigmoid(-x);

    /// α tanh(βx), by default with LeCun's constants (LeCun et al. 1998). ONNX has it for recurrent operators, without
    /// defaults; α = c, β = 1/c caps logits at ±c.
    pub scaled_tanh(alpha = 1.7159, beta = 2 / 3): alpha * tanh(beta * x);

    /// tanh with a smaller negative side (Xu et al. 2016, arXiv 1602.05980). f′(0) = α.
    pub penalized_tanh(alpha = 0.25): if x > 0 <tanh(x)> else <alpha * tanh(x)>;

    /// x kept between two bounds, a tanh of three straight lines (PyTorch `Hardtanh`, ONNX `Clip`, darknet `hardtan`).
    ///
    /// f′ at the bounds is 0 as in PyTorch's `Hardtanh`, NNlib, darknet; 1 in JAX, Burn and `torch.clamp`:
    /// `if x < min <min> else if x > max <max> else <x>`.
    pub hardtanh(min = -1, max = 1): clamp(x, min, max);

    /// x/(1 + |x|), a tanh that saturates slowly (Turian et al. 2009). f′(0) = 1. NumPyNet feeds its gradient y where the formula
    /// wants x.
    pub softsign: x / (1 + x.abs()) => 1 / (1 + x.abs()).powi(2);

    /// Symmetric Elliot sigmoid, softsign with a steepness (Elliott 1993; FANN). NumPyNet feeds its gradient y where the formula
    /// wants x.
    pub symm_elliot(steepness = 1): steepness * x / (1 + abs(steepness * x))
        => steepness / (1 + abs(steepness * x)).powi(2);

    /// Elliot's sigmoid, from 0 to 1 without an exponential (Elliott 1993; FANN). NumPyNet adds the steepness where it should
    /// multiply by it. The two branches are ½ z/(1 + |z|) + ½, which loses its digits for negative z.
    pub elliot(steepness = 1): if z < 0 <0.5 / (1 - z)> else <1 - 0.5 / (1 + z)>
        => 0.5 * steepness / (1 + abs(z)).powi(2)
        where z = steepness * x;

    /// Inverse square root unit, a sigmoid without an exponential (Carlile et al. 2017, arXiv 1710.09967).
    pub isru(alpha = 1): x / h => 1 / h.powi(3) where h = hypot(1, sqrt(alpha) * x);

    /// arctan x, a sigmoid from −π/2 to π/2.
    pub arctan: atan(x);

    /// Error function, a sigmoid with Gaussian tails (ONNX `Erf`).
    pub erf: erf(x);

    /// A normal distribution function with mean μ and deviation σ, in the place of softmax in attention (Mega, Ma et al. 2022,
    /// arXiv 2209.10655), by default with the exact √½ and √(1/4π); Hugging Face rounds them to six digits. μ = 0, σ = 1 is the
    /// probit.
    pub laplace_cdf(mu = 0.7071067811865476, sigma = 0.28209479177387814): norm_cdf((x - mu) / sigma);

    /// Complementary log-log, 1 − exp(−eˣ), for the probability of rare events.
    pub cloglog: -exp_m1(-exp(x));

    /// A smooth clip to (0, 1) (Klimek & Perelstein 2018).
    pub softclip(alpha = 1):
        if x < 0.5 <(softplus(alpha * x) - softplus(alpha * (x - 1))) / alpha>
        else <1 - (softplus(alpha * (1 - x)) - softplus(-alpha * x)) / alpha>;

    /// Square nonlinearity: two parabolas and two limits (Wuraola & Patel 2018). Smooth.
    pub sqnl: if x > 2 <1> else if x < -2 <-1> else <x - x * abs(x) / 4>;

    /// The derivative of silu as an activation of its own, a sigmoid that overshoots (Elfwing et al. 2017, arXiv 1702.03118).
    pub dsilu: sigmoid(x) * (1 + x * sigmoid(-x));
}
