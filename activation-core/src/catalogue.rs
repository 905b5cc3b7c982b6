//! The ready-made activations, each written with [`activation!`](crate::activation!) and nothing else.
//!
//! In: nothing. Out: a struct per activation, grouped by file. Must never hold a derivative that the compiler has not
//! checked, nor a line of Rust beside the macro calls.
//!
//! Each item's page tells its formula, derivative, range, monotonicity, kinks and Lipschitz bound. By name at run time:
//! [`AnyActivation`](crate::AnyActivation).

mod gated;
mod piecewise;
mod seed;
mod smooth;

pub use gated::*;
pub use piecewise::*;
pub use seed::*;
pub use smooth::*;
