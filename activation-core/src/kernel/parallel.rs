//! In: slices of one length and an operation on them. Out: the operation on all of them, by all threads where the work is
//! worth waking them. Must never change a result: an element's does not depend on where a slice begins.

use crate::element::Element;

/// What is done with slices of one length: it reads `R` of them and writes `W`.
pub(crate) type Operation<'a, T, const R: usize, const W: usize> = &'a (dyn Fn([&[T]; R], [&mut [T]; W]) + Sync);

/// How many elements a thread takes at a time: 5 to 50 µs of work. Waking a thread takes as long, so fewer are cheaper to do
/// than to hand over.
pub(crate) const SHARE: usize = 1 << 17;

/// Whether so many elements are worth a second thread, if there is one.
#[cfg(feature = "rayon")]
pub(crate) fn pays(len: usize) -> bool {
    len >= 2 * SHARE && rayon::current_num_threads() > 1
}

/// There is no second thread.
#[cfg(not(feature = "rayon"))]
pub(crate) fn pays(_: usize) -> bool {
    false
}

/// Both, at the same time if a thread is free.
#[cfg(feature = "rayon")]
pub(crate) fn join(left: impl FnOnce() + Send, right: impl FnOnce() + Send) {
    rayon::join(left, right);
}

/// Both.
#[cfg(not(feature = "rayon"))]
pub(crate) fn join(left: impl FnOnce(), right: impl FnOnce()) {
    left();
    right();
}

/// The operation on the slices, or on parts of them at the same time.
pub(crate) fn split<T: Element, const R: usize, const W: usize>(
    reads: [&[T]; R],
    writes: [&mut [T]; W],
    operation: Operation<'_, T, R, W>,
) {
    let len = reads.first().map(|slice| slice.len()).or(writes.first().map(|slice| slice.len())).unwrap_or(0);
    if !pays(len) {
        return operation(reads, writes);
    }
    // Half of it each, in whole cache lines.
    let middle = (len / 2).next_multiple_of(SHARE);
    let reads = reads.map(|slice| slice.split_at(middle));
    let mut writes = writes.map(|slice| slice.split_at_mut(middle));
    let left = writes.each_mut().map(|(left, _)| std::mem::take(left));
    let right = writes.map(|(_, right)| right);
    join(
        || split(reads.map(|(left, _)| left), left, operation),
        || split(reads.map(|(_, right)| right), right, operation),
    );
}
