//! The core crate under the name `act`, in a crate that does without the standard library itself.
//!
//! In: `act::activation!`. Out: public activations, and a test that they compute. It must never write `activation_core`.
#![forbid(unsafe_code)]
#![no_std]
#![deny(warnings, missing_docs)]

act::activation! {
    /// A rectifier, with its derivative.
    pub rectifier: x.max(0) => if x > 0 <1> else <0>;
    pub undocumented(learn slope = 0.25, offset = 0): slope * x + offset;
    /// Of the same call, and by a path through the new name.
    pub both: rectifier(x) + act::catalogue::Silu(x);
}

/// A macro of this crate's, for others: they need not know the name either.
#[macro_export]
macro_rules! doubled {
    ($visibility:vis $name:ident: $formula:expr) => {
        $crate::__act::activation! { $visibility $name: 2 * $formula }
    };
}

#[doc(hidden)]
pub use act as __act;

#[cfg(test)]
mod tests {
    use super::{Both, Rectifier, Undocumented};
    use act::{Activation, Declared};

    doubled!(twice: x + 1);

    #[test]
    fn emitted_code_finds_the_core_crate() {
        assert_eq!((Rectifier.forward(-2.0_f32), Rectifier.derivative(3.0_f64)), (0.0, 1.0));
        assert_eq!(Undocumented::new(2.0, 1.0).forward(3.0_f64), 7.0);
        assert_eq!(Undocumented::FACTS.parameters.len(), 2);
        assert_eq!(Both.derivative(0.0_f64), 0.5);
        assert_eq!(Twice.forward(2.0_f64), 6.0);
    }
}
