//! Definitions of every form in edition 2021.
//!
//! In: `every_form.rs`. Out: it compiles, and computes. It must never hold a definition of its own.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

include!("../../every_form.rs");

#[test]
fn emitted_code_computes() {
    assert_eq!(every_form::of_the_private_ones(), 3.0);
}
