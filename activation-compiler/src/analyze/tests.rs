//! The facts of the catalogue's rows, from formulas written as s-expressions.
//!
//! In: formulas. Out: assertions. Must never take a fact from anywhere but `catalogue.md` and mathematics.

mod catalogue;
mod helper;
mod residual;
mod rigour;
