//! In: arrays. Out: [`Maxout`], the greatest of each few elements along an axis, and [`Crelu`], both signs of each. They
//! compare and select, and must never multiply a gradient by 0, which could make a NaN of it.
#![allow(clippy::inline_always)]

use fearless_simd::{Simd, dispatch};
use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension, Slice};

use super::Float;
use super::function::{AxisFunction, Function, Keeps};
use super::pack::Pack;
use crate::array::{Threads, walk};
use crate::kernel::CHUNK;
use crate::kernel::loops::{self, Binary, Engine};
use crate::lanes::Lanes;
use crate::real::Real;

/// The greatest of each `pieces` neighbours along the axis, which gets that much shorter (Goodfellow et al. 2013, arXiv
/// 1302.4389). Neighbours make a unit, as in `paddle.nn.Maxout`, Chainer's and `TensorFlow` Addons'.
///
/// The gradient goes to the greatest one; among equal ones, to the first, and so at the kinks. A NaN among them is the
/// greatest.
///
/// A length that `pieces` doesn't divide is an [`Error::Parts`](crate::Error::Parts), as any length is for 0 pieces. Nothing
/// works in place, as the output is shorter than the input.
///
/// ```
/// use activation_core::axis::{AxisLayer, Maxout};
/// use ndarray::{Axis, array};
///
/// let mut layer = AxisLayer::new(Maxout { pieces: 2 }, Axis(0));
/// assert_eq!(layer.forward(&array![1.0_f32, 3.0, -2.0, -5.0])?, &array![3.0, -2.0]);
/// assert_eq!(layer.backward(&array![10.0, 20.0])?, &array![0.0, 10.0, 20.0, 0.0]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maxout {
    /// How many elements make one.
    pub pieces: usize,
}

/// max(x, 0) and max(−x, 0) one after the other along the axis, which gets twice as long (Shang et al. 2016, arXiv
/// 1603.05201), as `tf.nn.crelu`.
///
/// Nothing works in place, as the output is longer than the input. The derivative at 0 is 0, that of both relus.
///
/// ```
/// use activation_core::axis::{AxisLayer, Crelu};
/// use ndarray::{Axis, array};
///
/// let mut layer = AxisLayer::new(Crelu, Axis(0));
/// assert_eq!(layer.forward(&array![1.0_f32, -3.0])?, &array![1.0, 0.0, 0.0, 3.0]);
/// assert_eq!(layer.backward(&array![10.0, 20.0, 30.0, 40.0])?, &array![10.0, -40.0]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crelu;

impl AxisFunction for Maxout {
    fn name(&self) -> &'static str {
        "maxout"
    }
}

impl Maxout {
    /// The elements of each unit at this place in it.
    fn piece(self, piece: usize) -> Slice {
        Slice::from(piece..).step_by(self.pieces.cast_signed())
    }
}

impl Function for Maxout {
    fn keeps(&self) -> Keeps {
        Keeps::LikeOutput
    }

    fn parts(&self) -> usize {
        self.pieces
    }

    fn output_length(&self, length: usize) -> Option<usize> {
        length.checked_div(self.pieces).filter(|_| self.pieces <= MOST)
    }

    /// Keeps which piece is the greatest.
    fn forward<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        input: ArrayView<'_, T, D>,
        mut output: ArrayViewMut<'_, T, D>,
        kept: Option<ArrayViewMut<'_, T, D>>,
    ) {
        if output.is_empty() {
            return;
        }
        output.assign(&input.slice_axis(axis, self.piece(0)));
        let Some(mut kept) = kept else {
            for piece in 1..self.pieces {
                let x = input.slice_axis(axis, self.piece(piece));
                walk([&x], [&mut output], Threads::This, &|[x], [y]| {
                    let mut room = [T::ZERO; CHUNK];
                    for (x, y) in x.chunks(CHUNK).zip(y.chunks_mut(CHUNK)) {
                        take_greater(engine, x, y, &mut room[..x.len()], T::ZERO);
                    }
                });
            }
            return;
        };
        kept.fill(T::ZERO);
        for piece in 1..self.pieces {
            let x = input.slice_axis(axis, self.piece(piece));
            walk([&x], [&mut output, &mut kept], Threads::This, &|[x], [y, kept]| {
                take_greater(engine, x, y, kept, T::from_f64(number(piece)));
            });
        }
    }

    fn backward<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        grad_output: ArrayView<'_, T, D>,
        kept: ArrayView<'_, T, D>,
        mut grad_input: ArrayViewMut<'_, T, D>,
    ) {
        if grad_output.is_empty() {
            return;
        }
        for piece in 0..self.pieces {
            let mut to = grad_input.slice_axis_mut(axis, self.piece(piece));
            let gradient = OfPiece(number(piece));
            walk([&grad_output, &kept], [&mut to], Threads::This, &|[g, kept], [to]| {
                loops::two(engine, g, kept, to, &gradient);
            });
        }
    }
}

/// Where x is greater than y, y becomes x and `kept` becomes `piece`. NaN is greater than any number.
fn take_greater<T: Float>(engine: Engine, x: &[T], y: &mut [T], kept: &mut [T], piece: T) {
    match engine {
        Engine::Scalars => take_greater_of::<T, T>((), x, y, kept, piece),
        Engine::Vectors(level) => dispatch!(level, simd => take_greater_in(simd, x, y, kept, piece)),
    }
}

#[inline(always)]
fn take_greater_in<S: Simd, T: Float>(simd: S, x: &[T], y: &mut [T], kept: &mut [T], piece: T) {
    let whole = x.len() - x.len() % Lanes::<S, T>::LEN;
    let ((x, x_rest), (y, y_rest)) = (x.split_at(whole), y.split_at_mut(whole));
    let (kept, kept_rest) = kept.split_at_mut(whole);
    take_greater_of::<T, Lanes<S, T>>(simd, x, y, kept, piece);
    take_greater_of::<T, T>((), x_rest, y_rest, kept_rest, piece);
}

#[inline(always)]
fn take_greater_of<T: Float, P: Pack<T>>(token: P::Token, x: &[T], y: &mut [T], kept: &mut [T], piece: T) {
    let places = y.chunks_exact_mut(P::LEN).zip(kept.chunks_exact_mut(P::LEN));
    for (x, (y, kept)) in x.chunks_exact(P::LEN).zip(places) {
        let (new, old) = (P::load(token, x), P::load(token, y));
        let wins = P::or(new.gt(&old), P::and(new.ne(&new), old.eq(&old)));
        P::select(wins.clone(), new, old).store(y);
        P::select(wins, P::splat(token, piece), P::load(token, kept)).store(kept);
    }
}

/// The gradient where this is the piece that was taken, else 0.
#[derive(Clone)]
struct OfPiece(f64);

impl Binary for OfPiece {
    #[inline(always)]
    fn of<R: Real>(&self, gradient: R, kept: R) -> R {
        let (piece, zero) = (kept.constant(self.0), kept.constant(0.0));
        R::select(kept.eq(&piece), gradient, zero)
    }
}

/// How many pieces there may be: so many whole numbers are exact in every element type.
const MOST: usize = 1 << 24;

/// The number that a piece is known by.
fn number(piece: usize) -> f64 {
    u32::try_from(piece).map_or(f64::NAN, f64::from)
}

impl AxisFunction for Crelu {
    fn name(&self) -> &'static str {
        "crelu"
    }
}

impl Function for Crelu {
    fn keeps(&self) -> Keeps {
        Keeps::Output
    }

    fn output_length(&self, length: usize) -> Option<usize> {
        length.checked_mul(2)
    }

    fn forward<T: Float, D: Dimension>(
        &self,
        _: Engine,
        axis: Axis,
        input: ArrayView<'_, T, D>,
        output: ArrayViewMut<'_, T, D>,
        _: Option<ArrayViewMut<'_, T, D>>,
    ) {
        let (mut up, mut down) = output.split_at(axis, input.len_of(axis));
        walk([&input], [&mut up, &mut down], Threads::This, &|[x], [up, down]| {
            for ((&x, up), down) in x.iter().zip(up).zip(down) {
                (*up, *down) = (x.relu(), (-x).relu());
            }
        });
    }

    fn backward<T: Float, D: Dimension>(
        &self,
        _: Engine,
        axis: Axis,
        grad_output: ArrayView<'_, T, D>,
        kept: ArrayView<'_, T, D>,
        mut grad_input: ArrayViewMut<'_, T, D>,
    ) {
        let length = grad_input.len_of(axis);
        let ((up, down), (grad_up, grad_down)) = (kept.split_at(axis, length), grad_output.split_at(axis, length));
        walk([&up, &down, &grad_up, &grad_down], [&mut grad_input], Threads::This, &|[up, down, g, h], [to]| {
            for ((((up, down), &g), &h), to) in up.iter().zip(down).zip(g).zip(h).zip(to) {
                let right = if Real::gt(up, &T::ZERO) { g } else { T::ZERO };
                *to = if Real::gt(down, &T::ZERO) { -h } else { right };
            }
        });
    }
}
