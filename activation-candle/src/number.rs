//! In: a tensor of `f32` or `f64`. Out: [`Number`], that tensor as a [`Real`](activation_core::Real), so that every formula is also a
//! graph of candle's operations, which are in real.rs. It must never panic: the first error on the way is carried to the end.

mod functions;
mod real;

use std::sync::Arc;

use activation_core::Element;
use candle_core::{DType, Device, Error, Result, Shape, Tensor};

/// A number of a formula, or the first error on the way to it.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    value: Value,
    /// `F32` or `F64`: what constants are rounded to where they meet a tensor.
    dtype: DType,
}

#[derive(Clone, Debug)]
enum Value {
    Constant(f64),
    /// An exact zero: what rounding loses, as far as a tensor tells.
    Nothing,
    Tensor(Tensor),
    Failed(Arc<Error>),
}
use Value::{Constant, Failed, Nothing};

/// The result of a comparison.
#[derive(Clone, Debug)]
pub(crate) enum Mask {
    /// Of constants.
    Known(bool),
    /// 1 where it holds, 0 elsewhere.
    Of(Tensor),
    /// The first error on the way to it.
    Failed(Arc<Error>),
}

impl Number {
    pub(crate) fn of(tensor: Tensor) -> Self {
        Self { dtype: tensor.dtype(), value: Value::Tensor(tensor) }
    }

    /// The tensor, of that shape if there is none yet; or the first error.
    pub(crate) fn finish(self, shape: &Shape, device: &Device) -> Result<Tensor> {
        match self.value {
            Value::Tensor(tensor) => Ok(tensor),
            Constant(value) => scalar(value, self.dtype, shape, device),
            Nothing => scalar(0.0, self.dtype, shape, device),
            Failed(error) => Err(unshared(error)),
        }
    }

    fn with(&self, value: Value) -> Self {
        Self { value, dtype: self.dtype }
    }

    fn with_result(&self, result: Result<Tensor>) -> Self {
        self.with(result.map_or_else(|error| Failed(Arc::new(error)), Value::Tensor))
    }

    /// A function of one constant, or of one tensor.
    fn unary(self, constant: impl FnOnce(f64) -> f64, tensor: impl FnOnce(&Tensor) -> Result<Tensor>) -> Self {
        match &self.value {
            Constant(value) => self.with(Constant(constant(*value))),
            Nothing => self.with(Constant(constant(0.0))),
            Value::Tensor(value) => self.with_result(tensor(value)),
            Failed(_) => self,
        }
    }

    /// A function of two: of constants, of a tensor and a constant, of a constant and a tensor, of tensors.
    fn binary(
        self,
        rhs: Self,
        constants: impl FnOnce(f64, f64) -> f64,
        right: impl FnOnce(&Tensor, f64) -> Result<Tensor>,
        left: impl FnOnce(f64, &Tensor) -> Result<Tensor>,
        tensors: impl FnOnce(&Tensor, &Tensor) -> Result<Tensor>,
    ) -> Self {
        match (self.value.counted(), rhs.value.counted()) {
            (Failed(error), _) | (_, Failed(error)) => Self { value: Failed(error), dtype: self.dtype },
            (Value::Tensor(a), Value::Tensor(b)) => Self::of(a.clone()).with_result(tensors(&a, &b)),
            (Value::Tensor(a), Constant(b)) => Self::of(a.clone()).with_result(right(&a, b)),
            (Constant(a), Value::Tensor(b)) => Self::of(b.clone()).with_result(left(a, &b)),
            (Constant(a), Constant(b)) => Self { value: Constant(constants(a, b)), dtype: self.dtype },
            // `counted` leaves no other.
            (Nothing, _) | (_, Nothing) => Self { value: Nothing, dtype: self.dtype },
        }
    }

    fn is_nothing(&self) -> bool {
        matches!(self.value, Nothing)
    }

    fn compare(
        &self,
        rhs: &Self,
        constants: impl FnOnce(&f64, &f64) -> bool,
        tensors: impl FnOnce(&Tensor, &Tensor) -> Result<Tensor>,
    ) -> Mask {
        let result = match (self.value.clone().counted(), rhs.value.clone().counted()) {
            (Failed(error), _) | (_, Failed(error)) => return Mask::Failed(error),
            (Value::Tensor(a), Value::Tensor(b)) => tensors(&a, &b),
            (Value::Tensor(a), Constant(b)) => beside(b, &a).and_then(|b| tensors(&a, &b)),
            (Constant(a), Value::Tensor(b)) => beside(a, &b).and_then(|a| tensors(&a, &b)),
            (Constant(a), Constant(b)) => return Mask::Known(constants(&a, &b)),
            (Nothing, _) | (_, Nothing) => return Mask::Known(false),
        };
        Mask::from_result(result)
    }
}

impl Value {
    /// Nothing as the number that it is.
    fn counted(self) -> Self {
        if let Nothing = self { Constant(0.0) } else { self }
    }
}

impl Mask {
    fn from_result(result: Result<Tensor>) -> Self {
        result.map_or_else(|error| Self::Failed(Arc::new(error)), Self::Of)
    }
}

/// The error itself where nobody else has it.
fn unshared(error: Arc<Error>) -> Error {
    Arc::try_unwrap(error).unwrap_or_else(|error| Error::Msg(error.to_string()))
}

/// A constant as a tensor of that shape, which takes the memory of one number.
fn scalar(value: f64, dtype: DType, shape: &Shape, device: &Device) -> Result<Tensor> {
    match dtype {
        DType::F64 => Tensor::new(value, device)?,
        // Not every device has f64.
        _ => Tensor::new(f32::from_f64(value), device)?,
    }
    .broadcast_as(shape)
}

/// A constant as a tensor beside that one.
fn beside(value: f64, tensor: &Tensor) -> Result<Tensor> {
    scalar(value, tensor.dtype(), tensor.shape(), tensor.device())
}

#[cfg(test)]
mod tests {
    use activation_core::Real;

    use super::*;

    fn tensor(values: &[f64]) -> Number {
        Number::of(Tensor::new(values, &Device::Cpu).expect("a tensor"))
    }

    fn values(number: Number, len: usize) -> Vec<f64> {
        number.finish(&Shape::from(len), &Device::Cpu).and_then(|tensor| tensor.to_vec1()).expect("no error on the way")
    }

    #[test]
    fn what_is_known_costs_no_operation() {
        let x = tensor(&[1.0, 2.0]);
        let same = |number: Number| {
            let (Value::Tensor(a), Value::Tensor(b)) = (&number.value, &x.value) else { return false };
            a.id() == b.id()
        };
        assert!(same(x.clone().add(x.constant(0.0))) && same(x.clone().mul(x.constant(1.0))));
        let rest = x.clone().product_rest(x.clone());
        assert!(same(x.clone().add(rest.clone())) && same(x.clone().sub(rest.clone().mul(x.clone()))));
        assert!(matches!(x.constant(2.0).exp().value, Constant(value) if value == 2.0_f64.exp()));
        assert!(matches!(x.constant(2.0).lt(&x.constant(3.0)), Mask::Known(true)));
    }

    #[test]
    fn a_zero_that_was_written_is_multiplied_by() {
        let x = tensor(&[f64::INFINITY, 1.0]);
        assert!(values(x.constant(0.0).mul(x), 2)[0].is_nan());
    }

    #[test]
    fn the_first_error_is_carried_to_the_end() {
        let (two, three) = (tensor(&[1.0, 2.0]), tensor(&[1.0, 2.0, 3.0]));
        let sum = two.clone().add(three).exp().mul(two.clone());
        let chosen = Real::select(sum.gt(&two), sum, two);
        let error = chosen.finish(&Shape::from(2), &Device::Cpu).expect_err("shapes differ").to_string();
        assert!(error.contains("shape mismatch in add, lhs: [2], rhs: [3]"), "{error}");
    }

    /// The condition of those that are computed by an exponential of a product.
    fn scale(name: &str, x: f64) -> f64 {
        if ["exp2", "norm_pdf", "exp_neg_square", "sinh", "cosh"].contains(&name) { (x * x).min(800.0) } else { 0.0 }
    }

    /// Every operation that candle has not, against f64's, on numbers of all sizes.
    #[test]
    fn functions_are_those_of_f64() {
        let sizes =
            [0.0, 1e-300, 1e-20, 1e-9, 1e-4, 0.1, 0.5, 0.75, 0.99, 1.0, 1.5, 2.5, 7.0, 30.0, 300.0, 709.5, 1e10, 1e200];
        let mut x: Vec<f64> = sizes.iter().flat_map(|x| [*x, -x]).collect();
        x.extend([f64::INFINITY, f64::NEG_INFINITY, f64::NAN]);
        macro_rules! check {
            ($($name:ident)*) => {$(
                for (x, got) in x.iter().zip(values(tensor(&x).$name(), x.len())) {
                    let expected = Real::$name(*x);
                    let close = (got - expected).abs() <= 4e-15 * expected.abs().max(1e-300) * (1.0 + scale(stringify!($name), *x));
                    let absolute = ["erfc", "norm_cdf", "cos", "sin", "tan", "asin", "acos"].contains(&stringify!($name)) && (got - expected).abs() < 2e-15;
                    assert!(close || absolute || got == expected || (got.is_nan() && expected.is_nan()), "{} of {x}: {got} {expected}", stringify!($name));
                }
            )*};
        }
        check! {
            exp2 exp_m1 ln_1p log2 log10 cbrt signum sign trunc fract asin acos atan sinh cosh asinh acosh atanh
            erfc norm_cdf norm_pdf exp_neg_square sigmoid softplus log_sigmoid relu
        }
    }

    #[test]
    fn functions_of_two_are_those_of_f64() {
        let sizes = [0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 1e200, f64::NAN];
        let pairs: Vec<(f64, f64)> = sizes.iter().flat_map(|a| sizes.iter().map(|b| (*a, *b))).collect();
        let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        macro_rules! check {
            ($($name:ident)*) => {$(
                for ((a, b), got) in pairs.iter().zip(values(tensor(&a).$name(tensor(&b)), a.len())) {
                    let expected = Real::$name(*a, *b);
                    let close = (got - expected).abs() <= 1e-13 * expected.abs();
                    assert!(close || got == expected || (got.is_nan() && expected.is_nan()), "{} of {a} {b}: {got} {expected}", stringify!($name));
                }
            )*};
        }
        check!(min max hypot atan2 powf add sub mul div);
        let copied = values(tensor(&[2.0, -2.0, 2.0]).copysign(tensor(&[-0.0, 0.0, -1.0])), 3);
        assert_eq!(copied, [-2.0, 2.0, -2.0]);
    }
}
