//! In: what a kernel is about to do with a slice. Out: [`Task`], the same as one type, so that an activation behind a pointer
//! can be asked for it: once per slice. It must never hold a loop of its own.

use super::loops::Best;
use super::sum::Sum;
use super::{Both, FromInput, Map, Slopes};
use crate::activation::{Activation, Visitor};
#[cfg(feature = "ndarray")]
use crate::array::FromOutput;
use crate::element::Element;
use crate::registry::Custom;

/// What is to be done with slices of what is computed in.
pub enum Task<'a, T> {
    /// Values: input and output.
    Map(&'a [T], &'a mut [T]),
    /// Values and derivatives: input, output and derivative.
    Both(&'a [T], &'a mut [T], &'a mut [T]),
    /// Gradients from inputs: input, `grad_output`, `grad_input`.
    FromInput(&'a [T], &'a [T], &'a mut [T]),
    /// Gradients from outputs: output, `grad_output`, `grad_input`.
    #[cfg(feature = "ndarray")]
    FromOutput(&'a [T], &'a [T], &'a mut [T]),
    /// The gradient of the parameter of that number: input, `grad_output`, what it is added to.
    Slopes(usize, &'a [T], &'a [T], &'a mut Sum),
}

impl<T: Element> Task<'_, T> {
    /// Does it.
    pub(crate) fn run<A: Activation>(self, activation: &A) {
        match self {
            Self::Map(x, y) => Map(Best, x, y).visit(activation),
            Self::Both(x, y, derivative) => Both(Best, x, y, derivative).visit(activation),
            Self::FromInput(x, gradient, to) => FromInput(Best, x, gradient, to).visit(activation),
            #[cfg(feature = "ndarray")]
            Self::FromOutput(y, gradient, to) => FromOutput(y, gradient, to).visit(activation),
            Self::Slopes(index, x, gradient, sum) => Slopes(index, x, gradient, sum).visit(activation),
        }
    }
}

/// `f32` and `f64`: for each of them a pointer to an activation has an entry of its own.
pub trait Width: Sized {
    /// Has an activation behind a pointer do it.
    fn run(activation: &Custom, task: Task<'_, Self>);
}

impl Width for f32 {
    fn run(activation: &Custom, task: Task<'_, Self>) {
        activation.run_single(task);
    }
}

impl Width for f64 {
    fn run(activation: &Custom, task: Task<'_, Self>) {
        activation.run_double(task);
    }
}
