//! In: nothing. Out: [`Real`], the only arithmetic that a formula may use. It must never know what
//! a number is made of: `f32`, a SIMD vector, a dual number and a graph node all implement it.

/// The arithmetic of formulas. `activation!` emits one generic function over `Real`; everything a
/// formula is evaluated in (`f32`, `f64`, [`Dual`](crate::Dual), …) is an implementation.
///
/// # Laws
///
/// - A number may carry something with it (a SIMD token, a device), so literals are made from a
///   number in hand by [`constant`](Self::constant), and numbers are `Clone`, not `Copy`.
/// - A comparison gives a [`Mask`](Self::Mask) and [`select`](Self::select) takes one: both
///   branches are evaluated, and what is in the branch not taken never reaches the result.
/// - No operation panics; outside its domain it returns NaN, as IEEE 754 says.
/// - [`min`](Self::min), [`max`](Self::max) and [`clamp`](Self::clamp) return NaN when any operand
///   is NaN. (`f32::max` drops the NaN, which hides a diverged network.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that an activation can be evaluated in",
    label = "not a `Real`",
    note = "`f32`, `f64` and `Dual<R>` are; a literal needs its decimal point: `2.0`, not `2`",
    note = "of a half format: `T::narrow(activation.forward(x.widen()))`, see `Element`"
)]
pub trait Real: Clone {
    /// The result of a comparison: `bool` for scalars, one flag per lane for vectors.
    type Mask: Clone;

    /// The literal `value`, rounded to this type.
    fn constant(&self, value: f64) -> Self;
    /// The greatest finite value of this type.
    fn largest(&self) -> Self;

    /// `self + rhs`.
    fn add(self, rhs: Self) -> Self;
    /// `self - rhs`.
    fn sub(self, rhs: Self) -> Self;
    /// `self * rhs`.
    fn mul(self, rhs: Self) -> Self;
    /// `self / rhs`.
    fn div(self, rhs: Self) -> Self;
    /// `-self`.
    fn neg(self) -> Self;

    /// `self` to an integer power.
    fn powi(self, n: i32) -> Self;
    /// `self` to a real power.
    fn powf(self, exponent: Self) -> Self;
    /// e to the power of `self`.
    fn exp(self) -> Self;
    /// 2 to the power of `self`.
    fn exp2(self) -> Self;
    /// `exp(self) - 1`, accurate near 0.
    fn exp_m1(self) -> Self;
    /// Natural logarithm.
    fn ln(self) -> Self;
    /// `ln(1 + self)`, accurate near 0.
    fn ln_1p(self) -> Self;
    /// Logarithm to base 2.
    fn log2(self) -> Self;
    /// Logarithm to base 10.
    fn log10(self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Cube root, of negative numbers too.
    fn cbrt(self) -> Self;
    /// `1 / self`.
    fn recip(self) -> Self;

    /// Absolute value.
    fn abs(self) -> Self;
    /// Rust's `signum`: 1 or -1 with the sign bit, at ±0 too; NaN at NaN.
    fn signum(self) -> Self;
    /// The mathematical sign: 1, -1, or ±0 at ±0; NaN at NaN.
    fn sign(self) -> Self;
    /// The greatest integer not above `self`.
    fn floor(self) -> Self;
    /// The least integer not below `self`.
    fn ceil(self) -> Self;
    /// The nearest integer, halves away from zero.
    fn round(self) -> Self;
    /// The integer part, towards zero.
    fn trunc(self) -> Self;
    /// `self - trunc(self)`, with the sign of `self`.
    fn fract(self) -> Self;

    /// Sine.
    fn sin(self) -> Self;
    /// Cosine.
    fn cos(self) -> Self;
    /// Tangent.
    fn tan(self) -> Self;
    /// Inverse sine.
    fn asin(self) -> Self;
    /// Inverse cosine.
    fn acos(self) -> Self;
    /// Inverse tangent.
    fn atan(self) -> Self;
    /// Hyperbolic sine.
    fn sinh(self) -> Self;
    /// Hyperbolic cosine.
    fn cosh(self) -> Self;
    /// Hyperbolic tangent.
    fn tanh(self) -> Self;
    /// Inverse hyperbolic sine.
    fn asinh(self) -> Self;
    /// Inverse hyperbolic cosine.
    fn acosh(self) -> Self;
    /// Inverse hyperbolic tangent.
    fn atanh(self) -> Self;

    /// The error function.
    fn erf(self) -> Self;
    /// `1 - erf(self)`, accurate in the right tail.
    fn erfc(self) -> Self;
    /// Cumulative distribution of the standard normal, accurate in the left tail.
    fn norm_cdf(self) -> Self;
    /// Density of the standard normal.
    fn norm_pdf(self) -> Self;
    /// `exp(-self²)`, accurate although `self²` is rounded.
    fn exp_neg_square(self) -> Self;

    /// The lesser of the two; at a tie `rhs`, so that of ±0 the second one is returned.
    fn min(self, rhs: Self) -> Self;
    /// The greater of the two; at a tie `rhs`.
    fn max(self, rhs: Self) -> Self;
    /// `√(self² + rhs²)` without overflow on the way.
    fn hypot(self, rhs: Self) -> Self;
    /// The angle of the point (x, y) = (`rhs`, `self`).
    fn atan2(self, rhs: Self) -> Self;
    /// The magnitude of `self` with the sign of `rhs`.
    fn copysign(self, rhs: Self) -> Self;

    /// IEEE `<`.
    fn lt(&self, rhs: &Self) -> Self::Mask;
    /// IEEE `<=`.
    fn le(&self, rhs: &Self) -> Self::Mask;
    /// IEEE `>`.
    fn gt(&self, rhs: &Self) -> Self::Mask;
    /// IEEE `>=`.
    fn ge(&self, rhs: &Self) -> Self::Mask;
    /// IEEE `==`; +0 equals -0.
    fn eq(&self, rhs: &Self) -> Self::Mask;
    /// IEEE `!=`, the only comparison that is true with a NaN.
    fn ne(&self, rhs: &Self) -> Self::Mask;

    /// Both.
    fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Either.
    fn or(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// The opposite.
    fn not(a: Self::Mask) -> Self::Mask;
    /// `if_true` where the mask holds, `if_false` elsewhere.
    fn select(mask: Self::Mask, if_true: Self, if_false: Self) -> Self;

    // What follows has a definition in terms of what went before. A new one is to be listed in `kernel/plain.rs`, too, or its
    // definition decides whether a formula is plain.

    /// `self` limited to `low ..= high`.
    #[inline]
    fn clamp(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }

    /// `1 / (1 + exp(-self))`, from exp(−|x|), which never overflows: the left tail goes on below the
    /// least normal number, where 1 / (1 + exp(89)) would be 0.
    #[inline]
    fn sigmoid(self) -> Self {
        let (zero, one) = (self.constant(0.0), self.constant(1.0));
        let tail = self.clone().abs().neg().exp();
        let right = one.add(tail.clone()).recip();
        let left = tail.mul(right.clone());
        Self::select(self.lt(&zero), left, right)
    }

    /// `ln(1 + exp(self))`, without overflow and accurate in the left tail.
    #[inline]
    fn softplus(self) -> Self {
        let tail = self.clone().abs().neg().exp().ln_1p();
        self.relu().add(tail)
    }

    /// `ln(sigmoid(self))`, without overflow and accurate in the right tail.
    #[inline]
    fn log_sigmoid(self) -> Self {
        let zero = self.constant(0.0);
        let tail = self.clone().abs().neg().exp().ln_1p();
        self.min(zero).sub(tail)
    }

    /// What the number `value + rest`, which `f64` has no room for, lost when [`constant`](Self::constant) rounded `value`. 0
    /// for a type that does not tell.
    #[inline]
    fn constant_rest(&self, value: f64, rest: f64) -> Self {
        let _ = (value, rest);
        self.constant(0.0)
    }

    /// What `self * rhs` loses by rounding: the exact product less the rounded one. 0 for a type that does not tell.
    #[inline]
    fn product_rest(self, rhs: Self) -> Self {
        let _ = rhs;
        self.constant(0.0)
    }

    /// What `self + rhs` loses by rounding. 0 for a type that does not tell.
    #[inline]
    fn sum_rest(self, rhs: Self) -> Self {
        let _ = rhs;
        self.constant(0.0)
    }

    /// e to the power of `self + rest`, a sum that is not rounded: at −80, half an ULP of the exponent is 40 ULP of the
    /// result. Where `rest` is not a small number it is not looked at.
    #[inline]
    fn exp_sum(self, rest: Self) -> Self {
        let _ = rest;
        self.exp()
    }

    /// [`exp_neg_abs`](Self::exp_neg_abs) of `self + rest`, as [`exp_sum`](Self::exp_sum) means it.
    #[inline]
    fn exp_neg_abs_sum(self, rest: Self) -> Self {
        let is_left = self.lt(&self.constant(0.0));
        minus_size(is_left.clone(), self).exp_sum(minus_size(is_left, rest))
    }

    /// [`sigmoid`](Self::sigmoid) of `self + rest`, as [`exp_sum`](Self::exp_sum) means it.
    #[inline]
    fn sigmoid_sum(self, rest: Self) -> Self {
        let (zero, one) = (self.constant(0.0), self.constant(1.0));
        let is_left = self.lt(&zero);
        let tail = self.exp_neg_abs_sum(rest);
        let right = one.add(tail.clone()).recip();
        let left = tail.mul(right.clone());
        Self::select(is_left, left, right)
    }

    /// [`softplus`](Self::softplus) of `self + rest`, as [`exp_sum`](Self::exp_sum) means it.
    #[inline]
    fn softplus_sum(self, rest: Self) -> Self {
        let tail = self.clone().exp_neg_abs_sum(rest);
        self.relu().add(tail.ln_1p_of_unit())
    }

    /// [`max`](Self::max) for a bound that is a number other than 0, for which vectors have one instruction.
    #[inline]
    fn no_less(self, low: Self) -> Self {
        self.max(low)
    }

    /// [`min`](Self::min) for a bound that is a number other than 0.
    #[inline]
    fn no_more(self, high: Self) -> Self {
        self.min(high)
    }

    /// exp(−|self|), of which a family of sigmoids and softpluses is made. The size is a choice between `self` and −`self`,
    /// which has a derivative from one side at 0.
    #[inline]
    fn exp_neg_abs(self) -> Self {
        let is_negative = self.lt(&self.constant(0.0));
        minus_size(is_negative, self).exp()
    }

    /// `ln(1 + self)` for `self` from 0 to 1, as [`exp_neg_abs`](Self::exp_neg_abs) has it.
    #[inline]
    fn ln_1p_of_unit(self) -> Self {
        self.ln_1p()
    }

    /// [`exp_neg_abs`](Self::exp_neg_abs) times a power of 2 where `self` is so far to the left that it would soon be no normal
    /// number; [`exp_lowering`](Self::exp_lowering) is 1 by that power. Raised it is still nothing beside 1, and the product
    /// with a factor below 2³⁰ is no subnormal number before it is lowered.
    #[inline]
    fn exp_neg_abs_raised(self) -> Self {
        self.exp_neg_abs()
    }

    /// [`exp_neg_abs_raised`](Self::exp_neg_abs_raised) of `self + rest`, as [`exp_sum`](Self::exp_sum) means it. Where it is
    /// raised hangs on `self` alone.
    #[inline]
    fn exp_neg_abs_sum_raised(self, rest: Self) -> Self {
        self.exp_neg_abs_sum(rest)
    }

    /// What takes the power of 2 in [`exp_neg_abs_raised`](Self::exp_neg_abs_raised) back.
    #[inline]
    fn exp_lowering(self) -> Self {
        self.constant(1.0)
    }

    /// [`norm_cdf`](Self::norm_cdf), raised on the left as [`exp_neg_abs_raised`](Self::exp_neg_abs_raised) is.
    #[inline]
    fn norm_cdf_raised(self) -> Self {
        self.norm_cdf()
    }

    /// [`norm_pdf`](Self::norm_pdf), raised where [`norm_cdf_raised`](Self::norm_cdf_raised) is, by as much.
    #[inline]
    fn norm_pdf_raised(self) -> Self {
        self.norm_pdf()
    }

    /// What takes the power of 2 in [`norm_cdf_raised`](Self::norm_cdf_raised) back.
    #[inline]
    fn norm_lowering(self) -> Self {
        self.constant(1.0)
    }

    /// `self * norm_cdf(self)`, to the last normal number.
    #[inline]
    fn times_norm_cdf(self) -> Self {
        let lowest = self.largest().neg();
        self.clone().max(lowest).mul(self.norm_cdf())
    }

    /// `1 / (1 + self)` for `self` from 0 to 2, finest where it is small.
    #[inline]
    fn recip_1p_of_unit(self) -> Self {
        self.constant(1.0).add(self).recip()
    }

    /// `1 - tanh(self)²`, accurate in the tails; vectors compute it from what they compute [`tanh`](Self::tanh) from.
    #[inline]
    fn sech_square(self) -> Self {
        let (one, four) = (self.constant(1.0), self.constant(4.0));
        let tail = self.clone().add(self).exp_neg_abs();
        let right = one.add(tail.clone()).recip();
        four.mul(tail.mul(right.clone()).mul(right))
    }

    /// Itself: the result of a function behind a pointer, of which each call costs more than many operations.
    #[doc(hidden)]
    #[inline]
    fn behind_a_pointer(self) -> Self {
        self
    }

    /// `max(self, 0)`.
    #[inline]
    fn relu(self) -> Self {
        let zero = self.constant(0.0);
        self.max(zero)
    }
}

/// `number` where the mask holds, −`number` elsewhere.
#[inline]
fn minus_size<R: Real>(mask: R::Mask, number: R) -> R {
    let minus = number.clone().neg();
    R::select(mask, number, minus)
}
