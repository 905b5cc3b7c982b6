//! In: what a kernel is about to do with a slice. Out: [`Task`], the same as one type, so that an activation behind a pointer
//! can be asked for it: once per slice. It must never hold a loop of its own.

use super::{Both, Element, FromInput, FromOutput, Map, Slopes};
use crate::activation::{Activation, Visitor};

/// What is to be done with a slice.
pub struct Task<'a, T>(pub(super) Step<'a, T>);

/// One of the visitors of `kernel`.
pub(super) enum Step<'a, T> {
    /// Values.
    Map(Map<'a, T>),
    /// Values and derivatives.
    Both(Both<'a, T>),
    /// Gradients, from inputs.
    FromInput(FromInput<'a, T>),
    /// Gradients, from outputs.
    FromOutput(FromOutput<'a, T>),
    /// Gradients of a parameter.
    Slopes(Slopes<'a, T>),
}

impl<T: Element> Task<'_, T> {
    /// Does it.
    pub(crate) fn run<A: Activation>(self, activation: &A) {
        match self.0 {
            Step::Map(visitor) => visitor.visit(activation),
            Step::Both(visitor) => visitor.visit(activation),
            Step::FromInput(visitor) => visitor.visit(activation),
            Step::FromOutput(visitor) => visitor.visit(activation),
            Step::Slopes(visitor) => visitor.visit(activation),
        }
    }
}
