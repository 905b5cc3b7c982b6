//! The macro in each of the ways that a crate in between can hand it on.
//!
//! In: `hygiene_facade`. Out: public activations, and a test that they compute. It must never name the core crate but
//! through the facade.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

/// By the macro alone.
pub mod by_macro {
    use hygiene_facade::activation;

    activation! { pub direct(learn slope = 2): slope * x }
    hygiene_facade::activation! { pub by_path: 3 * plain(x); plain: x }
}

/// By the crate.
pub mod by_crate {
    hygiene_facade::activation_core::activation! { pub through: 4 * hygiene_facade::activation_core::catalogue::Relu(x) }
}

/// By a glob.
pub mod by_glob {
    use hygiene_facade::prelude::*;

    activation! { pub globbed: 5 * x => 5 }
}

/// By a macro of the facade's.
pub mod by_a_macro_around_it {
    hygiene_facade::scaled! {
        /// With a comment.
        pub commented = 6
    }
    hygiene_facade::scaled!(pub quiet = 2 + 5);
}

#[cfg(test)]
mod tests {
    use super::{by_a_macro_around_it, by_crate, by_glob, by_macro};
    use hygiene_facade::prelude::Activation;

    #[test]
    fn emitted_code_finds_the_core_crate() {
        let values = [
            by_macro::Direct::default().forward(1.0_f64),
            by_macro::ByPath.forward(1.0),
            by_crate::Through.forward(1.0),
            by_glob::Globbed.forward(1.0),
            by_a_macro_around_it::Commented::default().forward(1.0),
            by_a_macro_around_it::Quiet::default().forward(1.0),
        ];
        assert_eq!(values, [2.0, 3.0, 4.0, 5.0, 3.0, 3.5]);
    }
}
