//! In: a vector. Out: the error function and the normal distribution: erf, erfc, `norm_cdf`, `norm_pdf`, `exp_neg_square`.
//! They must never lose the tails: GELU and its derivative live there.
//!
//! Method: near 0 by a polynomial in the square. From there to ∞ the tail without its exponential, (a + K) · exp(a²) · erfc(a),
//! is a smooth function between two neighbouring powers of 2, and a polynomial in a variable that is linear in 1 / (a + K) is
//! close to it (after Shepherd and Laframboise, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", 1981; the
//! polynomials are our own, `tools/minimax/erf.sollya`). The square in the exponent is exact, and the rounding errors of a + K
//! and of the quotient are put back: each would cost about an ULP.
#![allow(clippy::inline_always)]

mod table;

use fearless_simd::Simd;

use super::exp::decay_of_square;
use crate::lanes::{Format, Lanes};
use crate::real::Real;
pub(crate) use table::Constants;
use table::Side;

/// The tail of one side, ½ · erfc(√factor · a) or erfc, times a power of 2 by which no tail is subnormal; and the other power,
/// which takes it back. For `side.first` ≤ a ≤ `side.end`; factor is ½ or 1.
///
/// value = 2ᵏ · (1 + m) · ½ · t · (1 + η), of which (1 + m) · (1 + η) − 1 is summed first, so that one rounding is to full size.
/// d − K is exact, K having few bits, so the error of d is; 1 + η depends on t as 1 / t does, so what t lacks is added to η.
#[inline(always)]
fn raised_tail<S: Simd, T: Format>(a: Lanes<S, T>, side: &'static Side<T>, factor: T) -> (Lanes<S, T>, T) {
    let (middle, top, one) = (a.splat(side.middle), a.splat(side.top), a.splat(T::ONE));
    let (m, power, lower) = decay_of_square(a, factor, T::HALF);
    let d = a + middle;
    let t = top / d;
    let q = t.mul_add(a.splat(-side.slope), one);
    let lost = (-t).mul_add(a - (d - middle), (-t).mul_add_exact(d, top));
    let eta = q.mul_add(q.polynomial(side.far), lost);
    let sum = eta.mul_add(m, eta + m);
    let t = t * power;
    (t.mul_add(sum, t), lower)
}

/// erf(x) for |x| < `first`
#[inline(always)]
fn near<S: Simd, T: Format>(x: Lanes<S, T>, size: Lanes<S, T>) -> Lanes<S, T> {
    (size * size).polynomial(T::ERF.plain.near).mul_add(x, x)
}

/// The error function.
#[inline(always)]
pub(crate) fn erf<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let side = &T::ERF.plain;
    let size = x.abs().at_most(side.end);
    let (tail, lower) = raised_tail(size, side, T::ONE);
    let far = tail.mul_add(x.splat(-lower), x.splat(T::ONE)).copysign(x);
    Lanes::select(size.below(x.splat(side.first)), near(x, size), far)
}

/// 1 − erf(x), accurate in the right tail.
#[inline(always)]
pub(crate) fn erfc<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (side, one) = (&T::ERF.plain, x.splat(T::ONE));
    let size = x.abs().at_most(side.end);
    let (tail, lower) = raised_tail(size, side, T::ONE);
    let left = tail.mul_add(x.splat(-lower), x.splat(T::TWO));
    let far = Lanes::select(x.below(x.splat(T::ZERO)), left, tail * x.splat(lower));
    Lanes::select(size.below(x.splat(side.first)), one - near(x, size), far)
}

/// The distribution of the standard normal.
#[inline(always)]
pub(crate) fn norm_cdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let (side, half) = (&T::ERF.normal, u.splat(T::HALF));
    let size = u.abs().at_most(side.end);
    let (tail, lower) = raised_tail(size, side, T::HALF);
    let right = tail.mul_add(u.splat(-lower), u.splat(T::ONE));
    let far = Lanes::select(u.above(u.splat(T::ZERO)), right, tail * u.splat(lower));
    let near = (size * size).polynomial(side.near).mul_add(u, half);
    Lanes::select(size.below(u.splat(side.first)), near, far)
}

/// The density of the standard normal, exp(−u²/2) / √(2π).
#[inline(always)]
pub(crate) fn norm_pdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let (m, power, lower) = decay_of_square(u.abs().at_most(T::ERF.normal.end), T::HALF, T::ERF.density);
    m.mul_add(power, power) * u.splat(lower)
}

/// exp(−u²)
#[inline(always)]
pub(crate) fn exp_neg_square<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let (m, power, lower) = decay_of_square(u.abs().at_most(T::ERF.plain.end), T::ONE, T::ONE);
    m.mul_add(power, power) * u.splat(lower)
}
