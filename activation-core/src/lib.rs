//! In: a formula, as in a paper. Out: a checked activation function with its derivative, and a layer
//! that runs it on arrays. This crate must never parse a formula: `activation-compiler` does.
//!
//! ```
//! use activation_core::{Activation, ActivationLayer, activation};
//! use ndarray::array;
//!
//! activation! {
//!     /// Self-gated, smooth, and its derivative is the compiler's affair.
//!     pub silu: x * sigmoid(x);
//! }
//!
//! let mut layer = ActivationLayer::new(Silu);
//! let output = layer.forward(&array![[-1.0_f32, 0.0, 1.0]])?;
//! assert_eq!(output[[0, 1]], 0.0);
//! let grad_input = layer.backward(&array![[1.0, 1.0, 1.0]])?;
//! assert_eq!(grad_input[[0, 1]], Silu.derivative(0.0_f32));
//! # Ok::<(), activation_core::Error>(())
//! ```
//!
//! # The parts
//!
//! - [`activation!`] turns formulas into structs that implement [`Activation`] and [`Declared`].
//! - [`Activation`] is the contract: value, derivative, second derivative, in any [`Real`].
//! - [`Real`] is the arithmetic: `f32`, `f64`, and [`Dual`] numbers, which differentiate.
//! - [`Facts`] is what the compiler has learnt: range, kinks, monotonicity, Lipschitz constant …
//! - [`ActivationLayer`] runs an activation forward and backward on arrays of any shape and strides;
//!   [`ActivationExt`] has the same loops for slices. [`Element`] says what both take.
//! - [`axis`] has what looks at a whole axis: softmax and its kin, gated linear units, maxout.
//! - [`Derivative`] makes an activation of an activation's derivative.
//! - [`catalogue`] has the ready-made activations, [`AnyActivation`] finds them by name at run time: by ours, by that of a
//!   [`Library`], or by one that you registered.
//!
//! # Features
//!
//! | feature | default | what it brings |
//! |---|---|---|
//! | `ndarray` | yes | [`ActivationLayer`]; without it there is [`ActivationExt`], and no dependency on ndarray |
//! | `rayon` | yes | large arrays and slices by all threads |
//! | `half` | no | `half::f16` and `half::bf16` as elements |
//! | `serde` | no | `Serialize` and `Deserialize` for every struct that [`activation!`] makes |
//! | `rand` | no | [`RreluLayer`], which draws slopes while it is trained |
//!
#![doc = include_str!("guide.md")]
#![cfg_attr(feature = "half", doc = include_str!("guide_half.md"))]
#![forbid(unsafe_code)]
// The guide speaks of what features bring; all its links lead somewhere when all of them are on.
#![cfg_attr(not(all(feature = "ndarray", feature = "rand")), allow(rustdoc::broken_intra_doc_links))]

mod activation;
#[cfg(feature = "ndarray")]
mod array;
#[cfg(feature = "ndarray")]
pub mod axis;
pub mod catalogue;
mod derivative;
mod dual;
mod element;
mod error;
mod facts;
mod kernel;
mod lanes;
#[cfg(feature = "ndarray")]
mod layer;
mod math;
#[doc(hidden)]
pub mod private;
mod real;
mod registry;
mod scalar;
mod serialize;
mod slice;
#[doc(hidden)]
pub mod testing;

pub use activation::{Activation, Declared, Visitor};
pub use derivative::Derivative;
pub use dual::Dual;
pub use element::Element;
pub use error::Error;
pub use facts::{Facts, Kink, Kinks, Monotonicity, Parameter, Parity, Range, Residual};
#[cfg(all(feature = "ndarray", feature = "rand"))]
pub use layer::RreluLayer;
#[cfg(feature = "ndarray")]
pub use layer::{ActivationLayer, ResidualPolicy};
pub use real::Real;
pub use registry::{AnyActivation, Custom, Library};
pub use slice::ActivationExt;

/// Declares activation functions by their formulas.
///
/// ```
/// # use activation_core::activation;
/// activation! {
///     /// Rectified linear unit, with a derivative that is checked at compile time.
///     pub relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>;
///     /// The derivative is derived where none is given.
///     pub swish(beta = 1.0): x * sigmoid(beta * x);
/// }
/// ```
///
/// Each definition becomes a struct (`Relu`, `Swish { beta: f64 }`) that implements [`Activation`]
/// and [`Declared`]. The documentation of a public one has its graph; `#[plot(off)]` before the definition leaves it out. The
/// language is described in `docs/language.md`.
#[macro_export]
macro_rules! activation {
    ($($tokens:tt)*) => {
        $crate::private::activation! { [$crate] $($tokens)* }
    };
}
