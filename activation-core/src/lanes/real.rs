//! In: vectors. Out: [`Real`] for [`Lanes`], method by method: an operation of the machine, a word of [`lanes`](super), or a
//! function of `math`. It must never hold an algorithm of its own.
#![allow(clippy::inline_always)]

use std::ops::Not;

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::{Format, Lanes, Mask};
use crate::math::{arc, erf, exp, log, power, trig};
use crate::real::Real;

/// The methods of `Real`, from what the macro's name says.
macro_rules! methods {
    (operator $($name:ident $operator:tt)*) => {$(
        #[inline(always)]
        fn $name(self, rhs: Self) -> Self {
            self $operator rhs
        }
    )*};
    (comparison $($name:ident $simd:ident)*) => {$(
        #[inline(always)]
        fn $name(&self, rhs: &Self) -> Self::Mask {
            self.0.$simd(rhs.0)
        }
    )*};
    (machine $($name:ident)*) => {$(
        #[inline(always)]
        fn $name(self) -> Self {
            Self(self.0.$name())
        }
    )*};
    (vector $($module:ident: $($name:ident)*;)*) => {$($(
        #[inline(always)]
        fn $name(self) -> Self {
            $module::$name(self)
        }
    )*)*};
    (vector2 $($module:ident: $($name:ident)*;)*) => {$($(
        #[inline(always)]
        fn $name(self, rhs: Self) -> Self {
            $module::$name(self, rhs)
        }
    )*)*};
}

impl<S: Simd, T: Format> Real for Lanes<S, T> {
    type Mask = Mask<S, T>;

    methods!(operator add + sub - mul * div /);
    methods!(comparison lt simd_lt le simd_le gt simd_gt ge simd_ge eq simd_eq);
    methods!(machine sqrt floor ceil round trunc fract);
    methods!(vector
        arc: asin acos atan;
        erf: erf erfc norm_cdf norm_pdf exp_neg_square times_norm_cdf norm_cdf_raised norm_pdf_raised norm_lowering;
        exp: exp exp2 exp_m1 sinh cosh tanh sech_square sigmoid exp_neg_abs recip_1p_of_unit exp_neg_abs_raised exp_lowering;
        log: ln ln_1p ln_1p_of_unit log2 log10 asinh acosh atanh softplus log_sigmoid;
        power: cbrt;
        trig: sin cos tan;
    );
    methods!(vector2
        arc: atan2;
        power: powf hypot;
    );

    #[inline(always)]
    fn constant(&self, value: f64) -> Self {
        self.splat(T::of(value))
    }
    #[inline(always)]
    fn constant_rest(&self, value: f64, rest: f64) -> Self {
        self.splat(T::rest_of(value, rest))
    }
    #[inline(always)]
    fn product_rest(self, rhs: Self) -> Self {
        self.mul_add_exact(rhs, -(self * rhs))
    }
    #[inline(always)]
    fn sum_rest(self, rhs: Self) -> Self {
        let sum = self + rhs;
        let added = sum - self;
        (self - (sum - added)) + (rhs - added)
    }
    #[inline(always)]
    fn exp_sum(self, rest: Self) -> Self {
        exp::exp_sum(self, rest)
    }
    #[inline(always)]
    fn exp_neg_abs_sum(self, rest: Self) -> Self {
        exp::exp_neg_abs_sum(self, rest)
    }
    #[inline(always)]
    fn exp_neg_abs_sum_raised(self, rest: Self) -> Self {
        exp::exp_neg_abs_sum_raised(self, rest)
    }
    #[inline(always)]
    fn sigmoid_sum(self, rest: Self) -> Self {
        exp::sigmoid_sum(self, rest)
    }
    #[inline(always)]
    fn softplus_sum(self, rest: Self) -> Self {
        log::softplus_sum(self, rest)
    }
    #[inline(always)]
    fn largest(&self) -> Self {
        self.splat(T::LARGEST)
    }
    #[inline(always)]
    fn neg(self) -> Self {
        -self
    }
    #[inline(always)]
    fn powi(self, n: i32) -> Self {
        let (mut power, mut result, mut rest) = (self, self.splat(T::ONE), n.unsigned_abs());
        while rest > 0 {
            if rest & 1 == 1 {
                result = result * power;
            }
            rest >>= 1;
            if rest > 0 {
                power = power * power;
            }
        }
        if n < 0 { result.recip() } else { result }
    }
    #[inline(always)]
    fn recip(self) -> Self {
        self.splat(T::ONE) / self
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self::from_bits(self.bits() & T::SIZE)
    }
    #[inline(always)]
    fn copysign(self, rhs: Self) -> Self {
        Self(self.0.copysign(rhs.0))
    }
    #[inline(always)]
    fn signum(self) -> Self {
        Self::select(self.is_number(), self.splat(T::ONE).copysign(self), self)
    }
    #[inline(always)]
    fn sign(self) -> Self {
        let (zero, one) = (self.splat(T::ZERO), self.splat(T::ONE));
        Self::select(self.above(zero), one, Self::select(self.below(zero), -one, self))
    }
    #[inline(always)]
    fn no_less(self, low: Self) -> Self {
        if self.is_x86() { Self(low.0.max(self.0)) } else { Self::select(self.below(low), low, self) }
    }
    #[inline(always)]
    fn no_more(self, high: Self) -> Self {
        if self.is_x86() { Self(high.0.min(self.0)) } else { Self::select(self.above(high), high, self) }
    }
    #[inline(always)]
    fn relu(self) -> Self {
        let zero = self.splat(T::ZERO);
        Self::select(self.le(&zero), zero, self)
    }
    #[inline(always)]
    fn min(self, rhs: Self) -> Self {
        if self.is_x86() {
            return Self::select(self.is_number(), Self(self.0.min(rhs.0)), self);
        }
        Self::select(rhs.le(&self) | rhs.ne(&rhs), rhs, self)
    }
    #[inline(always)]
    fn max(self, rhs: Self) -> Self {
        if self.is_x86() {
            return Self::select(self.is_number(), Self(self.0.max(rhs.0)), self);
        }
        Self::select(rhs.ge(&self) | rhs.ne(&rhs), rhs, self)
    }
    #[inline(always)]
    fn ne(&self, rhs: &Self) -> Self::Mask {
        !self.0.simd_eq(rhs.0)
    }
    #[inline(always)]
    fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        a & b
    }
    #[inline(always)]
    fn or(a: Self::Mask, b: Self::Mask) -> Self::Mask {
        a | b
    }
    #[inline(always)]
    fn not(a: Self::Mask) -> Self::Mask {
        Not::not(a)
    }
    #[inline(always)]
    fn select(mask: Self::Mask, if_true: Self, if_false: Self) -> Self {
        Self(mask.select(if_true.0, if_false.0))
    }
}
