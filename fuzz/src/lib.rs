//! What the targets share, which is what the property tests use.
//!
//! In: bytes. Out: a random definition, held against a law. Must never have laws of its own.
#![forbid(unsafe_code)]

#[path = "../../activation-compiler/tests/oracle/mod.rs"]
pub mod oracle;

/// Holds a law against the definition that the bytes stand for.
pub fn hold(bytes: &[u8], law: impl Fn(&str) -> oracle::laws::Outcome) {
    if let Ok(text) = oracle::formula::definition(&mut arbitrary::Unstructured::new(bytes))
        && let Err(breach) = law(&text)
    {
        panic!("{text}\n{breach}");
    }
}
