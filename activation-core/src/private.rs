//! In: nothing. Out: every name that emitted code may touch. It must never hold anything else, and
//! nothing in it is part of the public interface.

pub use crate::__implement_serde as implement_serde;
pub use crate::activation::{Activation, Declared};
pub use crate::facts::{Facts, Kink, Kinks, Monotonicity, Parameter, Parity, Range, Residual};
pub use crate::real::Real;
#[cfg(feature = "serde")]
pub use crate::serialize::{deserialize, serialize};
pub use activation_macros::activation;
#[cfg(feature = "serde")]
pub use serde;
