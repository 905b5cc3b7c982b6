//! One definition, explained.
//!
//! In: a compiled definition. Out: its texts, facts, cost, code and curve. Must never work out what a stage already did:
//! it asks the stages.

use std::fmt;

use proc_macro2::TokenStream;

use crate::analyze::Facts;
use crate::emit::facts::learnt;
use crate::emit::{Compiled, emit};
use crate::eval::{Point, Tape};
use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::limits::is_end;
use crate::name;
use crate::phrase;
use crate::pretty::pretty;
use crate::schedule::cost;
use crate::share::share;
use crate::simplify::Rule;

/// What the compiler made of a definition.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The struct's.
    pub name: String,
    /// The condition under which the formula is meant to be used, in the user's words; none: always.
    pub domain: Option<String>,
    /// As it was written, pretty.
    pub formula: String,
    /// As it is computed, the care for ±∞ and NaN left out.
    pub computed: String,
    /// The rewrites that lead from one to the other, by name and law.
    pub rewrites: Vec<(&'static str, &'static str)>,
    /// f′, or what was declared in its place.
    pub derivative: String,
    /// Whether it was declared a surrogate.
    pub surrogate: bool,
    /// f″
    pub second: String,
    /// Name, default, and the derivative by it for those that are learnt.
    pub parameters: Vec<(String, f64, Option<String>)>,
    /// What was proved.
    pub facts: Facts,
    /// The same in words, `label: text`, as the documentation of the struct has it.
    pub learnt: Vec<String>,
    /// How much work it is.
    pub cost: Cost,
    /// The Rust that the macro puts in its place, not laid out.
    pub code: String,
    /// The graph; none when the activation of another crate, which is not known here, is part of it.
    pub curve: Option<Curve>,
}

/// Calls of transcendental functions, in the code as emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// For f.
    pub value: usize,
    /// For f′.
    pub derivative: usize,
    /// For both at once, which share what they can.
    pub pair: usize,
}

/// The graphs of f and f′ at the parameters' defaults, as f64 arithmetic gives them.
#[derive(Clone)]
pub struct Curve {
    value: Tape,
    derivative: Tape,
    parameters: Vec<f64>,
}

impl fmt::Debug for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Curve").field("parameters", &self.parameters).finish_non_exhaustive()
    }
}

impl Curve {
    /// f(x)
    pub fn value(&self, x: f64) -> f64 {
        self.value.run(Point::at(x, &self.parameters))
    }

    /// f′(x), or the surrogate.
    pub fn derivative(&self, x: f64) -> f64 {
        self.derivative.run(Point::at(x, &self.parameters))
    }
}

impl Activation {
    pub(super) fn new(krate: &TokenStream, mut compiled: Compiled<'_>, rewrites: Vec<&'static Rule>) -> Self {
        let names: Vec<String> = compiled.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let Compiled { definition, value, derivative, pair, second, .. } = compiled;
        let arena = &mut compiled.arena;
        let parameter_texts: Vec<Option<String>> = (compiled.parameter_derivatives.iter())
            .map(|root| root.map(|root| in_words(arena, root, &names)))
            .collect();
        let within = without_edges(arena, value);
        let computed = pretty(arena, within, &names);
        let second = in_words(arena, second, &names);
        let cost =
            Cost { value: calls(arena, &[value]), derivative: calls(arena, &[derivative]), pair: calls(arena, &pair) };
        Self {
            name: name::pascal(&definition.name).to_string(),
            domain: None,
            formula: compiled.formula_text.clone(),
            computed,
            rewrites: rewrites.into_iter().map(|rule| (rule.name, rule.law)).collect(),
            derivative: compiled.derivative_text.clone(),
            surrogate: definition.surrogate().is_some(),
            second,
            parameters: (compiled.parameters.iter().zip(parameter_texts))
                .map(|(parameter, text)| (parameter.name.clone(), parameter.default, text))
                .collect(),
            facts: compiled.facts.clone(),
            learnt: learnt(&compiled.facts),
            cost,
            curve: curve(&compiled),
            code: emit(krate, compiled).to_string(),
        }
    }
}

/// The calls of one emitted function that returns these.
fn calls(arena: &mut Arena, roots: &[Id]) -> usize {
    let roots = share(arena, roots);
    cost(arena, &roots)
}

fn curve(compiled: &Compiled<'_>) -> Option<Curve> {
    let Compiled { arena, value, derivative, parameters, .. } = compiled;
    let elsewhere = |root: Id| arena.any(root, |node| matches!(node, Node::External(..)));
    (!elsewhere(*value) && !elsewhere(*derivative)).then(|| Curve {
        value: Tape::new(arena, &[*value]),
        derivative: Tape::new(arena, &[*derivative]),
        parameters: parameters.iter().map(|parameter| parameter.default).collect(),
    })
}

/// A derivative as one would write it.
fn in_words(arena: &mut Arena, root: Id, names: &[String]) -> String {
    let within = without_edges(arena, root);
    phrase::in_x(arena, within, names)
}

/// The expression without what `limits` put around it for the sake of ±∞, NaN and 0 · ∞: equal wherever it is a number.
fn without_edges(arena: &mut Arena, root: Id) -> Id {
    let is_zero = |arena: &Arena, id: Id| arena.constant_value(id) == Some(0.0);
    arena.transform(root, |arena, id| match arena.get(id) {
        // x clamped at the ends of the number line.
        Node::Call2(Function::Min | Function::Max, x, end) if arena.get(x) == Node::Input && is_end(arena, end) => x,
        Node::Select(mask, chosen, other) => match (arena.get(mask), arena.get(other)) {
            // if x == x <…> else <x>
            (Node::Compare(Comparison::Equal, a, b), Node::Input) if a == b && a == other => chosen,
            // if u == 0 <u> else <u · v>, <u / v>
            (Node::Compare(Comparison::Equal, u, zero), Node::Multiply(a, b) | Node::Divide(a, b))
                if u == chosen && is_zero(arena, zero) && (u == a || u == b) =>
            {
                other
            }
            _ => id,
        },
        _ => id,
    })
}
