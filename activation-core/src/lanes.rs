//! In: vectors of the machine. Out: [`Lanes`], the [`Real`] that formulas are interpreted in where speed counts: a condition
//! is a mask, and nothing branches. Must never say how a function is approximated: `math` does.
//!
//! Everything here is `inline(always)`: a vector's instructions only exist inside a function that was compiled for them,
//! which the loops of `kernel` are (`fearless_simd::dispatch`), so all that they call must become part of them.
#![allow(clippy::inline_always)]

mod real;
#[cfg(test)]
mod tests;

use std::ops::{Add, Div, Mul, Neg, Sub};

use fearless_simd::{ExtractToken, Simd, SimdBase, SimdFloat, SimdFloatElement, SimdMask};

use crate::math::{arc, erf, exp, log, power, trig};
use crate::real::Real;
use crate::scalar::narrow;

/// What the algorithms need to know of an element type.
pub trait Format:
    SimdFloatElement
    + Real<Mask = bool>
    + Neg<Output = Self>
    + arc::Constants
    + erf::Constants
    + exp::Constants
    + log::Constants
    + power::Constants
    + trig::Constants
{
    /// 0
    const ZERO: Self;
    /// ½
    const HALF: Self;
    /// 1
    const ONE: Self;
    /// 2
    const TWO: Self;
    /// 3
    const THREE: Self;
    /// ∞
    const INFINITY: Self;
    /// The greatest finite number.
    const LARGEST: Self;
    /// 1.5 · 2ᵐ for m bits of fraction: a sum with it is rounded to a whole number, which then is in its last bits.
    const ROUNDING: Self;
    /// How many bits of fraction there are.
    const FRACTION: u32;
    /// What is added to an exponent to represent it.
    const BIAS: Self;
    /// All bits but the sign.
    const SIZE: Self::Bits;
    /// The sign, and the upper half of the digits: a number of which the square is exact.
    const UPPER: Self::Bits;
    /// How far the last bit is from the sign.
    const SIGN: u32;
    /// The nearest number of this type.
    fn of(value: f64) -> Self;
    /// What [`of`](Self::of) of `value` loses of value + rest.
    fn rest_of(value: f64, rest: f64) -> Self;
}

macro_rules! format {
    ($type:ident, $bits:ident, $bias:literal, $upper:literal, $of:expr) => {
        impl Format for $type {
            const ZERO: Self = 0.0;
            const HALF: Self = 0.5;
            const ONE: Self = 1.0;
            const TWO: Self = 2.0;
            const THREE: Self = 3.0;
            const INFINITY: Self = Self::INFINITY;
            const LARGEST: Self = Self::MAX;
            const ROUNDING: Self = 1.5 / Self::EPSILON;
            const FRACTION: u32 = Self::MANTISSA_DIGITS - 1;
            const BIAS: Self = $bias;
            const SIZE: $bits = $bits::MAX >> 1;
            const UPPER: $bits = $upper;
            const SIGN: u32 = $bits::BITS - 1;
            #[inline(always)]
            fn of(value: f64) -> Self {
                $of(value)
            }
            #[inline(always)]
            fn rest_of(value: f64, rest: f64) -> Self {
                $of((value - f64::from($of(value))) + rest)
            }
        }
    };
}
format!(f32, u32, 127.0, 0xffff_f000, narrow);
format!(f64, u64, 1023.0, 0xffff_ffff_f800_0000, std::convert::identity);

/// A vector of numbers, as wide as the machine has them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lanes<S: Simd, T: Format>(pub(crate) T::Native<S>);

/// The same lanes as whole numbers.
pub(crate) type Bits<S, T> = <<T as SimdFloatElement>::Native<S> as SimdFloat<S>>::Bits;

/// A condition per lane.
pub(crate) type Mask<S, T> = <<T as SimdFloatElement>::Native<S> as SimdBase<S>>::Mask;

/// The words that algorithms are written in, beside those of `Real` and the operators.
impl<S: Simd, T: Format> Lanes<S, T> {
    /// How many.
    pub(crate) const LEN: usize = <T::Native<S> as SimdBase<S>>::LEN;

    /// The same number in every lane.
    #[inline(always)]
    pub(crate) fn splat(&self, value: T) -> Self {
        Self(<T::Native<S> as SimdBase<S>>::splat(self.0.token(), value))
    }

    /// From exactly [`LEN`](Self::LEN) numbers.
    #[inline(always)]
    pub(crate) fn load(simd: S, from: &[T]) -> Self {
        Self(<T::Native<S> as SimdBase<S>>::from_slice(simd, from))
    }

    /// To exactly [`LEN`](Self::LEN) numbers.
    #[inline(always)]
    pub(crate) fn store(self, to: &mut [T]) {
        self.0.store_slice(to);
    }

    /// f(x) in the lanes of the mask, for what is rare: it costs next to nothing where no lane needs it.
    #[inline(always)]
    pub(crate) fn or_else(self, mask: Mask<S, T>, x: Self, f: fn(T) -> T) -> Self {
        if !mask.any_true() {
            return self;
        }
        // A copy, so that only here the vector has to be in memory.
        let mut lanes = self;
        each(lanes.0.as_mut_slice(), x.0.as_slice(), mask.to_bitmask(), f);
        lanes
    }

    /// self · a + b, rounded once where the machine can.
    #[inline(always)]
    pub(crate) fn mul_add(self, a: Self, b: Self) -> Self {
        Self(self.0.mul_add(a.0, b.0))
    }

    /// Whether [`mul_add`](Self::mul_add) rounds once. Known when the loop is compiled.
    #[inline(always)]
    fn fuses(self) -> bool {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        return self.0.token().level().as_avx2().is_some();
        #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
        return cfg!(target_arch = "aarch64");
    }

    /// self · a + b, the product not being rounded, of which b takes most away.
    #[inline(always)]
    pub(crate) fn mul_add_exact(self, a: Self, b: Self) -> Self {
        if self.fuses() {
            return self.mul_add(a, b);
        }
        let (upper, upper_a) = (self.upper(), a.upper());
        (upper * upper_a + b) + ((self - upper) * a + upper * (a - upper_a))
    }

    /// Σ coefficients[i] · selfⁱ (Horner), for at most 28 coefficients.
    #[inline(always)]
    pub(crate) fn polynomial(self, coefficients: &'static [T]) -> Self {
        // Straight lines, and no iterator: a loop is not sure to be unrolled, nor a closure to be inlined.
        let degree = coefficients.len() - 1;
        let mut sum = self.splat(coefficients[degree]);
        macro_rules! steps {
            ($($step:literal)*) => {$(
                if $step <= degree {
                    sum = sum.mul_add(self, self.splat(coefficients[degree - $step]));
                }
            )*};
        }
        steps!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27);
        sum
    }

    /// self < rhs
    #[inline(always)]
    pub(crate) fn below(self, rhs: Self) -> Mask<S, T> {
        self.0.simd_lt(rhs.0)
    }

    /// self > rhs
    #[inline(always)]
    pub(crate) fn above(self, rhs: Self) -> Mask<S, T> {
        self.0.simd_gt(rhs.0)
    }

    /// self, but no less than `end`; NaN for NaN.
    #[inline(always)]
    pub(crate) fn at_least(self, end: T) -> Self {
        self.no_less(self.splat(end))
    }

    /// self, but no more than `end`; NaN for NaN.
    #[inline(always)]
    pub(crate) fn at_most(self, end: T) -> Self {
        self.no_more(self.splat(end))
    }

    /// Whether minimum and maximum are those of x86's vectors: the second operand if either is NaN, or if both are zero.
    /// (Elsewhere it is anyone's guess. The tests of `math` and of `lanes` see each level's NaN and zeros.)
    #[inline(always)]
    fn is_x86(self) -> bool {
        cfg!(any(target_arch = "x86", target_arch = "x86_64")) && !self.0.token().level().is_fallback()
    }

    /// Below 0, or −0.
    #[inline(always)]
    pub(crate) fn has_sign(self) -> Mask<S, T> {
        self.splat(T::ONE).copysign(self).below(self.splat(T::ZERO))
    }

    /// Not NaN.
    #[inline(always)]
    pub(crate) fn is_number(self) -> Mask<S, T> {
        self.0.simd_eq(self.0)
    }

    /// The representation.
    #[inline(always)]
    pub(crate) fn bits(self) -> Bits<S, T> {
        self.0.to_bits()
    }

    /// From the representation.
    #[inline(always)]
    pub(crate) fn from_bits(bits: Bits<S, T>) -> Self {
        Self(<T::Native<S> as SimdFloat<S>>::from_bits(bits))
    }

    /// The upper half of the digits.
    #[inline(always)]
    pub(crate) fn upper(self) -> Self {
        Self::from_bits(self.bits() & T::UPPER)
    }

    /// The opposite where the sign bit is set.
    #[inline(always)]
    pub(crate) fn flip(self, sign: Bits<S, T>) -> Self {
        Self::from_bits(self.bits() ^ (sign & !T::SIZE))
    }

    /// The whole number in the last bits (see [`Format::ROUNDING`]) moved to where the exponent is.
    #[inline(always)]
    pub(crate) fn exponent_shift(self) -> Bits<S, T> {
        self.bits() << T::FRACTION
    }

    /// A positive normal number as k and 2⁻ᵏ · self, which is from `least` to 2 · `least`.
    #[inline(always)]
    pub(crate) fn split_exponent(self, least: T) -> (Self, Self) {
        let (one, bias) = (self.splat(T::ONE), self.splat(T::ROUNDING + T::BIAS));
        let biased = (self.bits() + (one.bits() - self.splat(least).bits())) >> T::FRACTION;
        let k = Self::from_bits(self.splat(T::ROUNDING).bits() + biased) - bias;
        (k, Self::from_bits(self.bits() - (biased << T::FRACTION) + one.bits()))
    }

    /// Times 2ᵏ, k being in `shift`; meaningless if the result has no such exponent.
    #[inline(always)]
    pub(crate) fn shift_exponent(self, shift: Bits<S, T>) -> Self {
        Self::from_bits(self.bits() + shift)
    }
}

/// Not part of the loop that it is called from: nothing is gained by copies of a library's function.
#[cold]
#[inline(never)]
fn each<T: Copy>(lanes: &mut [T], from: &[T], mask: u64, f: fn(T) -> T) {
    for (i, (lane, x)) in lanes.iter_mut().zip(from).enumerate() {
        if mask >> i & 1 == 1 {
            *lane = f(*x);
        }
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $operator:tt)*) => {$(
        impl<S: Simd, T: Format> $trait for Lanes<S, T> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, rhs: Self) -> Self {
                Self(self.0 $operator rhs.0)
            }
        }
    )*};
}
operators!(Add add + Sub sub - Mul mul * Div div /);

impl<S: Simd, T: Format> Neg for Lanes<S, T> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
