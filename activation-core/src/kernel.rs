//! In: an activation and arrays or slices of one shape. Out: the activation, or its derivative times
//! a gradient, of every element. It must never allocate, and never ask an activation which one it
//! is more than once per slice.
//!
//! The element loops are the visitors at the end of this file, and all are over slices: an activation
//! is compiled into each of them once per element type, whatever the dimensions of the arrays. What
//! isn't contiguous is gathered, a few elements at a time, by `walk`.
#![allow(clippy::inline_always)]

pub(crate) mod loops;
mod parallel;
mod sum;
mod target;
mod task;
mod walk;

use std::fmt::Debug;
use std::sync::{Mutex, PoisonError};

use ndarray::{ArrayRef, ArrayViewMut1, Dimension};

use crate::activation::{Activation, Visitor};
use crate::error::Error;
use crate::lanes::Format;
use crate::real::Real;
use crate::registry::Custom;
use crate::scalar::narrow;
use loops::{Binary, Engine, Fork, Unary};
use parallel::split;
use sum::Sum;
pub(crate) use target::{Target, one};
use task::Step;
pub(crate) use task::Task;
use walk::{Threads, walk};

/// A number that arrays are made of: `f32` or `f64`. `Default` is zero.
#[diagnostic::on_unimplemented(
    message = "there are no kernels for arrays of `{Self}`",
    label = "elements must be `f32` or `f64`"
)]
pub trait Element: Format + Copy + Debug + Default + PartialEq + Send + Sync + sealed::Sealed + 'static {
    /// The same number as an `f64`.
    fn to_f64(self) -> f64;
    /// The number nearest to `value`.
    fn from_f64(value: f64) -> Self;
}

mod sealed {
    use super::Task;
    use crate::registry::Custom;

    pub trait Sealed: Sized {
        /// Has an activation behind a pointer do what is to be done with slices of this type.
        fn run(activation: &Custom, task: Task<'_, Self>);
    }

    impl Sealed for f32 {
        fn run(activation: &Custom, task: Task<'_, Self>) {
            activation.run_single(task);
        }
    }

    impl Sealed for f64 {
        fn run(activation: &Custom, task: Task<'_, Self>) {
            activation.run_double(task);
        }
    }
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
    split([input], [output], &|[x], [y]| activation.dispatch(Map(Engine::best(), x, y)));
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
    split([input], [output, derivative], &|[x], [y, d]| activation.dispatch(Both(Engine::best(), x, y, d)));
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
    split([input, grad_output], [grad_input], &|[x, gradient], [to]| {
        activation.dispatch(FromInput(Engine::best(), x, gradient, to));
    });
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
    target.map(&|x, y| activation.dispatch(Map(Engine::best(), x, y)));
}

/// x → f(x), and f′(x) into `derivative`.
pub(crate) fn map_with_derivative<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    target: Target<'_, T, D>,
    derivative: &mut ArrayRef<T, D>,
) {
    target.map_both(derivative, &|x, y, d| activation.dispatch(Both(Engine::best(), x, y, d)));
}

/// gradient → gradient · derivative.
pub(crate) fn multiply<T: Element, D: Dimension>(derivative: &ArrayRef<T, D>, target: Target<'_, T, D>) {
    target.map_with(derivative, &|gradient, derivative, to| {
        loops::two(Engine::best(), gradient, derivative, to, &Product);
    });
}

/// gradient → gradient · f′, for an f′ that is the same everywhere.
pub(crate) fn back_from_nothing<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    let slope = Scaled(activation.derivative(0.0_f64));
    target.map(&|gradient, to| loops::one(Engine::best(), gradient, to, &slope));
}

/// gradient → gradient · f′(x), from y = f(x).
pub(crate) fn back_from_output<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    output: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(output, &|gradient, y, to| activation.dispatch(FromOutput(Engine::best(), y, gradient, to)));
}

/// gradient → gradient · f′(x).
pub(crate) fn back_from_input<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    input: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(input, &|gradient, x, to| activation.dispatch(FromInput(Engine::best(), x, gradient, to)));
}

/// Σ gradient · ∂f/∂θ(x) for the parameter `index`, products and sum in `f64`; 0 if there is no
/// such learnable parameter.
pub(crate) fn parameter_gradient<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    index: usize,
    input: &ArrayRef<T, D>,
    grad_output: &ArrayRef<T, D>,
) -> f64 {
    let sum = Mutex::new(Sum::new());
    walk([input, grad_output], [], Threads::This, &|[x, gradient], []| {
        let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
        activation.dispatch(Slopes(index, x, gradient, &mut sum));
    });
    sum.into_inner().unwrap_or_else(PoisonError::into_inner).total()
}

/// `y[i] = f(x[i])`.
pub(crate) struct Map<'a, T>(pub(crate) Engine, pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<T: Element> Visitor for Map<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        loops::one(self.0, self.1, self.2, &Value(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        T::run(activation, Task(Step::Map(self)));
    }
}

/// `y[i] = f(x[i])`, `d[i] = f′(x[i])`.
pub(crate) struct Both<'a, T>(pub(crate) Engine, pub(crate) &'a [T], pub(crate) &'a mut [T], pub(crate) &'a mut [T]);

impl<T: Element> Visitor for Both<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        loops::fork(self.0, self.1, self.2, self.3, &Value(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        T::run(activation, Task(Step::Both(self)));
    }
}

/// `to[i] = gradient[i] · f′`, from `y[i]`.
struct FromOutput<'a, T>(Engine, &'a [T], &'a [T], &'a mut [T]);

impl<T: Element> Visitor for FromOutput<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        loops::two(self.0, self.1, self.2, self.3, &GradientOfOutput(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        T::run(activation, Task(Step::FromOutput(self)));
    }
}

/// `to[i] = gradient[i] · f′(x[i])`.
pub(crate) struct FromInput<'a, T>(pub(crate) Engine, pub(crate) &'a [T], pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<T: Element> Visitor for FromInput<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        loops::two(self.0, self.1, self.2, self.3, &Gradient(activation));
    }
    fn visit_custom(self, activation: &Custom) {
        T::run(activation, Task(Step::FromInput(self)));
    }
}

/// Adds `gradient[i] · ∂f/∂θ(x[i])`.
struct Slopes<'a, T>(usize, &'a [T], &'a [T], &'a mut Sum);

impl<T: Element> Visitor for Slopes<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(index, x, gradient, sum) = self;
        if activation.parameter_derivative(index, T::default()).is_none() {
            return;
        }
        let mut room = [T::default(); 256];
        for (x, gradient) in x.chunks(room.len()).zip(gradient.chunks(room.len())) {
            let slopes = &mut room[..x.len()];
            loops::one(Engine::best(), x, slopes, &Slope(activation, index));
            for (slope, gradient) in slopes.iter().zip(gradient) {
                sum.add(gradient.to_f64() * slope.to_f64());
            }
        }
    }
    fn visit_custom(self, activation: &Custom) {
        T::run(activation, Task(Step::Slopes(self)));
    }
}

/// f(x), or f(x) and f′(x).
struct Value<'a, A>(&'a A);

impl<A: Activation> Unary for Value<'_, A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> R {
        self.0.forward(x)
    }
}

impl<A: Activation> Fork for Value<'_, A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> (R, R) {
        self.0.forward_with_derivative(x)
    }
}

/// gradient · f′(x)
struct Gradient<'a, A>(&'a A);

impl<A: Activation> Binary for Gradient<'_, A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R, gradient: R) -> R {
        gradient.mul(self.0.derivative(x))
    }
}

/// gradient · f′, from y
struct GradientOfOutput<'a, A>(&'a A);

impl<A: Activation> Binary for GradientOfOutput<'_, A> {
    #[inline(always)]
    fn of<R: Real>(&self, y: R, gradient: R) -> R {
        match self.0.derivative_from_output(y) {
            Some(derivative) => gradient.mul(derivative),
            // `None` breaks the activation's law; NaN shows it.
            None => gradient.constant(f64::NAN),
        }
    }
}

/// ∂f/∂θ(x)
struct Slope<'a, A>(&'a A, usize);

impl<A: Activation> Unary for Slope<'_, A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> R {
        let nothing = x.constant(f64::NAN);
        match self.0.parameter_derivative(self.1, x) {
            Some(slope) => slope,
            None => nothing,
        }
    }
}

/// a · b
struct Product;

impl Binary for Product {
    #[inline(always)]
    fn of<R: Real>(&self, a: R, b: R) -> R {
        a.mul(b)
    }
}

/// a · c
struct Scaled(f64);

impl Unary for Scaled {
    #[inline(always)]
    fn of<R: Real>(&self, a: R) -> R {
        let factor = a.constant(self.0);
        a.mul(factor)
    }
}
