//! What the fuzz targets share.
//!
//! In: bytes from libFuzzer. Out: a panic where a law is broken, with the definition that breaks it. Must never hold a law
//! or a generator of its own: those of the property tests are included here.

#![forbid(unsafe_code)]

#[path = "../../activation-compiler/tests/oracle/mod.rs"]
pub mod oracle;

use arbitrary::Unstructured;
use oracle::laws::Outcome;

/// Makes a text of the bytes and holds laws against it.
///
/// # Panics
///
/// Where one of them is broken.
pub fn hold(
    bytes: &[u8],
    text: impl Fn(&mut Unstructured<'_>) -> arbitrary::Result<String>,
    laws: &[fn(&str) -> Outcome],
) {
    let Ok(text) = text(&mut Unstructured::new(bytes)) else { return };
    for law in laws {
        match law(&text) {
            // Bounds of a `clamp` that turn out to be constants may be swapped, which no generator sees.
            Err(breach) if !breach.contains("[A039]") => panic!("{text}\n{breach}"),
            _ => {}
        }
    }
}
