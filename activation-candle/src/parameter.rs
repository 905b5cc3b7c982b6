//! In: an activation and a parameter of it. Out: ∂f/∂θ as an activation of its own, so that the slice kernels run it. It must
//! never be asked for a parameter that isn't learnable; it answers NaN then.
#![allow(clippy::inline_always, reason = "a vector's instructions only exist inside the loop")]

use activation_core::{Activation, Dual, Facts, Real, Visitor};

/// x ↦ ∂f/∂θ(x) for the parameter of that index.
#[derive(Clone, Debug)]
pub(crate) struct ByParameter<A>(pub(crate) A, pub(crate) usize);

impl<A: Activation> Activation for ByParameter<A> {
    fn facts(&self) -> &'static Facts {
        self.0.facts()
    }

    #[inline(always)]
    fn forward<R: Real>(&self, x: R) -> R {
        let none = x.constant(f64::NAN);
        self.0.parameter_derivative(self.1, x).unwrap_or(none)
    }

    #[inline(always)]
    fn derivative<R: Real>(&self, x: R) -> R {
        self.forward(Dual::variable(x)).tangent
    }

    #[inline(always)]
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        let both = self.forward(Dual::variable(x));
        (both.value, both.tangent)
    }

    #[inline(always)]
    fn second_derivative<R: Real>(&self, x: R) -> R {
        self.derivative(Dual::variable(x)).tangent
    }

    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        self.0.dispatch(OfParameter(visitor, self.1))
    }
}

/// Shows a visitor ∂f/∂θ of the activation that it is shown.
struct OfParameter<V>(V, usize);

impl<V: Visitor> Visitor for OfParameter<V> {
    type Output = V::Output;

    fn visit<A: Activation>(self, activation: &A) -> V::Output {
        self.0.visit(&ByParameter(activation.clone(), self.1))
    }
}
