//! In: an activation and arrays of one shape, of any dimension and strides. Out: the activation, or its derivative times a
//! gradient, of every element. It must never compute anything but by the loops of [`kernel`](crate::kernel): what isn't
//! contiguous is gathered, a few elements at a time, by `walk`.
#![allow(clippy::inline_always)]

mod cut;
mod target;
mod walk;

use std::sync::{Mutex, PoisonError};

use ndarray::{ArrayRef, Dimension};

use crate::activation::{Activation, Visitor};
use crate::element::Element;
use crate::kernel::loops::{self, Best, Binary, Unary};
use crate::kernel::sum::Sum;
use crate::kernel::task::{Task, Width};
use crate::kernel::{Both, FromInput, Map, Slopes};
use crate::real::Real;
use crate::registry::Custom;
pub(crate) use cut::Cut;
pub(crate) use target::{Target, one};
pub(crate) use walk::{Threads, walk};

/// x → f(x).
pub(crate) fn map<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    target.map(&|x, y| activation.dispatch(Map(Best, x, y)));
}

/// x → f(x), and f′(x) into `derivative`.
pub(crate) fn map_with_derivative<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    target: Target<'_, T, D>,
    derivative: &mut ArrayRef<T, D>,
) {
    target.map_both(derivative, &|x, y, d| activation.dispatch(Both(Best, x, y, d)));
}

/// gradient → gradient · derivative.
pub(crate) fn multiply<T: Element, D: Dimension>(derivative: &ArrayRef<T, D>, target: Target<'_, T, D>) {
    target.map_with(derivative, &|gradient, derivative, to| {
        T::in_wide([gradient, derivative], [to], |[gradient, derivative], [to]| {
            loops::two(Best, gradient, derivative, to, &Product);
        });
    });
}

/// gradient → gradient · f′, for an f′ that is the same everywhere.
pub(crate) fn back_from_nothing<A: Activation, T: Element, D: Dimension>(activation: &A, target: Target<'_, T, D>) {
    let slope = Scaled(activation.derivative(0.0_f64));
    target.map(&|gradient, to| {
        T::in_wide([gradient], [to], |[gradient], [to]| loops::one(Best, gradient, to, &slope));
    });
}

/// gradient → gradient · f′(x), from y = f(x).
pub(crate) fn back_from_output<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    output: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(output, &|gradient, y, to| activation.dispatch(FromOutput(y, gradient, to)));
}

/// gradient → gradient · f′(x).
pub(crate) fn back_from_input<A: Activation, T: Element, D: Dimension>(
    activation: &A,
    input: &ArrayRef<T, D>,
    target: Target<'_, T, D>,
) {
    target.map_with(input, &|gradient, x, to| activation.dispatch(FromInput(Best, x, gradient, to)));
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

/// `to[i] = gradient[i] · f′`, from `y[i]`.
pub(crate) struct FromOutput<'a, T>(pub(crate) &'a [T], pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<T: Element> Visitor for FromOutput<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(y, gradient, to) = self;
        T::in_wide([y, gradient], [to], |[y, gradient], [to]| {
            loops::two(Best, y, gradient, to, &GradientOfOutput(activation.clone()));
        });
    }
    fn visit_custom(self, activation: &Custom) {
        let Self(y, gradient, to) = self;
        T::in_wide([y, gradient], [to], |[y, gradient], [to]| {
            Width::run(activation, Task::FromOutput(y, gradient, to));
        });
    }
}

/// gradient · f′, from y
#[derive(Clone)]
struct GradientOfOutput<A>(A);

impl<A: Activation> Binary for GradientOfOutput<A> {
    #[inline(always)]
    fn of<R: Real>(&self, y: R, gradient: R) -> R {
        match self.0.derivative_from_output(y) {
            Some(derivative) => gradient.mul(derivative),
            // `None` breaks the activation's law; NaN shows it.
            None => gradient.constant(f64::NAN),
        }
    }
}

/// a · b
#[derive(Clone)]
struct Product;

impl Binary for Product {
    #[inline(always)]
    fn of<R: Real>(&self, a: R, b: R) -> R {
        a.mul(b)
    }
}

/// a · c
#[derive(Clone)]
struct Scaled(f64);

impl Unary for Scaled {
    #[inline(always)]
    fn of<R: Real>(&self, a: R) -> R {
        let factor = a.constant(self.0);
        a.mul(factor)
    }
}
