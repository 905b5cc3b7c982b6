//! In: arrays of one shape and a function of their elements. Out: the function applied to all. The
//! only element loops of the crate are here; they must never know what the function is.

use ndarray::{ArrayRef, Axis, Dimension, Slice, Zip};

/// Where an element-wise operation reads and where it writes. All arrays have one shape: callers
/// check that before they make a target.
pub(crate) enum Target<'a, T, D> {
    /// From one array into another.
    Into(&'a ArrayRef<T, D>, &'a mut ArrayRef<T, D>),
    /// From an array into itself.
    InPlace(&'a mut ArrayRef<T, D>),
}

impl<T: Copy, D: Dimension> Target<'_, T, D> {
    /// What the operation reads, as long as nothing has been written.
    pub(crate) fn source(&self) -> &ArrayRef<T, D> {
        match self {
            Self::Into(from, _) => from,
            Self::InPlace(array) => array,
        }
    }

    /// Each element becomes `f` of itself.
    #[inline]
    pub(crate) fn map(self, f: impl Fn(T) -> T) {
        match self {
            Self::Into(from, to) => each2(from, to, |&x, y| *y = f(x)),
            Self::InPlace(array) => array.mapv_inplace(f),
        }
    }

    /// Each element becomes `f` of itself and its partner in `other`.
    #[inline]
    pub(crate) fn map_with(self, other: &ArrayRef<T, D>, f: impl Fn(T, T) -> T) {
        match self {
            Self::Into(from, to) => each3(other, from, to, |&o, &x, y| *y = f(x, o)),
            Self::InPlace(array) => each2(other, array, |&o, x| *x = f(*x, o)),
        }
    }

    /// Each element becomes the first part of `f` of itself; the second part goes to `second`.
    #[inline]
    pub(crate) fn map_both(self, second: &mut ArrayRef<T, D>, f: impl Fn(T) -> (T, T)) {
        match self {
            Self::Into(from, to) => each3_mut(from, to, second, |&x, y, z| (*y, *z) = f(x)),
            Self::InPlace(array) => each2_mut(array, second, |x, z| (*x, *z) = f(*x)),
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

/// Whether the memory order of both arrays is the same order of the same elements. Each may be
/// contiguous and yet not correspond to the other, as an array and its transpose: equal shapes and
/// equal strides do, and so do standard layouts, whatever the strides of their axes of length 1.
fn same_order<A, B, D: Dimension>(a: &ArrayRef<A, D>, b: &ArrayRef<B, D>) -> bool {
    (a.is_standard_layout() && b.is_standard_layout()) || a.strides() == b.strides()
}

/// `f` of each pair.
#[inline]
pub(crate) fn each2<T, D: Dimension>(a: &ArrayRef<T, D>, b: &mut ArrayRef<T, D>, f: impl Fn(&T, &mut T)) {
    if same_order(a, b)
        && let (Some(a), Some(b)) = (a.as_slice_memory_order(), b.as_slice_memory_order_mut())
    {
        a.iter().zip(b).for_each(|(a, b)| f(a, b));
    } else {
        Zip::from(a).and(b).for_each(f);
    }
}

/// `f` of each pair, both of which it may write.
#[inline]
fn each2_mut<T, D: Dimension>(a: &mut ArrayRef<T, D>, b: &mut ArrayRef<T, D>, f: impl Fn(&mut T, &mut T)) {
    if same_order(a, b)
        && let (Some(a), Some(b)) = (a.as_slice_memory_order_mut(), b.as_slice_memory_order_mut())
    {
        a.iter_mut().zip(b).for_each(|(a, b)| f(a, b));
    } else {
        Zip::from(a).and(b).for_each(f);
    }
}

/// `f` of each triple.
#[inline]
fn each3<T, D: Dimension>(a: &ArrayRef<T, D>, b: &ArrayRef<T, D>, c: &mut ArrayRef<T, D>, f: impl Fn(&T, &T, &mut T)) {
    if same_order(a, b)
        && same_order(b, c)
        && let (Some(a), Some(b), Some(c)) =
            (a.as_slice_memory_order(), b.as_slice_memory_order(), c.as_slice_memory_order_mut())
    {
        a.iter().zip(b).zip(c).for_each(|((a, b), c)| f(a, b, c));
    } else {
        Zip::from(a).and(b).and(c).for_each(f);
    }
}

/// `f` of each triple, the last two of which it may write.
#[inline]
fn each3_mut<T, D: Dimension>(
    a: &ArrayRef<T, D>,
    b: &mut ArrayRef<T, D>,
    c: &mut ArrayRef<T, D>,
    f: impl Fn(&T, &mut T, &mut T),
) {
    if same_order(a, b)
        && same_order(b, c)
        && let (Some(a), Some(b), Some(c)) =
            (a.as_slice_memory_order(), b.as_slice_memory_order_mut(), c.as_slice_memory_order_mut())
    {
        a.iter().zip(b).zip(c).for_each(|((a, b), c)| f(a, b, c));
    } else {
        Zip::from(a).and(b).and(c).for_each(f);
    }
}
