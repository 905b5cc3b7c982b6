//! In: an activation and slices of one length. Out: the activation, or its derivative times a gradient, of every element. It
//! must never allocate but what `fresh` returns, nor ask an activation which one it is more than once per slice, nor know of arrays.
//!
//! The element loops are the visitors in this file, and all are over slices: an activation is compiled into each of them
//! once per type that is computed in, whatever the dimensions of the arrays.
#![allow(clippy::inline_always)]

pub(crate) mod fresh;
pub(crate) mod loops;
pub(crate) mod over;
pub(crate) mod parallel;
mod plain;
pub(crate) mod sum;
pub(crate) mod task;

use crate::activation::{Activation, Visitor};
use crate::element::Element;
use crate::real::Real;
use crate::registry::Custom;
use loops::{Best, Binary, Choice, Fork, Unary};
use sum::Sum;
use task::{Task, Width};

/// How many elements are copied at a time where an operation would write what it reads, or memory isn't contiguous: few
/// enough to stay in the first cache.
pub(crate) const CHUNK: usize = 512;

/// An operation that also reads what it writes first: it gets a copy of that, before all that it reads.
pub(crate) fn with_copy<T: Element>(
    values: &mut [T],
    mut operation: impl FnMut(std::ops::Range<usize>, &[T], &mut [T]),
) {
    let mut room = [T::default(); CHUNK];
    let mut start = 0;
    for part in values.chunks_mut(CHUNK) {
        let copy = &mut room[..part.len()];
        copy.copy_from_slice(part);
        operation(start..start + part.len(), copy, part);
        start += part.len();
    }
}

/// `y[i] = f(x[i])`.
pub(crate) struct Map<'a, E, T>(pub(crate) E, pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<E: Choice, T: Element> Visitor for Map<'_, E, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(engine, x, y) = self;
        T::in_wide([x], [y], |[x], [y]| loops::one(engine, x, y, &Value(activation.clone())));
    }
    fn visit_custom(self, activation: &Custom) {
        T::in_wide([self.1], [self.2], |[x], [y]| Width::run(activation, Task::Map(x, y)));
    }
}

/// `y[i] = f(x[i])`, `d[i] = f′(x[i])`.
pub(crate) struct Both<'a, E, T>(pub(crate) E, pub(crate) &'a [T], pub(crate) &'a mut [T], pub(crate) &'a mut [T]);

impl<E: Choice, T: Element> Visitor for Both<'_, E, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(engine, x, y, d) = self;
        T::in_wide([x], [y, d], |[x], [y, d]| loops::fork(engine, x, y, d, &Value(activation.clone())));
    }
    fn visit_custom(self, activation: &Custom) {
        T::in_wide([self.1], [self.2, self.3], |[x], [y, d]| Width::run(activation, Task::Both(x, y, d)));
    }
}

/// `to[i] = gradient[i] · f′(x[i])`.
pub(crate) struct FromInput<'a, E, T>(pub(crate) E, pub(crate) &'a [T], pub(crate) &'a [T], pub(crate) &'a mut [T]);

impl<E: Choice, T: Element> Visitor for FromInput<'_, E, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(engine, x, gradient, to) = self;
        T::in_wide([x, gradient], [to], |[x, gradient], [to]| {
            loops::two(engine, x, gradient, to, &Gradient(activation.clone()));
        });
    }
    fn visit_custom(self, activation: &Custom) {
        T::in_wide([self.1, self.2], [self.3], |[x, gradient], [to]| {
            Width::run(activation, Task::FromInput(x, gradient, to));
        });
    }
}

/// Adds `gradient[i] · ∂f/∂θ(x[i])`.
pub(crate) struct Slopes<'a, T>(pub(crate) usize, pub(crate) &'a [T], pub(crate) &'a [T], pub(crate) &'a mut Sum);

impl<T: Element> Visitor for Slopes<'_, T> {
    type Output = ();
    fn visit<A: Activation>(self, activation: &A) {
        let Self(index, x, gradient, sum) = self;
        if activation.parameter_derivative(index, T::Wide::default()).is_none() {
            return;
        }
        let mut room = [T::Wide::default(); 256];
        T::in_wide([x, gradient], [], |[x, gradient], []| {
            for (x, gradient) in x.chunks(room.len()).zip(gradient.chunks(room.len())) {
                let slopes = &mut room[..x.len()];
                loops::one(Best, x, slopes, &Slope(activation.clone(), index));
                for (slope, gradient) in slopes.iter().zip(gradient) {
                    sum.add(gradient.to_f64() * slope.to_f64());
                }
            }
        });
    }
    fn visit_custom(self, activation: &Custom) {
        let Self(index, x, gradient, sum) = self;
        T::in_wide([x, gradient], [], |[x, gradient], []| {
            Width::run(activation, Task::Slopes(index, x, gradient, sum));
        });
    }
}

/// f(x), or f(x) and f′(x).
#[derive(Clone)]
struct Value<A>(A);

impl<A: Activation> Unary for Value<A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> R {
        self.0.forward(x)
    }
}

impl<A: Activation> Fork for Value<A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> (R, R) {
        self.0.forward_with_derivative(x)
    }
}

/// gradient · f′(x)
#[derive(Clone)]
struct Gradient<A>(A);

impl<A: Activation> Binary for Gradient<A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R, gradient: R) -> R {
        gradient.mul(self.0.derivative(x))
    }
}

/// ∂f/∂θ(x)
#[derive(Clone)]
struct Slope<A>(A, usize);

impl<A: Activation> Unary for Slope<A> {
    #[inline(always)]
    fn of<R: Real>(&self, x: R) -> R {
        let nothing = x.constant(f64::NAN);
        match self.0.parameter_derivative(self.1, x) {
            Some(slope) => slope,
            None => nothing,
        }
    }
}
