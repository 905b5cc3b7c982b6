//! In: arrays and an axis. Out: shares of them for several threads, cut across the other axes, where the work is worth waking
//! them. Must never cut a lane.

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

use crate::element::Element;

/// What can be cut in two across an axis.
pub(super) trait Cut: Sized {
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

/// The work on all of the arrays, which may differ in their lengths along `axis` only: it fills `to` from the others.
#[cfg(feature = "rayon")]
pub(super) fn share<T: Element, D: Dimension, C: Cut + Send>(
    others: C,
    to: ArrayViewMut<'_, T, D>,
    axis: Axis,
    work: &(impl Fn(C, ArrayViewMut<'_, T, D>) + Sync),
) {
    use crate::kernel::parallel::SHARE;

    let axes = (0..to.ndim()).map(Axis).filter(|&along| along != axis && to.len_of(along) > 1);
    // What lies furthest apart.
    let along = axes.max_by_key(|&along| to.stride_of(along).unsigned_abs());
    let Some(along) = along.filter(|_| to.len() >= 2 * SHARE && rayon::current_num_threads() > 1) else {
        return work(others, to);
    };
    let middle = to.len_of(along) / 2;
    let (left, right) = (others, to).cut(along, middle);
    rayon::join(|| share(left.0, left.1, axis, work), || share(right.0, right.1, axis, work));
}

/// The work on the arrays.
#[cfg(not(feature = "rayon"))]
pub(super) fn share<T: Element, D: Dimension, C: Cut + Send>(
    others: C,
    to: ArrayViewMut<'_, T, D>,
    _: Axis,
    work: &(impl Fn(C, ArrayViewMut<'_, T, D>) + Sync),
) {
    work(others, to);
}
