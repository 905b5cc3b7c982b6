//! Your own activations, one line each: they compete under their names, `--activation mine`, and in `--activation all`.
//!
//! In: the lines at the end. Out: candidates. It must never need more than a line each: a name, parameters if need be, and
//! a formula of docs/language.md; the derivative is derived.

use crate::candidate::Candidate;

/// Declares each line and lists them all.
macro_rules! own {
    ($({ $name:ident $($definition:tt)* })*) => {
        activation_core::activation! {
            $(
                /// One of the user's own.
                pub(crate) $name $($definition)*;
            )*
        }

        /// A candidate for each line.
        pub(crate) fn candidates() -> Vec<Candidate> {
            vec![$(Candidate::of($name::default())),*]
        }
    };
}

own! {
    { Mine: x * sigmoid(1.5 * x) }
}
