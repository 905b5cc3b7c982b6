//! In: an activation. Out: its derivative, as an activation. It must
//! never compute what the activation itself can be asked for.
#![allow(clippy::inline_always, reason = "a vector's instructions only exist inside the loop")]

use crate::activation::{Activation, Visitor};
use crate::dual::Dual;
use crate::facts::{Facts, Parameter, Residual};
use crate::real::Real;

/// The derivative of an activation, as an activation of its own: networks of derivatives, as in
/// gradient penalties and physics-informed training, are built of it.
///
/// `forward` is A's `derivative`, `derivative` is A's `second_derivative`, and the second
/// derivative is that of `second_derivative`, by dual numbers. Parameters are those of A.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Derivative<A>(
    /// The activation whose derivative this is.
    pub A,
);

/// The same for every activation: what is known of f says little of f′, and a choice at run time has no constants.
static FACTS: Facts = Facts {
    name: "derivative",
    formula: "f′(x)",
    derivative: "f″(x)",
    surrogate: false,
    parameters: &[],
    range: None,
    monotonicity: None,
    parity: None,
    kinks: None,
    lipschitz: None,
    residual: Residual::Derivative,
    derivative_exact_from_output: false,
};

impl<A: Activation> Activation for Derivative<A> {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn residual(&self) -> Residual {
        match self.0.residual() {
            Residual::Input => Residual::Input,
            Residual::Nothing | Residual::Output | Residual::Derivative => Residual::Derivative,
        }
    }

    fn parameters(&self) -> &'static [Parameter] {
        self.0.parameters()
    }

    #[inline(always)]
    fn forward<R: Real>(&self, x: R) -> R {
        self.0.derivative(x)
    }

    #[inline(always)]
    fn derivative<R: Real>(&self, x: R) -> R {
        self.0.second_derivative(x)
    }

    #[inline(always)]
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.0.derivative(x.clone()), self.0.second_derivative(x))
    }

    #[inline(always)]
    fn second_derivative<R: Real>(&self, x: R) -> R {
        self.0.second_derivative(Dual::variable(x)).tangent
    }

    #[inline]
    fn parameter(&self, index: usize) -> Option<f64> {
        self.0.parameter(index)
    }

    #[inline]
    fn set_parameter(&mut self, index: usize, value: f64) -> bool {
        self.0.set_parameter(index, value)
    }

    /// ∂f′/∂θ = ∂/∂x ∂f/∂θ, by dual numbers.
    #[inline(always)]
    fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
        let mixed = self.0.parameter_derivative(index, Dual::variable(x))?;
        Some(mixed.tangent)
    }

    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        self.0.dispatch(OfDerivative(visitor))
    }
}

/// Shows a visitor the derivative of what it is shown: a choice at run time is made before, once per array.
struct OfDerivative<V>(V);

impl<V: Visitor> Visitor for OfDerivative<V> {
    type Output = V::Output;

    fn visit<A: Activation>(self, activation: &A) -> V::Output {
        self.0.visit(&Derivative(activation.clone()))
    }
}
