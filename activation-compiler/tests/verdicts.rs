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

/// (eˣ − 1 − x) / x and its derivative, with something for 0.
fn bent(at_zero: &str) -> String {
    let derivative = "(exp(x) - 1 - (exp(x) - 1 - x) / x) / x";
    format!("f: if x == 0 <0> else <(exp(x) - 1 - x) / x> => {at_zero} <{derivative}>")
}

/// A formula with a condition that holds again and again, and one that holds from exp(x) = 22 on, which the derivative says.
fn spent(late: &str) -> String {
    let early = "if sin(exp(x) + 30 * x) > 0.3 {x} else {0}";
    let slope = "if sin(exp(x) + 30 * x) > 0.3 {1} else {0}";
    format!("f: {early} + if exp(x) > 22 {{2 * x}} else {{0}} => {slope} + if {late} {{2}} else {{0}}")
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

#[test]
fn at_a_kink_both_sides_and_their_rounding_count() {
    expect(&[
        ("f: max(x, 0) => if x > 0 <1> else if x == 0 <0.5> else <0>", ""),
        ("f: max(x, 0) => if x > 0 <1> else if x == 0 <1.5> else <0>", "A031"),
        // Between the sides, which are both 1, and what the parts make of it, which is 0.
        ("f: 2 * relu(x) - abs(x) => 1", ""),
        ("f: 2 * relu(x) - abs(x) => if x == 0 <0> else <1>", ""),
        ("f: 2 * relu(x) - abs(x) => if x == 0 <0.5> else <1>", "A031"),
        // What is left of (eˣ − 1 − x) / x² beside 0 is mostly rounding.
        (&bent("if x == 0 <0.5> else"), ""),
        (&bent("if x == 0 <0.501> else"), "A031"),
    ]);
}

#[test]
fn a_branch_for_one_point_does_not_tell_the_derivative_there() {
    expect(&[
        ("f: if x == 0 <0> else <(exp(x) - 1 - x) / x>", "A037"),
        ("f: if x != 0 <x / (exp(x) - 1)> else <1>", "A037"),
        ("f: if x == 0.3 <0.09> else <x * x>", "A037"),
        (&bent("if x == 0 <0> else"), "A031"),
        ("f: if x == 0.3 <0.09> else <x * x> => 2 * x", ""),
        // Smooth there, and flat.
        ("f: if x == 0 <1> else <sin(x) / x>", ""),
        // Not smooth there: a jump, a kink, a slope that never settles, one without bound.
        ("f: if x == 2 <7> else <x * x>", ""),
        ("f: if x == 2 <7> else <x * x> => if x == 2 <0> else <2 * x>", ""),
        ("f: if x == 0 <0> else <abs(x)>", ""),
        ("f: if x == 0 <0> else <x * x * sin(1 / x)>", ""),
        ("f: if x == 0 <0> else <x * ln(abs(x))>", ""),
    ]);
}

#[test]
fn kinks_that_cannot_all_be_listed_are_found_all_the_same() {
    expect(&[
        ("f: fract(x) + max(x, 3.3) => if x > 3.3 <2> else <1>", ""),
        ("f: fract(x) + max(x, 3.3) => if x >= 3.3 <2> else <1>", ""),
        ("f: fract(x) + max(x, 3.3) => if x > 3.3 <2> else if x == 3.3 <7> else <1>", "A031"),
        ("f: fract(x) + max(x, 3.3) => if x > 3.3 && x < 3.34 <2.5> else if x > 3.3 <2> else <1>", "A031"),
        ("f: x + floor(x) => if x > 2.3 && x < 2.34 <1.5> else <1>", "A031"),
        // The first condition costs all the search has.
        (&spent("exp(x) > 22"), ""),
        (&spent("exp(x) > 22 && !(exp(x) < 24 && exp(x) > 22.5)"), "A031"),
        // A domain between two points of the grid.
        ("#[domain(x > 0.3 && x < 0.34)] f: x * x => 2 * x", ""),
        ("#[domain(x > 0.3 && x < 0.34)] f: x * x => 2.001 * x", "A031"),
        ("#[domain(sin(x) > 0.999)] f: x * x => 2.001 * x", "A031"),
    ]);
}

#[test]
fn a_formula_without_a_value_somewhere_is_refused() {
    expect(&[
        ("f: 1 / (x - 0.3).powi(2)", "A030"),
        ("f: 1 / abs(x - 0.3)", "A030"),
        ("f: ln(abs(x - 0.3))", "A030"),
        ("f: abs(x).powf(-0.5)", "A030"),
        ("f: ln_1p(abs(x) - 1)", "A030"),
        ("f: ln(1 + (abs(x) - 1))", "A030"),
        ("f: tan(x)", "A030"),
        ("f: 1 / cos(x)", "A030"),
        ("f: 1 / (x * x - 2)", "A030"),
        ("f: 1 / (x * x - 2).powi(2)", "A030"),
        ("f: atanh(clamp(x, -1, 1))", "A030"),
        // Between two points of any grid.
        ("f: sqrt((x - 0.301) * (x - 0.302))", "A030"),
        ("f: ln((x - 0.301) * (x - 0.302) + 1e-9)", "A030"),
        ("f: asin(1.0001 - abs(x - 0.3))", "A030"),
        // Where rounding reaches the edge.
        ("f: ln(exp(x))", "A030"),
        ("f: 1 / (x - x)", "A030"),
        // Excluded, guarded, bounded, or never quite there.
        ("#[domain(x != 0.3)] f: 1 / abs(x - 0.3)", ""),
        ("#[domain(abs(x) < 1.5)] f: tan(x)", ""),
        ("f: if x == 0.3 <0> else <1 / abs(x - 0.3)>", ""),
        ("f: atan(1 / x)", "A034"),
        ("f: exp(-1 / abs(x))", ""),
        ("f: 1 / (1e-13 + abs(x))", ""),
        ("f: tan(0.9 * tanh(x))", ""),
        ("f: sqrt((x - 0.3) * (x - 0.3))", ""),
        // An overflow at a point where something else ends.
        ("f: exp(x) + sqrt(relu(x - 800))", ""),
        ("f: ln_1p(abs(exp_m1(x)))", ""),
        ("#[domain(x != 0)] f: 1 / (x * x)", ""),
    ]);
}
