//! Every diagnostic as the user reads it, and programs that must compile.
//!
//! In: `ui/fail`, one mistake a file, named after the mistake; `ui/pass`. Out: the compiler's words compared with the
//! `.stderr` beside each. To accept new words: `TRYBUILD=overwrite cargo test --test ui`, then read the difference as the
//! user who just made that mistake.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/fail/parse/*.rs");
    cases.compile_fail("ui/fail/check/*.rs");
    cases.compile_fail("ui/fail/calculus/*.rs");
    cases.compile_fail("ui/fail/traits/*.rs");
}
