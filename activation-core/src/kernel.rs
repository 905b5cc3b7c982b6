//! In: an activation and arrays or slices of one shape. Out: the activation, or its derivative times
//! a gradient, of every element. It must never allocate, and never ask an activation which one it
//! is more than once per slice.
//!
//! The element loops are the visitors at the end of this file, and all are over slices: an activation
//! is compiled into each of them once per element type, whatever the dimensions of the arrays. What
//! isn't contiguous is gathered, a few elements at a time, by `target`.

mod sum;
mod target;

use std::fmt::Debug;

use ndarray::{ArrayRef, ArrayViewMut1, Dimension};

use crate::activation::{Activation, Visitor};
use crate::error::Error;
use crate::real::Real;
use crate::scalar::narrow;
use sum::Sum;
use target::each_pair;
pub(crate) use target::{Target, one};

/// A number that arrays are made of: `f32` or `f64`. `Default` is zero.
#[diagnostic::on_unimplemented(
    message = "there are no kernels for arrays of `{Self}`",
    label = "elements must be `f32` or `f64`"
)]
pub trait Element:
    Real<Mask = bool> + Copy + Debug + Default + PartialEq + Send + Sync + sealed::Sealed + 'static
{
    /// The same number as an `f64`.
    fn to_f64(self) -> f64;
    /// The number nearest to `value`.
    fn from_f64(value: f64) -> Self;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

impl Element for f32 {
    #[inline]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        narrow(value)
    }
}

impl Element for f64 {
    #[inline]
    fn to_f64(self) -> f64 {
        self
    }
    #[inline]
    fn from_f64(value: f64) -> Self {
        value
    }
}

/// `output[i] = f(input[i])`.
///
/// # Errors
/// [`Error::ShapeMismatch`] if the lengths differ; nothing is written then.
pub fn forward<A: Activation, T: Element>(activation: &A, input: &[T], output: &mut [T]) -> Result<(), Error> {
    same_length("forward", "output", output, input)?;
    activation.dispatch(Map(input, output));
    Ok(())
}

/// `values[i] = f(values[i])`.
pub fn forward_inplace<A: Activation, T: Element>(activation: &A, values: &mut [T]) {
    map(activation, Target::InPlace(&mut ArrayViewMut1::from(values)));
}

/// `output[i] = f(input[i])` and `derivative[i] = f′(input[i])` in one pass, which computes what
/// they have in common once.
///
/// # Errors
/// [`Error::ShapeMismatch`] if the lengths differ; nothing is written then.
pub fn forward_with_derivative<A: Activation, T: Element>(
    activation: &A,
    input: &[T],
    output: &mut [T],
    derivative: &mut [T],
) -> Result<(), Error> {
    same_length("forward_with_derivative", "output", output, input)?;
    same_length("forward_with_derivative", "derivative", derivative, input)?;
    activation.dispatch(Both(input, output, derivative));
    Ok(())
}

/// `grad_input[i] = grad_output[i] · f′(input[i])`.
///
/// # Errors
/// [`Error::ShapeMismatch`] if the lengths differ; nothing is written then.
pub fn backward<A: Activation, T: Element>(
    activation: &A,
    input: &[T],
    grad_output: &[T],
    grad_input: &mut [T],
) -> Result<(), Error> {
    same_length("backward", "grad_output", grad_output, input)?;
    same_length("backward", "grad_input", grad_input, input)?;
    activation.dispatch(FromInput(input, grad_output, grad_input));
    Ok(())
}

fn same_length<T>(operation: &'static str, argument: &'static str, slice: &[T], input: &[T]) -> Result<(), Error> {
    if slice.len() == input.len() {
        return Ok(());
    }
    Err(Error::ShapeMismatch {
        operation,
        argument,
        got: vec![slice.len()],
        reference: "input",
        expected: vec![input.len()],
    })
}

/// x → f(x).
pub(crate) fn map<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    target.map(&mut |x, y| activation.dispatch(Map(x, y)));
}

/// x → f(x), and f′(x) into `derivative`.
pub(crate) fn map_with_derivative<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    target: Target<'_, T, D>,
    derivative: &mut ArrayRef<T, D>,
) {
    target.map_both(derivative, &mut |x, y, d| activation.dispatch(Both(x, y, d)));
}

/// gradient → gradient · derivative.
pub(crate) fn multiply<T: Element, D: Dimension>(derivative: &ArrayRef<T, D>, target: Target<'_, T, D>) {
    target.map_with(derivative, &mut |gradient, derivative, to| {
        for ((gradient, derivative), to) in gradient.iter().zip(derivative).zip(to) {
            *to = gradient.mul(*derivative);
        }
    });
}

/// gradient → gradient · f′, for an f′ that is the same everywhere.
pub(crate) fn back_from_nothing<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    let derivative = activation.derivative(T::default());
    target.map(&mut |gradient, to| {
        for (gradient, to) in gradient.iter().zip(to) {
            *to = gradient.mul(derivative);
        }
    });
}

/// gradient → gradient · f′(x), from y = f(x).
pub(crate) fn back_from_output<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    output: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(output, &mut |gradient, y, to| activation.dispatch(FromOutput(y, gradient, to)));
}

/// gradient → gradient · f′(x).
pub(crate) fn back_from_input<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    input: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(input, &mut |gradient, x, to| activation.dispatch(FromInput(x, gradient, to)));
}

/// Σ gradient · ∂f/∂θ(x) for the parameter `index`, products and sum in `f64`; 0 if there is no
/// such learnable parameter.
pub(crate) fn parameter_gradient<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    index: usize,
    input: &ArrayRef<T, D>,
    grad_output: &ArrayRef<T, D>,
) -> f64 {
    let mut sum = Sum::new();
    each_pair(input, grad_output, &mut |x, gradient| activation.dispatch(Slopes(index, x, gradient, &mut sum)));
    sum.total()
}

/// `y[i] = f(x[i])`.
struct Map<'a, T>(&'a [T], &'a mut [T]);

impl<T: Element> Visitor for Map<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        for (x, y) in self.0.iter().zip(self.1) {
            *y = activation.forward(*x);
        }
    }
}

/// `y[i] = f(x[i])`, `d[i] = f′(x[i])`.
struct Both<'a, T>(&'a [T], &'a mut [T], &'a mut [T]);

impl<T: Element> Visitor for Both<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        for ((x, y), d) in self.0.iter().zip(self.1).zip(self.2) {
            (*y, *d) = activation.forward_with_derivative(*x);
        }
    }
}

/// `to[i] = gradient[i] · f′`, from `y[i]`.
struct FromOutput<'a, T>(&'a [T], &'a [T], &'a mut [T]);

impl<T: Element> Visitor for FromOutput<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        for ((y, gradient), to) in self.0.iter().zip(self.1).zip(self.2) {
            // `None` breaks the activation's law; NaN shows it.
            let derivative = activation.derivative_from_output(*y);
            *to = gradient.mul(derivative.unwrap_or_else(|| y.constant(f64::NAN)));
        }
    }
}

/// `to[i] = gradient[i] · f′(x[i])`.
struct FromInput<'a, T>(&'a [T], &'a [T], &'a mut [T]);

impl<T: Element> Visitor for FromInput<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        for ((x, gradient), to) in self.0.iter().zip(self.1).zip(self.2) {
            *to = gradient.mul(activation.derivative(*x));
        }
    }
}

/// Adds `gradient[i] · ∂f/∂θ(x[i])`.
struct Slopes<'a, T>(usize, &'a [T], &'a [T], &'a mut Sum);

impl<T: Element> Visitor for Slopes<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(index, x, gradient, sum) = self;
        for (x, gradient) in x.iter().zip(gradient) {
            if let Some(slope) = activation.parameter_derivative(index, *x) {
                sum.add(gradient.to_f64() * slope.to_f64());
            }
        }
    }
}
