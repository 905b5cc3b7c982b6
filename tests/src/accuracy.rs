//! In: rows of the reference table and a way to evaluate an activation. Out: a report of what is too far off. Must never
//! loosen a bound for one activation silently: exceptions are listed with their reason.

#![allow(clippy::neg_cmp_op_on_partial_ord, reason = "a NaN is to fail, too")]
#![allow(clippy::format_push_string, reason = "reports of tests")]

use activation_core::{Activation, AnyActivation, Element};

use crate::Row;

/// The least positive normal number and the rounding unit of a precision.
#[derive(Debug)]
pub struct Format {
    least_normal: f64,
    unit: f64,
}

impl Format {
    /// `f32`
    pub const SINGLE: Self = Self { least_normal: f32::MIN_POSITIVE as f64, unit: f32::EPSILON as f64 };
    /// `f64`
    pub const DOUBLE: Self = Self { least_normal: f64::MIN_POSITIVE, unit: f64::EPSILON };
}

/// How many ULP off, beyond what is excused; 0 where the result is subnormal and may be rounded to 0. Where a result
/// crosses zero, with a slope, the bound is absolute; in a tail, which nears zero without one, it is not.
fn excess(format: &Format, got: f64, expected: f64, excused: f64, crosses: bool) -> f64 {
    if got.is_nan() {
        return f64::INFINITY;
    }
    if got == expected || (expected.abs() < format.least_normal && got.abs() <= 2.0 * format.least_normal) {
        return 0.0;
    }
    if got.is_infinite() || expected.abs() > f64::from(f32::MAX) && format.unit > 1e-10 {
        return if got.signum() == expected.signum() && expected.abs() > f64::from(f32::MAX) {
            0.0
        } else {
            f64::INFINITY
        };
    }
    let error = (got - expected).abs() / (format.unit * expected.abs());
    let absolute = if crosses { (got - expected).abs() / format.unit } else { f64::INFINITY };
    (error - excused).min(absolute).max(0.0)
}

/// What people train with: 4 ULP wherever the result is a normal number, whatever its condition. (Where a derivative crosses
/// zero the bound is absolute.)
pub const NAMED: [&str; 36] = [
    "sigmoid",
    "logistic",
    "tanh",
    "silu",
    "swish",
    "gelu",
    "gelu_tanh",
    "quick_gelu",
    "softplus",
    "log_sigmoid",
    "mish",
    "elu",
    "selu",
    "celu",
    "softsign",
    "exponential",
    "relu",
    "relu6",
    "leaky_relu",
    "leaky",
    "prelu",
    "rrelu",
    "hardtanh",
    "hard_sigmoid",
    "hard_swish",
    "hard_shrink",
    "soft_shrink",
    "threshold",
    "thresholded_relu",
    "keras_relu",
    "identity",
    "linear",
    "hard_mish",
    "brelu",
    "ramp",
    "abs",
];

/// |a / b|, and 0 for the 0/0 of a function that is flat in the origin.
fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { (a / b).abs() }
}

/// Compares value, first and second derivative, as `evaluate` gives them, with the table.
///
/// # Panics
///
/// With a report, if one is further off than so many ULP beyond what its condition excuses.
pub fn check<T: Element>(
    format: &Format,
    rows: &[Row],
    bounds: [f64; 3],
    evaluate: impl Fn(&AnyActivation, T) -> [T; 3],
) {
    let mut worst: Vec<(&str, [(f64, f64); 3])> = Vec::new();
    for row in rows {
        let x = T::from_f64(row.x);
        let a = &row.activation;
        let got = evaluate(a, x).map(Element::to_f64);
        let [value, first, second] = row.expected;
        // A half-ULP change of the input explains κ = |x·slope/result|. The table has no third derivative: a second one may
        // lose the digits by which it is smaller than f′/x, and what an exponential tail's argument loses.
        let size = row.x.abs();
        let mut excused = [
            ratio(row.x * first, value),
            ratio(row.x * second, first),
            ratio(first, size.max(1.0) * second) + ratio(row.x * second, first) + 2.0 * size.min(1000.0),
        ];
        if NAMED.contains(&a.name()) {
            // No excuse for what people train with.
            excused[0] = 0.0;
            excused[1] = 0.0;
        }
        let crosses = [first, second, first].map(|slope| (row.x * slope).abs() > 1e-3);
        let mut errors = [0, 1, 2].map(|i| excess(format, got[i], [value, first, second][i], excused[i], crosses[i]));
        // The table leaves out the kinks of f, not those of f′: where f″ jumps, a value of either side is right.
        let [left, right] = [-1e-4, 1e-4].map(|step| a.second_derivative(row.x + step));
        if (left - right).abs() > 1e-2 * left.abs().max(right.abs()) {
            errors[2] = 0.0;
        }
        if worst.last().is_none_or(|(spec, _)| *spec != row.spec) {
            worst.push((row.spec, [(0.0, f64::NAN); 3]));
        }
        if let Some((_, entry)) = worst.last_mut() {
            for (slot, error) in entry.iter_mut().zip(errors) {
                if error > slot.0 {
                    *slot = (error, row.x);
                }
            }
        }
    }
    let mut report = String::new();
    for (spec, entry) in &worst {
        for (order, (error, x)) in entry.iter().enumerate() {
            // The numerator of pau has its own condition, that of a polynomial near a zero.
            let bound = if *spec == "pau" { 8.0 * bounds[order] } else { bounds[order] };
            if *error > bound {
                report += &format!("{spec} order {order}: {error:.1} ULP beyond its condition at x = {x}\n");
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
}
