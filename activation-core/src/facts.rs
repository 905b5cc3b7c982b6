//! In: nothing. Out: [`Facts`], what the compiler has learnt of a formula, as plain constants.
//! It must never hold a guess: `None` means that the compiler could not decide.

/// What is known of an activation, for the default values of its parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    /// The name in `snake_case`.
    pub name: &'static str,
    /// The formula, as text.
    pub formula: &'static str,
    /// The derivative, as text; empty where there is no text for it.
    pub derivative: &'static str,
    /// Whether the derivative is one that is meant to differ from the formula's.
    pub surrogate: bool,
    /// The parameters, in the order of declaration.
    pub parameters: &'static [Parameter],
    /// The values that the function takes.
    pub range: Option<Range>,
    /// Which way the function goes.
    pub monotonicity: Option<Monotonicity>,
    /// Its symmetry about 0.
    pub parity: Option<Parity>,
    /// Where its derivative jumps.
    pub kinks: Option<Kinks>,
    /// The least Lipschitz constant; infinite for an unbounded derivative.
    pub lipschitz: Option<f64>,
    /// What forward must keep for backward.
    pub residual: Residual,
    /// Whether the derivative computed from the output is as exact as the one from the input.
    pub derivative_exact_from_output: bool,
}

/// A parameter of an activation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, as declared.
    pub name: &'static str,
    /// Its default value.
    pub default: f64,
    /// Whether it was declared with `learn`: the layer accumulates its gradient.
    pub learnable: bool,
}

/// The closure of the image; an infinite end is never attained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The infimum.
    pub low: f64,
    /// Whether some finite input gives `low`.
    pub low_attained: bool,
    /// The supremum.
    pub high: f64,
    /// Whether some finite input gives `high`.
    pub high_attained: bool,
}

/// Which way a function goes on the whole real line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotonicity {
    /// The same everywhere.
    Constant,
    /// Strictly up.
    Increasing,
    /// Never down.
    NonDecreasing,
    /// Strictly down.
    Decreasing,
    /// Never up.
    NonIncreasing,
    /// Both up and down.
    NonMonotone,
}

/// Symmetry about 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// f(-x) = f(x).
    Even,
    /// f(-x) = -f(x).
    Odd,
    /// Neither of the two.
    Neither,
}

/// All kinks of a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kinks {
    /// These, in ascending order; none for a smooth function.
    Finite(&'static [Kink]),
    /// Infinitely many, as those of `floor`.
    Periodic,
}

/// A point where the derivative, or the function itself, jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kink {
    /// Where.
    pub at: f64,
    /// The derivative from the left.
    pub left: f64,
    /// The derivative from the right.
    pub right: f64,
    /// The value that our derivative returns there.
    pub taken: f64,
    /// Whether the function itself jumps.
    pub jump: bool,
}

/// What forward must keep so that backward can give the derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Residual {
    /// Nothing: the derivative is the same everywhere.
    Nothing,
    /// The output: the derivative is exact in it.
    Output,
    /// The derivative itself, computed in the pass that computes the value.
    Derivative,
    /// The input: a learnable parameter's gradient needs it.
    Input,
}
