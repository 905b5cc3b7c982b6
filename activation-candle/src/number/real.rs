//! In: numbers of number.rs. Out: the operations of [`Real`] on them. It must never start an operation of candle whose result is
//! known without one: constants are folded, and what rounding loses, which tensors can't tell, vanishes where it is asked for.

use activation_core::Real;
use candle_core::{DType, Tensor};

use super::Value::{Constant, Failed, Nothing};
use super::{Mask, Number, beside, functions};

/// candle's own operations of one operand.
macro_rules! native {
    ($($name:ident $theirs:ident)*) => {$(
        fn $name(self) -> Self {
            self.unary(<f64 as Real>::$name, Tensor::$theirs)
        }
    )*};
}

/// Formulas of other operations.
macro_rules! composed {
    ($($name:ident)*) => {$(
        fn $name(self) -> Self {
            if let Constant(value) = self.value { self.with(Constant(Real::$name(value))) } else { functions::$name(self) }
        }
    )*};
}

macro_rules! comparisons {
    ($($name:ident)*) => {$(
        fn $name(&self, rhs: &Self) -> Mask {
            self.compare(rhs, <f64 as Real>::$name, |a, b| a.$name(b))
        }
    )*};
}

impl Real for Number {
    type Mask = Mask;

    native! {
        neg neg exp exp ln log sqrt sqrt recip recip abs abs floor floor ceil ceil round round sin sin cos cos tanh tanh erf erf
    }
    composed! {
        exp2 exp_m1 ln_1p log2 log10 cbrt signum sign trunc fract tan asin acos atan sinh cosh asinh acosh atanh
        erfc norm_cdf norm_pdf exp_neg_square
    }
    comparisons!(lt le gt ge eq ne);

    fn constant(&self, value: f64) -> Self {
        self.with(Constant(value))
    }

    fn largest(&self) -> Self {
        self.with(Constant(if self.dtype == DType::F64 { f64::MAX } else { f64::from(f32::MAX) }))
    }

    fn add(self, rhs: Self) -> Self {
        if self.is_nothing() {
            return rhs;
        }
        if rhs.is_nothing() {
            return self;
        }
        let plus =
            |tensor: &Tensor, value: f64| if value == 0.0 { Ok(tensor.clone()) } else { tensor.affine(1.0, value) };
        self.binary(rhs, |a, b| a + b, plus, |value, tensor| plus(tensor, value), |a, b| a + b)
    }

    fn sub(self, rhs: Self) -> Self {
        if self.is_nothing() {
            return rhs.neg();
        }
        if rhs.is_nothing() {
            return self;
        }
        let less =
            |tensor: &Tensor, value: f64| if value == 0.0 { Ok(tensor.clone()) } else { tensor.affine(1.0, -value) };
        self.binary(rhs, |a, b| a - b, less, |value, tensor| tensor.affine(-1.0, value), |a, b| a - b)
    }

    fn mul(self, rhs: Self) -> Self {
        if self.is_nothing() || rhs.is_nothing() {
            return self.with(Nothing);
        }
        // `affine` adds its 0, which makes +0 of −0.
        let times = |tensor: &Tensor, value: f64| match value {
            1.0 => Ok(tensor.clone()),
            -1.0 => tensor.neg(),
            _ => tensor.affine(value, 0.0),
        };
        self.binary(rhs, |a, b| a * b, times, |value, tensor| times(tensor, value), |a, b| a * b)
    }

    fn div(self, rhs: Self) -> Self {
        if self.is_nothing() {
            return self;
        }
        self.binary(
            rhs,
            |a, b| a / b,
            |tensor, value| tensor.div(&beside(value, tensor)?),
            |value, tensor| if value == 1.0 { tensor.recip() } else { beside(value, tensor)?.div(tensor) },
            Tensor::div,
        )
    }

    fn powi(self, n: i32) -> Self {
        functions::powi(self, n)
    }

    fn powf(self, exponent: Self) -> Self {
        match exponent.value {
            Constant(value) => self.unary(|base| base.powf(value), |base| base.powf(value)),
            _ => functions::powf(self, exponent),
        }
    }

    fn min(self, rhs: Self) -> Self {
        let keep = self.lt(&rhs);
        functions::chosen(keep, self, rhs)
    }

    fn max(self, rhs: Self) -> Self {
        let keep = self.gt(&rhs);
        functions::chosen(keep, self, rhs)
    }

    fn hypot(self, rhs: Self) -> Self {
        functions::hypot(self, rhs)
    }

    fn atan2(self, rhs: Self) -> Self {
        functions::atan2(self, rhs)
    }

    fn copysign(self, rhs: Self) -> Self {
        self.abs().mul(rhs.signum())
    }

    fn and(a: Mask, b: Mask) -> Mask {
        match (a, b) {
            (Mask::Failed(error), _) | (_, Mask::Failed(error)) => Mask::Failed(error),
            (Mask::Known(known), other) | (other, Mask::Known(known)) => {
                if known {
                    other
                } else {
                    Mask::Known(false)
                }
            }
            (Mask::Of(a), Mask::Of(b)) => Mask::from_result(a.mul(&b)),
        }
    }

    fn or(a: Mask, b: Mask) -> Mask {
        match (a, b) {
            (Mask::Failed(error), _) | (_, Mask::Failed(error)) => Mask::Failed(error),
            (Mask::Known(known), other) | (other, Mask::Known(known)) => {
                if known {
                    Mask::Known(true)
                } else {
                    other
                }
            }
            (Mask::Of(a), Mask::Of(b)) => Mask::from_result(a.maximum(&b)),
        }
    }

    fn not(a: Mask) -> Mask {
        match a {
            Mask::Known(known) => Mask::Known(!known),
            Mask::Of(mask) => Mask::from_result(mask.eq(0_u8)),
            Mask::Failed(error) => Mask::Failed(error),
        }
    }

    fn select(mask: Mask, if_true: Self, if_false: Self) -> Self {
        let mask = match mask {
            Mask::Known(known) => return if known { if_true } else { if_false },
            Mask::Failed(error) => return if_true.with(Failed(error)),
            Mask::Of(mask) => mask,
        };
        if if_true.is_nothing() && if_false.is_nothing() {
            return if_true;
        }
        let zero = if_true.with(Nothing);
        let branch = |number: Self| number.finish(mask.shape(), mask.device());
        let chosen = branch(if_true).and_then(|if_true| mask.where_cond(&if_true, &branch(if_false)?));
        zero.with_result(chosen)
    }

    fn constant_rest(&self, _: f64, _: f64) -> Self {
        self.with(Nothing)
    }

    fn product_rest(self, _: Self) -> Self {
        self.with(Nothing)
    }

    fn sum_rest(self, _: Self) -> Self {
        self.with(Nothing)
    }
}
