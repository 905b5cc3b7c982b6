//! In: an `f64`. Out: exp(-u²). It must never take the rounded square for the exact one: at u = 26
//! that costs 500 ULP.

use super::exact::product;

/// From here on exp(-u²) is zero in `f64`; below, no product of ours overflows.
const VANISHES: f64 = 28.0;

/// exp(-u²).
///
/// Method: u² = high + low exactly (Dekker), and exp(-high - low) = exp(-high)·(1 - low) to within
/// low², which is below 2^-88. So the error is that of `exp` and one rounding.
///
/// Measured against mpmath (60 digits, 30 000 points): 1.0 ULP where the result is normal.
#[inline]
pub(crate) fn exp_neg_square(u: f64) -> f64 {
    let (high, low) = product(u, u);
    let value = (-high).exp();
    // At infinity `low` is NaN, where `value` is the limit already; NaN itself passes in `value`.
    if u.abs() < VANISHES { value - value * low } else { value }
}

/// e to the power of high + low.
///
/// Method: eʰ·(1 + low), to within low², which is nothing for a rest of a rounding; a `low` that is none is left out, as it
/// is at the ends of the line.
#[inline]
pub(crate) fn exp_sum(high: f64, low: f64) -> f64 {
    let value = high.exp();
    if low.abs() < 1.0 && value.is_finite() {
        if low.abs() < 1e-9 { value + value * low } else { value * low.exp() }
    } else {
        value
    }
}
