//! What the property tests and the fuzz targets share: random formulas, an arithmetic of their own, and the laws.
//!
//! In: bytes. Out: formulas as text; what a law found broken. Must never ask the calculus under test what is right: the
//! tangents here are written by hand, node by node.

#![allow(clippy::match_same_arms, clippy::collapsible_match, reason = "a rule a line, as in a table")]
#![allow(clippy::cast_possible_truncation, reason = "random bits")]
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each test and each fuzz target uses a part; to the latter it is public"
)]

pub mod estimate;
pub mod formula;
pub mod laws;
pub mod tangent;
