//! The calculus as a whole: what is emitted for a definition, at the points where a stage alone would not show it.
//!
//! In: definitions. Out: assertions on the emitted expressions. Must never look at how an expression is written.

use crate::diagnostic::Diagnostics;
use crate::emit::Compiled;
use crate::eval::{Point, Tape};
use crate::{calculus, check, parse};

/// Compiles the first definition and looks at what came out; the codes of the messages.
fn compiled<T>(text: &str, look: impl FnOnce(&Compiled<'_>) -> T) -> Result<T, Vec<&'static str>> {
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(format!("[core] {text}").parse().expect("tokens"), &mut diagnostics);
    check::check(&program, &mut diagnostics);
    let compiled = if diagnostics.is_empty() { calculus(&program, 0, &mut diagnostics) } else { None };
    compiled.map(|compiled| look(&compiled)).ok_or_else(|| diagnostics.codes())
}

/// f and f′ as emitted, at a point.
fn at(text: &str, x: f64) -> [f64; 2] {
    with(text, None, x)
}

/// The same with other parameters than the defaults.
fn with(text: &str, parameters: Option<&[f64]>, x: f64) -> [f64; 2] {
    let look = |compiled: &Compiled<'_>| {
        let defaults = || compiled.parameters.iter().map(|parameter| parameter.default).collect();
        let parameters: Vec<f64> = parameters.map_or_else(defaults, <[f64]>::to_vec);
        [compiled.value, compiled.derivative]
            .map(|root| Tape::new(&compiled.arena, &[root]).run(Point::at(x, &parameters)))
    };
    compiled(text, look).unwrap_or_else(|codes| panic!("{text}: {codes:?}"))
}

#[test]
fn a_derivative_in_x_and_y_has_its_limits() {
    for (text, limits) in [
        ("f: x * sigmoid(x) => sigmoid(x) * (1 + x * sigmoid(-x))", [0.0, 1.0]),
        ("f: tanh(x) => 1 - y * y", [0.0, 0.0]),
        ("f: x * exp(-x * x) => exp(-x * x) - 2 * x * y", [0.0, 0.0]),
    ] {
        for (x, limit) in [(f64::NEG_INFINITY, limits[0]), (f64::INFINITY, limits[1])] {
            assert_eq!(at(text, x)[1], limit, "{text} at {x}");
        }
    }
    // What it has become by rounding long before.
    for far in ["f: x * sigmoid(x) => y + sigmoid(x) * (1 - y)", "f: x * sigmoid(x) => sigmoid(x) * (1 + x - y)"] {
        assert_eq!(at(far, f64::INFINITY)[1], at(far, 1e300)[1]);
    }
}

#[test]
fn a_zero_that_a_condition_chose_meets_no_infinity() {
    for text in [
        "f: sqrt(if x < 0 <-x> else if x < 1 <0> else <x - 1>)",
        "f: sqrt(if x < 0 <-x> else if x < 1 <0> else if x < 2 <x - 1> else <1>)",
        "f: sqrt(max(if x < 1 <0> else <x - 1>, if x < 0 <-x> else <0>))",
        "f: cbrt(if x < 0 <-x> else if !(x < 1) <x - 1> else <0>)",
    ] {
        for x in [0.0, 0.3, 0.5, 0.999] {
            assert_eq!(at(text, x)[1], 0.0, "{text} at {x}");
        }
        assert!(at(text, -4.0)[1] < 0.0, "{text}");
    }
    assert_eq!(at("f: relu(sqrt(abs(x)) - 1)", 0.0), [0.0, 0.0]);
    assert_eq!(at("f: relu(sqrt(abs(x)) - 1)", 4.0), [1.0, 0.25]);
}

#[test]
fn what_is_zero_times_infinity_has_its_number() {
    for text in [
        "f: x * sqrt(abs(x))",
        "f: x * cbrt(x)",
        "f: sqrt(x.powi(4))",
        "f: sqrt(relu(-x) + relu(x - 1))",
        "f: abs(x).powf(0.3)",
        "f: sqrt(1 - cos(x))",
        "f(p = 1.5): abs(x).powf(p) * sqrt(abs(x))",
    ] {
        for x in [0.0, -0.0] {
            assert_eq!(at(text, x), [0.0, 0.0], "{text}");
        }
        assert!(at(text, 1.5)[1] > 0.0, "{text}");
    }
    for x in [0.25, 0.5, 1.0] {
        assert_eq!(at("f: sqrt(relu(-x) + relu(x - 1))", x), [0.0, 0.0]);
    }
}

#[test]
fn a_zero_that_the_function_does_not_show_is_refused() {
    for text in [
        "f: cbrt(x * x * x)",
        "f: cbrt(x * x * x) => x * x / cbrt(x * x * x).powi(2)",
        "f: (x - 3) + cbrt((x - 3) * (x - 3) * (x - 3))",
    ] {
        assert!(compiled(text, |_| ()).is_err_and(|codes| codes == ["A034"]), "{text}");
    }
    assert_eq!(at("f: cbrt(x * x * x) => if x == 0 <1> else <x * x / cbrt(x * x * x).powi(2)>", 0.0), [0.0, 1.0]);
}

#[test]
fn nan_is_kept_whatever_the_parameters() {
    // NaN would take the branch that does not mention x, whatever a is by default.
    let text = "f(a = 1): if a > 1.2 <if x > 0 <x> else <0>> else <x>";
    assert!(with(text, Some(&[1.5]), f64::NAN)[0].is_nan());
}

#[test]
fn a_derivative_that_calls_its_own_activation_means_y() {
    let text = "elu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x)> => if x > 0 <1> else <elu(x) + alpha>";
    assert_eq!(with(text, Some(&[2.0]), -1.0)[1], 2.0 * f64::exp_m1(-1.0) + 2.0);
}

/// The graph that the documentation of the first definition has.
pub(crate) fn picture(text: &str) -> Option<String> {
    compiled(text, crate::page).unwrap_or_else(|codes| panic!("{text}: {codes:?}"))?.plot
}

#[test]
fn only_rustdoc_sees_html_and_only_of_public_activations() {
    let emitted = |text: &str| {
        let program = format!("[core] {text}").parse().expect("tokens");
        crate::compile(program).to_string().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let public = emitted("pub relu: x.max(0)");
    let (text, html) = (public.find("formula: `f(x)"), public.find("<svg role"));
    assert!(html < text && public.contains("cfg_attr (not (doc) , doc = \" - formula"), "{public}");
    assert!(public[..html.expect("a graph")].ends_with(r#"align-items:center;margin-bottom:1em\">"#), "{public}");
    assert_eq!(public.matches("<math").count(), 2);
    let without = emitted("#[plot(off)] pub relu: x.max(0)");
    assert!(!without.contains("<svg") && without.contains("<math") && !without.contains("plot"), "{without}");
    for hidden in ["relu: x.max(0)", "pub(crate) relu: x.max(0)"] {
        let hidden = emitted(hidden);
        assert!(!hidden.contains("<math") && !hidden.contains("cfg_attr"), "{hidden}");
    }
}

#[test]
fn the_page_says_what_the_derivative_is() {
    let page = |text: &str| crate::compile(format!("[core] {text}").parse().expect("tokens")).to_string();
    assert!(page("pub f: sign(x) => surrogate 1").contains("<b>surrogate</b> derivative"));
    assert!(page("pub f: tanh(x) => 1 - y * y").contains("with y = f(x)"));
    assert!(page("pub f(learn a = 0.5, b = 2): a * x + b").contains("parameters: `a` = 0.5 (learnable), `b` = 2"));
    assert!(page("/// Mine.\n pub f: 2 * x").find("Mine.") < page("/// Mine.\n pub f: 2 * x").find("<svg"));
}
