//! A right derivative is never called wrong, and a wrong one never right.
//!
//! In: a definition. Out: a panic where its derivative as written is refused, or a thousandth more of it accepted. Must
//! never be mixed with another target: it is the slowest.

#![no_main]

use activation_fuzz::hold;
use activation_fuzz::oracle::{formula, laws};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hold(bytes, formula::definition, &[laws::verify_is_fair]));
