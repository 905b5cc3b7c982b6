//! In: lanes. Out: [`Sparsemax`] of them, and its gradient. It must never need memory, hence no sorting.
#![allow(clippy::inline_always)]

use super::Float;
use super::normalise::{below_greatest, limit};
use super::pack::Pack;
use super::tile::{Operation, Pass, Tile};
use crate::real::Real;

/// max(x − τ, 0) with the τ that makes the sum along the axis 1: the nearest probability distribution to x, in which
/// everything well below the greatest x is exactly 0 (Martins & Astudillo 2016, arXiv 1602.02068).
///
/// The gradient of the input is, where the output is positive, g less the mean of g there; elsewhere it is 0, and so it is at
/// the kink, where x = τ.
///
/// τ is exact up to rounding: starting with all x within 1 of the greatest, the mean of what is left tells which of them to
/// drop, until none is (Michelot 1986). That takes a few passes; at worst as many as there are such x.
///
/// ±∞ and NaN are treated as in [`Softmax`](super::Softmax).
///
/// ```
/// use activation_core::axis::{AxisLayer, Sparsemax};
/// use ndarray::{Axis, array};
///
/// let mut layer = AxisLayer::new(Sparsemax, Axis(0));
/// assert_eq!(layer.forward(&array![0.5_f32, 1.0, -2.0])?, &array![0.25, 0.75, 0.0]);
/// assert_eq!(layer.backward(&array![1.0, 3.0, 9.0])?, &array![-1.0, 1.0, 0.0]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sparsemax;

/// x → max(x − τ, 0)
pub(super) struct Projection;

impl Operation for Projection {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        // All is measured from the greatest x.
        let mut lanes = [tile.greatest(false), [-T::ONE; B]];
        let counts = loop {
            let mut is_done = true;
            let [sums, counts] = tile.pass(&Support, &lanes);
            for lane in 0..B {
                let threshold = (sums[lane] - T::ONE) / counts[lane];
                // The same ones make the same threshold. It only rises, whatever the rounding, so this ends.
                if !Real::le(&threshold, &lanes[1][lane]) {
                    is_done &= Real::ne(&threshold, &threshold);
                    lanes[1][lane] = threshold;
                }
            }
            if is_done {
                break counts;
            }
        };
        for lane in 0..B {
            lanes[1][lane] = limit(lanes[1][lane], lanes[0][lane], counts[lane]);
        }
        tile.pass(&Above, &lanes);
    }
}

/// The sum of x over those above the threshold, and their number. NaN is above it.
struct Support;

impl Pass for Support {
    const KEPT: bool = false;
    const WRITES: bool = false;
    const SUMS: usize = 2;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [greatest, threshold]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        let (zero, one, z) = (x.constant(0.0), x.constant(1.0), below_greatest(x, greatest));
        let is_below = z.le(&threshold);
        (x, [P::select(is_below.clone(), zero, z), P::select(is_below, zero, one)])
    }
}

/// max(x − threshold, 0)
struct Above;

impl Pass for Above {
    const KEPT: bool = false;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [greatest, threshold]: [P; 2], x: P, _: P) -> (P, [P; 2]) {
        (below_greatest(x, greatest).sub(threshold).relu(), [x; 2])
    }
}

/// g → g − the mean of g, where y > 0
pub(super) struct Mean;

impl Operation for Mean {
    #[inline(always)]
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>) {
        let [mut sums, counts] = tile.pass(&Positive, &[[T::ZERO; B]; 2]);
        for (sum, &count) in sums.iter_mut().zip(&counts) {
            *sum /= count;
        }
        tile.pass(&Deviation, &[sums, counts]);
    }
}

/// The sum of g where y is positive, and how many there are.
struct Positive;

impl Pass for Positive {
    const KEPT: bool = true;
    const WRITES: bool = false;
    const SUMS: usize = 2;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, _: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        let (zero, one, is_positive) = (g.constant(0.0), g.constant(1.0), y.gt(&y.constant(0.0)));
        (g, [P::select(is_positive.clone(), g, zero), P::select(is_positive, one, zero)])
    }
}

/// g − mean where y is positive, 0 elsewhere; NaN where y is.
struct Deviation;

impl Pass for Deviation {
    const KEPT: bool = true;
    const WRITES: bool = true;
    const SUMS: usize = 0;

    #[inline(always)]
    fn of<T, P: Pack<T>>(&self, [mean, _]: [P; 2], g: P, y: P) -> (P, [P; 2]) {
        let zero = y.constant(0.0);
        (P::select(y.gt(&zero), g.sub(mean), P::select(y.eq(&zero), zero, y)), [g; 2])
    }
}
