//! What is refused, a rule at a time, and what is not.

use proc_macro2::TokenStream;

use super::check;
use crate::diagnostic::Diagnostics;
use crate::parse::parse;

fn checked(program: &str) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let tokens: TokenStream = format!("[core] {program}").parse().unwrap();
    let program = parse(tokens, &mut diagnostics);
    check(&program, &mut diagnostics);
    diagnostics
}

#[test]
fn what_means_something_passes() {
    for program in [
        "relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>",
        "tanh: x.tanh() => 1 - y * y; sigmoid: sigmoid(x); relu: relu(x)",
        "f(alpha = 1 / 6, beta = INFINITY, gamma = -INFINITY, delta = 2.sqrt() * PI): alpha * beta * gamma * delta * x",
        "silu: x * sigmoid(x); f: silu(x) + Silu(2 * x) + x.silu()",
        "f: u * v where u = exp(x), v = u + 1",
        "f: x.tanh() => d where d = 1 - y * y",
        "f: x.powi(-2) + x.powi((3)) + x.powi(2.0) + x.powf(0.5)",
        "f(beta = 1): if x > 0 <x> else <0> => surrogate beta * x",
        "swish: x * sigmoid(x) => sigmoid(x) * (1 + x - swish(x))",
        "f: other::Silu(x)",
        "f(size = INFINITY): clamp(x, -size, size) + clamp(x, 1, 1) + clamp(x, -x, x) + 0e-999 * x + 1e-320",
        "#[domain(x > 0 && !(x > 9))] f: ln(x)",
    ] {
        assert_eq!(checked(program).texts(), [] as [&str; 0], "{program}");
    }
}

#[test]
fn each_mistake_has_its_code() {
    for (program, expected) in [
        ("f: z + x", "A010"),
        ("f(alpha = 1): alhpa * x", "A010"),
        ("f(alpha = beta): alpha * x", "A010"),
        ("f: tanh + x", "A011"),
        ("f: silu + x; silu: x * sigmoid(x)", "A011"),
        ("f: foo(x)", "A012"),
        ("f: log(x)", "A012"),
        ("f: x(1 - x)", "A012"),
        ("f: np.tanh(x)", "A062"),
        ("f: Math.max(0, x)", "A062"),
        ("f: math.pow(x, 2)", "A062"),
        ("f: f64::max(x, 0)", "A062"),
        ("f: std::f64::tanh(x)", "A062"),
        ("f: torch.gelu(x)", "A012"),
        ("f: select(x > 0, x, 0)", "A012"),
        ("f: if x.is_nan() {0} else {x}", "A012"),
        ("f: leaky_relu(x, 0.1)", "A012"),
        ("f: ехр(x)", "A010"),
        ("f: 2 * х", "A010"),
        ("f: max(x)", "A013"),
        ("f: x.tanh(1)", "A013"),
        ("f: silu(x, 1); silu: x * sigmoid(x)", "A013"),
        ("f: other::Silu(x, 1)", "A013"),
        ("f: if x {1} else {2}", "A014"),
        ("f: if x > 0 && x {1} else {2}", "A014"),
        ("f: if !x > 0 {1} else {2}", "A014"),
        ("#[domain(x)] f: x", "A014"),
        ("f: (x > 0) * x", "A015"),
        ("f: x > 0", "A015"),
        ("f: if x > 0 {x > 1} else {2}", "A015"),
        ("f: x; f: x * 2", "A016"),
        ("relu: x; Relu: x * 2", "A016"),
        ("f(alpha = 1, alpha = 2): alpha * x", "A017"),
        ("f(u = 1): u * x where u = x", "A017"),
        ("f(x = 1): x", "A018"),
        ("f(PI = 1): PI * x", "A018"),
        ("f: y * x", "A019"),
        ("f: u * x where u = y", "A019"),
        ("#[domain(y > 0)] f: x", "A019"),
        ("f(alpha = x): alpha * x", "A020"),
        ("f(alpha = 1, beta = alpha): alpha * beta * x", "A020"),
        ("f(alpha = g(1)): alpha * x; g: x", "A020"),
        ("f(alpha = 1 / 0): alpha * x", "A021"),
        ("f(alpha = INFINITY - INFINITY): alpha * x", "A021"),
        ("f: x.powi(0.5)", "A022"),
        ("f: x.powi(65)", "A022"),
        ("f(n = 2): x.powi(n)", "A022"),
        ("f: x * 1e999", "A023"),
        ("f: x * 1e-400", "A023"),
        ("f(alpha = 1e999): alpha * x", "A023"),
        ("silu: x * silu(x) + silu(2 * x)", "A024"),
        ("a: b(x); b: c(x); c: a(x)", "A024"),
        ("f: u where u = v, v = x", "A025"),
        ("f: u where u = u + x", "A025"),
        ("f: x + _u where _u = x", "A005"),
        ("f: u + v where u = x v = 1", "A008"),
        ("f: 2x", "A061"),
        ("f: x where u = x", "A026"),
        ("f: x where u = x, v = u", "A026"),
        ("f(alpha = 1): x", "A027"),
        ("f: 5", "A028"),
        ("f(alpha = 1): alpha => surrogate x", "A028"),
        ("f: clamp(x, 1, -1)", "A039"),
        ("f: (2 * x).clamp(PI, 2 + 1)", "A039"),
        ("f(low = 1, high = -1): clamp(x, low, high)", "A039"),
        ("f(size = -1): clamp(x, -size, size)", "A039"),
        ("f(learn alpha = INFINITY): alpha * x", "A029"),
        ("f(learn alpha = 1): x => surrogate alpha", "A029"),
    ] {
        let diagnostics = checked(program);
        let codes = diagnostics.codes();
        assert!(codes.iter().all(|code| *code == expected), "{program}: {:#?}", diagnostics.texts());
        let twice = program.contains("v = u") && !program.contains("u = v");
        assert_eq!(codes.len(), if twice { 2 } else { 1 }, "{program}: {:#?}", diagnostics.texts());
    }
}

#[test]
fn formulas_that_explode_when_inlined_are_refused_once() {
    let doubled = |level: u32| format!("f{level}: f{0}(x) + f{0}(x * {level});", level - 1);
    let program: String = (1..40).map(doubled).collect();
    assert_eq!(checked(&format!("f0: x * x; {program}")).codes(), ["A042"]);
}

#[test]
fn a_long_chain_of_calls_needs_no_stack() {
    let next = |level: u32| format!("f{level}: f{}(x);", level - 1);
    let program: String = (1..2000).map(next).collect();
    assert_eq!(checked(&format!("f0: x; {program}")).codes(), [] as [&str; 0]);
}

#[test]
fn all_mistakes_of_a_definition_are_reported() {
    assert_eq!(checked("f: foo(x) + z => max(x) * (x > 0)").codes(), ["A010", "A012", "A013", "A015"]);
    assert_eq!(checked("f(alpha = 1): x ^ 2 + z => foo(x)").codes(), ["A058", "A010", "A012"]);
    // What could not be read may use anything.
    assert_eq!(checked("f(alpha = 1): (2 x)").codes(), ["A051"]);
}

#[test]
fn a_parameter_may_be_named_like_a_function() {
    assert_eq!(checked("f(min = -1, max = 1): clamp(x, min, max.max(min))").codes(), [] as [&str; 0]);
}

#[test]
fn the_nearest_name_is_offered() {
    for (program, expected) in [
        ("f(alpha = 1): alhpa * x", "write `alpha` if"),
        ("f: pi * x", "write `PI` if"),
        ("f: tahn(x)", "write `tanh` if"),
        ("f: Tanh(x)", "write `tanh` if"),
        ("f: tanh + x", "write `tanh(x)`"),
        ("f: silv(x); silu: x", "write `silu` if"),
        ("f: x.square()", "write `x.powi(2)`"),
        ("f: x(1 - x)", "write `x * (…)`"),
        ("f: sig(x)", "write `sigmoid(x)`"),
        ("f: np.maximum(x, 0)", "write `max(x, 0)`"),
        ("f: f64::max(x, 0)", "write `max(x, 0)`"),
        ("f: min(x, inf)", "write `INFINITY` if"),
        ("f: π * x", "write `PI` if"),
        ("f: 2 * х", "write `x` in Latin letters"),
        ("f: gelu(x - 1)", "write `activation_core::catalogue::Gelu(x - 1)`"),
        ("f: select(x > 0, x, 0)", "write `if x > 0 <x> else <0>`"),
        ("f: if isnan(2 * x) {0} else {x}", "write `2 * x != 2 * x`"),
    ] {
        let texts = checked(program).texts();
        assert!(texts[0].contains(expected), "{program}: {}", texts[0]);
    }
}
