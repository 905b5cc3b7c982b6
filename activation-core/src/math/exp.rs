//! In: a vector. Out: the exponential and what is made of one: exp, `exp_m1`, tanh, sigmoid. They must never give a NaN for
//! a number, nor flush a subnormal result: times x it may be a normal one.
//!
//! Method: x = k·ln 2 + r with |r| ≤ ½ ln 2 (Cody and Waite, ln 2 in two parts), eʳ − 1 by a polynomial, 2ᵏ by adding to the
//! exponent. All of the family share that reduction word for word, so that of several functions of one x the compiler
//! computes it once.

#![allow(clippy::inline_always)]

use fearless_simd::Simd;

use crate::lanes::{Bits, Format, Lanes, Mask};
use crate::real::Real;

/// What the exponential of a type needs.
pub struct Exp<T: 'static> {
    /// 1 / ln 2
    log2_e: T,
    /// ln 2
    ln_2: T,
    /// ln 2, rounded so that a whole number of them is exact.
    ln_2_high: T,
    /// ln 2 less that.
    ln_2_low: T,
    /// (eʳ − 1 − r) / r²
    polynomial: &'static [T],
    /// Up to here eˣ is 0, and from here on ∞.
    range: [T; 2],
    /// The greatest x with a finite exponential.
    overflow: T,
    /// A power of 2 by way of which 2ᵏ is reached: greater than the precision and a little, so that nothing is lost on the way.
    detour: T,
    /// Below `raised[0]` a tail is raised by `detour`: there it is nothing beside 1, even raised; at `raised[1]` nothing is left of it.
    raised: [T; 2],
    /// Below this, eˣ − 1 is −1.
    minus_one: T,
    /// (sinh(x) / x − 1) / x² in x², for x up to 1
    sine: &'static [T],
}

/// The table of a type.
pub trait Constants: Sized + 'static {
    /// The table.
    const EXP: Exp<Self>;
}

impl Constants for f32 {
    /// `tools/minimax/exp.sollya`: eʳ within 1.1e-8, eʳ − 1 within 2.6e-8, `sine` makes sinh within 8.8e-10.
    const EXP: Exp<f32> = Exp {
        log2_e: std::f32::consts::LOG2_E,
        ln_2: std::f32::consts::LN_2,
        ln_2_high: 0.693_359_4,
        ln_2_low: -2.121_944_4e-4,
        polynomial: &[0.5, 0.166_665_77, 4.166_646_3e-2, 8.363_295e-3, 1.393_535_3e-3],
        range: [-104.5, 90.0],
        overflow: 88.722_83,
        detour: 4_294_967_296.0,
        raised: [-70.0, -130.0],
        minus_one: -18.0,
        sine: &[0.166_666_67, 8.333_302e-3, 1.984_496_5e-4, 2.770_465e-6],
    };
}

impl Constants for f64 {
    /// `tools/minimax/exp.sollya`: eʳ within 2.4e-19, eʳ − 1 within 5.7e-19, `sine` makes sinh within 1.2e-18.
    const EXP: Exp<f64> = Exp {
        log2_e: std::f64::consts::LOG2_E,
        ln_2: std::f64::consts::LN_2,
        ln_2_high: 6.931_471_803_691_238e-1,
        ln_2_low: 1.908_214_929_270_587_7e-10,
        polynomial: &[
            0.5,
            0.166_666_666_666_666_7,
            4.166_666_666_666_668e-2,
            8.333_333_333_325_855e-3,
            1.388_888_888_887_694_8e-3,
            1.984_126_987_563_466_7e-4,
            2.480_158_734_257_167_3e-5,
            2.755_725_449_366_184_2e-6,
            2.755_725_681_705_352e-7,
            2.510_556_077_413_594_7e-8,
            2.092_042_536_769_065_5e-9,
        ],
        range: [-746.0, 711.0],
        overflow: 709.782_712_893_384,
        detour: 18_446_744_073_709_551_616.0,
        raised: [-650.0, -790.0],
        minus_one: -40.0,
        sine: &[
            0.166_666_666_666_666_66,
            8.333_333_333_333_541e-3,
            1.984_126_984_115_029e-4,
            2.755_731_924_470_264e-6,
            2.505_210_979_315_990_5e-8,
            1.605_823_803_464_609e-10,
            7.731_127_277_685_11e-13,
        ],
    };
}

/// eʳ − 1 from r.
#[inline(always)]
fn less_one_of_rest<S: Simd, T: Format>(r: Lanes<S, T>) -> Lanes<S, T> {
    r.polynomial(T::EXP.polynomial).mul_add(r * r, r)
}

/// x less k · ln 2, k being the whole number nearest to `sum` / ln 2; and k, in the last bits.
#[inline(always)]
fn remainder<S: Simd, T: Format>(x: Lanes<S, T>, sum: Lanes<S, T>) -> (Lanes<S, T>, Lanes<S, T>) {
    let table = &T::EXP;
    let shifted = sum.mul_add(x.splat(table.log2_e), x.splat(T::ROUNDING));
    let k = shifted - x.splat(T::ROUNDING);
    let r = k.mul_add(x.splat(-table.ln_2_high), x);
    (k.mul_add(x.splat(-table.ln_2_low), r), shifted)
}

/// eʳ − 1, and k as what is to be added to the bits of a number that is to be multiplied by 2ᵏ. `low` is added to x, unless it
/// is 0, without being rounded into it. Where x is beyond all exponents the result means nothing.
#[inline(always)]
fn reduce<S: Simd, T: Format>(x: Lanes<S, T>, low: T) -> (Lanes<S, T>, Bits<S, T>) {
    let (more, has_low) = (x.splat(low), low != T::ZERO);
    let (r, shifted) = remainder(x, if has_low { x + more } else { x });
    (less_one_of_rest(if has_low { r + more } else { r }), shifted.exponent_shift())
}

/// x within the range where eˣ is neither 0 nor ∞, and a little around it; NaN for NaN.
#[inline(always)]
fn within_range<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    x.at_least(T::EXP.range[0]).at_most(T::EXP.range[1])
}

/// 2ᵏ · (1 + m1), in two steps, so that subnormal results and overflow come by themselves.
#[inline(always)]
fn power<S: Simd, T: Format>(m1: Lanes<S, T>, shift: Bits<S, T>, is_negative: Mask<S, T>) -> Lanes<S, T> {
    let (up, down) = (m1.splat(T::EXP.detour), m1.splat(T::ONE / T::EXP.detour));
    let (first, second) = (Lanes::select(is_negative, up, down), Lanes::select(is_negative, down, up));
    by_detour(m1, shift, first, second)
}

/// 2ᵏ · (1 + m1) by way of 2ᵏ · first, which is an ordinary number; second is 1 / first.
#[inline(always)]
fn by_detour<S: Simd, T: Format>(
    m1: Lanes<S, T>,
    shift: Bits<S, T>,
    first: Lanes<S, T>,
    second: Lanes<S, T>,
) -> Lanes<S, T> {
    let scale = first.shift_exponent(shift);
    m1.mul_add(scale, scale) * second
}

/// eˣ
#[inline(always)]
pub(crate) fn exp<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (m1, shift) = reduce(within_range(x), T::ZERO);
    power(m1, shift, x.below(x.splat(T::ZERO)))
}

/// eᵘ for u ≤ 0, NaN for NaN: needs less care than [`exp`].
#[inline(always)]
pub(crate) fn decay<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let (m1, shift) = reduce(u.at_least(T::EXP.range[0]), T::ZERO);
    by_detour(m1, shift, u.splat(T::EXP.detour), u.splat(T::ONE / T::EXP.detour))
}

/// scale · exp(−factor · a²) as (1 + m) · power · lower, in that order m, power, lower: power is an ordinary number although
/// the result may be subnormal. For 0 ≤ a with an exponent within [`Exp::range`]; factor is a power of 2, and the square is not
/// rounded, which would cost hundreds of ULP.
#[inline(always)]
pub(crate) fn decay_of_square<S: Simd, T: Format>(
    a: Lanes<S, T>,
    factor: T,
    scale: T,
) -> (Lanes<S, T>, Lanes<S, T>, T) {
    let table = &T::EXP;
    let shifted = (a * a).mul_add(a.splat(-factor * table.log2_e), a.splat(T::ROUNDING));
    let k = shifted - a.splat(T::ROUNDING);
    let r = a.mul_add_exact(a * a.splat(-factor), k * a.splat(-table.ln_2_high));
    let r = k.mul_add(a.splat(-table.ln_2_low), r);
    let power = a.splat(scale * table.detour).shift_exponent(shifted.exponent_shift());
    (less_one_of_rest(r), power, T::ONE / table.detour)
}

/// eˣ − 1 from what [`reduce`] gives: 2 · (2ᵏ⁻¹ · (eʳ − 1) + (2ᵏ⁻¹ − ½)), which neither cancels nor overflows early.
#[inline(always)]
fn less_one<S: Simd, T: Format>(m1: Lanes<S, T>, shift: Bits<S, T>) -> Lanes<S, T> {
    let half = m1.splat(T::HALF);
    let scale = half.shift_exponent(shift);
    let value = m1.mul_add(scale, scale - half);
    value + value
}

/// eˣ − 1.
#[inline(always)]
pub(crate) fn exp_m1<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    // As `exp` has it, so that both of one x cost one reduction.
    let (m1, shift) = reduce(within_range(x), T::ZERO);
    let value = less_one(m1, shift);
    let value = Lanes::select(x.below(x.splat(T::EXP.minus_one)), x.splat(-T::ONE), value);
    // The sum above has lost the sign of a zero.
    Lanes::select(x.above(x.splat(T::EXP.overflow)), x.splat(T::INFINITY), value).copysign(x)
}

/// 2ˣ: k is the whole number nearest to x, and r = (x − k) · ln 2.
#[inline(always)]
pub(crate) fn exp2<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    exp2_sum(x, None)
}

/// 2 to the power of x + low, a sum that need not be rounded; |low| at most ½.
#[inline(always)]
pub(crate) fn exp2_sum<S: Simd, T: Format>(x: Lanes<S, T>, low: Option<Lanes<S, T>>) -> Lanes<S, T> {
    let table = &T::EXP;
    let x = x.at_least(table.range[0] * table.log2_e).at_most(table.range[1] * table.log2_e);
    let rounding = x.splat(T::ROUNDING);
    let shifted = if let Some(low) = low { x + low } else { x } + rounding;
    let rest = x - (shifted - rounding);
    let r = if let Some(low) = low { rest + low } else { rest } * x.splat(table.ln_2);
    power(less_one_of_rest(r), shifted.exponent_shift(), x.below(x.splat(T::ZERO)))
}

/// e to the power of |x| − ln 2, which overflows where cosh does.
#[inline(always)]
fn half_exp<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (m1, shift) = reduce(within_range(x.abs()), -T::EXP.ln_2);
    by_detour(m1, shift, x.splat(T::ONE / T::EXP.detour), x.splat(T::EXP.detour))
}

/// cosh(x) = h + ¼ / h, h = exp(|x|) / 2
#[inline(always)]
pub(crate) fn cosh<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let h = half_exp(x);
    h + x.splat(T::HALF * T::HALF) / h
}

/// sinh(x) = h − ¼ / h with the sign of x; near 0 a polynomial.
#[inline(always)]
pub(crate) fn sinh<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let h = half_exp(x);
    let far = (h - x.splat(T::HALF * T::HALF) / h).copysign(x);
    let z = x * x;
    let near = (z * x).mul_add(z.polynomial(T::EXP.sine), x);
    Lanes::select(x.abs().below(x.splat(T::ONE)), near, far)
}

/// 4 · E, 4 · (1 − E) and 4 · (1 + E) for E = exp(−2|x|), each rounded once; E is not 0 where it should be. The 4 keeps E an
/// ordinary number as long as sech² is one.
#[inline(always)]
fn hyperbolic<S: Simd, T: Format>(x: Lanes<S, T>) -> [Lanes<S, T>; 3] {
    let (size, four) = (x.abs(), x.splat(T::TWO * T::TWO));
    let (m1, shift) = reduce((size * x.splat(-T::TWO)).at_least(-T::EXP.overflow), T::ZERO);
    let scale = four.shift_exponent(shift);
    [m1.mul_add(scale, scale), (-m1).mul_add(scale, four - scale), m1.mul_add(scale, four + scale)]
}

/// tanh(x) = (1 − E) / (1 + E) with the sign of x, E = exp(−2|x|)
#[inline(always)]
pub(crate) fn tanh<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let [_, difference, sum] = hyperbolic(x);
    (difference / sum).copysign(x)
}

/// 1 − tanh(x)² = 4E / (1 + E)², 0 where that is subnormal.
#[inline(always)]
pub(crate) fn sech_square<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let [raised, _, sum] = hyperbolic(x);
    let value = raised * x.splat(T::TWO * T::TWO * T::TWO * T::TWO) / (sum * sum);
    // What the sum lost counts twice. It weighs most where the sum is near 4.
    let lost = raised - (sum - x.splat(T::TWO * T::TWO));
    let value = (value * lost).mul_add(x.splat(-T::HALF), value);
    let is_beyond = x.abs().above(x.splat(T::EXP.overflow * T::HALF));
    Lanes::select(is_beyond, x.splat(T::ZERO), value)
}

/// exp(−|x|)
#[inline(always)]
pub(crate) fn exp_neg_abs<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    decay(-x.abs())
}

/// 1 / (1 + e⁻ˣ), of which t = exp(−|x|) is the tail.
#[inline(always)]
pub(crate) fn sigmoid<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    sigmoid_of_tail(x, exp_neg_abs(x))
}

/// 1 / (1 + t) for t from 0 to 2: s = 1 / (1 + t) once more as 1 − t · s. Of the errors of sum and quotient t is left, and t is
/// least where they would weigh most.
#[inline(always)]
pub(crate) fn recip_1p_of_unit<S: Simd, T: Format>(t: Lanes<S, T>) -> Lanes<S, T> {
    let one = t.splat(T::ONE);
    (-t).mul_add(one / (one + t), one)
}

/// n / (1 + t), n = (x < 0 ? t : 1), as [`recip_1p_of_unit`] has it.
#[inline(always)]
fn sigmoid_of_tail<S: Simd, T: Format>(x: Lanes<S, T>, tail: Lanes<S, T>) -> Lanes<S, T> {
    let one = x.splat(T::ONE);
    let top = Lanes::select(x.below(x.splat(T::ZERO)), tail, one);
    (-tail).mul_add(top / (one + tail), top)
}

/// A rest of a rounding; 0 for what is none, as at the ends of the line. (With more than ½, an exponent that was cut to the
/// table's range could leave it.)
#[inline(always)]
fn small<S: Simd, T: Format>(rest: Lanes<S, T>) -> Lanes<S, T> {
    Lanes::select(rest.abs().below(rest.splat(T::HALF)), rest, rest.splat(T::ZERO))
}

/// [`reduce`] of x + rest, a sum that is not rounded.
#[inline(always)]
fn reduce_sum<S: Simd, T: Format>(x: Lanes<S, T>, rest: Lanes<S, T>) -> (Lanes<S, T>, Bits<S, T>) {
    let (r, shifted) = remainder(x, x);
    (less_one_of_rest(r + small(rest)), shifted.exponent_shift())
}

/// e to the power of x + rest.
#[inline(always)]
pub(crate) fn exp_sum<S: Simd, T: Format>(x: Lanes<S, T>, rest: Lanes<S, T>) -> Lanes<S, T> {
    let (m1, shift) = reduce_sum(within_range(x), rest);
    power(m1, shift, x.below(x.splat(T::ZERO)))
}

/// exp(−|x + rest|)
#[inline(always)]
pub(crate) fn exp_neg_abs_sum<S: Simd, T: Format>(x: Lanes<S, T>, rest: Lanes<S, T>) -> Lanes<S, T> {
    let rest = Lanes::select(x.below(x.splat(T::ZERO)), rest, -rest);
    let (m1, shift) = reduce_sum((-x.abs()).at_least(T::EXP.range[0]), rest);
    by_detour(m1, shift, x.splat(T::EXP.detour), x.splat(T::ONE / T::EXP.detour))
}

/// [`sigmoid`] of x + rest.
#[inline(always)]
pub(crate) fn sigmoid_sum<S: Simd, T: Format>(x: Lanes<S, T>, rest: Lanes<S, T>) -> Lanes<S, T> {
    sigmoid_of_tail(x, exp_neg_abs_sum(x, rest))
}

/// exp(−|x|), raised by [`Exp::detour`] where x is below `raised[0]`, and 0 from `raised[1]` on, where its product with a factor
/// below that is subnormal or 0 anyway.
#[inline(always)]
pub(crate) fn exp_neg_abs_raised<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (m1, shift) = reduce((-x.abs()).at_least(T::EXP.raised[1]), T::ZERO);
    raise(x, m1, shift)
}

/// [`exp_neg_abs_raised`] of x + rest.
#[inline(always)]
pub(crate) fn exp_neg_abs_sum_raised<S: Simd, T: Format>(x: Lanes<S, T>, rest: Lanes<S, T>) -> Lanes<S, T> {
    let rest = Lanes::select(x.below(x.splat(T::ZERO)), rest, -rest);
    let (m1, shift) = reduce_sum((-x.abs()).at_least(T::EXP.raised[1]), rest);
    raise(x, m1, shift)
}

/// 2ᵏ · (1 + m1), raised if x says so.
#[inline(always)]
fn raise<S: Simd, T: Format>(x: Lanes<S, T>, m1: Lanes<S, T>, shift: Bits<S, T>) -> Lanes<S, T> {
    let (detour, back) = (T::EXP.detour, T::ONE / T::EXP.detour);
    let second = Lanes::select(x.below(x.splat(T::EXP.raised[0])), x.splat(back), x.splat(back * back));
    by_detour(m1, shift, x.splat(detour * detour), second)
}

/// 1 / what [`exp_neg_abs_raised`] raises by.
#[inline(always)]
pub(crate) fn exp_lowering<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let is_raised = x.below(x.splat(T::EXP.raised[0]));
    Lanes::select(is_raised, x.splat(T::ONE / T::EXP.detour), x.splat(T::ONE))
}
