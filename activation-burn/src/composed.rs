//! In: tensors of a backend, and the operations of a formula. Out: [`Composed`], numbers that are such tensors. It must never
//! compute with two tensors what can be computed with one and a number, nor with any what is known beforehand.

mod mask;
mod real;

use std::f64::consts::LN_2;

use activation_core::Real;
use burn::backend::tensor::{BoolTensor, FloatTensor};
use burn::backend::{Backend, Scalar, TensorMetadata};
use burn::tensor::{BoolDType, FloatDType};
use mask::Mask;

/// The types of an evaluation's numbers and masks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Formats {
    pub(crate) number: FloatDType,
    pub(crate) mask: BoolDType,
}

/// A number of each element, or one of all.
pub(crate) struct Composed<B: Backend> {
    value: Value<B>,
    formats: Formats,
}

enum Value<B: Backend> {
    /// The same everywhere, and known.
    Number(f64),
    /// What a rounding lost, which tensors do not tell: 0, whatever it is multiplied by. So no operation is spent on it.
    Untold,
    Tensor(FloatTensor<B>),
}

impl<B: Backend> Clone for Value<B> {
    fn clone(&self) -> Self {
        match self {
            Self::Number(value) => Self::Number(*value),
            Self::Untold => Self::Untold,
            Self::Tensor(tensor) => Self::Tensor(tensor.clone()),
        }
    }
}

impl<B: Backend> Clone for Composed<B> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), formats: self.formats }
    }
}

/// Either a number or a tensor: an untold rest is 0.
enum Plain<B: Backend> {
    Number(f64),
    Tensor(FloatTensor<B>),
}

impl<B: Backend> Composed<B> {
    pub(crate) fn tensor(tensor: FloatTensor<B>, formats: Formats) -> Self {
        Self { value: Value::Tensor(tensor), formats }
    }

    /// The tensor, or what `full` makes of the number that is everywhere.
    pub(crate) fn into_tensor(self, full: impl FnOnce(f64) -> FloatTensor<B>) -> FloatTensor<B> {
        match self.plain() {
            Plain::Number(value) => full(value),
            Plain::Tensor(tensor) => tensor,
        }
    }

    fn plain(self) -> Plain<B> {
        match self.value {
            Value::Number(value) => Plain::Number(value),
            Value::Untold => Plain::Number(0.0),
            Value::Tensor(tensor) => Plain::Tensor(tensor),
        }
    }

    fn is_untold(&self) -> bool {
        matches!(self.value, Value::Untold)
    }

    fn is_double(&self) -> bool {
        self.formats.number == FloatDType::F64
    }

    fn with(formats: Formats, value: Value<B>) -> Self {
        Self { value, formats }
    }

    fn untold(&self) -> Self {
        Self::with(self.formats, Value::Untold)
    }

    fn one(self, of_number: fn(f64) -> f64, of_tensor: impl FnOnce(FloatTensor<B>) -> FloatTensor<B>) -> Self {
        let formats = self.formats;
        Self::with(
            formats,
            match self.plain() {
                Plain::Number(value) => Value::Number(of_number(value)),
                Plain::Tensor(tensor) => Value::Tensor(of_tensor(tensor)),
            },
        )
    }

    /// A function of two for which there are no operations with a number.
    fn two(
        self,
        rhs: Self,
        of_numbers: fn(f64, f64) -> f64,
        of_tensors: impl FnOnce(FloatTensor<B>, FloatTensor<B>) -> FloatTensor<B>,
    ) -> Self {
        let formats = self.formats;
        let full = |value: f64, like: &FloatTensor<B>| {
            B::float_full(like.shape(), value.into(), &like.device(), formats.number)
        };
        Self::with(
            formats,
            match (self.plain(), rhs.plain()) {
                (Plain::Number(a), Plain::Number(b)) => Value::Number(of_numbers(a, b)),
                (Plain::Number(a), Plain::Tensor(b)) => Value::Tensor(of_tensors(full(a, &b), b)),
                (Plain::Tensor(a), Plain::Number(b)) => {
                    let b = full(b, &a);
                    Value::Tensor(of_tensors(a, b))
                }
                (Plain::Tensor(a), Plain::Tensor(b)) => Value::Tensor(of_tensors(a, b)),
            },
        )
    }

    fn compare(
        &self,
        rhs: &Self,
        of_numbers: fn(&f64, &f64) -> bool,
        of_tensors: fn(FloatTensor<B>, FloatTensor<B>, BoolDType) -> BoolTensor<B>,
        with_number: fn(FloatTensor<B>, Scalar, BoolDType) -> BoolTensor<B>,
        turned: fn(FloatTensor<B>, Scalar, BoolDType) -> BoolTensor<B>,
    ) -> Mask<B> {
        let mask = self.formats.mask;
        match (self.clone().plain(), rhs.clone().plain()) {
            (Plain::Number(a), Plain::Number(b)) => Mask::Everywhere(of_numbers(&a, &b)),
            (Plain::Number(a), Plain::Tensor(b)) => Mask::Tensor(turned(b, a.into(), mask)),
            (Plain::Tensor(a), Plain::Number(b)) => Mask::Tensor(with_number(a, b.into(), mask)),
            (Plain::Tensor(a), Plain::Tensor(b)) => Mask::Tensor(of_tensors(a, b, mask)),
        }
    }

    fn one_with(self, exponent: f64) -> Self {
        let formats = self.formats;
        match self.plain() {
            Plain::Number(base) => Self::with(formats, Value::Number(base.powf(exponent))),
            Plain::Tensor(base) => Self::tensor(B::float_powf_scalar(base, exponent.into()), formats),
        }
    }

    /// The first coefficient is that of the highest power.
    fn polynomial(self, coefficients: &[f64]) -> Self {
        let zero = self.untold();
        coefficients.iter().fold(zero, |sum, coefficient| sum.mul(self.clone()).add(self.constant(*coefficient)))
    }

    /// self or the bound, whichever goes, and NaN if one of them is: `inside` says where self does, `outside` where the bound does.
    fn bounded(self, bound: Self, inside: fn(&Self, &Self) -> Mask<B>, outside: fn(&Self, &Self) -> Mask<B>) -> Self {
        match bound.value {
            Value::Number(number) if number.is_nan() => bound,
            Value::Tensor(_) => {
                let takes = Self::or(inside(&self, &bound), self.ne(&self));
                Self::select(takes, self, bound)
            }
            _ => Self::select(outside(&self, &bound), bound, self),
        }
    }

    /// ln(2 · self) where self is so large that 1 is nothing beside its square, `near` elsewhere.
    fn or_ln_of_twice(self, near: Self) -> Self {
        let (large, ln_2) = (self.constant(if self.is_double() { 1e9 } else { 1e5 }), self.constant(LN_2));
        let far = self.clone().ln().add(ln_2);
        Self::select(self.gt(&large), far, near)
    }
}
