//! The ready-made activations, each written with [`activation!`](crate::activation!) and nothing else.
//!
//! In: nothing. Out: a struct per activation, grouped by file. Must never hold a derivative that the compiler has not
//! checked, nor a line of Rust beside the macro calls.
//!
//! Each item's page tells its formula, derivative, range, monotonicity, kinks and Lipschitz bound. By name at run time:
//! [`AnyActivation`](crate::AnyActivation).

mod algebraic;
mod exponential;
mod learnable;
mod periodic;
mod piecewise;
mod rectifiers;
mod self_gated;
mod sigmoid_like;
mod softplus_like;

pub use algebraic::*;
pub use exponential::*;
pub use learnable::*;
pub use periodic::*;
pub use piecewise::*;
pub use rectifiers::*;
pub use self_gated::*;
pub use sigmoid_like::*;
pub use softplus_like::*;
