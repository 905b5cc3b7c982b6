//! Messages about derivatives and domains: A030–A039.
//!
//! In: the guilty part's range and what `verify` found. Out: diagnostics. Must never look at an expression.

use proc_macro2::Ident;

use super::Diagnostic;
use crate::advice::Advice;
use crate::ast::Range;
use crate::pretty::{apart, number, short};
use crate::verify::Counterexample;
use crate::verify::domain::{FARTHEST, Hole};

impl Diagnostic {
    /// `f: ln(x)`
    pub fn no_value(formula: Range, hole: Hole, advice: &Advice) -> Self {
        let Hole { low, high, value } = hole;
        // The far end of a hole that begins at 0⁻ is the least number below 0; people say 0.
        let tidy = |end: f64| if end.abs() <= 1e-300 { 0.0 } else { end };
        let [low_text, high_text] = [low, high].map(|end| short(tidy(end)));
        let place = if low == high {
            format!("at x = {low_text}")
        } else if low == f64::NEG_INFINITY && high == f64::INFINITY {
            format!("for x from {} to {}", -FARTHEST, FARTHEST)
        } else if low == f64::NEG_INFINITY {
            format!("for x below {high_text}")
        } else if high == f64::INFINITY {
            format!("for x above {low_text}")
        } else {
            format!("for x between {low_text} and {high_text}")
        };
        if let Advice::Overflow { what, operation } = advice {
            let what = what.as_ref().map_or(String::from("a part of it"), |what| format!("`{what}`"));
            return Self::new("A030", formula, format!("this formula overflows {place}"))
                .note(format!("{what} is too large for a float there, and {operation} is NaN"))
                .help("write it so that nothing grows without bound: `sigmoid`, `softplus` and `tanh` never overflow");
        }
        let gives = if value.is_nan() { "gives NaN" } else { "is infinite" };
        let diagnostic = Self::new("A030", formula, format!("this formula has no value {place}"))
            .note(format!("it {gives} there, and one NaN is enough to lose a network"));
        match advice {
            Advice::Domain(domain) => diagnostic.help(format!(
                "give it a value there with `if`, or declare `#[domain({domain})]` above the definition"
            )),
            _ if low == f64::NEG_INFINITY && high == f64::INFINITY => diagnostic.help(
                "change the formula: an argument is outside the domain of its function for every `x` that was tried",
            ),
            _ => diagnostic.help("give it a value there with `if`"),
        }
    }

    /// `#[domain(x > 5 && x < 3)] f: ln(x)`
    pub fn empty_domain(domain: Range) -> Self {
        Self::new("A038", domain, "no x is in this domain")
            .note("the condition says where the formula is used, and parameters take their defaults")
            .help("write a condition that some x satisfies, such as `x > 0`")
    }

    /// `softsign: x / (1 + x.abs()) => 1 / (1 + y.abs()).powi(2)`
    pub fn wrong_derivative(
        given: Range,
        formula: &str,
        found: &Counterexample,
        names: &[String],
        right: Option<&str>,
    ) -> Self {
        let Counterexample { x, given: it_gives, derived, sides, .. } = found;
        let place = place(found, names);
        let note = match sides {
            Some((left, right)) if (left - right).abs() <= 1e-6 * (1.0 + left.abs()) => {
                format!(
                    "at x = {}{place} it gives {}, but d/dx [{formula}] = {}",
                    number(*x),
                    short(*it_gives),
                    short(*left)
                )
            }
            Some((left, right)) => format!(
                "at the kink x = {}{place} it gives {}, but the derivative is {} on its left and {} on its right",
                number(*x),
                short(*it_gives),
                short(*left),
                short(*right)
            ),
            None => {
                let [it_gives, derived] = apart(*it_gives, *derived);
                format!("at x = {}{place} it gives {it_gives}, but d/dx [{formula}] = {derived}", number(*x))
            }
        };
        let mut diagnostic = Self::new("A031", given, "this derivative disagrees with the formula").note(note);
        let difference = (it_gives - derived).abs();
        if sides.is_none() && difference <= 1e-3 * derived.abs() {
            diagnostic = diagnostic.note(format!(
                "they differ by {difference:.1e}, far more than rounding explains: is a constant cut short?"
            ));
        }
        if found.far {
            diagnostic = diagnostic.note(
                "a parameter that is learnt, or that the formula has a case for, may get there; `#[domain(…)]` can exclude it",
            );
        }
        let cure = if sides.is_some_and(|(left, right)| (left - right).abs() > 1e-6) {
            "any value between the two sides is accepted there"
        } else {
            "leave it out, or write `=> surrogate …` if it is meant to differ"
        };
        match right {
            Some(right) => diagnostic.help(format!("the derivative is `{right}`; {cure}")),
            None => diagnostic.help(cure),
        }
    }

    /// `sigmoid: sigmoid(x) => exp(-x) / (1 + exp(-x)).powi(2)`
    pub fn broken_derivative(given: Range, found: &Counterexample, names: &[String], stable: Option<&str>) -> Self {
        let precision = if found.single { " in f32" } else { "" };
        let cure = match stable {
            Some(stable) => format!("leave it out, or write it in a stable form: `{stable}`"),
            None => String::from("leave it out: the derived one is stable, its limits included"),
        };
        Self::new("A032", given, "this derivative breaks down where the right one does not")
            .note(format!(
                "at x = {}{} it gives {}{precision}, but the derivative there is {}",
                number(found.x),
                place(found, names),
                short(found.given),
                short(found.derived)
            ))
            .help(cure)
    }

    /// `step: if x > 0 <1> else <0>`
    pub fn flat_formula(formula: Range) -> Self {
        Self::new("A033", formula, "the derivative of this formula is 0 wherever it has one")
            .note("a layer with it passes no gradient, so nothing before it can learn")
            .help("write `=> surrogate …` with the derivative to train with, or `=> 0` if that is meant")
    }

    /// `f: cbrt(x.powi(3))`: the formula, or the derivative that was given for it
    pub fn lost_derivative(place: Range, x: f64, derived: Option<&str>) -> Self {
        let at = short(x + 0.0);
        let (what, its) = match derived {
            Some(_) => ("the derivative of this formula", "its"),
            None => ("this derivative", "this"),
        };
        let diagnostic = Self::new("A034", place, format!("{what} is not a number at x = {at}"))
            .note(format!("the formula has a value there, but {its} derivative is computed as 0 · ∞, 0 / 0 or ∞ − ∞"));
        let rest = derived.unwrap_or("…");
        diagnostic.help(format!("write `=> if x == {at} <…> else <{rest}>` with the number that it is there"))
    }

    /// `f(learn p = 3): (x.abs().powf(p)).powf(1 / p)`
    pub fn lost_parameter(parameter: &Ident, x: f64) -> Self {
        let at = short(x + 0.0);
        Self::new("A034", parameter.span(), format!("the derivative by `{parameter}` is not a number at x = {at}"))
            .note("the formula has a value there, but this derivative is computed as 0 · ∞, 0 / 0 or ∞ − ∞")
            .help(format!("write the formula with an `if` for x = {at}, or leave `learn` out"))
    }

    /// `relu: max(x, 0) => surrogate if x > 0 <1> else <0>`
    pub fn surrogate_is_derivative(word: Range) -> Self {
        Self::new("A035", word, "this surrogate is the derivative itself")
            .note("`surrogate` says that it is meant to differ, and nothing checks it")
            .help("drop the word `surrogate`, and it will be checked from now on")
    }

    /// `f: x => 0 / 0`
    pub fn derivative_without_value(given: Range, right: Option<&str>) -> Self {
        let diagnostic = Self::new("A031", given, "this derivative disagrees with the formula")
            .note("it gives NaN, whatever `x` is");
        match right {
            Some(right) => diagnostic.help(format!("the derivative is `{right}`; leave it out")),
            None => diagnostic.help("leave it out: it is derived"),
        }
    }

    /// `f: other::Silu(x) * 2 => 1`
    pub fn unverifiable_derivative(given: Range, external: bool) -> Self {
        let why = if external {
            "an activation is called by its path, and its formula is not visible here"
        } else {
            "rounding hides the difference at every point that was tried"
        };
        Self::new("A036", given, "this derivative cannot be checked")
            .note(why)
            .help("leave it out: it is derived by the chain rule; or write `=> surrogate …`, which is not checked")
    }

    /// `f: if x == 0 <1> else <x / (exp(x) - 1)>`
    pub fn derivative_at_a_point(formula: Range, found: &Counterexample, rest: &str) -> Self {
        let at = short(found.x);
        Self::new("A037", formula, format!("the derivative at x = {at} cannot be derived from this formula"))
            .note(format!(
                "what `==` picks there has the derivative {}, but around it the derivative tends to {}",
                short(found.given),
                short((found.derived * 1e5).round() / 1e5)
            ))
            .help(format!("give the derivative: `=> if x == {at} <…> else <{rest}>` with the number that it is there"))
    }
}

/// ` (with alpha = 1.3)` where parameters matter.
fn place(found: &Counterexample, names: &[String]) -> String {
    if found.parameters.is_empty() {
        return String::new();
    }
    let values = names.iter().zip(&found.parameters).map(|(name, value)| format!("{name} = {}", short(*value)));
    format!(" (with {})", values.collect::<Vec<_>>().join(", "))
}
