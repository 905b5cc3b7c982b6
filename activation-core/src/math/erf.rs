//! In: a vector. Out: the error function and the normal distribution: erf, erfc, `norm_cdf`, `norm_pdf`, `exp_neg_square`.
//! They must never lose the tails: GELU and its derivative live there.
//!
//! Method: erf near 0 by a polynomial in x². From 0 to ∞, (1 + 2a) · exp(a²) · erfc(a) is a smooth function that stays between
//! 1 and 1.3, and a polynomial in q = (a − K) / (a + K) is close to it (Shepherd and Laframboise, "Chebyshev approximation of
//! (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞", 1981; the polynomials are our own, `tools/minimax/erf.sollya`). The square in the
//! exponent is taken in two parts, as the rounding of one part would cost hundreds of ULP.
#![allow(clippy::inline_always)]

use fearless_simd::{Simd, SimdFloatElement};

use super::exp::decay_sum;
use crate::lanes::{Format, Lanes};
use crate::real::Real;

/// What the error function of a type needs.
pub struct Erf<T: SimdFloatElement + 'static> {
    /// erf(x) / x − 1 in x², for |x| < 1
    near: &'static [T],
    /// (1 + 2a) · exp(a²) · erfc(a) in q
    far: &'static [T],
    /// K
    middle: T,
    /// From here on erfc is 0.
    end: T,
    /// 1 / √2 and 1 / √(2π)
    roots: [T; 2],
    /// The bits of the upper half of a number, whose square is exact.
    upper: T::Bits,
}

/// The table of a type.
pub trait Constants: SimdFloatElement + 'static {
    /// The table.
    const ERF: Erf<Self>;
}

impl Constants for f32 {
    /// `near` within 8.6e-10, `far` within 2.1e-8.
    const ERF: Erf<f32> = Erf {
        near: &[
            1.283_791_7e-1,
            -3.761_263_5e-1,
            1.128_374_34e-1,
            -2.686_355e-2,
            5.216_406e-3,
            -8.423_232_4e-4,
            1.085_878_2e-4,
            -8.577_988e-6,
        ],
        far: &[
            1.276_978_4,
            -9.276_399e-2,
            -1.660_308_4e-1,
            1.640_556e-1,
            -5.420_879_3e-2,
            -8.062_224e-3,
            8.644_311e-3,
            1.321_738_5e-3,
            -1.241_784_2e-3,
            -4.098_622_6e-4,
        ],
        middle: 2.0,
        end: 10.2,
        roots: [std::f32::consts::FRAC_1_SQRT_2, 0.398_942_3],
        upper: 0xffff_f000,
    };
}

impl Constants for f64 {
    /// `near` within 1.1e-17, `far` within 4.2e-17.
    const ERF: Erf<f64> = Erf {
        near: &[
            0.128_379_167_095_512_6,
            -0.376_126_389_031_839_26,
            0.112_837_916_709_623_33,
            -0.026_866_170_646_530_792,
            0.005_223_977_640_832_742,
            -0.000_854_832_808_661_020_9,
            0.000_120_553_820_449_223_96,
            -1.492_722_024_733_296_5e-5,
            1.649_766_541_279_761_8e-6,
            -1.693_961_787_855_781e-7,
            2.136_420_250_460_552_5e-8,
            -6.412_059_641_440_843e-9,
            2.789_058_055_236_192_3e-9,
            -8.356_806_413_332_647e-10,
            1.146_926_224_049_324_3e-10,
        ],
        far: &[
            1.232_995_118_625_552_6,
            -0.139_621_116_840_562_86,
            0.015_379_652_102_614_6,
            0.068_097_054_254_733_18,
            -0.101_039_066_036_129_01,
            0.093_732_834_996_955_85,
            -0.066_330_365_815_18,
            0.037_167_515_559_527_756,
            -0.016_197_734_026_774_498,
            0.005_031_969_785_669_698,
            -0.000_757_773_510_823_038_4,
            -0.000_199_255_685_130_008_38,
            0.000_150_622_787_189_979_5,
            -2.440_251_457_849_812_3e-5,
            -1.122_584_273_124_974_5e-5,
            5.716_383_572_416_193e-6,
            3.024_815_136_595_756_4e-7,
            -8.330_703_746_315_9e-7,
            6.225_643_607_278_818e-8,
            1.137_395_495_190_270_6e-7,
            -7.935_421_609_709_444e-9,
            -1.314_553_598_023_169_2e-8,
            -1.622_421_002_814_421_6e-9,
        ],
        middle: 4.0,
        end: 27.4,
        roots: [std::f64::consts::FRAC_1_SQRT_2, 0.398_942_280_401_432_7],
        upper: 0xffff_ffff_f800_0000,
    };
}

/// exp(−factor · u²), where factor is ½ or 1 and |u| at most about 40.
#[inline(always)]
fn gaussian<S: Simd, T: Format>(u: Lanes<S, T>, factor: T) -> Lanes<S, T> {
    let upper = Lanes::from_bits(u.bits() & T::ERF.upper);
    let factor = u.splat(-factor);
    decay_sum(upper * upper * factor, Some((u - upper) * (u + upper) * factor))
}

/// exp(a²) · erfc(a) for a ≥ 0.
#[inline(always)]
fn scaled<S: Simd, T: Format>(a: Lanes<S, T>) -> Lanes<S, T> {
    let middle = a.splat(T::ERF.middle);
    let q = (a - middle) / (a + middle);
    q.polynomial(T::ERF.far) / (a + a + a.splat(T::ONE))
}

/// erf(x) for |x| < 1
#[inline(always)]
fn near<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    (x * x).polynomial(T::ERF.near).mul_add(x, x)
}

/// erfc(|x|)
#[inline(always)]
fn right<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let size = x.abs().at_most(T::ERF.end);
    gaussian(size, T::ONE) * scaled(size)
}

/// The error function.
#[inline(always)]
pub(crate) fn erf<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let one = x.splat(T::ONE);
    let far = (one - right(x)).copysign(x);
    Lanes::select(x.abs().below(one), near(x), far)
}

/// 1 − erf(x), accurate in the right tail.
#[inline(always)]
pub(crate) fn erfc<S: Simd, T: Format>(x: Lanes<S, T>) -> Lanes<S, T> {
    let (right, one) = (right(x), x.splat(T::ONE));
    let far = Lanes::select(x.below(x.splat(T::ZERO)), x.splat(T::TWO) - right, right);
    Lanes::select(x.abs().below(x.splat(T::HALF)), one - near(x), far)
}

/// The distribution of the standard normal, ½ · erfc(−u / √2): the exponent is −u²/2, which is not rounded.
#[inline(always)]
pub(crate) fn norm_cdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let size = u.abs().at_most(T::ERF.end * (T::ONE + T::HALF));
    let tail = gaussian(size, T::HALF) * scaled(size * u.splat(T::ERF.roots[0])) * u.splat(T::HALF);
    let far = Lanes::select(u.above(u.splat(T::ZERO)), u.splat(T::ONE) - tail, tail);
    let (half, v) = (u.splat(T::HALF), u * u.splat(T::ERF.roots[0]));
    Lanes::select(v.abs().below(half), near(v).mul_add(half, half), far)
}

/// The density of the standard normal, exp(−u²/2) / √(2π).
#[inline(always)]
pub(crate) fn norm_pdf<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    let size = u.abs().at_most(T::ERF.end * (T::ONE + T::HALF));
    gaussian(size, T::HALF) * u.splat(T::ERF.roots[1])
}

/// exp(−u²)
#[inline(always)]
pub(crate) fn exp_neg_square<S: Simd, T: Format>(u: Lanes<S, T>) -> Lanes<S, T> {
    gaussian(u.abs().at_most(T::ERF.end), T::ONE)
}
