//! In: an activation, which `activation!` declared, and Burn's tensors. Out: that activation as an operation of Burn, with its
//! derived gradient, by activation-core's kernels on the CPU and by Burn's own operations elsewhere. It must never hold an activation of its own.
//!
//! ```
//! use activation_burn::activate;
//! use activation_core::catalogue::Gelu;
//! use burn::tensor::{Device, Tensor};
//!
//! let x = Tensor::<1>::from_data([-1000.0, 0.0, 1000.0], &Device::default());
//! assert_eq!(activate(x, &Gelu).into_data().try_to_vec::<f32>().unwrap(), [0.0, 0.0, 1000.0]);
//! ```
//!
//! [`activate`] is the operation, [`BurnActivation`] the module with learnable parameters, [`BurnActivationConfig`] the choice by
//! name, [`ActivationBackend`] what code that is generic over backends asks for.

mod apply;
mod backend;
mod compose;
mod composed;
#[cfg(feature = "flex")]
mod flex;
mod module;
pub use activation_core;
pub use apply::activate;
pub use backend::ActivationBackend;
pub use module::{BurnActivation, BurnActivationConfig};

/// What the tests of this workspace see: how activations are computed on backends other than the CPU's. Not for users.
#[doc(hidden)]
pub mod testing {
    pub use crate::apply::{composed_backward, composed_forward, elsewhere, elsewhere_learnt};
}
