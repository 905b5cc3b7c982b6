//! In: a vector. Out: the error function and the normal distribution: erf, erfc, `norm_cdf`, `norm_pdf`, `exp_neg_square`.
//! They must never lose the tails: GELU and its derivative live there.
//!
//! Method: the tail without its exponential, (a + K) · exp(a²) · erfc(a), is a smooth function that changes little from 0 to ∞,
//! and a polynomial in a variable that is linear in 1 / (a + K) is close to it (after Shepherd and Laframboise, "Chebyshev
//! approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", 1981; the polynomials are our own, `tools/minimax/erf.sollya`). The
//! square in the exponent is exact, and the rounding errors of a + K and of the quotient are put back: each would cost about an
//! ULP. erf near 0 by a polynomial in x².
#![allow(clippy::inline_always)]

mod table;

use fearless_simd::Simd;

use super::exp::decay_of_square;
use crate::lanes::{Format, Lanes, Mask};
use crate::real::Real;
pub(crate) use table::Constants;
use table::Side;

/// The tail of one side, erfc(a) or ½ · erfc(a / √2), times a power of 2 by which it is not subnormal; and the other power,
/// which takes it back. For 0 ≤ a ≤ `side.end`; factor is 1 or ½.
///
/// value = 2ᵏ · (1 + m) · ½ · t · (1 + η), of which (1 + m) · (1 + η) − 1 is summed first, so that one rounding is to full size.
/// d − K is exact, K having few bits, and so is the error of d then; the value changes with t about as t does.
#[inline(always)]
fn raised_tail<S: Simd, T: Format>(a: Lanes<S, T>, side: &'static Side<T>, factor: T) -> (Lanes<S, T>, T) {
    let (middle, top, one) = (a.splat(side.middle), a.splat(side.top), a.splat(T::ONE));
    let (m, power, lower) = decay_of_square(a, factor, T::HALF);
    let d = a + middle;
    let t = top / d;
    let q = t.mul_add(a.splat(-side.slope), one);
    let lost = (-t).mul_add((middle - d) + a, (-t).mul_add_exact(d, top));
    let eta = q.mul_add(q.polynomial(side.tail), lost * a.splat(side.weight));
    let sum = eta.mul_add(m, eta + m);
    // t · power: the multipliers are what there is least of.
    let t = t.shift_exponent(power.bits() - one.bits());
    (t.mul_add(sum, t), lower)
}

/// The error function.
#[inline(always)]
pub(crate) fn erf<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (table, side) = (T::ERF, &T::ERF.plain);
    let size = x.abs().at_most(side.end);
    let (tail, lower) = raised_tail(size, side, T::ONE);
    let far = tail.mul_add(x.splat(-lower), x.splat(T::ONE)).copysign(x);
    Lanes::select(size.below(x.splat(table.far)), near_zero(x), far)
}

/// The error function near 0.
#[inline(always)]
fn near_zero<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    (x * x).polynomial(T::ERF.near).mul_add(x, x)
}

/// tail · lower, or all − tail · lower where it is of the other side.
#[inline(always)]
fn one_side<S: Simd, T: Format>(tail: Lanes<S, T>, is_other: Mask<S, T>, all: T, lower: T) -> Lanes<S, T> {
    let factor = Lanes::select(is_other, tail.splat(-lower), tail.splat(lower));
    tail.mul_add(factor, Lanes::select(is_other, tail.splat(all), tail.splat(T::ZERO)))
}

/// 1 − erf(x), accurate in the right tail.
#[inline(always)]
pub(crate) fn erfc<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let side = &T::ERF.plain;
    let (tail, lower) = raised_tail(x.abs().at_most(side.end), side, T::ONE);
    let far = one_side(tail, x.below(x.splat(T::ZERO)), T::TWO, lower);
    let is_near = x.abs().below(x.splat(T::HALF * T::HALF));
    Lanes::select(is_near, x.splat(T::ONE) - near_zero(x), far)
}

/// The distribution of the standard normal.
#[inline(always)]
pub(crate) fn norm_cdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let side = &T::ERF.normal;
    let (tail, lower) = raised_tail(u.abs().at_most(side.end), side, T::HALF);
    one_side(tail, u.above(u.splat(T::ZERO)), T::ONE, lower)
}

/// u · Φ(u), which is a normal number where Φ(u) no longer is one.
#[inline(always)]
pub(crate) fn times_norm_cdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let side = &T::ERF.normal;
    let size = u.abs().at_most(side.end);
    let (tail, lower) = raised_tail(size, side, T::HALF);
    let is_right = u.above(u.splat(T::ZERO));
    let factor = Lanes::select(is_right, u.splat(-lower), u.splat(lower));
    // −0 is nothing to any sum.
    (size.copysign(u) * tail).mul_add(factor, Lanes::select(is_right, u, u.splat(-T::ZERO)))
}

/// By what the tails are multiplied after all: nothing where they are raised, 0 where nothing is left of them.
#[inline(always)]
fn lower_unless_raised<S: Simd, T: Format>(u: Lanes<S, T>, lower: T) -> Lanes<S, T> {
    let factor = Lanes::select(u.below(u.splat(T::ERF.raised)), u.splat(T::ONE), u.splat(lower));
    Lanes::select(u.below(u.splat(-T::ERF.normal.end)), u.splat(T::ZERO), factor)
}

/// Φ(u), raised on the left: see [`norm_lowering`].
#[inline(always)]
pub(crate) fn norm_cdf_raised<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let side = &T::ERF.normal;
    let (tail, lower) = raised_tail(u.abs().at_most(side.end), side, T::HALF);
    let is_right = u.above(u.splat(T::ZERO));
    let factor = Lanes::select(is_right, u.splat(-lower), lower_unless_raised(u, lower));
    tail.mul_add(factor, Lanes::select(is_right, u.splat(T::ONE), u.splat(T::ZERO)))
}

/// The density, raised on the left as [`norm_cdf_raised`] is.
#[inline(always)]
pub(crate) fn norm_pdf_raised<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let (m, power, lower) = decay_of_square(u.abs().at_most(T::ERF.normal.end), T::HALF, T::ERF.density);
    m.mul_add(power, power) * lower_unless_raised(u, lower)
}

/// 1 / what [`norm_cdf_raised`] is raised by.
#[inline(always)]
pub(crate) fn norm_lowering<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    Lanes::select(u.below(u.splat(T::ERF.raised)), u.splat(T::ERF.lower), u.splat(T::ONE))
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
