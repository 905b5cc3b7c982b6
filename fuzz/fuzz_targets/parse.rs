//! Whatever the tokens, the compiler neither panics nor emits anything but Rust.
//!
//! In: tokens of the language in any order, definitions with a few tokens out of place, or any text. Out: a panic, if there
//! is one. Must never run out of stack.

#![no_main]

use activation_fuzz::hold;
use activation_fuzz::oracle::{formula, laws};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hold(bytes, formula::soup, &[laws::answers]));
