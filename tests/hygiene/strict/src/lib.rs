//! Definitions of every form under strict lints, without the prelude. `cargo clippy -p hygiene-strict` must be silent.
//!
//! In: `every_form.rs`. Out: it compiles. It must never allow a lint.
#![forbid(unsafe_code)]
#![no_implicit_prelude]
#![deny(
    warnings,
    missing_docs,
    unused,
    unreachable_pub,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2024_compatibility,
    let_underscore,
    refining_impl_trait,
    keyword_idents,
    absolute_paths_not_starting_with_crate,
    ambiguous_negative_literals,
    explicit_outlives_requirements,
    elided_lifetimes_in_paths,
    impl_trait_redundant_captures,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_abi,
    missing_copy_implementations,
    missing_debug_implementations,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unused_crate_dependencies,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(rustdoc::all)]

/// In the way of `::core` paths that are none.
pub mod core {}

/// In the way of `::std` paths that are none.
pub mod std {}

::core::include!("../../every_form.rs");

#[cfg(test)]
mod tests {
    use super::every_form::{Composed, Rectifier, UndocumentedParameters, of_the_private_ones};
    use ::activation_core::{Activation, Declared};
    use ::core::default::Default;
    use ::core::{assert, assert_eq};

    #[test]
    fn emitted_code_computes() {
        let close = |got: f64, expected: f64| assert!((got - expected).abs() < 1e-15, "{got} instead of {expected}");
        close(Rectifier.forward(2.0), 2.0);
        close(Rectifier.derivative(-2.0), 0.0);
        close(UndocumentedParameters::default().derivative(-2.0), 0.25);
        assert_eq!(UndocumentedParameters::FACTS.parameters.len(), 3);
        close(Composed.forward(0.0), 0.0);
        close(of_the_private_ones(), 3.0);
    }
}
