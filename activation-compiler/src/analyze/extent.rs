//! One end of a range.
//!
//! In: values that are attained, limits that may not be, bounds. Out: the least of them and whether it is a value.
//! Must never decide between a value and a limit that rounding cannot tell apart.

use super::interval::Interval;
use super::number::narrow;

/// One side of the range, as a minimum: the upper side is that of −f.
#[derive(Clone, Copy)]
pub(super) struct Least {
    /// The least value that is attained, among those that can be the least of all.
    pub(super) attained: Option<Interval>,
    /// The least limit that is not a value.
    pub(super) limit: Option<Interval>,
    /// Nothing is below.
    pub(super) bound: f64,
    /// Nothing is below in cells where f′ has no known sign.
    pub(super) murky: f64,
}

impl Least {
    pub(super) const NEW: Self = Self { attained: None, limit: None, bound: f64::INFINITY, murky: f64::INFINITY };

    pub(super) fn lower(slot: &mut Option<Interval>, value: Interval) {
        *slot = Some(slot.map_or(value, |old| Interval {
            lo: old.lo.min(value.lo),
            hi: old.hi.min(value.hi),
            sure: old.sure && value.sure,
        }));
    }

    /// The greatest lower bound and whether it is a value.
    pub(super) fn settle(self) -> Option<(f64, bool)> {
        let above = |bound: f64, value: f64| bound >= value - 1e-9 * value.abs() - 1e-13;
        match (self.attained, self.limit) {
            (_, Some(limit)) if limit.hi == f64::NEG_INFINITY => Some((f64::NEG_INFINITY, false)),
            (Some(value), limit)
                if limit.is_none_or(|limit| value.hi < limit.lo || value == limit && value.is_point()) =>
            {
                (narrow(value) && above(self.bound, value.lo)).then_some((value.shown(), true))
            }
            (value, Some(limit)) if value.is_none_or(|value| limit.hi < value.lo) => {
                let clear = self.murky > limit.hi;
                (clear && narrow(limit) && above(self.bound, limit.lo)).then_some((limit.shown(), false))
            }
            _ => None,
        }
    }
}
