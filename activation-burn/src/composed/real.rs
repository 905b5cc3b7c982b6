//! In: operations of a formula. Out: [`Real`] for [`Composed`]. It must never use a backend's operation that is wrong for some
//! argument where others together are right.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, LN_2, LOG2_E, LOG10_E, PI};

use activation_core::Real;
use burn::backend::Backend;

use super::mask::Mask;
use super::{Composed, Plain, Value};

/// erfc(x) · exp(x²) / t for x ≥ 0, in t − ½ where t = 1 / (1 + x/2): minimax on Chebyshev's nodes, to 9.1e-8 of the value.
const ERFC: [f64; 10] = [
    -0.018_570_254_37,
    -0.049_522_666_17,
    0.055_025_050_53,
    0.091_895_126_43,
    -0.103_770_235_2,
    -0.171_488_258_2,
    0.145_771_816_7,
    0.558_925_922_8,
    0.687_160_670_3,
    0.510_791_443_6,
];

/// The same to 3.2e-16.
#[rustfmt::skip]
const ERFC_DOUBLE: [f64; 24] = [
    0.057_563_681_969_318_46, -0.021_063_503_895_729_682, -0.111_093_187_082_792_07, 0.069_748_036_451_501_47,
    0.080_474_129_489_871_37, -0.097_681_243_891_062_13, 0.001_358_009_537_633_66, 0.070_471_085_361_518_25,
    -0.059_975_500_060_541_07, -0.009_931_424_805_971_702, 0.066_063_063_654_636_78, -0.044_363_121_213_689_925,
    -0.034_970_802_337_509_516, 0.073_964_318_776_914_8, -0.008_798_981_237_233_144, -0.084_873_208_196_275_3,
    0.053_586_945_167_186_34, 0.098_899_580_811_018_64, -0.103_666_961_045_207_98, -0.172_085_295_048_828_27,
    0.145_768_926_027_310_92, 0.558_944_185_111_760_7, 0.687_160_684_413_810_7, 0.510_791_352_621_011_8,
];

/// The series of an odd function, divided by x, in x², the highest power first: the coefficient of x²ⁿ is cₙ / (2n + 1), where
/// c₀ is `first` and cₙ₊₁ = cₙ · `ratio(n)`.
fn odd_series(terms: u8, first: f64, ratio: fn(f64) -> f64) -> Vec<f64> {
    let factors = std::iter::successors(Some((0.0, first)), |&(n, factor)| Some((n + 1.0, factor * ratio(n))));
    let mut coefficients: Vec<f64> =
        factors.take(usize::from(terms)).map(|(n, factor)| factor / (2.0 * n + 1.0)).collect();
    coefficients.reverse();
    coefficients
}

macro_rules! one {
    ($($name:ident: $operation:expr;)*) => {$(
        fn $name(self) -> Self {
            self.one(<f64 as Real>::$name, $operation)
        }
    )*};
}

macro_rules! compare {
    ($($name:ident: $tensors:ident, $number:ident, $turned:ident;)*) => {$(
        fn $name(&self, rhs: &Self) -> Mask<B> {
            self.compare(rhs, <f64 as Real>::$name, B::$tensors, B::$number, B::$turned)
        }
    )*};
}

impl<B: Backend> Real for Composed<B> {
    type Mask = Mask<B>;

    fn constant(&self, value: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "this is the rounding")]
        let rounded = if self.is_double() { value } else { f64::from(value as f32) };
        Self::with(self.formats, Value::Number(rounded))
    }
    fn largest(&self) -> Self {
        let largest = if self.is_double() { f64::MAX } else { f64::from(f32::MAX) };
        Self::with(self.formats, Value::Number(largest))
    }

    fn add(self, rhs: Self) -> Self {
        let formats = self.formats;
        match (self.value, rhs.value) {
            (Value::Untold, other) | (other, Value::Untold) => Self::with(formats, other),
            (Value::Number(a), Value::Number(b)) => Self::with(formats, Value::Number(a + b)),
            (Value::Number(a), Value::Tensor(b)) | (Value::Tensor(b), Value::Number(a)) => {
                Self::tensor(if a == 0.0 { b } else { B::float_add_scalar(b, a.into()) }, formats)
            }
            (Value::Tensor(a), Value::Tensor(b)) => Self::tensor(B::float_add(a, b), formats),
        }
    }
    fn sub(self, rhs: Self) -> Self {
        let formats = self.formats;
        match (self.value, rhs.value) {
            (other, Value::Untold) => Self::with(formats, other),
            (Value::Tensor(a), Value::Number(b)) => {
                Self::tensor(if b == 0.0 { a } else { B::float_sub_scalar(a, b.into()) }, formats)
            }
            (Value::Tensor(a), Value::Tensor(b)) => Self::tensor(B::float_sub(a, b), formats),
            (a, b) => Self::with(formats, a).add(Self::with(formats, b).neg()),
        }
    }
    fn mul(self, rhs: Self) -> Self {
        let formats = self.formats;
        match (self.value, rhs.value) {
            (Value::Untold, _) | (_, Value::Untold) => Self::with(formats, Value::Untold),
            (Value::Number(a), Value::Number(b)) => Self::with(formats, Value::Number(a * b)),
            (Value::Number(a), Value::Tensor(b)) | (Value::Tensor(b), Value::Number(a)) => {
                Self::tensor(if a == 1.0 { b } else { B::float_mul_scalar(b, a.into()) }, formats)
            }
            (Value::Tensor(a), Value::Tensor(b)) => Self::tensor(B::float_mul(a, b), formats),
        }
    }
    fn div(self, rhs: Self) -> Self {
        let formats = self.formats;
        match (self.value, rhs.value) {
            (Value::Untold, _) => Self::with(formats, Value::Untold),
            (Value::Tensor(a), Value::Number(b)) => Self::tensor(B::float_div_scalar(a, b.into()), formats),
            (Value::Number(a), Value::Tensor(b)) => {
                Self::with(formats, Value::Number(a)).mul(Self::tensor(B::float_recip(b), formats))
            }
            (a, b) => Self::with(formats, a).two(Self::with(formats, b), <f64 as Real>::div, B::float_div),
        }
    }
    fn neg(self) -> Self {
        if self.is_untold() { self } else { self.one(<f64 as Real>::neg, B::float_neg) }
    }

    /// By products: a backend's power may be that of the logarithm, which negative numbers have none of.
    fn powi(self, n: i32) -> Self {
        let (mut power, mut square, mut left) = (self.constant(1.0), self, n.unsigned_abs());
        while left > 0 {
            if left % 2 == 1 {
                power = power.mul(square.clone());
            }
            left /= 2;
            if left > 0 {
                square = square.clone().mul(square);
            }
        }
        if n < 0 { power.recip() } else { power }
    }
    fn powf(self, exponent: Self) -> Self {
        match exponent.clone().plain() {
            Plain::Number(exponent) => self.one_with(exponent),
            Plain::Tensor(_) => self.two(exponent, <f64 as Real>::powf, B::float_powf),
        }
    }
    /// A series near 0, since few backends have it.
    fn exp_m1(self) -> Self {
        if let Plain::Number(value) = self.clone().plain() {
            return self.constant(value.exp_m1());
        }
        let one = self.constant(1.0);
        // x · (1 + x/2 · (1 + x/3 · …)), to less than half an ULP where |x| is at most ½.
        let terms = if self.is_double() { 16 } else { 9 };
        let series = (2..=terms).rev().fold(one.clone(), |sum, k| {
            let part = self.clone().mul(self.constant(1.0 / f64::from(k)));
            part.mul(sum).add(one.clone())
        });
        let is_near = self.clone().abs().lt(&self.constant(0.5));
        Self::select(is_near, self.clone().mul(series), self.exp().sub(one))
    }
    fn cbrt(self) -> Self {
        let size = self.clone().abs().one_with(1.0 / 3.0);
        self.sign().mul(size)
    }

    one! {
        exp: B::float_exp;
        exp2: |x| B::float_exp(B::float_mul_scalar(x, LN_2.into()));
        ln: B::float_log;
        ln_1p: B::float_log1p;
        log2: |x| B::float_mul_scalar(B::float_log(x), LOG2_E.into());
        log10: |x| B::float_mul_scalar(B::float_log(x), LOG10_E.into());
        sqrt: B::float_sqrt;
        recip: B::float_recip;
        abs: B::float_abs;
        floor: B::float_floor;
        ceil: B::float_ceil;
        trunc: B::float_trunc;
        sin: B::float_sin;
        cos: B::float_cos;
        tan: B::float_tan;
        asin: B::float_asin;
        acos: B::float_acos;
        atan: B::float_atan;
        sinh: B::float_sinh;
        cosh: B::float_cosh;
        atanh: B::float_atanh;
    }

    fn signum(self) -> Self {
        let (zero, one) = (self.constant(0.0), self.constant(1.0));
        // 1/−0 is −∞.
        let is_negative = Self::or(self.lt(&zero), self.clone().recip().lt(&zero));
        let sign = Self::select(is_negative, one.clone().neg(), one);
        Self::select(self.ne(&self), self, sign)
    }
    fn sign(self) -> Self {
        let (zero, one) = (self.constant(0.0), self.constant(1.0));
        let (is_positive, is_negative) = (self.gt(&zero), self.lt(&zero));
        Self::select(is_positive, one.clone(), Self::select(is_negative, one.neg(), self))
    }
    fn round(self) -> Self {
        let whole = self.clone().trunc();
        let is_far = self.clone().sub(whole.clone()).abs().ge(&self.constant(0.5));
        Self::select(is_far, whole.clone().add(self.sign()), whole)
    }
    fn fract(self) -> Self {
        let whole = self.clone().trunc();
        self.sub(whole)
    }

    /// Of a number that a shader's sinh(x) / cosh(x) does not overflow for; beyond, all digits are those of 1.
    fn tanh(self) -> Self {
        let end = self.constant(if self.is_double() { 20.0 } else { 10.0 });
        let start = end.clone().neg();
        self.max(start).min(end).one(<f64 as Real>::tanh, B::float_tanh)
    }
    /// Near 0 the power series, elsewhere ±ln(|x| + √(x² + 1)), where the square is large ±ln(2|x|): a shader's own has no digits
    /// near 0, cancels for negative x, and overflows; and Burn's fusion does not know it.
    fn asinh(self) -> Self {
        let (zero, quarter, size) = (self.constant(0.0), self.constant(0.25), self.clone().abs());
        let terms = if self.is_double() { 14 } else { 7 };
        let square = self.clone().mul(self.clone());
        let near = square
            .clone()
            .polynomial(&odd_series(terms, 1.0, |n| -(2.0 * n + 1.0) / (2.0 * n + 2.0)))
            .mul(self.clone());
        let far = size.clone().add(square.add(self.constant(1.0)).sqrt()).ln();
        let far = size.clone().or_ln_of_twice(far);
        let far = Self::select(self.lt(&zero), far.clone().neg(), far);
        Self::select(size.lt(&quarter), near, far)
    }
    /// Below 1 a shader's ln(x + √(x² − 1)) may be a number.
    fn acosh(self) -> Self {
        let (one, nan) = (self.constant(1.0), self.constant(f64::NAN));
        let near = self.clone().one(<f64 as Real>::acosh, B::float_acosh);
        Self::select(self.lt(&one), nan, self.or_ln_of_twice(near))
    }
    /// Near 0 the power series, elsewhere 1 − erfc: a backend's own may be off by 1.5e-7 everywhere (`CubeCL`'s is), which is all
    /// of erf near 0.
    fn erf(self) -> Self {
        let (zero, half, one) = (self.constant(0.0), self.constant(0.5), self.constant(1.0));
        let terms = if self.is_double() { 13 } else { 7 };
        let near = self
            .clone()
            .mul(self.clone())
            .polynomial(&odd_series(terms, FRAC_2_SQRT_PI, |n| -1.0 / (n + 1.0)))
            .mul(self.clone());
        let size = self.clone().abs();
        let far = one.sub(size.clone().erfc());
        let far = Self::select(self.lt(&zero), far.clone().neg(), far);
        Self::select(size.lt(&half), near, far)
    }
    fn erfc(self) -> Self {
        let (zero, half, one) = (self.constant(0.0), self.constant(0.5), self.constant(1.0));
        let t = one.clone().add(self.clone().abs().mul(half.clone())).recip();
        let coefficients: &[f64] = if self.is_double() { &ERFC_DOUBLE } else { &ERFC };
        let scaled = t.clone().sub(half).polynomial(coefficients).mul(t);
        let right = scaled.mul(self.clone().exp_neg_square());
        Self::select(self.lt(&zero), one.clone().add(one).sub(right.clone()), right)
    }
    fn norm_cdf(self) -> Self {
        let scaled = self.clone().mul(self.constant(-FRAC_1_SQRT_2));
        let half = self.constant(0.5);
        half.mul(scaled.erfc())
    }
    fn norm_pdf(self) -> Self {
        let scale = self.constant(1.0 / (2.0 * PI).sqrt());
        let half = self.constant(-0.5);
        scale.mul(self.clone().mul(self).mul(half).exp())
    }
    fn exp_neg_square(self) -> Self {
        self.clone().mul(self).neg().exp()
    }

    fn min(self, rhs: Self) -> Self {
        self.bounded(rhs, Self::lt, Self::ge)
    }
    fn max(self, rhs: Self) -> Self {
        self.bounded(rhs, Self::gt, Self::le)
    }
    /// By the ratio of the two, of which the square does not overflow. (Burn's fusion does not know the operation of its own.)
    fn hypot(self, rhs: Self) -> Self {
        let (zero, one, infinity) = (self.constant(0.0), self.constant(1.0), self.constant(f64::INFINITY));
        let (a, b) = (self.abs(), rhs.abs());
        let is_infinite = Self::or(a.eq(&infinity), b.eq(&infinity));
        let (large, small) = (a.clone().max(b.clone()), a.min(b));
        let ratio = small.div(large.clone());
        let length = large.clone().mul(one.add(ratio.clone().mul(ratio)).sqrt());
        let length = Self::select(large.eq(&zero), large, length);
        Self::select(is_infinite, infinity, length)
    }
    fn atan2(self, rhs: Self) -> Self {
        self.two(rhs, <f64 as Real>::atan2, B::float_atan2)
    }
    fn copysign(self, rhs: Self) -> Self {
        self.abs().mul(rhs.signum())
    }

    compare! {
        lt: float_lower, float_lower_elem, float_greater_elem;
        le: float_lower_equal, float_lower_equal_elem, float_greater_equal_elem;
        gt: float_greater, float_greater_elem, float_lower_elem;
        ge: float_greater_equal, float_greater_equal_elem, float_lower_equal_elem;
        eq: float_equal, float_equal_elem, float_equal_elem;
    }
    fn ne(&self, rhs: &Self) -> Mask<B> {
        self.eq(rhs).not()
    }

    fn and(a: Mask<B>, b: Mask<B>) -> Mask<B> {
        a.and(b)
    }
    fn or(a: Mask<B>, b: Mask<B>) -> Mask<B> {
        a.not().and(b.not()).not()
    }
    fn not(a: Mask<B>) -> Mask<B> {
        a.not()
    }
    fn select(mask: Mask<B>, if_true: Self, if_false: Self) -> Self {
        mask.select(if_true, if_false)
    }

    fn constant_rest(&self, _: f64, _: f64) -> Self {
        self.untold()
    }
    fn product_rest(self, _: Self) -> Self {
        self.untold()
    }
    fn sum_rest(self, _: Self) -> Self {
        self.untold()
    }
}
