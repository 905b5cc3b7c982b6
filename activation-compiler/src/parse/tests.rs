//! What is read, shown as fully bracketed text, and what is refused, shown as codes.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::parse;
use crate::ast::{Definition, ExpressionId, Kind, Operator, Program};
use crate::diagnostic::Diagnostics;

fn read(program: &str) -> (Program, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let tokens: TokenStream = format!("[core] {program}").parse().unwrap();
    (parse(tokens, &mut diagnostics), diagnostics)
}

fn codes(program: &str) -> Vec<&'static str> {
    read(program).1.codes()
}

/// The formula `f: …`, every operation in brackets.
fn bracketed(formula: &str) -> String {
    let (program, diagnostics) = read(&format!("f: {formula}"));
    assert_eq!(diagnostics.texts(), [] as [&str; 0], "{formula}");
    let definition = &program.definitions[0];
    show(definition, definition.formula.unwrap())
}

fn show(definition: &Definition, id: ExpressionId) -> String {
    let kind = &definition.expressions.get(id).kind;
    let parts: Vec<String> = kind.children().into_iter().map(|child| show(definition, child)).collect();
    match (kind, parts.as_slice()) {
        (Kind::Number { value, .. }, _) => format!("{value}"),
        (Kind::Name(name), _) => name.to_string(),
        (Kind::Negate(_), [a]) => format!("(-{a})"),
        (Kind::Not(_), [a]) => format!("(!{a})"),
        (Kind::Binary(operator, ..), [a, b]) => {
            let symbol = match operator {
                Operator::Add => "+",
                Operator::Subtract => "-",
                Operator::Multiply => "*",
                Operator::Divide => "/",
            };
            format!("({a} {symbol} {b})")
        }
        (Kind::Compare(comparison, ..), [a, b]) => format!("({a} {comparison:?} {b})"),
        (Kind::And(..), [a, b]) => format!("({a} && {b})"),
        (Kind::Or(..), [a, b]) => format!("({a} || {b})"),
        (Kind::Call { function, .. }, arguments) => format!("{function}({})", arguments.join(", ")),
        (Kind::PathCall { path, .. }, arguments) => {
            format!("{}({})", path.to_string().replace(' ', ""), arguments.join(", "))
        }
        (Kind::If(..), [c, a, b]) => format!("if {c} {{{a}}} else {{{b}}}"),
        _ => panic!("a kind with other children than it has"),
    }
}

#[test]
fn precedence_is_rusts() {
    for (formula, expected) in [
        ("1 + 2 * x", "(1 + (2 * x))"),
        ("1 - 2 - x", "((1 - 2) - x)"),
        ("8 / 4 / x", "((8 / 4) / x)"),
        ("(1 + 2) * x", "((1 + 2) * x)"),
        ("-x.powi(2)", "(-powi(x, 2))"),
        ("-x * 2", "((-x) * 2)"),
        ("2 - -x", "(2 - (-x))"),
        ("2*-x", "(2 * (-x))"),
        ("x.max(0.0).min(6,)", "min(max(x, 0), 6)"),
        ("max(x, 0).tanh()", "tanh(max(x, 0))"),
        ("2.max(x) + 2.5.min(x)", "(max(2, x) + min(2.5, x))"),
        ("1e-3 * 1_000 * 0x10 * x", "(((0.001 * 1000) * 16) * x)"),
        ("other::Silu(x) + ::a::b::C(x)", "(other::Silu(x) + ::a::b::C(x))"),
        ("crate::Silu(x) * self::Elu(x)", "(crate::Silu(x) * self::Elu(x))"),
        ("2 * if x > 0 {1} else {2} + 3", "((2 * if (x Greater 0) {1} else {2}) + 3)"),
    ] {
        assert_eq!(bracketed(formula), expected, "{formula}");
    }
}

#[test]
fn both_branch_forms_nest_everywhere() {
    for (formula, expected) in [
        ("if x > 0.0 <1.0> else <0.0>", "if (x Greater 0) {1} else {0}"),
        ("if x<-1 <-1> else {x}", "if (x Less (-1)) {(-1)} else {x}"),
        ("if x<-1<-1>else<x>", "if (x Less (-1)) {(-1)} else {x}"),
        ("if x>=0<x>else<-x>", "if (x GreaterEqual 0) {x} else {(-x)}"),
        ("if (x > 0) <x> else <0>", "if (x Greater 0) {x} else {0}"),
        ("if (x + 1) < 2 <x> else <0>", "if ((x + 1) Less 2) {x} else {0}"),
        ("if !(x > 0) <x> else <0>", "if (!(x Greater 0)) {x} else {0}"),
        ("if 0 < x && x < 1 <x> else <0>", "if ((0 Less x) && (x Less 1)) {x} else {0}"),
        (
            "if x < 0 || x > 1 && x != 2 {x} else {0}",
            "if ((x Less 0) || ((x Greater 1) && (x NotEqual 2))) {x} else {0}",
        ),
        ("if x > 0 <if x > 1 <2> else <1>> else <0>", "if (x Greater 0) {if (x Greater 1) {2} else {1}} else {0}"),
        ("if x > 0 <0> else <if x == -1 <2> else <1>>", "if (x Greater 0) {0} else {if (x Equal (-1)) {2} else {1}}"),
        ("if x > 2 <2> else if x > 1 {1} else <0>", "if (x Greater 2) {2} else {if (x Greater 1) {1} else {0}}"),
        ("if if x > 0 <x> else <1> > 2 <x> else <0>", "if (if (x Greater 0) {x} else {1} Greater 2) {x} else {0}"),
    ] {
        assert_eq!(bracketed(formula), expected, "{formula}");
    }
}

#[test]
fn a_definition_keeps_all_its_parts() {
    let (program, diagnostics) = read(
        "/// One line.\n/// Another.\n#[allow(dead_code)] #[domain(x > 0)]
         pub(crate) elu(alpha = 1, learn beta = -INFINITY,): u * alpha + beta => surrogate u where u = exp(x), v = u,;
         Relu: x.max(0.0)=>if x>0.0<1.0>else<0.0>",
    );
    assert_eq!(diagnostics.texts(), [] as [&str; 0]);
    let [elu, relu] = program.definitions.as_slice() else { panic!("two definitions") };
    assert_eq!(program.krate.to_string(), "core");
    assert_eq!(elu.docs, ["One line.", "Another."]);
    assert_eq!(elu.attributes.len(), 3);
    assert!(elu.domain.is_some());
    assert_eq!(elu.visibility.to_string(), "pub (crate)");
    assert_eq!(elu.parameters.iter().map(|p| p.learn.is_some()).collect::<Vec<_>>(), [false, true]);
    assert!(elu.derivative.as_ref().is_some_and(|d| d.surrogate.is_some() && d.expression.is_some()));
    assert_eq!(elu.bindings.iter().map(|b| b.name.to_string()).collect::<Vec<_>>(), ["u", "v"]);
    assert!(relu.visibility.is_empty() && relu.derivative.as_ref().is_some_and(|d| d.surrogate.is_none()));
}

#[test]
fn invisible_brackets_of_macro_rules_are_seen_through() {
    let invisible = |tokens: &str| TokenTree::from(Group::new(Delimiter::None, tokens.parse().unwrap()));
    let mut tokens: Vec<TokenTree> = "[core] #".parse::<TokenStream>().unwrap().into_iter().collect();
    tokens.push(Group::new(Delimiter::Bracket, invisible("doc = \"Text\"").into()).into());
    tokens.push(invisible("pub"));
    tokens.extend("f: 2 *".parse::<TokenStream>().unwrap());
    tokens.push(invisible("x + 1"));
    let mut diagnostics = Diagnostics::default();
    let program = parse(tokens.into_iter().collect(), &mut diagnostics);
    assert_eq!(diagnostics.texts(), [] as [&str; 0]);
    let definition = &program.definitions[0];
    assert_eq!((definition.docs.join(""), definition.visibility.to_string()), ("Text".into(), "pub".into()));
    assert_eq!(show(definition, definition.formula.unwrap()), "(2 * (x + 1))");
}

#[test]
fn each_mistake_has_its_code() {
    for (program, expected) in [
        ("", "A001"),
        (";", "A001"),
        ("relu x.max(0)", "A002"),
        ("relu = x.max(0)", "A002"),
        ("relu;", "A002"),
        ("x.max(0)", "A002"),
        ("relu:", "A003"),
        ("relu: => 1", "A003"),
        ("relu: x =>", "A003"),
        ("relu: x => surrogate", "A003"),
        ("relu: x where", "A003"),
        ("relu: u where u", "A003"),
        ("relu: u where u =", "A003"),
        ("relu: x.max(0) tanh: x.tanh()", "A004"),
        ("relu: x.max(0), tanh: x.tanh()", "A004"),
        ("relu: if x > 0 <x> else <0> /// Doc\n pub tanh(a = 1): a * x", "A004"),
        ("2: x", "A005"),
        ("\"relu\": x", "A005"),
        ("match: x", "A005"),
        ("learn: x", "A005"),
        ("_relu: x", "A005"),
        ("f(where = 1): x", "A005"),
        ("f(learn learn = 1): x", "A005"),
        ("/// Only a comment", "A005"),
        ("relu(x): x", "A006"),
        ("elu(alpha): alpha * x", "A006"),
        ("elu(alpha: f64 = 1): alpha * x", "A006"),
        ("relu: x -> 1", "A007"),
        ("relu: x = 1", "A007"),
        ("relu: x => 1 => 2", "A007"),
        ("relu: u where u = x => 1", "A007"),
        ("relu: u + v where u = x v = 1", "A008"),
        ("relu: u + v where u = x where v = 1", "A008"),
        ("relu: max(x,, 0)", "A008"),
        ("elu(a = 1,, b = 2): a * b * x", "A008"),
        ("elu(a = 1 learn b = 2): a * b * x", "A008"),
        ("#![allow(x)] relu: x", "A009"),
        ("#[domain] relu: x", "A009"),
        ("#[domain(x > 0)] #[domain(x < 1)] relu: x", "A009"),
        ("relu: x +", "A050"),
        ("relu: * x", "A050"),
        ("relu: ()", "A050"),
        ("relu: if x > 0 <> else <1>", "A050"),
        ("relu: if x > 0 {} else <1>", "A050"),
        ("relu: .5 * x", "A050"),
        ("relu: 2 x", "A051"),
        ("relu: (x + 1)(x - 1)", "A051"),
        ("relu: x { 1 }", "A051"),
        ("relu: if x > 0.0 <1.0 else <0.0>", "A052"),
        ("relu: if x > 0.0 <1.0> else <0.0", "A052"),
        ("relu: if x > 0 <1>", "A053"),
        ("relu: if x > 0 <1> elif x < 0 <2> else <3>", "A053"),
        ("relu: if x > 0 1 else 0", "A054"),
        ("relu: if x > 0 then 1 else 0", "A054"),
        ("relu: if x > 0 <1> else 0", "A054"),
        ("relu: if x = 0 <1> else <0>", "A055"),
        ("relu: if x => 0 <1> else <0>", "A055"),
        ("relu: if x =< 0 {1} else {0} => 1", "A055"),
        ("relu: if (x => 0) {1} else {0} => 1", "A055"),
        ("relu: if x > 0 & x < 1 <1> else <0>", "A056"),
        ("relu: if x > 0 | x < 1 <1> else <0>", "A056"),
        ("relu: if 0 < x < 1 {1} else {0}", "A057"),
        ("relu: if 0 < x < 1 <1> else <0>", "A057"),
        ("relu: if 0 < x <= 1 {1} else {0}", "A057"),
        ("relu: if 0 < x < 1 && x != 2 {1} else {0}", "A057"),
        ("relu: if (1 > x > 0) {1} else {0}", "A057"),
        ("relu: x ^ 2 + 1", "A058"),
        ("relu: x ** 2 + 1", "A058"),
        ("relu: x % 2", "A059"),
        ("relu: \"x\"", "A060"),
        ("relu: 'x'", "A060"),
        ("relu: true", "A060"),
        ("relu: 1f32 * x", "A061"),
        ("relu: 1.0_f64 * x", "A061"),
        ("relu: 2x", "A061"),
        ("relu: |x| x", "A062"),
        ("relu: let u = x; u", "A062"),
        ("relu: match x { _ => 1 }", "A062"),
        ("relu: if x > 0 { let u = 1; u } else { 2 }", "A062"),
        ("relu: if x > 0 { 1; } else { 2 }", "A062"),
        ("relu: x as f64", "A062"),
        ("relu: &x", "A062"),
        ("relu: x[0]", "A062"),
        ("relu: [x]", "A062"),
        ("relu: max!(x, 0)", "A062"),
        ("relu: x > 0 ? 1 : 0", "A062"),
        ("fn relu: x", "A062"),
        ("relu: x.max::<f64>(0)", "A062"),
        ("relu: x.0", "A062"),
        ("relu: x.tanh", "A063"),
        ("relu: x * std::f64::consts::PI", "A064"),
        ("relu: if x <1> else <0>", "A014"),
    ] {
        let (_, diagnostics) = read(program);
        assert_eq!(diagnostics.codes().first(), Some(&expected), "{program}: {:#?}", diagnostics.texts());
        let follow_ups = &diagnostics.codes()[1..];
        let allowed = program.contains("let u = x;");
        assert!(follow_ups.is_empty() || allowed, "{program}: {:#?}", diagnostics.texts());
    }
}

#[test]
fn each_slip_into_another_language_is_told_once() {
    for (program, expected) in [
        ("max(x, 0)", "A002"),
        ("tanh(x) => 1", "A002"),
        ("if x > 0 <x> else <0>", "A002"),
        ("2 * x", "A002"),
        ("a where t = tanh(x): x * t", "A002"),
        ("f: x * t where t: tanh(x)", "A003"),
        ("leaky relu: x.max(0)", "A005"),
        ("leaky-relu(a = 1): x.max(a)", "A005"),
        ("public relu: x.max(0)", "A005"),
        ("f(x: f64): x", "A006"),
        ("f(learnable a = 1): a * x", "A006"),
        ("f(mut a = 1): a * x", "A006"),
        ("f: x => surogate 1", "A007"),
        ("f(a = 1; b = 2): a * b * x", "A008"),
        ("//! Doc\n f: x", "A009"),
        ("f: tanh x", "A011"),
        ("f: log x + 1", "A011"),
        ("f: if isnan(x) <0> else <x>", "A012"),
        ("f: max(x 0)", "A051"),
        ("f: if x > 0: x else: 0", "A054"),
        ("f: if x > y: x else: y", "A054"),
        ("f: if x > 0 then x else if x > 1 then 2 else 0", "A054"),
        ("f: if x =! 0 <1> else <0>", "A055"),
        ("f: if x > 0 and x < 1 <1> else <0>", "A056"),
        ("f: if x > 0 or x < 1 {1} else {0}", "A056"),
        ("f: if not x > 0 <1> else <0>", "A056"),
        ("f: x & 1", "A056"),
        ("f: x | 1", "A056"),
        ("f: e^x", "A058"),
        ("f: 2|x|", "A062"),
        ("f: x / (1 + |x - 1|)", "A062"),
        ("f: where(x > 0, x, 0)", "A062"),
        ("f: max(x, a = 0)", "A062"),
        ("f: sigmoid(beta = 2, x)", "A062"),
        ("f: torch.nn.functional.relu(x)", "A062"),
    ] {
        assert_eq!(codes(program), [expected], "{program}: {:#?}", read(program).1.texts());
    }
    assert_eq!(codes("f(x) -> f64: x"), ["A006", "A062"]);
}

#[test]
fn every_part_reports_its_own_mistake() {
    assert_eq!(
        codes("f(a = , b = 1 2): x + => 3 (4) where u = .5, v = 'x'; g x; h: x ^ 2 + 1f32"),
        ["A003", "A051", "A050", "A051", "A050", "A060", "A002", "A058", "A061"]
    );
    assert_eq!(codes("f: max(x +, 2 x) ^ 2 => foo(1 % 2)"), ["A050", "A051", "A058", "A059"]);
}

#[test]
fn deep_nesting_is_refused_and_long_sums_are_not() {
    let nested = |levels: usize| format!("f: {}x{}", "(".repeat(levels), ")".repeat(levels));
    assert_eq!(codes(&nested(150)), [] as [&str; 0]);
    assert_eq!(codes(&nested(500)), ["A040"]);
    assert_eq!(codes(&format!("f: {}x", "-".repeat(500))), ["A040"]);
    assert_eq!(codes(&format!("f: {}x{}", "if x > 0 <1> else <".repeat(500), ">".repeat(500))), ["A040"]);
    let worst = format!("f: {}x{}", "1 > 0 || 1 > 0 && 1 > 1 + 1 * -(".repeat(500), ")".repeat(500));
    assert_eq!(codes(&worst), ["A040"]);
    assert_eq!(codes(&format!("f: x{}", " + x".repeat(10_000))), [] as [&str; 0]);
    assert_eq!(codes(&format!("f: x{}", ".abs()".repeat(10_000))), [] as [&str; 0]);
    assert_eq!(codes(&format!("f: {} <x>", "if x > 0 <1> else ".repeat(10_000))), [] as [&str; 0]);
    assert_eq!(codes(&format!("f: x{}", " + x".repeat(50_000))), ["A041"]);
}

#[test]
fn a_cure_has_the_users_own_words() {
    for (program, cure) in [
        ("f: (1 + x) ^ 3", "write `(1 + x).powi(3)`"),
        ("f: -x ** -2", "write `x.powi(-2)`"),
        ("f: 2 ^ x", "write `exp2(x)`"),
        ("f: E ^ (-x)", "write `exp(-x)`"),
        ("f: x ^ (1 / 2)", "write `x.powf(1 / 2)`"),
        ("f: (x + 1) % 2", "write `(x + 1) - 2 * ((x + 1) / 2).trunc()`"),
        ("f: if x > 0: x else: 0", "write `if x > 0 <x> else <0>`"),
        ("f: if x > 0 then x * 2 else -x", "write `if x > 0 <x * 2> else <-x>`"),
        ("f: where(x > 0 && x < 1, x, 0)", "write `if x > 0 && x < 1 <x> else <0>`"),
        ("f: if not x > 0 <1> else <0>", "write `!(x > 0)`"),
        ("f: 2|x - 1|", "write `* abs(x - 1)`"),
        ("f: 2 + |x|", "write `abs(x)`"),
        ("f: 2 * ln x", "write `ln(x)`"),
        ("if x > 0 <x> else <0>", "write `name: if x > 0 <x> else <0>`"),
        ("leaky relu: x", "write `leaky_relu`"),
    ] {
        let (_, diagnostics) = read(program);
        assert!(diagnostics.texts()[0].contains(cure), "{program}: {:#?}", diagnostics.texts());
    }
}

#[test]
fn bars_and_modules_nest_without_delay() {
    let bars = format!("f: {}x{}", "(1 + |".repeat(80), "|)".repeat(80));
    assert_eq!(codes(&bars).first(), Some(&"A062"));
    let chain = format!("f: {}x{}", "if x > 0: ".repeat(150), " else: 0".repeat(150));
    assert_eq!(codes(&chain), ["A054"]);
}
