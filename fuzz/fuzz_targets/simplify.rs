//! Simplifying keeps every value, NaN, ±∞ and ±0 included.
#![no_main]

use activation_fuzz::{hold, oracle::laws};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hold(bytes, laws::simplify_keeps));
