//! In: an activation and a slice that it is to overwrite. Out: values, or gradients times its derivative, in their place. It must
//! never copy more than a few elements at a time, nor any where the formula is plain: number by number there is no need to.

use super::loops::{self, Best, Binary, Unary};
use super::plain::is_plain;
use super::{FromInput, Gradient, Map, Value, with_copy};
use crate::activation::{Activation, Visitor};
use crate::element::Element;
use crate::registry::Custom;

/// `y[i] = f(y[i])`.
pub(crate) struct MapOver<'a, T>(pub(crate) &'a mut [T]);

impl<T: Element> Visitor for MapOver<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        if !T::IS_NARROW && is_plain(|x| activation.forward(x)) {
            return T::in_wide([], [self.0], |[], [y]| {
                let f = Value(activation.clone());
                loops::compiled(
                    Best,
                    #[inline(always)]
                    move || y.iter_mut().for_each(|y| *y = f.of(*y)),
                );
            });
        }
        with_copy(self.0, |_, x, y| Map(Best, x, y).visit(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        with_copy(self.0, |_, x, y| Map(Best, x, y).visit_custom(activation));
    }
}

/// `gradient[i] = gradient[i] · f′(x[i])`.
pub(crate) struct FromInputOver<'a, T>(pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<T: Element> Visitor for FromInputOver<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(x, gradient) = self;
        if !T::IS_NARROW && is_plain(|x| activation.derivative(x)) {
            return T::in_wide([x], [gradient], |[x], [gradient]| {
                let f = Gradient(activation.clone());
                loops::compiled(
                    Best,
                    #[inline(always)]
                    move || gradient.iter_mut().zip(x).for_each(|(gradient, x)| *gradient = f.of(*x, *gradient)),
                );
            });
        }
        with_copy(gradient, |part, copy, to| FromInput(Best, &x[part], copy, to).visit(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        let Self(x, gradient) = self;
        with_copy(gradient, |part, copy, to| FromInput(Best, &x[part], copy, to).visit_custom(activation));
    }
}
