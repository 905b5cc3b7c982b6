//! In: an activation and one of its learnable parameters. Out: ∂f/∂θ as an activation, so that the slice kernels run it. It must
//! never leave this crate: its derivatives are those that nobody asks for.
#![allow(clippy::inline_always, reason = "a vector's instructions only exist inside the loop")]

use activation_core::{Activation, Derivative, Dual, Facts, Real, Visitor};

/// ∂f/∂θ, as a function of x; 0 if there is none for that parameter.
#[derive(Clone)]
pub(crate) struct Slope<A> {
    pub(crate) activation: A,
    pub(crate) index: usize,
}

impl<A: Activation> Activation for Slope<A> {
    /// As little as is known of any derivative.
    fn facts(&self) -> &'static Facts {
        Derivative(self.activation.clone()).facts()
    }

    #[inline(always)]
    fn forward<R: Real>(&self, x: R) -> R {
        let zero = x.constant(0.0);
        self.activation.parameter_derivative(self.index, x).unwrap_or(zero)
    }

    #[inline(always)]
    fn derivative<R: Real>(&self, x: R) -> R {
        self.forward(Dual::variable(x)).tangent
    }

    #[inline(always)]
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        let dual = self.forward(Dual::variable(x));
        (dual.value, dual.tangent)
    }

    #[inline(always)]
    fn second_derivative<R: Real>(&self, x: R) -> R {
        self.derivative(Dual::variable(x)).tangent
    }

    fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
        self.activation.dispatch(OfSlope { visitor, index: self.index })
    }
}

/// Shows a visitor the slope of what it is shown: a choice at run time is made before, once per slice.
struct OfSlope<V> {
    visitor: V,
    index: usize,
}

impl<V: Visitor> Visitor for OfSlope<V> {
    type Output = V::Output;

    fn visit<A: Activation>(self, activation: &A) -> V::Output {
        self.visitor.visit(&Slope { activation: activation.clone(), index: self.index })
    }
}
