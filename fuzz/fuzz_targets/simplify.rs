//! Rewrites keep every value: bit for bit, or up to rounding, as each stage promises.
//!
//! In: a definition. Out: a panic where a value changed. Must never be content with ordinary numbers: NaN, ±∞, ±0 and
//! subnormals are among the points.

#![no_main]

use activation_fuzz::hold;
use activation_fuzz::oracle::{formula, laws};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hold(
    bytes,
    formula::definition,
    &[laws::simplify_keeps, laws::stabilize_agrees, laws::limits_keep, laws::share_keeps]
));
