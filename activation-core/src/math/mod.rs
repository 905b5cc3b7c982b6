//! In: numbers, one (`scalar`) or a vector of them (every other file). Out: the functions of the language, one family per
//! file, each with its method, its source and its measured error. Nothing here may know of a formula.
//!
//! The vector functions are written once for `f32` and `f64`: the algorithm is one, and each family has a table of constants
//! per type. Polynomials come from `tools/minimax`, which proves their errors.

pub(crate) mod arc;
pub(crate) mod erf;
pub(crate) mod exp;
pub(crate) mod log;
pub(crate) mod power;
pub(crate) mod scalar;
pub(crate) mod trig;

#[cfg(test)]
mod tests;
