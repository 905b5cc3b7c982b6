//! In: where an element-wise operation reads and where it writes, as the layer knows it. Out: a walk over those arrays. It
//! must never look at an element.

use ndarray::{ArrayRef, Axis, Dimension, Slice};

use super::walk::{Threads::Any, walk};
use crate::element::Element;
use crate::kernel::with_copy;

/// Two slices into a third.
type Binary<'a, T> = &'a (dyn Fn(&[T], &[T], &mut [T]) + Sync);

/// A slice into two others.
type Forking<'a, T> = &'a (dyn Fn(&[T], &mut [T], &mut [T]) + Sync);

/// Where an element-wise operation reads and where it writes. All arrays have one shape: callers
/// check that before they make a target.
pub(crate) enum Target<'a, T, D> {
    /// From one array into another.
    Into(&'a ArrayRef<T, D>, &'a mut ArrayRef<T, D>),
    /// From an array into itself.
    InPlace(&'a mut ArrayRef<T, D>),
}

impl<T: Element, D: Dimension> Target<'_, T, D> {
    /// What the operation reads, as long as nothing has been written.
    pub(crate) fn source(&self) -> &ArrayRef<T, D> {
        match self {
            Self::Into(from, _) => from,
            Self::InPlace(array) => array,
        }
    }

    /// `f(x, y)` writes to y what becomes of x.
    pub(super) fn map(self, f: &(dyn Fn(&[T], &mut [T]) + Sync)) {
        match self {
            Self::Into(from, to) => walk([from], [to], Any, &|[x], [y]| f(x, y)),
            Self::InPlace(array) => walk([], [array], Any, &|[], [y]| with_copy(y, |_, x, y| f(x, y))),
        }
    }

    /// `f(x, z, y)` writes to y what becomes of x, z being from `other`.
    pub(super) fn map_with(self, other: &ArrayRef<T, D>, f: Binary<'_, T>) {
        match self {
            Self::Into(from, to) => walk([from, other], [to], Any, &|[x, z], [y]| f(x, z, y)),
            Self::InPlace(array) => {
                walk([other], [array], Any, &|[z], [y]| with_copy(y, |part, x, y| f(x, &z[part], y)));
            }
        }
    }

    /// `f(x, y, z)` writes to y and to z, which goes to `second`, what becomes of x.
    pub(super) fn map_both(self, second: &mut ArrayRef<T, D>, f: Forking<'_, T>) {
        match self {
            Self::Into(from, to) => walk([from], [to, second], Any, &|[x], [y, z]| f(x, y, z)),
            Self::InPlace(array) => {
                walk([], [array, second], Any, &|[], [y, z]| with_copy(y, |part, x, y| f(x, y, &mut z[part])));
            }
        }
    }

    /// Calls `f` with each of the `channels` along `axis`, which must be the axis's length.
    pub(crate) fn each_channel(self, axis: Axis, channels: usize, mut f: impl FnMut(usize, Target<'_, T, D>)) {
        match self {
            Self::Into(from, to) => {
                for channel in 0..channels {
                    let mut to = to.slice_axis_mut(axis, one(channel));
                    let from = from.slice_axis(axis, one(channel));
                    f(channel, Target::Into(&from, &mut to));
                }
            }
            Self::InPlace(array) => {
                for channel in 0..channels {
                    let mut array = array.slice_axis_mut(axis, one(channel));
                    f(channel, Target::InPlace(&mut array));
                }
            }
        }
    }
}

/// The slice of an axis that holds one channel. (Slicing keeps the axis, so it works in any `D`.)
pub(crate) fn one(channel: usize) -> Slice {
    Slice::from(channel..=channel)
}
