//! What the property tests and the fuzz targets share: random formulas, an arithmetic of their own, and the laws.
//!
//! In: bytes. Out: formulas as text; what a law found broken. Must never ask the calculus under test what is right: the
//! tangents here are written by hand, node by node.

#![allow(dead_code, unreachable_pub, reason = "each test and each fuzz target uses a part; to the latter it is public")]

pub mod estimate;
pub mod formula;
pub mod laws;
pub mod tangent;
