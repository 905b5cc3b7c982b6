//! The eighteen activations of NumPyNet, under its names.
//!
//! In: formulas, each with its derivative where NumPyNet's own is right, and the right one where it is not (six of them:
//! stair, hardtan, the two elliots, softplus, softsign). Out: a struct each. Must never be written by hand: the macro
//! checks every line.
//!
//! Where NumPyNet's derivative is right but written in y (logistic 1 − y, tanh 1 − y², elu y + α …), it is the same
//! function in x here: y has rounded to its limit where the derivative is still an ordinary number. Its own forms compile,
//! too: `tests/ui/pass/numpynet.rs` has all twelve.
//!
//! Source: `NumPyNet/activations.py`. Where its forward formula differs from the one that everybody else gives the same
//! name, the item says so.

use crate::activation;

activation! {
    /// Logistic sigmoid; `Sigmoid` elsewhere.
    pub logistic: 1 / (1 + exp(-x)) => sigmoid(x) * sigmoid(-x);

    /// tanh(x/2), as darknet's.
    pub loggy: 2 / (1 + exp(-x)) - 1 => 2 * sigmoid(x) * sigmoid(-x);

    /// Rectified linear unit (Nair & Hinton 2010); relu′(0) = 0.
    pub relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>;

    /// Exponential linear unit (arXiv 1511.07289).
    pub elu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x)> => if x > 0 <1> else <alpha * exp(x)>;

    /// Leaky rectifier with slope 0.01, as darknet's `relie`.
    pub relie: if x > 0 <x> else <0.01 * x> => if y > 0 <1> else <0.01>;

    /// Rectifier plus a tenth of the input, as darknet's.
    pub ramp: x.max(0) + 0.1 * x => if y > 0 <1.1> else <0.1>;

    /// The identity.
    pub linear: x => 1;

    /// Hyperbolic tangent.
    pub tanh: tanh(x) => 4 * sigmoid(2 * x) * sigmoid(-2 * x);

    /// Piecewise linear "sigmoid", as darknet's.
    pub plse: if x < -4 <0.01 * (x + 4)> else if x > 4 <0.01 * (x - 4) + 1> else <0.125 * x + 0.5>
        => if y < 0 || y > 1 <0.01> else <0.125>;

    /// Leaky rectifier with slope 0.1, as darknet's `leaky`; other libraries use 0.01 under that name.
    pub leaky: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;

    /// Stairs with slopes: flat on even cells, rising on odd ones, as darknet's. NumPyNet's gradient is 1 on even cells.
    pub stair: if n - 2 * floor(n / 2) == 0 <floor(n / 2)> else <(x - n) + floor(n / 2)>
        => if n - 2 * floor(n / 2) == 0 || x == n <0> else <1>
        where n = floor(x);

    /// NumPyNet's `Hardtan`: 0.2 x + 0.5 kept in [0, 1], which everybody else calls a hard sigmoid; `Hardtanh` is the
    /// usual one. NumPyNet's gradient is 0.2 everywhere.
    pub hardtan: clamp(0.2 * x + 0.5, 0, 1) => if x > -2.5 && x < 2.5 <0.2> else <0>;

    /// Leaky identity: slope 0.001 outside [0, 1], as darknet's.
    pub lhtan: if x < 0 <0.001 * x> else if x > 1 <0.001 * (x - 1) + 1> else <x>
        => if y > 0 && y < 1 <1> else <0.001>;

    /// Self-normalising exponential linear unit (arXiv 1706.02515), with the paper's constants; NumPyNet cuts them to five
    /// digits.
    pub selu: if x > 0 <lambda * x> else <lambda * alpha * exp_m1(x)>
        => if x > 0 <lambda> else <lambda * alpha * exp(x)>
        where alpha = 1.6732632423543772848, lambda = 1.0507009873554804934;

    /// Elliot's sigmoid (Elliot 1993; FANN): NumPyNet adds the steepness where it should multiply by it.
    /// The two branches are ½ z/(1 + |z|) + ½, which loses its digits for negative z.
    pub elliot(steepness = 1): if z < 0 <0.5 / (1 - z)> else <1 - 0.5 / (1 + z)>
        => 0.5 * steepness / (1 + abs(z)).powi(2)
        where z = steepness * x;

    /// Symmetric Elliot sigmoid (Elliot 1993; FANN). NumPyNet feeds its gradient y where the formula wants x.
    pub symm_elliot(steepness = 1): steepness * x / (1 + abs(steepness * x))
        => steepness / (1 + abs(steepness * x)).powi(2);

    /// Softplus (Dugas et al. 2001). NumPyNet feeds its gradient y where the formula wants x.
    pub soft_plus(beta = 1): ln(1 + exp(beta * x)) / beta => sigmoid(beta * x);

    /// Softsign (Turian et al. 2009). NumPyNet feeds its gradient y where the formula wants x.
    pub soft_sign: x / (1 + x.abs()) => 1 / (1 + x.abs()).powi(2);
}
