//! In: lanes. Out: [`Softmax`], [`Softmin`], [`LogSoftmax`] of them, and their gradients. It must never overflow, whatever the
//! numbers, nor lose the tail of a distribution that is nearly certain.
#![allow(clippy::inline_always)]

use super::Float;
use super::pack::Pack;
use super::tile::{Operation, Pass, Tile};
use crate::real::Real;

/// eˣ divided by the sum of all eˣ along the axis: a probability distribution.
///
/// The gradient of the input is y · (g − Σ g y), from the output y. It keeps its digits where one probability is nearly 1
/// and that difference would be 0.
///
/// # Numerics
///
/// The greatest x is subtracted from all, so nothing overflows, and a difference of 105 (in `f32`; 746 in `f64`) or more is a
/// probability of 0. A single +∞ is 1 and everything else 0, which is the limit. Where there is none, the lane is NaN: two
/// +∞, a lane of nothing but −∞ (of at least two), or a NaN.
///
/// ```
/// use activation_core::axis::{AxisLayer, Softmax};
/// use ndarray::{Axis, array};
///
/// let mut layer = AxisLayer::new(Softmax, Axis(1));
/// let output = layer.forward(&array![[0.0_f64, 0.0], [1000.0, 999.0]])?;
/// assert_eq!(output[[0, 0]], 0.5);
/// assert!((output[[1, 0]] - 0.731_058_578_630_004_9).abs() < 1e-15);
/// let delta = layer.backward(&array![[1.0, 0.0], [1.0, 1.0]])?;
/// assert_eq!(delta[[0, 0]], 0.25);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softmax;

/// The softmax of −x, as `PyTorch` has it: the least number gets the greatest share. Otherwise as [`Softmax`].
///
/// ```
/// use activation_core::axis::{AxisLayer, Softmin};
/// use ndarray::{Axis, array};
///
/// let layer = AxisLayer::new(Softmin, Axis(0));
/// assert_eq!(layer.infer(&array![0.0_f32, f32::INFINITY, 0.0])?, array![0.5, 0.0, 0.5]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Softmin;

/// The logarithm of the softmax: x − ln Σ eˣ.
///
/// The gradient of the input is g − eʸ Σ g, from the output y.
///
/// # Numerics
///
/// Stable as [`Softmax`], and with its limits: the logarithm of a single +∞'s probability is 0, the others' is −∞. The
/// logarithm of a probability near 1 keeps all its digits, and so does the gradient there (1 − eʸ is computed as one): where
/// a softmax is as good as certain, `PyTorch` gives 0 for both.
///
/// ```
/// use activation_core::axis::{AxisLayer, LogSoftmax};
/// use ndarray::{Axis, array};
///
/// let mut layer = AxisLayer::new(LogSoftmax, Axis(0));
/// let output = layer.forward(&array![30.0_f32, 0.0])?;
/// assert_eq!(output[0], -9.357_623e-14);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSoftmax;

/// x less the greatest x, which is 0 for that one even if it is infinite.
#[inline(always)]
pub(super) fn below_greatest<T, P: Pack<T>>(x: P, greatest: P) -> P {
    P::select(x.eq(&greatest), x.constant(0.0), x.sub(greatest))
}

/// NaN for what has no limit: an infinite greatest number, and not just one of it.
#[inline(always)]
pub(super) fn limit<T: Float>(value: T, greatest: T, count: T) -> T {
    let is_infinite = Real::eq(&Real::abs(greatest), &T::INFINITY);
    if is_infinite && Real::ne(&count, &T::ONE) { T::from_f64(f64::NAN) } else { value }
}

/// x → eˣ / Σ eˣ, or that of −x.
pub(super) struct Exponentials<const NEGATIVE: bool>;

impl<const NEGATIVE: bool> Operation for Exponentials<NEGATIVE> {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        let mut lanes = [tile.greatest(NEGATIVE), [T::ZERO; B]];
        let sums = tile.pass(&Powers::<NEGATIVE>, &lanes)[0];
        let [greatest, factors] = &mut lanes;
        for ((factor, &greatest), &sum) in factors.iter_mut().zip(&*greatest).zip(&sums) {
            *factor = T::ONE / limit(sum, greatest, sum);
        }
        tile.pass(&Scaled, &lanes);
    }
}

/// exp(x − greatest), and the sum of it.
struct Powers<const NEGATIVE: bool>;

impl<const NEGATIVE: bool> Pass for Powers<NEGATIVE> {
    const KEPT: bool = false;
    const WRITES: bool = true;
    const SUMS: usize = 1;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [greatest, _]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        let power = below_greatest(if NEGATIVE { x.neg() } else { x }, greatest).decay();
        (power, [power; 2])
    }
}

/// x times the lane's second number.
struct Scaled;

impl Pass for Scaled {
    const KEPT: bool = false;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [_, factor]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        (x.mul(factor), [x; 2])
    }
}

/// g → y · (g − Σ g y), or the negative.
pub(super) struct Centre<const NEGATIVE: bool>;

impl<const NEGATIVE: bool> Operation for Centre<NEGATIVE> {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        // Measured from the g of a probability near 1, if there is one, the sum has no term that all others drown in.
        let references = tile.pass(&Reference, &[[T::ZERO; B]; 2])[0];
        let sums = tile.pass(&Products, &[references, [T::ZERO; B]])[0];
        tile.pass(&Centred::<NEGATIVE>, &[references, sums]);
    }
}

/// The sum of g where y is so great that no other can be.
struct Reference;

impl Pass for Reference {
    const KEPT: bool = true;
    const WRITES: bool = false;
    const SUMS: usize = 1;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, _: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        (g, [P::select(y.gt(&y.constant(0.625)), g, g.constant(0.0)); 2])
    }
}

/// The sum of (g − reference) · y.
struct Products;

impl Pass for Products {
    const KEPT: bool = true;
    const WRITES: bool = false;
    const SUMS: usize = 1;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [reference, _]: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        (g, [g.sub(reference).mul(y); 2])
    }
}

/// y · ((g − reference) − sum)
struct Centred<const NEGATIVE: bool>;

impl<const NEGATIVE: bool> Pass for Centred<NEGATIVE> {
    const KEPT: bool = true;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [reference, sum]: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        let centred = g.sub(reference).sub(sum);
        (y.mul(if NEGATIVE { centred.neg() } else { centred }), [g; 2])
    }
}

/// x → x − ln Σ eˣ
pub(super) struct Logarithms;

impl Operation for Logarithms {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        let mut lanes = [tile.greatest(false), [T::ZERO; B]];
        let [rests, counts] = tile.pass(&Rest, &lanes);
        let [greatest, logarithms] = &mut lanes;
        for (((logarithm, &greatest), &rest), &count) in logarithms.iter_mut().zip(&*greatest).zip(&rests).zip(&counts)
        {
            // The greatest one's own power is the 1 of ln(1 + u), so that a small u is not lost.
            *logarithm = limit((rest + (count - T::ONE)).ln_1p(), greatest, count);
        }
        tile.pass(&Shifted, &lanes);
    }
}

/// The sum of exp(x − greatest) but for the greatest, and how many of that there are.
struct Rest;

impl Pass for Rest {
    const KEPT: bool = false;
    const WRITES: bool = false;
    const SUMS: usize = 2;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [greatest, _]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        let (zero, one, is_greatest) = (x.constant(0.0), x.constant(1.0), x.eq(&greatest));
        let power = x.sub(greatest).decay();
        (x, [P::select(is_greatest.clone(), zero, power), P::select(is_greatest, one, zero)])
    }
}

/// (x − greatest) − the lane's second number
struct Shifted;

impl Pass for Shifted {
    const KEPT: bool = false;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [greatest, logarithm]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        (below_greatest(x, greatest).sub(logarithm), [x; 2])
    }
}

/// g → g − eʸ Σ g
pub(super) struct LogCentre;

impl Operation for LogCentre {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        let sums = tile.pass(&Apart, &[[T::ZERO; B]; 2]);
        tile.pass(&Outweighed, &sums);
    }
}

/// Whether a probability, of which this is the logarithm, is so great that no other can be.
#[inline(always)]
fn is_nearly_certain<T, P: Pack<T>>(y: P) -> P::Mask {
    y.gt(&y.constant(-0.47))
}

/// The sum of g but for that of a nearly certain one, and that one.
struct Apart;

impl Pass for Apart {
    const KEPT: bool = true;
    const WRITES: bool = false;
    const SUMS: usize = 2;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, _: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        let (zero, top) = (g.constant(0.0), is_nearly_certain(y));
        (g, [P::select(top.clone(), zero, g), P::select(top, g, zero)])
    }
}

/// g − eʸ (others + certain), or for the nearly certain one −(eʸ − 1) g − eʸ others
struct Outweighed;

impl Pass for Outweighed {
    const KEPT: bool = true;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [others, certain]: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        let (power, less_one) = (y.exp(), y.exp_m1());
        let top = less_one.mul(g).add(power.mul(others)).neg();
        let rest = g.sub(power.mul(others.add(certain)));
        (P::select(is_nearly_certain(y), top, rest), [g; 2])
    }
}
