//! In: arrays, one or several, and an index of an axis. Out: what is before it and what is from it on, for two threads. Must never
//! copy an element.

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

/// What can be cut in two across an axis.
pub(crate) trait Cut: Sized {
    /// The part before `middle` and the part from it on.
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self);
}

impl Cut for () {
    fn cut(self, _: Axis, _: usize) -> ((), ()) {
        ((), ())
    }
}

impl<T, D: Dimension> Cut for ArrayView<'_, T, D> {
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self) {
        self.split_at(axis, middle)
    }
}

impl<T, D: Dimension> Cut for ArrayViewMut<'_, T, D> {
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self) {
        self.split_at(axis, middle)
    }
}

impl<C: Cut> Cut for Option<C> {
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self) {
        self.map(|cut| cut.cut(axis, middle)).unzip()
    }
}

impl<A: Cut, B: Cut> Cut for (A, B) {
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self) {
        let (a, b) = (self.0.cut(axis, middle), self.1.cut(axis, middle));
        ((a.0, b.0), (a.1, b.1))
    }
}

impl<C: Cut, const N: usize> Cut for [C; N] {
    fn cut(self, axis: Axis, middle: usize) -> (Self, Self) {
        let mut halves = self.map(|cut| cut.cut(axis, middle)).map(|(left, right)| (left, Some(right)));
        let right = halves.each_mut().map(|(_, right)| right.take().expect("each is taken once"));
        (halves.map(|(left, _)| left), right)
    }
}
