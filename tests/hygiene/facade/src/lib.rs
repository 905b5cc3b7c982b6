//! Ways to hand `activation!` on: the crate, the macro alone, a macro around it, and activations made with it.
//!
//! In: the core crate. Out: re-exports. It must never declare anything for its users' definitions to lean on.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

pub use activation_core;
pub use activation_core::activation;

/// Everything, as a prelude has it.
pub mod prelude {
    pub use activation_core::*;
}

activation! {
    /// An activation of this crate.
    pub bump: x / (1 + x * x);
}

/// A definition of one constant.
#[macro_export]
macro_rules! scaled {
    ($(#[$attribute:meta])* $visibility:vis $name:ident = $factor:expr) => {
        $crate::activation! {
            $(#[$attribute])*
            $visibility $name(factor = $factor): factor * $crate::Bump(x);
        }
    };
}
