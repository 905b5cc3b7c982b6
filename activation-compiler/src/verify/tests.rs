//! Verdicts on whole definitions: slips that show in one narrow place, or for some values of a parameter only.
//!
//! In: definitions as people write them. Out: assertions. Must never call a derivative wrong that is right for all that its
//! author can have meant.

use crate::diagnostic::Diagnostics;
use crate::{calculus, check, parse};

/// The messages about one definition.
fn complaint(text: &str) -> String {
    let tokens = format!("[::core] {text}").parse().expect("tokens");
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(tokens, &mut diagnostics);
    check::check(&program, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{text}: {:?}", diagnostics.texts());
    let _ = calculus(&program, 0, &mut diagnostics);
    diagnostics.texts().join("\n")
}

fn accepted(table: &[&str]) {
    let refused = table.iter().map(|text| (text, complaint(text))).filter(|(_, complaint)| !complaint.is_empty());
    let refused: Vec<String> = refused.map(|(text, complaint)| format!("{text}: {complaint}")).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

fn refused(table: &[&str]) {
    let accepted: Vec<&str> = table.iter().copied().filter(|text| !complaint(text).contains("[A031]")).collect();
    assert!(accepted.is_empty(), "accepted:\n{}", accepted.join("\n"));
}

#[test]
fn what_is_wrong_only_where_the_formula_is_not_saturated_is_refused() {
    refused(&[
        "f: tanh(8 * (x - 14)) => 1 - y * y",
        "f: tanh(2 * x - 80) => 1 - y * y",
        "f: tanh(2 * (x - 128)) => 1 - y * y",
        "f(k = 2): tanh(k * (x - 128)) => 1 - y * y",
        "f: tanh(1.5 * (x - 65)) => 1 - y * y",
        "f: exp(-(x - 140).powi(2)) => 2 * (x - 140) * y",
        "f: exp(-(x - 140).powi(2)) => -3 * (x - 140) * y",
        "f: exp(-(x - 140).powi(2)) => y",
        "f: exp(-(x - 140).powi(2)) => 0",
        "f: x + 20 * tanh(x - 140) => 1",
        "f: x + sigmoid(x - 440) => 1",
        "f: x + 0.5 * exp(-((x - 0.7234567) * 1e5).powi(2)) => 1",
        // The place is a root of something that is no line.
        "f: tanh(exp(x) - 1e6) => 1 - y * y",
        "f: tanh(x * x - 29 * x + 210) => 1 - y * y",
        "f: exp(-(x * x - 280 * x + 19600)) => y",
        "f: x + exp(-(x * x - 280 * x + 19590)) => 1",
        "f: tanh(sqrt(x * x + 1) - 140) => 1 - y * y",
        "f: tanh(1000 * sin(x)) => 1 - y * y",
        "f: tanh(1000 * sin(x)) => 0",
        "f: x + 1 / (1 + (1e6 * (x - 20.3)).powi(2)) => 1",
        "f: x + exp(-exp(300 - x)) => 1",
        "f: x + 1e-3 * atan(1e9 * (x - 0.3)) => 1",
        // Several such places, and a periodic part beside them.
        "f: x * sin(x) + tanh(3 * (x - 77)) => sin(x) + x * cos(x)",
        "f: tanh(x) + tanh(x - 12) + tanh(x - 24) + tanh(x - 36.5) => 4 - tanh(x).powi(2) - tanh(x - 12).powi(2) - tanh(x - 24).powi(2) - 1",
        // It is the given derivative that has the place.
        "f: x => 1 + exp(-(x - 300).powi(2))",
    ]);
}

#[test]
fn the_cure_is_right_too() {
    for (text, wrong) in [
        ("f: exp(-(x - 40).powi(2)) => y", "1 - exp(-y)"),
        ("f: erf(x - 40) => 2 * exp(-(x - 40).powi(2))", "1 - y"),
        ("f: tanh(8 * (x - 14)) => 0", "1 - y"),
    ] {
        let complaint = complaint(text);
        assert!(
            complaint.contains("[A031]") && !complaint.contains(&format!("the derivative is {wrong}")),
            "{complaint}"
        );
    }
}

#[test]
fn what_is_wrong_behind_a_threshold_of_a_parameter_is_refused() {
    refused(&[
        "f(a = 0.5): if a > 0 <(exp(a * x) - 1) / a + a> else <x> => if a > 0 <exp(a * x)> else <7>",
        "f(learn a = 0.25): max(x, a * x) => if x > 0 <1> else <a>",
        "f(a = 1): abs(a) * x => a",
        "f(a = 1): if a > 0 <x> else <2 * x> => 1",
        "f(a = 0.5): clamp(a, 0, 1) * x => a",
        "f(a = 1): max(a, 0) * x => a",
        "f(a = 1): if a == 0 <x> else <a * x> => if a == 0 <7> else <a>",
        "f(a = 1, b = 2): max(a, b) * x => b",
        "f(a = -1, b = -1): if a > 0 && b > 0 <x> else <2 * x> => 2",
        "f(learn alpha = 0.25): if x > 0 <x> else <alpha * x> => if y > 0 <1> else <alpha>",
        "f(learn a = 1): x * x * a * a => 2 * x * a * abs(a)",
    ]);
    assert!(complaint("f(learn a = 0.25): max(x, a * x) => if x > 0 <1> else <a>").contains("(with a = 10)"));
}

#[test]
fn a_derivative_right_for_the_parameters_that_are_meant_is_accepted() {
    accepted(&[
        "leaky_relu(alpha = 0.01): max(x, alpha * x) => if x > 0 <1> else <alpha>",
        "leaky_relu(alpha = 0.01): max(x, alpha * x) => if y > 0 <1> else <alpha>",
        "elu(alpha = 1): if x > 0 <x> else <alpha * (exp(x) - 1)> => if y > 0 <1> else <y + alpha>",
        "elu(learn alpha = 1): if x > 0 <x> else <alpha * (exp(x) - 1)> => if x > 0 <1> else <y + alpha>",
        "prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x> => if x > 0 <1> else <alpha>",
        "pelu(learn a = 1, learn b = 1): if x >= 0 <a / b * x> else <a * (exp(x / b) - 1)> => if x >= 0 <a / b> else <(y + a) / b>",
        "swish(learn beta = 1): x * sigmoid(beta * x) => beta * y + sigmoid(beta * x) * (1 - beta * y)",
        "softplus(learn beta = 1): ln(1 + exp(beta * x)) / beta => sigmoid(beta * x)",
        "softplus(learn beta = 1): ln(1 + exp(beta * x)) / beta => 1 - exp(-beta * y)",
        "snake(learn a = 1): x + sin(a * x).powi(2) / a => 1 + sin(2 * a * x)",
        "isru(learn a = 1): x / sqrt(1 + a * x * x) => 1 / sqrt(1 + a * x * x).powi(3)",
        "dyt(learn alpha = 0.5, learn gamma = 1, learn beta = 0): gamma * tanh(alpha * x) + beta => gamma * alpha * (1 - tanh(alpha * x).powi(2))",
        "srelu(learn t_r = 1, learn a_r = 0.2, learn t_l = -1, learn a_l = 0.1):
            if x >= t_r <t_r + a_r * (x - t_r)> else if x > t_l <x> else <t_l + a_l * (x - t_l)>
            => if x >= t_r <a_r> else if x > t_l <1> else <a_l>",
        "power(learn p = 2): if x > 0 <x.powf(p)> else <0> => if x > 0 <p * x.powf(p - 1)> else <0>",
        "soft(a = 0.5): if a > 0 <(exp(a * x) - 1) / a + a> else <x> => if a > 0 <exp(a * x)> else <1>",
        "size(a = 1): abs(a) * x => abs(a)",
        "size(learn a = 1): abs(a) * x => if a > 0 <a> else <-a>",
        "tanh_far: tanh(8 * (x - 14)) => 8 * (1 - y * y)",
        "bump: exp(-(x - 140).powi(2)) => -2 * (x - 140) * y",
        "log(a = 1): ln(a) + x => 1",
        "root(learn a = 1): sqrt(a) * x => sqrt(a)",
    ]);
}

/// A formula that has a value with a learnt parameter at 0 has a derivative there.
#[test]
fn what_is_no_number_with_a_learnt_parameter_at_0_is_refused() {
    let table = [
        "f(learn a = 1): a * tanh(x) => a * (1 - (y / a) * (y / a))",
        "f(learn a = 1): a * tanh(x) => a - y * y / a",
        "f(learn a = 1): a * x => a * a / a",
    ];
    for text in table {
        let complaint = complaint(text);
        assert!(complaint.contains("[A032]") && complaint.contains("a = 0"), "{text}: {complaint}");
    }
}

#[test]
fn a_domain_may_exclude_values_of_a_parameter() {
    accepted(&[
        "#[domain(a > 0)] f(a = 1): abs(a) * x => a",
        "#[domain(a <= 1)] f(learn a = 0.25): max(x, a * x) => if x > 0 <1> else <a>",
    ]);
}
