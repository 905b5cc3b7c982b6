//! In: [`Real`] numbers. Out: [`Activation`], the contract between a formula and everything that
//! runs it. It must never mention arrays: those are the kernel's and the layer's.

use crate::facts::{Facts, Parameter, Residual};
use crate::real::Real;
use crate::registry::Custom;

/// An activation function: what `activation!` implements, and what a layer runs.
///
/// # Laws
///
/// - `forward_with_derivative(x)` is `(forward(x), derivative(x))`, for `f32` and `f64` bit for bit;
///   another `Real` may round their common subterms otherwise.
/// - `derivative` is that of `forward` unless the facts say `surrogate`; at a kink it is a value
///   between the one-sided derivatives. `second_derivative` is the derivative of `derivative`.
/// - `derivative_from_output(forward(x))` is `derivative(x)` bit for bit whenever it is `Some`, and
///   it is `Some` exactly when `residual()` is [`Residual::Output`] or [`Residual::Nothing`].
///   (A layer that meets a `None` there answers NaN: it can't know better, and NaN shows.)
/// - With a `Nothing` residual, `derivative` is the same for every input, NaN included.
/// - `parameter(i)` is `Some` exactly for the indices of `parameters()`, and
///   `parameter_derivative(i, x)` exactly for the learnable ones of them.
/// - `clone` is cheap: a kernel clones the activation once per slice, which keeps its parameters in registers.
/// - No method panics, whatever the input. NaN in gives NaN out of `forward`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation function",
    label = "not an activation",
    note = "declare one: `activation! {{ name: formula }}`, or take one of `activation_core::catalogue`",
    note = "to choose one by its name: `name.parse::<AnyActivation>()?`"
)]
pub trait Activation: Clone + Send + Sync {
    /// What is known of this activation.
    fn facts(&self) -> &'static Facts;

    /// The name in `snake_case`.
    #[inline]
    fn name(&self) -> &'static str {
        self.facts().name
    }

    /// What forward must keep for backward.
    #[inline]
    fn residual(&self) -> Residual {
        self.facts().residual
    }

    /// The parameters, in the order of their indices.
    #[inline]
    fn parameters(&self) -> &'static [Parameter] {
        self.facts().parameters
    }

    /// f(x).
    fn forward<R: Real>(&self, x: R) -> R;

    /// f′(x), or the surrogate for it.
    fn derivative<R: Real>(&self, x: R) -> R;

    /// (f(x), f′(x)), with what the two have in common computed once.
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R);

    /// f″(x).
    fn second_derivative<R: Real>(&self, x: R) -> R;

    /// f′(x) from y = f(x), where that is exact.
    #[inline]
    fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
        let _ = y;
        None
    }

    /// The value of the parameter `index`; `None` if there is no such parameter.
    #[inline]
    fn parameter(&self, index: usize) -> Option<f64> {
        let _ = index;
        None
    }

    /// Gives the parameter `index` a new value; `false` if there is no such parameter.
    #[inline]
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        let _ = (index, value);
        false
    }

    /// ∂f/∂θ(x) for the learnable parameter `index`; `None` for any other.
    #[inline]
    fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
        let _ = (index, x);
        None
    }

    /// Hands the activation itself to `visitor`.
    ///
    /// An activation that is chosen at run time overrides this alone, and hands over the chosen
    /// one: so the choice is made once per array, never per element.
    #[inline]
    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output
    where
        Self: Sized,
    {
        visitor.visit(self)
    }
}

/// What can be done with an activation whose type is only known after [`Activation::dispatch`]:
/// a closure that is generic in its argument.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a visitor of activations",
    label = "not a `Visitor`",
    note = "a closure has one argument type, and a visitor takes any activation: write `impl Visitor for` a struct that holds \
            what the closure would capture"
)]
pub trait Visitor {
    /// What the visit gives.
    type Output;

    /// Visits the activation.
    fn visit<A: Activation>(self, activation: &A) -> Self::Output;

    /// Visits an activation behind a pointer, which is one as any other. (The kernels have it do a whole slice at once.)
    #[inline]
    fn visit_custom(self, activation: &Custom) -> Self::Output
    where
        Self: Sized,
    {
        self.visit(activation)
    }
}

/// An activation whose facts are known at compile time: each one that `activation!` declares.
#[diagnostic::on_unimplemented(
    message = "the facts of `{Self}` are not known at compile time",
    label = "not declared with `activation!`",
    note = "ask the value: `activation.facts()` works for every activation, also for one that is chosen at run time"
)]
pub trait Declared: Activation {
    /// What the compiler has learnt of the formula.
    const FACTS: Facts;
}
