//! In: an activation and arrays or slices of one shape. Out: the activation, or its derivative times
//! a gradient, of every element. It must never allocate, and never ask an activation which one it
//! is more than once per array.
//!
//! The public functions are for slices; the layer uses the array forms of the same kernels. One
//! loop serves both, over slices where the arrays' memory allows it and over strides elsewhere.

mod sum;
mod target;

use std::fmt::Debug;

use ndarray::{ArrayRef, ArrayView1, ArrayViewMut1, Dimension, Zip};

use crate::activation::{Activation, Visitor};
use crate::error::Error;
use crate::real::Real;
use crate::scalar::narrow;
use sum::Sum;
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
    let (input, mut output) = (ArrayView1::from(input), ArrayViewMut1::from(output));
    map(activation, Target::Into(&input, &mut output));
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
    let (input, mut output) = (ArrayView1::from(input), ArrayViewMut1::from(output));
    let target = Target::Into(&input, &mut output);
    map_with_derivative(activation, target, &mut ArrayViewMut1::from(derivative));
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
    let (grad_output, mut grad_input) = (ArrayView1::from(grad_output), ArrayViewMut1::from(grad_input));
    let target = Target::Into(&grad_output, &mut grad_input);
    back_from_input(activation, &ArrayView1::from(input), target);
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
    struct Map<'a, T, D>(Target<'a, T, D>);
    impl<T: Element, D: Dimension> Visitor for Map<'_, T, D> {
        type Output = ();
        fn visit<A: Activation>(self, activation: &A) {
            self.0.map(|x| activation.forward(x));
        }
    }
    activation.dispatch(Map(target));
}

/// x → f(x), and f′(x) into `derivative`.
pub(crate) fn map_with_derivative<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    target: Target<'_, T, D>,
    derivative: &mut ArrayRef<T, D>,
) {
    struct Both<'a, T, D>(Target<'a, T, D>, &'a mut ArrayRef<T, D>);
    impl<T: Element, D: Dimension> Visitor for Both<'_, T, D> {
        type Output = ();
        fn visit<A: Activation>(self, activation: &A) {
            self.0.map_both(self.1, |x| activation.forward_with_derivative(x));
        }
    }
    activation.dispatch(Both(target, derivative));
}

/// gradient → gradient · derivative.
pub(crate) fn multiply<T: Element, D: Dimension>(derivative: &ArrayRef<T, D>, target: Target<'_, T, D>) {
    target.map_with(derivative, T::mul);
}

/// gradient → gradient · f′, for an f′ that is the same everywhere.
pub(crate) fn back_from_nothing<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    let derivative = activation.derivative(T::default());
    target.map(|gradient| gradient.mul(derivative));
}

/// gradient → gradient · f′(x), from y = f(x).
pub(crate) fn back_from_output<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    output: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    struct FromOutput<'a, T, D>(&'a ArrayRef<T, D>, Target<'a, T, D>);
    impl<T: Element, D: Dimension> Visitor for FromOutput<'_, T, D> {
        type Output = ();
        fn visit<A: Activation>(self, activation: &A) {
            self.1.map_with(self.0, |gradient, y| {
                // `None` breaks the activation's law; NaN shows it.
                let derivative = activation.derivative_from_output(y);
                gradient.mul(derivative.unwrap_or_else(|| y.constant(f64::NAN)))
            });
        }
    }
    activation.dispatch(FromOutput(output, target));
}

/// gradient → gradient · f′(x).
pub(crate) fn back_from_input<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    input: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    struct FromInput<'a, T, D>(&'a ArrayRef<T, D>, Target<'a, T, D>);
    impl<T: Element, D: Dimension> Visitor for FromInput<'_, T, D> {
        type Output = ();
        fn visit<A: Activation>(self, activation: &A) {
            self.1.map_with(self.0, |gradient, x| gradient.mul(activation.derivative(x)));
        }
    }
    activation.dispatch(FromInput(input, target));
}

/// Σ gradient · ∂f/∂θ(x) for the parameter `index`, products and sum in `f64`; 0 if there is no
/// such learnable parameter.
pub(crate) fn parameter_gradient<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    index: usize,
    input: &ArrayRef<T, D>,
    grad_output: &ArrayRef<T, D>,
) -> f64 {
    struct Parameter<'a, T, D>(usize, &'a ArrayRef<T, D>, &'a ArrayRef<T, D>);
    impl<T: Element, D: Dimension> Visitor for Parameter<'_, T, D> {
        type Output = f64;
        fn visit<A: Activation>(self, activation: &A) -> f64 {
            let Self(index, input, grad_output) = self;
            let mut sum = Sum::new();
            Zip::from(input).and(grad_output).for_each(|&x, gradient| {
                if let Some(slope) = activation.parameter_derivative(index, x) {
                    sum.add(gradient.to_f64() * slope.to_f64());
                }
            });
            sum.total()
        }
    }
    activation.dispatch(Parameter(index, input, grad_output))
}
