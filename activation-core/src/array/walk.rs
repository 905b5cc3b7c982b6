//! In: arrays of one shape and an operation on slices. Out: the operation on all elements. All walking over strides is
//! here; it must never know what the operation is, and must not be compiled again for each (hence `dyn`: one call per
//! slice, never per element).

use ndarray::{ArrayRef, ArrayView, ArrayView1, ArrayViewMut, ArrayViewMut1, Axis, Dimension, Slice};

use super::cut::Cut;
use crate::element::Element;
use crate::kernel::CHUNK;
use crate::kernel::parallel::{Operation, join, pays, split};

/// Who does the work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Threads {
    /// Several, where that pays.
    Any,
    /// This one, from the first element to the last.
    This,
}

/// The operation on all elements.
pub(crate) fn walk<T: Element, D: Dimension, const R: usize, const W: usize>(
    reads: [&ArrayRef<T, D>; R],
    writes: [&mut ArrayRef<T, D>; W],
    threads: Threads,
    operation: Operation<'_, T, R, W>,
) {
    let (mut reads, mut writes) = (reads.map(|array| array.view()), writes.map(|array| array.view_mut()));
    straighten(&mut reads, &mut writes);
    walk_views(reads, writes, threads, operation);
}

/// The operation on all elements, as whole slices where the memory has them in one order, else lane by lane.
fn walk_views<T: Element, D: Dimension, const R: usize, const W: usize>(
    reads: [ArrayView<'_, T, D>; R],
    mut writes: [ArrayViewMut<'_, T, D>; W],
    threads: Threads,
    operation: Operation<'_, T, R, W>,
) {
    if have_one_order(&reads, &writes) {
        let from = all(reads.each_ref().map(|view| view.as_slice_memory_order()), Default::default);
        let to = all(writes.each_mut().map(|view| view.as_slice_memory_order_mut()), Default::default);
        if let (Some(from), Some(to)) = (from, to) {
            return if threads == Threads::Any { split(from, to, operation) } else { operation(from, to) };
        }
    }
    let shape = shape(&reads, &writes);
    let axis = best_axis(shape, |axis| unit_strides(&reads, &writes, axis));
    if threads == Threads::Any && pays(shape.iter().product()) {
        let axis = axis_to_halve(shape, axis);
        let middle = shape.get(axis.index()).map_or(0, |length| length / 2);
        let (left, right) = (reads, writes).cut(axis, middle);
        return join(
            || walk_views(left.0, left.1, threads, operation),
            || walk_views(right.0, right.1, threads, operation),
        );
    }
    walk_lanes(&reads, &mut writes, axis, operation);
}

/// The operation on each lane along the axis.
fn walk_lanes<T: Element, D: Dimension, const R: usize, const W: usize>(
    reads: &[ArrayView<'_, T, D>; R],
    writes: &mut [ArrayViewMut<'_, T, D>; W],
    axis: Axis,
    operation: Operation<'_, T, R, W>,
) {
    let shape = shape(reads, writes);
    let lanes = shape.iter().product::<usize>();
    let lanes = lanes.checked_div(shape.get(axis.index()).copied().unwrap_or(1)).unwrap_or(0);
    let mut from = reads.each_ref().map(|view| view.lanes(axis).into_iter());
    let mut to = writes.each_mut().map(|view| view.lanes_mut(axis).into_iter());
    let mut room = Room { reads: [[T::default(); CHUNK]; R], writes: [[T::default(); CHUNK]; W] };
    for _ in 0..lanes {
        let from = from.each_mut().map(|lanes| lanes.next().unwrap_or_else(|| ArrayView1::from(&[])));
        let mut to = to.each_mut().map(|lanes| lanes.next().unwrap_or_else(|| ArrayViewMut1::from(&mut [])));
        let slices = all(from.each_ref().map(ArrayView::to_slice), Default::default);
        if let Some(from) = slices
            && let Some(to) = all(to.each_mut().map(|lane| lane.as_slice_mut()), Default::default)
        {
            operation(from, to);
        } else {
            room.gather(&from, &mut to, operation);
        }
    }
}

/// The shape that all have.
fn shape<'a, T, D: Dimension, const R: usize, const W: usize>(
    reads: &'a [ArrayView<'_, T, D>; R],
    writes: &'a [ArrayViewMut<'_, T, D>; W],
) -> &'a [usize] {
    reads.first().map(ArrayView::shape).or(writes.first().map(ArrayViewMut::shape)).unwrap_or_default()
}

/// Every one of them, or none.
fn all<A, const N: usize>(options: [Option<A>; N], nothing: fn() -> A) -> Option<[A; N]> {
    options.iter().all(Option::is_some).then(|| options.map(|option| option.unwrap_or_else(nothing)))
}

/// Turns the axes that all arrays have backwards, and makes one axis of two where one continues the other in all of them.
fn straighten<T, D: Dimension, const R: usize, const W: usize>(
    reads: &mut [ArrayView<'_, T, D>; R],
    writes: &mut [ArrayViewMut<'_, T, D>; W],
) {
    let axes = reads.first().map(ArrayView::ndim).or(writes.first().map(ArrayViewMut::ndim)).unwrap_or(0);
    for axis in (0..axes).map(Axis) {
        if reads.iter().all(|view| view.stride_of(axis) < 0) && writes.iter().all(|view| view.stride_of(axis) < 0) {
            for view in &mut *reads {
                view.invert_axis(axis);
            }
            for view in &mut *writes {
                view.invert_axis(axis);
            }
        }
    }
    for axis in 1..axes {
        if reads.iter().all(|view| continues(view, axis)) && writes.iter().all(|view| continues(view, axis)) {
            let (taken, into) = (Axis(axis - 1), Axis(axis));
            for view in &mut *reads {
                view.merge_axes(taken, into);
            }
            for view in &mut *writes {
                view.merge_axes(taken, into);
            }
        }
    }
}

/// Whether the axis continues the one before it.
fn continues<T, D: Dimension>(array: &ArrayRef<T, D>, axis: usize) -> bool {
    let (outer, inner) = (Axis(axis - 1), Axis(axis));
    let length = isize::try_from(array.len_of(inner)).unwrap_or(0);
    array.len_of(outer) <= 1 || length == 1 || array.stride_of(outer) == length * array.stride_of(inner)
}

/// Whether the memory order of all arrays is the same order of the same elements. Each may be contiguous and yet not
/// correspond to another, as an array and its transpose: equal strides do, and so do standard layouts, whatever the strides
/// of their axes of length 1.
fn have_one_order<T, D: Dimension, const R: usize, const W: usize>(
    reads: &[ArrayView<'_, T, D>; R],
    writes: &[ArrayViewMut<'_, T, D>; W],
) -> bool {
    let standard = reads.iter().all(ndarray::ArrayBase::is_standard_layout)
        && writes.iter().all(ndarray::ArrayBase::is_standard_layout);
    let mut strides =
        reads.iter().map(ndarray::ArrayBase::strides).chain(writes.iter().map(ndarray::ArrayBase::strides));
    standard || strides.next().is_none_or(|first| strides.all(|other| other == first))
}

/// How many arrays are contiguous along an axis.
fn unit_strides<T, D: Dimension, const R: usize, const W: usize>(
    reads: &[ArrayView<'_, T, D>; R],
    writes: &[ArrayViewMut<'_, T, D>; W],
    axis: Axis,
) -> usize {
    reads.iter().filter(|view| view.stride_of(axis) == 1).count()
        + writes.iter().filter(|view| view.stride_of(axis) == 1).count()
}

/// The axis along which most arrays are contiguous, of those the longest; but none so short that the calls would cost more
/// than the work.
fn best_axis(shape: &[usize], contiguous: impl Fn(Axis) -> usize) -> Axis {
    let axes = shape.iter().enumerate().map(|(axis, &length)| (Axis(axis), length));
    axes.max_by_key(|&(axis, length)| (length.min(16), contiguous(axis), length)).map_or(Axis(0), |(axis, _)| axis)
}

/// The longest axis across the lanes, so that no thread writes between another's elements; along them if there is no other.
fn axis_to_halve(shape: &[usize], lane: Axis) -> Axis {
    let across = shape.iter().enumerate().filter(|&(axis, &length)| axis != lane.index() && length > 1);
    across.max_by_key(|(_, length)| **length).map_or(lane, |(axis, _)| Axis(axis))
}

/// Room for parts of lanes.
struct Room<T, const R: usize, const W: usize> {
    reads: [[T; CHUNK]; R],
    writes: [[T; CHUNK]; W],
}

impl<T: Element, const R: usize, const W: usize> Room<T, R, W> {
    /// The operation on lanes whose elements lie apart.
    fn gather(
        &mut self,
        from: &[ArrayView1<'_, T>; R],
        to: &mut [ArrayViewMut1<'_, T>; W],
        operation: Operation<'_, T, R, W>,
    ) {
        let len = from.first().map(ndarray::ArrayBase::len).or(to.first().map(ndarray::ArrayBase::len)).unwrap_or(0);
        for start in (0..len).step_by(CHUNK) {
            let count = CHUNK.min(len - start);
            let part = Slice::from(start..start + count);
            for (room, lane) in self.reads.iter_mut().zip(from) {
                for (element, source) in room.iter_mut().zip(lane.slice_axis(Axis(0), part)) {
                    *element = *source;
                }
            }
            for (room, lane) in self.writes.iter_mut().zip(&mut *to) {
                // What the operation writes may depend on what was there.
                for (element, source) in room.iter_mut().zip(lane.slice_axis(Axis(0), part)) {
                    *element = *source;
                }
            }
            operation(
                self.reads.each_ref().map(|room| &room[..count]),
                self.writes.each_mut().map(|room| &mut room[..count]),
            );
            for (room, lane) in self.writes.iter().zip(&mut *to) {
                for (element, place) in room.iter().zip(lane.slice_axis_mut(Axis(0), part)) {
                    *place = *element;
                }
            }
        }
    }
}
