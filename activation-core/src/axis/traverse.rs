//! In: arrays of one shape, an axis, and an operation on lanes. Out: the operation on every lane along that axis. All walking
//! over strides is here; it must never know what the operation is.

use ndarray::{ArrayRef, ArrayView, ArrayView1, ArrayViewMut, ArrayViewMut1, Axis, Dimension};

use super::Float;
use super::tile::{Columns, LINES, Line, Lines, Operation, SIDE_BY_SIDE, run_row};
use crate::array::Cut;
use crate::kernel::loops::Engine;

/// The longest lane that is copied to make it contiguous.
const LANE: usize = 1024;

/// So many lanes must lie side by side for their elements to be taken together, rather than each lane be copied.
const FEW: usize = 16;

/// An operation's arrays, of one shape: it works in place on `y`.
pub(super) struct Arrays<'a, T, D> {
    /// What `y` is to be filled with first.
    pub(super) source: Option<ArrayView<'a, T, D>>,
    /// What was kept by forward.
    pub(super) kept: Option<ArrayView<'a, T, D>>,
    pub(super) y: ArrayViewMut<'a, T, D>,
}

impl<T: Float, D: Dimension> Arrays<'_, T, D> {
    /// The operation on every lane along `axis`.
    pub(super) fn each_lane(mut self, engine: Engine, axis: Axis, operation: &impl Operation) {
        if self.y.is_empty() {
            return;
        }
        self.merge(axis);
        let is_contiguous = |array: &ArrayRef<T, D>| array.len_of(axis) == 1 || array.stride_of(axis) == 1;
        let len = self.y.len_of(axis);
        if is_contiguous(&self.y) && self.kept.as_ref().is_none_or(|kept| is_contiguous(kept)) {
            return self.rows(engine, axis, operation);
        }
        match self.cross(axis) {
            Some(cross) if len > LANE || self.y.len_of(cross) >= FEW => self.columns(engine, axis, cross, operation),
            _ if len <= LANE => self.copied_rows(engine, axis, operation),
            // Another axis of length 1 will do, but a line of memory may have none.
            _ => self.columns(engine, axis, axis, operation),
        }
    }

    /// Makes one axis of two neighbours where one continues the other in all arrays, so that more lanes lie side by side.
    fn merge(&mut self, axis: Axis) {
        for inner in 1..self.y.ndim() {
            let (taken, into) = (Axis(inner - 1), Axis(inner));
            let both = |array: &ArrayRef<T, D>| continues(array, taken, into);
            let views = [&self.source, &self.kept];
            if taken != axis
                && into != axis
                && both(&self.y)
                && views.iter().all(|view| view.as_ref().is_none_or(|view| both(view)))
            {
                self.y.merge_axes(taken, into);
                for view in [&mut self.source, &mut self.kept].into_iter().flatten() {
                    view.merge_axes(taken, into);
                }
            }
        }
    }

    /// The axis along which lanes are side by side: the one with the shortest way from one to the next.
    fn cross(&self, axis: Axis) -> Option<Axis> {
        let axes = (0..self.y.ndim()).map(Axis).filter(|&other| other != axis && self.y.len_of(other) > 1);
        axes.min_by_key(|&other| self.y.stride_of(other).unsigned_abs())
    }

    /// Lane by lane.
    fn rows(mut self, engine: Engine, axis: Axis, operation: &impl Operation) {
        let mut source = self.source.as_ref().map(|view| view.lanes(axis).into_iter());
        let mut kept = self.kept.as_ref().map(|view| view.lanes(axis).into_iter());
        for mut y in self.y.lanes_mut(axis) {
            if let Some(source) = source.as_mut().and_then(Iterator::next) {
                y.assign(&source);
            }
            let kept = kept.as_mut().and_then(Iterator::next);
            // They are contiguous.
            if let Some(y) = y.as_slice_mut() {
                run_row(engine, operation, y, kept.and_then(|kept| kept.to_slice()).unwrap_or(&[]));
            }
        }
    }

    /// Lane by lane, each in a copy.
    fn copied_rows(mut self, engine: Engine, axis: Axis, operation: &impl Operation) {
        let mut source = self.source.as_ref().map(|view| view.lanes(axis).into_iter());
        let mut kept = self.kept.as_ref().map(|view| view.lanes(axis).into_iter());
        let len = self.y.len_of(axis);
        let mut rooms = [[T::ZERO; LANE]; 2];
        let [y_room, kept_room] = &mut rooms;
        let (y_room, kept_room) = (&mut y_room[..len], &mut kept_room[..len]);
        for mut y in self.y.lanes_mut(axis) {
            match source.as_mut().and_then(Iterator::next) {
                Some(source) => fill(y_room, &source),
                None => fill(y_room, &y.view()),
            }
            let kept = kept.as_mut().and_then(Iterator::next).map(|kept| fill(kept_room, &kept));
            run_row(engine, operation, y_room, if kept.is_some() { kept_room } else { &[] });
            y.assign(&ArrayView1::from(&*y_room));
        }
    }

    /// Some lanes at a time that lie side by side along `cross`.
    fn columns(mut self, engine: Engine, axis: Axis, cross: Axis, operation: &impl Operation) {
        let axes = (0..self.y.ndim()).map(Axis);
        let outer = axes.clone().find(|&other| other != axis && other != cross && self.y.len_of(other) > 1);
        let split = outer.map(|outer| (outer, self.y.len_of(outer) / 2)).or_else(|| {
            let width = self.y.len_of(cross);
            (cross != axis && width > SIDE_BY_SIDE).then(|| (cross, (width / 2).next_multiple_of(SIDE_BY_SIDE)))
        });
        if let Some((along, middle)) = split {
            for part in self.split_at(along, middle) {
                part.columns(engine, axis, cross, operation);
            }
            return;
        }
        if let Some(source) = &self.source {
            self.y.assign(source);
        }
        let mut lines = Tall { kept: self.kept, y: self.y, cross, is_line: cross == axis };
        operation.run(&mut Columns { engine, lines: &mut lines });
    }

    fn split_at(self, axis: Axis, middle: usize) -> [Self; 2] {
        let parts = ((self.source, self.kept), self.y).cut(axis, middle);
        <[_; 2]>::from(parts).map(|((source, kept), y)| Self { source, kept, y })
    }
}

/// Whether `inner` continues the axis before it.
fn continues<T, D: Dimension>(array: &ArrayRef<T, D>, outer: Axis, inner: Axis) -> bool {
    let length = isize::try_from(array.len_of(inner)).unwrap_or(0);
    array.len_of(outer) <= 1 || length == 1 || array.stride_of(outer) == length * array.stride_of(inner)
}

fn fill<T: Copy>(room: &mut [T], lane: &ArrayView1<'_, T>) {
    for (element, source) in room.iter_mut().zip(lane) {
        *element = *source;
    }
}

/// Lanes side by side, line by line.
struct Tall<'a, T, D> {
    kept: Option<ArrayView<'a, T, D>>,
    y: ArrayViewMut<'a, T, D>,
    cross: Axis,
    /// There is one lane only, along `cross`: each element of it is a line.
    is_line: bool,
}

impl<T: Float, D: Dimension> Lines<T> for Tall<'_, T, D> {
    fn each(&mut self, f: &mut dyn FnMut(&mut [Line<'_, T>])) {
        if self.is_line {
            let mut kept = self.kept.iter().flatten();
            return lend(
                self.y.iter_mut().map(|y| (std::slice::from_mut(y), kept.next().map(std::slice::from_ref))),
                f,
            );
        }
        let is_contiguous = |array: &ArrayRef<T, D>| array.stride_of(self.cross) == 1;
        let mut kept = self.kept.as_ref().map(|view| view.lanes(self.cross).into_iter());
        let mut kept = std::iter::from_fn(|| kept.as_mut().and_then(Iterator::next));
        if is_contiguous(&self.y) && self.kept.as_ref().is_none_or(|kept| is_contiguous(kept)) {
            let lanes = self.y.lanes_mut(self.cross).into_iter();
            lend(lanes.filter_map(|y| Some((y.into_slice()?, kept.next().and_then(|kept| kept.to_slice())))), f);
        } else {
            lend_copies(self.y.lanes_mut(self.cross).into_iter(), kept, f);
        }
    }
}

/// The lines themselves.
fn lend<'a, T: 'a>(
    mut lines: impl Iterator<Item = (&'a mut [T], Option<&'a [T]>)>,
    f: &mut dyn FnMut(&mut [Line<'_, T>]),
) {
    loop {
        let mut count = 0;
        let mut group: [Line<'_, T>; LINES] = std::array::from_fn(|_| {
            let (y, kept) = lines.next().inspect(|_| count += 1).unwrap_or_default();
            Line { y, kept: kept.unwrap_or(&[]) }
        });
        if count > 0 {
            f(&mut group[..count]);
        }
        if count < LINES {
            return;
        }
    }
}

/// Copies of lines whose elements lie apart.
fn lend_copies<'a, T: Float>(
    mut lines: impl Iterator<Item = ArrayViewMut1<'a, T>>,
    mut kept: impl Iterator<Item = ArrayView1<'a, T>>,
    f: &mut dyn FnMut(&mut [Line<'_, T>]),
) {
    let (mut y_rooms, mut kept_rooms) = ([[T::ZERO; SIDE_BY_SIDE]; LINES], [[T::ZERO; SIDE_BY_SIDE]; LINES]);
    loop {
        let (mut count, mut width, mut has_kept) = (0, 0, false);
        let mut sources: [Option<ArrayViewMut1<'_, T>>; LINES] = std::array::from_fn(|_| lines.next());
        for (source, (y, kept_room)) in sources.iter().flatten().zip(y_rooms.iter_mut().zip(&mut kept_rooms)) {
            fill(y, &source.view());
            (count, width) = (count + 1, source.len());
            if let Some(kept) = kept.next() {
                fill(kept_room, &kept);
                has_kept = true;
            }
        }
        let mut rooms = y_rooms.iter_mut().zip(&kept_rooms);
        let mut group: [Line<'_, T>; LINES] = std::array::from_fn(|_| match rooms.next() {
            Some((y, kept)) => Line { y: &mut y[..width], kept: if has_kept { &kept[..width] } else { &[] } },
            None => Line { y: &mut [], kept: &[] },
        });
        if count > 0 {
            f(&mut group[..count]);
        }
        for (source, y) in sources.iter_mut().flatten().zip(&y_rooms) {
            source.assign(&ArrayView1::from(&y[..width]));
        }
        if count < LINES {
            return;
        }
    }
}
