//! When enclosures count as one number, as different numbers, as not 0.
//!
//! In: enclosures. Out: verdicts, with the tolerances that the whole of `analyze` uses.
//! Must never call two numbers different that differ by rounding only.

use super::interval::Interval;

/// Whether an enclosure is one number for all that matters: relatively, or absolutely where ordinary terms cancel.
pub(super) fn narrow(value: Interval) -> bool {
    let magnitude = value.magnitude();
    value.lo == value.hi || (magnitude.is_finite() && value.width() <= 1e-9 * magnitude + 1e-13)
}

pub(super) fn nonzero(value: Interval) -> bool {
    value.sure && (value.lo > 0.0 || value.hi < 0.0)
}

pub(super) fn differ(a: Interval, b: Interval) -> bool {
    a.sure && b.sure && (a.hi < b.lo || a.lo > b.hi)
}

/// Whether two enclosed limits are the same number, up to the rounding of the constants they were made from.
pub(super) fn agree(a: Interval, b: Interval) -> Option<bool> {
    if !a.sure || !b.sure {
        return None;
    }
    if a == b && a.lo == a.hi {
        return Some(true);
    }
    let size = a.magnitude().max(b.magnitude());
    if size.is_infinite() {
        return differ(a, b).then_some(false);
    }
    // Exact ends are compared exactly; others carry the rounding of terms that may have cancelled.
    let floor = if a.is_point() && b.is_point() { 0.0 } else { 1e-14 };
    let gap = (b.lo - a.hi).max(a.lo - b.hi).max(0.0);
    if gap > 1e-12 * size + floor {
        return Some(false);
    }
    (a.width().max(b.width()) <= 1e-9 * size + 1e-12).then_some(true)
}
