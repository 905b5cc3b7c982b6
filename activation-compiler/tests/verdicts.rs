//! What is said of single definitions: accepted, or refused with a code.
//!
//! In: definitions that once got the wrong answer, or stand beside one that did. Out: their codes. Must never hold what
//! `tests/ui` shows already: here stand places, there messages.

use activation_compiler::compile;

/// The codes of all messages about a program, each once.
fn codes(program: &str) -> Vec<String> {
    let text = compile(format!("[::core] {program}").parse().expect("tokens")).to_string();
    let mut codes: Vec<String> = text.split("\"[A").skip(1).map(|rest| format!("A{}", &rest[..3])).collect();
    codes.dedup();
    codes
}

/// Holds programs against the code that each is to get; "" where it is to be accepted.
fn expect(cases: &[(&str, &str)]) {
    let surprises: Vec<String> = cases
        .iter()
        .map(|(program, code)| (program, code, codes(program).join(" ")))
        .filter(|(_, code, got)| *code != got)
        .map(|(program, code, got)| format!("{program}\n    {code:?} expected, not {got:?}"))
        .collect();
    assert!(surprises.is_empty(), "\n{}", surprises.join("\n"));
}

#[test]
fn nothing_is_known_of_another_crates_activation() {
    expect(&[
        ("f: max(other::Silu(x), x) => 1", "A036"),
        ("f: if x > 0 <other::Silu(x)> else <x> => if x > 0 <42> else <1>", "A036"),
        ("f: if other::Silu(x) > 1 <x> else <2 * x> => 2", "A036"),
        ("f: x * x => other::Double(x)", "A036"),
        ("f: x * x => if other::Double(x) > 3 <2 * x> else <2 * x + 1>", "A036"),
        ("#[domain(other::Silu(x) > 0)] f: x * x => 3 * x", "A036"),
        // What no point can show, algebra may.
        ("f: other::Silu(2) * x => other::Silu(2)", ""),
        ("#[domain(other::Silu(x) > 0)] f: x * x => x + x", ""),
    ]);
}

#[test]
fn rounding_is_no_reason_to_refuse() {
    expect(&[
        // What overflows on the way to a small number.
        ("f: -1000 * exp(-x) => 1 / (0.001 * exp(x))", ""),
        ("f: -1000 * exp(-x) => 1 / (0.001001 * exp(x))", "A031"),
        // Constants that cancel up to rounding.
        ("f: (0.1 + 0.2 - 0.3) * x + x * x => 2 * x", ""),
        ("f: (0.1 + 0.2 - 0.3) * x + x * x => 2 * x + 0.1 + 0.2 - 0.3", ""),
        ("f: sin(PI) * x + x * x => 2 * x", ""),
        ("f: x * x => 2 * x + (0.1 + 0.2 - 0.3)", ""),
        ("f: (0.1 + 0.2 - 0.3001) * x + x * x => 2 * x", "A031"),
    ]);
}
