//! The functions that candle's tensors lack, as formulas of those that they have. In: numbers. Out: numbers. It must never
//! meet ∞ − ∞ or 0 · ∞ where the function has a value.
//!
//! Errors are some units in the last place (the tests of `number.rs` have the bounds); erfc is 1 − erf, so that its right tail has
//! an absolute error of one unit of 1.

#![allow(clippy::needless_pass_by_value, reason = "as the methods of `Real` take their operands")]

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2, LN_2, LN_10, PI};

use activation_core::Real;

/// `if_true` where the mask holds, `if_false` elsewhere, and NaN where either is NaN.
pub(super) fn chosen<R: Real>(mask: R::Mask, if_true: R, if_false: R) -> R {
    // A comparison with NaN is false: only that of `if_true` would be lost.
    let is_nan = if_true.ne(&if_true);
    R::select(R::or(mask, is_nan), if_true, if_false)
}

pub(super) fn powi<R: Real>(base: R, n: i32) -> R {
    let (mut power, mut left) = (base.clone(), n.unsigned_abs());
    let mut product: Option<R> = None;
    while left > 0 {
        if left % 2 == 1 {
            product = Some(match product {
                Some(product) => product.mul(power.clone()),
                None => power.clone(),
            });
        }
        left /= 2;
        if left > 0 {
            power = power.clone().mul(power);
        }
    }
    match product {
        None => base.constant(1.0),
        Some(product) if n < 0 => product.recip(),
        Some(product) => product,
    }
}

/// Of a negative base only for whole exponents, as in IEEE 754.
pub(super) fn powf<R: Real>(base: R, exponent: R) -> R {
    let (zero, one) = (base.constant(0.0), base.constant(1.0));
    let size = base.clone().abs().ln().mul(exponent.clone()).exp();
    let is_whole = exponent.eq(&exponent.clone().floor());
    let half = exponent.clone().mul(base.constant(0.5));
    let is_odd = R::and(is_whole.clone(), half.ne(&half.clone().floor()));
    let signed = R::select(is_odd, size.clone().neg(), size.clone());
    let negative = R::select(is_whole, signed, base.constant(f64::NAN));
    let power = R::select(base.lt(&zero), negative, size);
    let is_one = R::or(exponent.eq(&zero), base.eq(&one));
    R::select(is_one, one, power)
}

pub(super) fn exp2<R: Real>(x: R) -> R {
    let factor = x.constant(LN_2);
    x.mul(factor).exp()
}

/// tanh(x/2) · (exp x + 1)
pub(super) fn exp_m1<R: Real>(x: R) -> R {
    let (half, one) = (x.constant(0.5), x.constant(1.0));
    x.clone().mul(half).tanh().mul(x.exp().add(one))
}

/// Of u = 1 + x, rounded: ln u, corrected by the digits of x that u lost (Kahan).
pub(super) fn ln_1p<R: Real>(x: R) -> R {
    let one = x.constant(1.0);
    let u = x.clone().add(one.clone());
    let lost = x.clone().sub(u.clone().sub(one.clone())).div(u.clone());
    let is_small = u.eq(&one);
    let is_whole = R::or(u.eq(&u.constant(f64::INFINITY)), u.eq(&u.constant(0.0)));
    let logarithm = u.ln();
    let corrected = R::select(is_whole, logarithm.clone(), logarithm.add(lost));
    R::select(is_small, x, corrected)
}

pub(super) fn log2<R: Real>(x: R) -> R {
    let scale = x.constant(LN_2);
    x.ln().div(scale)
}

pub(super) fn log10<R: Real>(x: R) -> R {
    let scale = x.constant(LN_10);
    x.ln().div(scale)
}

/// exp(ln |x| / 3), and one step of Newton's.
pub(super) fn cbrt<R: Real>(x: R) -> R {
    let third = x.constant(1.0 / 3.0);
    let size = x.clone().abs();
    let root = size.clone().ln().mul(third.clone()).exp();
    let step = root.clone().sub(size.clone().div(root.clone()).div(root.clone())).mul(third);
    let better = root.clone().sub(step);
    // 0, ∞ and NaN are their own roots.
    let is_number = R::and(size.gt(&x.constant(0.0)), size.le(&x.largest()));
    let size = R::select(is_number, better, size);
    size.mul(sign(x))
}

pub(super) fn signum<R: Real>(x: R) -> R {
    let zero = x.constant(0.0);
    let is_zero = x.eq(&zero);
    sign(R::select(is_zero, x.clone().recip(), x))
}

pub(super) fn sign<R: Real>(x: R) -> R {
    let (zero, one) = (x.constant(0.0), x.constant(1.0));
    let not_positive = R::select(x.lt(&zero), one.clone().neg(), x.clone());
    R::select(x.gt(&zero), one, not_positive)
}

pub(super) fn trunc<R: Real>(x: R) -> R {
    R::select(x.lt(&x.constant(0.0)), x.clone().ceil(), x.floor())
}

pub(super) fn fract<R: Real>(x: R) -> R {
    x.clone().sub(trunc(x))
}

pub(super) fn tan<R: Real>(x: R) -> R {
    x.clone().sin().div(x.cos())
}

pub(super) fn asin<R: Real>(x: R) -> R {
    let one = x.constant(1.0);
    let other = one.clone().sub(x.clone()).mul(one.add(x.clone())).sqrt();
    atan(x.div(other))
}

pub(super) fn acos<R: Real>(x: R) -> R {
    let (one, two) = (x.constant(1.0), x.constant(2.0));
    atan(one.clone().sub(x.clone()).div(one.add(x)).sqrt()).mul(two)
}

/// Of t = min(|x|, 1/|x|) by a guess g from a polynomial, and then atan t = g + atan((t − tan g) / (1 + t · tan g)), whose argument
/// is small.
pub(super) fn atan<R: Real>(x: R) -> R {
    let (zero, one) = (x.constant(0.0), x.constant(1.0));
    let size = x.clone().abs();
    let is_large = size.gt(&one);
    let t = R::select(is_large.clone(), size.clone().recip(), size);
    let slope = t.clone().mul(t.constant(-0.273)).add(t.constant(0.273 + PI / 4.0));
    let guess = t.clone().mul(slope);
    let tangent = tan(guess.clone());
    let rest = t.clone().sub(tangent.clone()).div(one.add(t.mul(tangent)));
    let square = rest.clone().mul(rest.clone());
    let series = square.clone().mul(square.constant(0.2)).sub(square.constant(1.0 / 3.0)).mul(square);
    let angle = guess.add(rest.clone().add(rest.mul(series)));
    let angle = R::select(is_large, angle.constant(FRAC_PI_2).sub(angle.clone()), angle);
    R::select(x.lt(&zero), angle.clone().neg(), angle)
}

/// Twice tanh(x/2) / (1 − tanh²(x/2)) for small numbers; otherwise half the difference of two exponentials, by the root of
/// the greater one, which doesn't overflow before the result does.
pub(super) fn sinh<R: Real>(x: R) -> R {
    let (one, half) = (x.constant(1.0), x.constant(0.5));
    let t = x.clone().mul(half.clone()).tanh();
    let small = t.clone().add(t.clone()).div(one.clone().sub(t.clone().mul(t)));
    let size = x.clone().abs();
    let root = size.clone().mul(half.clone()).exp();
    let (up, down) = (half.clone().mul(root.clone()).mul(root.clone()), half.div(root.clone()).div(root));
    let large = up.sub(down);
    let large = R::select(x.lt(&x.constant(0.0)), large.clone().neg(), large);
    R::select(size.lt(&one), small, large)
}

pub(super) fn cosh<R: Real>(x: R) -> R {
    let half = x.constant(0.5);
    let root = x.abs().mul(half.clone()).exp();
    half.clone().mul(root.clone()).mul(root.clone()).add(half.div(root.clone()).div(root))
}

/// ln(1 + (|x| + x² / (1 + √(x² + 1)))), and ln 2|x| where the square would overflow.
pub(super) fn asinh<R: Real>(x: R) -> R {
    let one = x.constant(1.0);
    let size = x.clone().abs();
    let is_large = size.gt(&x.constant(1e9));
    let tame = R::select(is_large.clone(), one.clone(), size.clone());
    let square = tame.clone().mul(tame.clone());
    let more = square.clone().div(one.clone().add(square.add(one).sqrt()));
    let small = ln_1p(tame.add(more));
    let large = size.ln().add(x.constant(LN_2));
    let result = R::select(is_large, large, small);
    R::select(x.lt(&x.constant(0.0)), result.clone().neg(), result)
}

pub(super) fn acosh<R: Real>(x: R) -> R {
    let (one, two) = (x.constant(1.0), x.constant(2.0));
    let is_large = x.gt(&x.constant(1e9));
    let tame = R::select(is_large.clone(), one.clone(), x.clone()).sub(one);
    // The root of the product would be a number left of −1, too.
    let root = tame.clone().sqrt().mul(tame.clone().add(two).sqrt());
    let small = ln_1p(tame.add(root));
    let large = x.clone().ln().add(x.constant(LN_2));
    R::select(is_large, large, small)
}

pub(super) fn atanh<R: Real>(x: R) -> R {
    let (one, half) = (x.constant(1.0), x.constant(0.5));
    let size = x.clone().abs();
    let twice = size.clone().add(size.clone());
    let result = ln_1p(twice.div(one.sub(size))).mul(half);
    R::select(x.lt(&x.constant(0.0)), result.clone().neg(), result)
}

pub(super) fn erfc<R: Real>(x: R) -> R {
    x.constant(1.0).sub(x.erf())
}

pub(super) fn norm_cdf<R: Real>(x: R) -> R {
    let (half, scale) = (x.constant(0.5), x.constant(FRAC_1_SQRT_2));
    let erf = x.mul(scale).erf();
    erf.mul(half.clone()).add(half)
}

pub(super) fn norm_pdf<R: Real>(x: R) -> R {
    let (minus_half, scale) = (x.constant(-0.5), x.constant((2.0 * PI).sqrt().recip()));
    x.clone().mul(x).mul(minus_half).exp().mul(scale)
}

pub(super) fn exp_neg_square<R: Real>(x: R) -> R {
    x.clone().mul(x).neg().exp()
}

pub(super) fn hypot<R: Real>(a: R, b: R) -> R {
    let (a, b) = (a.abs(), b.abs());
    let (zero, one) = (a.constant(0.0), a.constant(1.0));
    let (long, short) = (a.clone().max(b.clone()), a.clone().min(b.clone()));
    let ratio = short.div(long.clone());
    let ratio = R::select(R::or(long.eq(&zero), long.gt(&long.largest())), zero, ratio);
    let length = long.clone().mul(ratio.clone().mul(ratio).add(one).sqrt());
    // An infinite side is longer than one that is no number.
    let infinite = a.constant(f64::INFINITY);
    R::select(R::or(a.eq(&infinite), b.eq(&infinite)), infinite, length)
}

pub(super) fn atan2<R: Real>(y: R, x: R) -> R {
    let (zero, one, pi) = (x.constant(0.0), x.constant(1.0), x.constant(PI));
    let (tall, wide) = (y.clone().abs(), x.clone().abs());
    let same = tall.eq(&wide);
    // 0/0 and ∞/∞: the angle is that of the signs.
    let ratio = R::select(R::and(same.clone(), tall.eq(&zero)), tall.clone(), tall.clone().div(wide));
    let ratio = R::select(R::and(same, tall.gt(&tall.largest())), one, ratio);
    let angle = atan(ratio);
    let x_sign = signum(x);
    let angle = R::select(x_sign.lt(&zero), pi.sub(angle.clone()), angle);
    let angle = angle.mul(signum(y));
    // A comparison with NaN is false; its sign tells.
    angle.add(x_sign.clone().sub(x_sign))
}
