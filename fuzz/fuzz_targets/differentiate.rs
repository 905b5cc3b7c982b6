//! The derivative agrees with dual numbers.
#![no_main]

use activation_fuzz::{hold, oracle::laws};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| hold(bytes, laws::derivative_agrees));
