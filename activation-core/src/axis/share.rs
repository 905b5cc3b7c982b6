//! In: arrays and an axis. Out: shares of them for several threads, cut across the other axes, where the work is worth waking
//! them. Must never cut a lane.

use ndarray::{ArrayViewMut, Axis, Dimension};

use crate::array::Cut;
use crate::element::Element;
use crate::kernel::parallel::{join, pays};

/// The work on all of the arrays, which may differ in their lengths along `axis` only: it fills `to` from the others.
pub(super) fn share<T: Element, D: Dimension, C: Cut + Send>(
    others: C,
    to: ArrayViewMut<'_, T, D>,
    axis: Axis,
    work: &(impl Fn(C, ArrayViewMut<'_, T, D>) + Sync),
) {
    let axes = (0..to.ndim()).map(Axis).filter(|&along| along != axis && to.len_of(along) > 1);
    // What lies furthest apart.
    let along = axes.max_by_key(|&along| to.stride_of(along).unsigned_abs());
    let Some(along) = along.filter(|_| pays(to.len())) else {
        return work(others, to);
    };
    let middle = to.len_of(along) / 2;
    let (left, right) = (others, to).cut(along, middle);
    join(|| share(left.0, left.1, axis, work), || share(right.0, right.1, axis, work));
}
