//! In: arrays of one shape and an operation on slices. Out: the operation on all elements. All walking over strides is
//! here; it must never know what the operation is, and must not be compiled again for each (hence `dyn`: one call per array
//! or per chunk, never per element).

use std::ops::Range;

use ndarray::{ArrayRef, ArrayView1, ArrayViewMut1, Axis, Dimension, Slice, Zip};

/// How many elements are gathered at a time where memory isn't contiguous, or an operation would write what it reads: few
/// enough to stay in the first cache.
const CHUNK: usize = 256;

/// Two slices into a third.
type Binary<'a, T> = &'a mut dyn FnMut(&[T], &[T], &mut [T]);

/// A slice into two others.
type Forking<'a, T> = &'a mut dyn FnMut(&[T], &mut [T], &mut [T]);

/// Where an element-wise operation reads and where it writes. All arrays have one shape: callers
/// check that before they make a target.
pub(crate) enum Target<'a, T, D> {
    /// From one array into another.
    Into(&'a ArrayRef<T, D>, &'a mut ArrayRef<T, D>),
    /// From an array into itself.
    InPlace(&'a mut ArrayRef<T, D>),
}

impl<T: Copy + Default, D: Dimension> Target<'_, T, D> {
    /// What the operation reads, as long as nothing has been written.
    pub(crate) fn source(&self) -> &ArrayRef<T, D> {
        match self {
            Self::Into(from, _) => from,
            Self::InPlace(array) => array,
        }
    }

    /// `f(x, y)` writes to y what becomes of x.
    pub(crate) fn map(self, f: &mut dyn FnMut(&[T], &mut [T])) {
        match self {
            Self::Into(from, to) => {
                if same_order(from, to)
                    && let (Some(x), Some(y)) = (from.as_slice_memory_order(), to.as_slice_memory_order_mut())
                {
                    return f(x, y);
                }
                let (mut from, mut to) = (from.view(), to.view_mut());
                for axis in 1..from.ndim() {
                    if mergeable(&from, axis) && mergeable(&to, axis) {
                        from.merge_axes(Axis(axis - 1), Axis(axis));
                        to.merge_axes(Axis(axis - 1), Axis(axis));
                    }
                }
                let axis = longest_axis(&from);
                let (from_lanes, to_lanes) = (from.lanes(axis), to.lanes_mut(axis));
                let (mut from, mut to) = (Chunk::new(), Chunk::new());
                Zip::from(from_lanes).and(to_lanes).for_each(|x, mut y| {
                    if let (Some(x), Some(y)) = (x.to_slice(), y.as_slice_mut()) {
                        return f(x, y);
                    }
                    for part in parts(x.len()) {
                        f(from.gather(&x, &part), to.room(&part));
                        to.scatter(&mut y, &part);
                    }
                });
            }
            Self::InPlace(array) => {
                let mut from = Chunk::new();
                if let Some(y) = array.as_slice_memory_order_mut() {
                    return y.chunks_mut(CHUNK).for_each(|y| f(from.copy(y), y));
                }
                let (axis, mut to) = (longest_axis(array), Chunk::new());
                for mut y in array.lanes_mut(axis) {
                    for part in parts(y.len()) {
                        f(from.gather(&y.view(), &part), to.room(&part));
                        to.scatter(&mut y, &part);
                    }
                }
            }
        }
    }

    /// `f(x, o, y)` writes to y what becomes of x with its partner o of `other`.
    pub(crate) fn map_with(self, other: &ArrayRef<T, D>, f: Binary<'_, T>) {
        match self {
            Self::Into(from, to) => {
                if same_order(from, to)
                    && same_order(other, to)
                    && let (Some(x), Some(o), Some(y)) =
                        (from.as_slice_memory_order(), other.as_slice_memory_order(), to.as_slice_memory_order_mut())
                {
                    return f(x, o, y);
                }
                let (mut from, mut other, mut to) = (from.view(), other.view(), to.view_mut());
                for axis in 1..from.ndim() {
                    if mergeable(&from, axis) && mergeable(&other, axis) && mergeable(&to, axis) {
                        from.merge_axes(Axis(axis - 1), Axis(axis));
                        other.merge_axes(Axis(axis - 1), Axis(axis));
                        to.merge_axes(Axis(axis - 1), Axis(axis));
                    }
                }
                let axis = longest_axis(&from);
                let (from_lanes, other_lanes, to_lanes) = (from.lanes(axis), other.lanes(axis), to.lanes_mut(axis));
                let (mut from, mut with, mut to) = (Chunk::new(), Chunk::new(), Chunk::new());
                Zip::from(from_lanes).and(other_lanes).and(to_lanes).for_each(|x, o, mut y| {
                    if let (Some(x), Some(o), Some(y)) = (x.to_slice(), o.to_slice(), y.as_slice_mut()) {
                        return f(x, o, y);
                    }
                    for part in parts(x.len()) {
                        f(from.gather(&x, &part), with.gather(&o, &part), to.room(&part));
                        to.scatter(&mut y, &part);
                    }
                });
            }
            Self::InPlace(array) => {
                let mut from = Chunk::new();
                if same_order(other, array)
                    && let (Some(o), Some(y)) = (other.as_slice_memory_order(), array.as_slice_memory_order_mut())
                {
                    return o.chunks(CHUNK).zip(y.chunks_mut(CHUNK)).for_each(|(o, y)| f(from.copy(y), o, y));
                }
                let axis = longest_axis(array);
                Zip::from(other.lanes(axis)).and(array.lanes_mut(axis)).for_each(|o, mut y| {
                    let (mut with, mut to) = (Chunk::new(), Chunk::new());
                    for part in parts(o.len()) {
                        f(from.gather(&y.view(), &part), with.gather(&o, &part), to.room(&part));
                        to.scatter(&mut y, &part);
                    }
                });
            }
        }
    }

    /// `f(x, y, z)` writes to y and to z, which goes to `second`, what becomes of x.
    pub(crate) fn map_both(self, second: &mut ArrayRef<T, D>, f: Forking<'_, T>) {
        match self {
            Self::Into(from, to) => {
                if same_order(from, to)
                    && same_order(from, second)
                    && let (Some(x), Some(y), Some(z)) = (
                        from.as_slice_memory_order(),
                        to.as_slice_memory_order_mut(),
                        second.as_slice_memory_order_mut(),
                    )
                {
                    return f(x, y, z);
                }
                let axis = longest_axis(from);
                let lanes = Zip::from(from.lanes(axis)).and(to.lanes_mut(axis)).and(second.lanes_mut(axis));
                lanes.for_each(|x, mut y, mut z| {
                    let (mut from, mut to, mut and) = (Chunk::new(), Chunk::new(), Chunk::new());
                    for part in parts(x.len()) {
                        f(from.gather(&x, &part), to.room(&part), and.room(&part));
                        to.scatter(&mut y, &part);
                        and.scatter(&mut z, &part);
                    }
                });
            }
            Self::InPlace(array) => {
                let mut from = Chunk::new();
                if same_order(array, second)
                    && let (Some(y), Some(z)) = (array.as_slice_memory_order_mut(), second.as_slice_memory_order_mut())
                {
                    return y.chunks_mut(CHUNK).zip(z.chunks_mut(CHUNK)).for_each(|(y, z)| f(from.copy(y), y, z));
                }
                let axis = longest_axis(array);
                Zip::from(array.lanes_mut(axis)).and(second.lanes_mut(axis)).for_each(|mut y, mut z| {
                    let (mut to, mut and) = (Chunk::new(), Chunk::new());
                    for part in parts(y.len()) {
                        f(from.gather(&y.view(), &part), to.room(&part), and.room(&part));
                        to.scatter(&mut y, &part);
                        and.scatter(&mut z, &part);
                    }
                });
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

/// `f` of the elements of two arrays, which it only reads.
pub(crate) fn each_pair<T: Copy + Default, D: Dimension>(
    a: &ArrayRef<T, D>,
    b: &ArrayRef<T, D>,
    f: &mut dyn FnMut(&[T], &[T]),
) {
    if same_order(a, b)
        && let (Some(a), Some(b)) = (a.as_slice_memory_order(), b.as_slice_memory_order())
    {
        return f(a, b);
    }
    let axis = longest_axis(a);
    Zip::from(a.lanes(axis)).and(b.lanes(axis)).for_each(|x, y| {
        let (mut left, mut right) = (Chunk::new(), Chunk::new());
        for part in parts(x.len()) {
            f(left.gather(&x, &part), right.gather(&y, &part));
        }
    });
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

/// The axis whose lanes are the fewest. (An array without axes is contiguous and never gets here.)
fn longest_axis<T, D: Dimension>(array: &ArrayRef<T, D>) -> Axis {
    let lengths = array.shape().iter().enumerate();
    Axis(lengths.max_by_key(|(_, length)| **length).map_or(0, |(axis, _)| axis))
}

/// Whether the axis continues the one before it.
fn mergeable<T, D: Dimension>(array: &ArrayRef<T, D>, axis: usize) -> bool {
    let (outer, inner) = (Axis(axis - 1), Axis(axis));
    let length = isize::try_from(array.len_of(inner)).unwrap_or(0);
    array.len_of(outer) <= 1 || length == 1 || array.stride_of(outer) == length * array.stride_of(inner)
}

/// The chunks of a lane.
fn parts(length: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length).step_by(CHUNK).map(move |start| start..length.min(start + CHUNK))
}

/// A few elements of a lane, next to each other.
struct Chunk<T>([T; CHUNK]);

impl<T: Copy + Default> Chunk<T> {
    fn new() -> Self {
        Self([T::default(); CHUNK])
    }

    /// What to write a part to.
    fn room(&mut self, part: &Range<usize>) -> &mut [T] {
        &mut self.0[..part.len()]
    }

    /// A copy of a slice no longer than a chunk.
    fn copy(&mut self, slice: &[T]) -> &[T] {
        let copy = &mut self.0[..slice.len()];
        copy.copy_from_slice(slice);
        copy
    }

    /// A copy of a part of a lane.
    fn gather(&mut self, lane: &ArrayView1<'_, T>, part: &Range<usize>) -> &[T] {
        let copy = &mut self.0[..part.len()];
        for (element, source) in copy.iter_mut().zip(lane.slice_axis(Axis(0), Slice::from(part.clone()))) {
            *element = *source;
        }
        copy
    }

    /// The part of a lane becomes what is here.
    fn scatter(&self, lane: &mut ArrayViewMut1<'_, T>, part: &Range<usize>) {
        for (element, place) in self.0.iter().zip(lane.slice_axis_mut(Axis(0), Slice::from(part.clone()))) {
            *place = *element;
        }
    }
}
