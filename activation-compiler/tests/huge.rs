//! Formulas that no person writes: each gets an answer, soon, and on a small stack.
//!
//! In: programs made by repetition. Out: the code of the refusal, or Rust. Must never need more than the two megabytes that
//! a thread has, nor more than seconds.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use activation_compiler::compile;
use proc_macro2::{TokenStream, TokenTree};

/// A guard against hanging, not a measurement: what is quadratic takes minutes, and a busy machine several times its usual.
const SOON: Duration = Duration::from_mins(1);

/// Compiles on a thread of two megabytes; the first code of a refusal, or none.
fn answer(name: &str, program: String) -> Option<String> {
    let started = Instant::now();
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let tokens = format!("[::core] {program}").parse().expect("tokens");
        first_code(compile(tokens))
    });
    let code = thread.expect("a thread").join().expect("no panic");
    let taken = started.elapsed();
    println!("{name}: {code:?} in {taken:.2?}");
    assert!(taken < SOON, "{name} took {taken:?}");
    code
}

/// The code of the first message among tokens; printing them would need a deep stack itself.
fn first_code(tokens: TokenStream) -> Option<String> {
    let mut pending: Vec<TokenTree> = tokens.into_iter().collect();
    pending.reverse();
    while let Some(token) = pending.pop() {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                pending.extend(inner.into_iter().rev());
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if let Some(code) = text.strip_prefix("\"[A") {
                    return Some(format!("A{}", &code[..3]));
                }
            }
            _ => {}
        }
    }
    None
}

/// `count` pieces of text, each made from its number.
fn repeat(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn many_terms() {
    assert_eq!(answer("10 000 equal terms", format!("f: x{}", " + x".repeat(10_000))), None);
    assert_eq!(answer("10 000 terms", format!("f: x{}", repeat(10_000, |n| format!(" + {n} * x")))), None);
    assert_eq!(
        answer("10 000 factors", format!("f: x{}", repeat(10_000, |n| format!(" * (1 + x * x / {})", n + 1)))),
        None
    );
    assert_eq!(
        answer("10 000 quotients", format!("f: x{}", repeat(10_000, |n| format!(" / (x * x + {})", n + 1)))),
        None
    );
    assert_eq!(answer("3 000 sines", format!("f: x{}", repeat(3_000, |n| format!(" + sin({n} * x)")))), None);
    assert_eq!(answer("3 000 kinks", format!("f: x{}", repeat(3_000, |n| format!(" + max(x, {n})")))), None);
    let poles = repeat(3_000, |n| format!(" + 1 / (sin({n} * x) + x)"));
    assert_eq!(answer("3 000 poles", format!("f: x{poles}")).as_deref(), Some("A030"));
    assert_eq!(answer("3 000 sigmoids", format!("f: x{}", repeat(3_000, |n| format!(" + sigmoid(x - {n})")))), None);
}

#[test]
fn a_long_derivative_is_verified() {
    let terms = repeat(2_000, |n| format!(" + {n} * x"));
    let slopes = repeat(2_000, |n| format!(" + {n}"));
    assert_eq!(answer("2 000 terms verified", format!("f: x{terms} => 1{slopes}")), None);
    assert_eq!(answer("2 000 terms refuted", format!("f: x{terms} => 2{slopes}")).as_deref(), Some("A031"));
    let bends = repeat(300, |n| format!(" + max(x, {n})"));
    let steps = repeat(300, |n| format!(" + if x > {n} {{1}} else {{0}}"));
    assert_eq!(answer("300 kinks verified", format!("f: x{bends} => 1{steps}")), None);
    let bends = repeat(3_000, |n| format!(" + max(x, {n})"));
    let steps = |count: usize| repeat(count, |n| format!(" + if x > {n} {{1}} else {{0}}"));
    assert_eq!(answer("3 000 kinks verified", format!("f: x{bends} => 1{}", steps(3_000))), None);
    let short = format!("f: x{bends} => 1{}", steps(2_999));
    assert_eq!(answer("3 000 kinks refuted", short).as_deref(), Some("A031"));
    let turns = repeat(500, |n| format!(" + if sin(x) > {n} / 500 {{x}} else {{0}}"));
    let slopes = repeat(500, |n| format!(" + if sin(x) > {n} / 500 {{1}} else {{0}}"));
    assert_eq!(answer("500 conditions without end verified", format!("f: x{turns} => 1{slopes}")), None);
}

#[test]
fn deep_nesting() {
    let nested = |depth: usize| format!("f: {}x{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(answer("150 parentheses", nested(150)), None);
    assert_eq!(answer("500 parentheses", nested(500)).as_deref(), Some("A040"));
    assert_eq!(answer("20 000 parentheses", nested(20_000)).as_deref(), Some("A040"));
    let nested = |depth: usize| format!("f: {}x{}", "tanh(".repeat(depth), ")".repeat(depth));
    assert_eq!(answer("150 calls", nested(150)), None);
    assert_eq!(answer("500 calls", nested(500)).as_deref(), Some("A040"));
    let nested = |depth: usize| format!("f: {}x{}", "if x > 0 {".repeat(depth), "} else {0}".repeat(depth));
    assert_eq!(answer("90 ifs in braces", nested(90)), None);
    assert_eq!(answer("500 ifs in braces", nested(500)).as_deref(), Some("A040"));
    let nested = |depth: usize| format!("f: {}x{}", "if x > 0 <".repeat(depth), "> else <0>".repeat(depth));
    assert_eq!(answer("500 ifs in angles", nested(500)).as_deref(), Some("A040"));
    assert_eq!(answer("10 000 signs", format!("f: {}x", "-".repeat(10_000))).as_deref(), Some("A040"));
    assert_eq!(
        answer("10 000 nots", format!("f: if {}(x > 0) {{1}} else {{0}}", "!".repeat(10_000))).as_deref(),
        Some("A040")
    );
    assert_eq!(
        answer("20 000 brackets in an attribute", format!("#[a({}{})] f: x", "(".repeat(20_000), ")".repeat(20_000))),
        None
    );
}

#[test]
fn long_chains() {
    let chain = |method: &str, count: usize| format!("f: x{}", format!(".{method}()").repeat(count));
    assert_eq!(answer("10 000 methods", chain("tanh", 10_000)), None);
    assert_eq!(answer("10 000 absolute values", chain("abs", 10_000)), None);
    assert_eq!(answer("1 000 exponentials", chain("exp", 1_000)), None);
    let chain = repeat(1_000, |n| format!("if x > {n} {{x * {n}}} else "));
    assert_eq!(answer("1 000 else-ifs", format!("f: {chain} {{x}}")), None);
    let conditions = repeat(3_000, |n| format!(" || x > {n}"));
    assert_eq!(answer("3 000 conditions", format!("f: if x < 0{conditions} {{x}} else {{0}}")), None);
}

#[test]
fn many_definitions() {
    assert_eq!(answer("2 000 definitions", repeat(2_000, |n| format!("f{n}: {} * x;", n + 1))), None);
    let calls = repeat(600, |n| format!("f{}: f{n}(x) + 1;", n + 1));
    assert_eq!(answer("600 definitions that call the one before", format!("f0: x; {calls}")), None);
    let calls = repeat(40, |n| format!("f{}: f{n}(x) * f{n}(x + 1);", n + 1));
    assert_eq!(answer("an explosion of calls", format!("f0: x; {calls}")).as_deref(), Some("A042"));
    let parameters = repeat(1_000, |n| format!("p{n} = {n}, "));
    let terms = repeat(1_000, |n| format!(" + p{n} * x"));
    assert_eq!(answer("1 000 parameters", format!("f({parameters}): x{terms}")), None);
}

#[test]
fn sharing_without_end() {
    let bindings = |count: usize, step: &dyn Fn(usize) -> String| {
        let mut text = String::from("u0 = x");
        for n in 0..count {
            write!(text, ", u{} = {}", n + 1, step(n)).expect("text");
        }
        format!("f: u{count} where {text}")
    };
    assert_eq!(answer("60 squares of squares", bindings(60, &|n| format!("u{n} * u{n}"))), None);
    assert_eq!(answer("1 000 sums with themselves", bindings(1_000, &|n| format!("u{n} + u{n}"))), None);
    assert_eq!(answer("300 nested sigmoids", bindings(300, &|n| format!("u{n} * sigmoid(u{n})"))), None);
    assert_eq!(
        answer("300 nested choices", bindings(300, &|n| format!("if u{n} > {n} {{u{n} - 1}} else {{u{n} + 1}}"))),
        None
    );
    assert_eq!(answer("300 nested quotients", bindings(300, &|n| format!("u{n} / (1 + abs(u{n}))"))), None);
    assert_eq!(answer("3 000 nested quotients", bindings(3_000, &|n| format!("u{n} / (1 + abs(u{n}))"))), None);
}
