//! Derivatives agree with dual numbers, and with differences of values.
//!
//! In: a definition. Out: a panic where they differ. Must never ask the table of functions for the tangents.

#![no_main]

use activation_fuzz::hold;
use activation_fuzz::oracle::{formula, laws};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hold(bytes, formula::definition, &[laws::derivative_agrees]));
