//! The ready-made activations, each written with [`activation!`](crate::activation!) and nothing else.
//!
//! In: nothing. Out: a struct per activation, grouped by file. Must never hold a derivative that the compiler has not
//! checked, nor a line of Rust beside the macro calls.
//!
//! Each item's page has its graph, and tells its formula, derivative, parameters, range, monotonicity, parity, kinks with the
//! derivative that is taken there, Lipschitz bound, and what is kept for backward. By name at run time:
//! [`AnyActivation`](crate::AnyActivation).
//!
//! # Accuracy
//!
//! In f32 and in f64, against a table of 760 digits (docs/numerics.md says at which points and with which exceptions):
//!
//! | | what people train with | the rest |
//! |---|---|---|
//! | value, derivative | ≤ 4 ULP | ≤ 4 + κ ULP |
//! | second derivative | ≤ 64 + κ ULP | ≤ 64 + κ ULP |
//!
//! *What people train with*: sigmoid, tanh, silu, swish, gelu, `gelu_tanh`, `quick_gelu`, softplus, `log_sigmoid`, mish, elu, selu,
//! celu, softsign, exponential, and what is linear piece by piece. κ = |x · f′(x) / f(x)|, for the derivative |x · f″(x) / f′(x)|:
//! the error that half an ULP of the input explains.

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
