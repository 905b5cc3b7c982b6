//! The compiler behind `activation!`: formulas in, checked and differentiated Rust out.
//!
//! In: the tokens of one call, the core crate's path in front. Out: the tokens it expands to. A plain library, so that it
//! can be tested, fuzzed and benched; semver exempt, use it through `activation-core`. Must never depend on that crate:
//! what emitted code may touch there is its `private` module, and the tests of the workspace prove that the two fit.
//!
//! The stages, each a file that knows no other's function: `parse` → `check` → `lower` → `stabilize` → `differentiate` →
//! `verify` → `limits` → `analyze` → `share`, `schedule` → `emit`. This file alone knows their order.

#![forbid(unsafe_code)]

pub mod advice;
pub mod analyze;
pub mod ast;
pub mod carry;
pub mod check;
mod constant;
pub mod diagnostic;
pub mod differentiate;
pub mod emit;
pub mod eval;
pub mod explain;
mod fallback;
pub mod function;
pub mod ir;
pub mod limits;
pub mod lower;
pub mod mathml;
pub mod name;
mod nearest;
pub mod parse;
pub mod phrase;
pub mod plot;
pub mod polynomial;
pub mod pretty;
pub mod raise;
mod resolve;
pub mod schedule;
pub mod share;
pub mod simplify;
mod spell;
pub mod stabilize;
#[cfg(test)]
mod tests;
pub mod verify;

use std::collections::HashSet;

use proc_macro2::TokenStream;

use analyze::Subject;
use ast::{Definition, Program};
use diagnostic::{Diagnostic, Diagnostics};
use emit::{Compiled, Page};
use ir::{Id, Node};
use limits::Joints;
use verify::{Claim, Verdict};

/// Compiles one `activation!` call: `[path of the core crate] definitions`.
///
/// Whatever is wrong becomes `compile_error!`s at the guilty tokens; what is refused still gets its struct and impls, so
/// that one mistake gives one message.
pub fn compile(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(input, &mut diagnostics);
    let sound = check::check(&program, &mut diagnostics);
    let mut output = TokenStream::new();
    let mut structs = HashSet::new();
    for (index, definition) in program.definitions.iter().enumerate() {
        diagnostics.turn_to(index);
        if !structs.insert(name::pascal(&definition.name).to_string()) {
            // Refused by `check`; a second struct would only make rustc say so again.
            continue;
        }
        let compiled = if sound[index] { calculus(&program, index, &mut diagnostics) } else { None };
        output.extend(match compiled {
            Some(compiled) => emit::emit(&program.krate, Compiled { page: page(&compiled), ..compiled }),
            None => fallback::fallback(&program.krate, definition),
        });
    }
    output.extend(diagnostics.into_compile_errors());
    output
}

/// All mathematics on one definition that reads well; `None` if the mathematics refuses it.
pub fn calculus<'a>(program: &'a Program, index: usize, diagnostics: &mut Diagnostics) -> Option<Compiled<'a>> {
    let definition = &program.definitions[index];
    let lower::Lowered { mut arena, value: written, given, domain, parameters, paths } = lower::lower(program, index);
    let names: Vec<String> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let defaults: Vec<f64> = parameters.iter().map(|parameter| parameter.default).collect();
    let formula_text = pretty::pretty(&arena, written, &names);
    let value = stabilize::stabilize(&mut arena, written);
    let derived = stable_derivative(&mut arena, value, Node::Input);
    let joints = Joints { value, domain, parameters: &defaults };
    let (derived, lost) = match limits::at_joints(&mut arena, &joints, Node::Input, derived) {
        Ok(derived) => (derived, None),
        Err(x) => (derived, Some(x)),
    };
    let learnt: Vec<bool> = parameters.iter().map(|parameter| parameter.learn).collect();
    let claim =
        Claim { value, derived, given: given.unwrap_or(derived), domain, parameters: &defaults, learnt: &learnt };
    if refuse(&mut arena, definition, (&claim, lost), (&formula_text, &names), diagnostics) {
        return None;
    }
    let parameter_derivatives = by_parameters(&mut arena, definition, &joints, diagnostics)?;

    let derivative = given.map_or(derived, |given| simplify::simplify(&mut arena, given));
    let to_read = [written, given.unwrap_or_else(|| phrase::readable(&mut arena, derived))];
    let derivative_text = pretty::pretty(&arena, to_read[1], &names);
    // What is known of f rests on what was derived, whatever is given.
    let twice = at_joints(&mut arena, &claim, derived);
    let edges = |arena: &mut ir::Arena, root: Id| limits::at_infinity(arena, root, &defaults);
    let emitted = edges(&mut arena, value);
    let emitted = limits::at_nan(&mut arena, emitted, &defaults);
    let learnable = parameters.iter().any(|parameter| parameter.learn);
    let facts = analyze::analyze(
        &mut arena,
        &Subject {
            value,
            emitted,
            derivative,
            derived,
            second: Some(twice),
            parameters: defaults.clone(),
            learnable,
            domain,
        },
    );
    let second = second_derivative(&mut arena, definition, &claim).unwrap_or(twice);
    // The limits of a derivative in y are those of what y stands for.
    let in_x = arena.substitute(derivative, Node::Output, emitted);
    let [in_x, second] = [in_x, second].map(|root| edges(&mut arena, root));
    let pair = limits::pair(&mut arena, [emitted, in_x], &defaults);
    Some(Compiled {
        definition,
        called: resolve::is_called(program, index),
        arena,
        value: emitted,
        derivative: in_x,
        pair,
        second,
        parameter_derivatives,
        parameters,
        paths,
        facts,
        to_read,
        formula_text,
        derivative_text,
        page: None,
    })
}

/// What rustdoc shows and nobody else does; none for what rustdoc does not show.
fn page(compiled: &Compiled<'_>) -> Option<Page> {
    let Compiled { definition, arena, value, derivative, facts, .. } = compiled;
    if definition.visibility.to_string() != "pub" {
        return None;
    }
    let names: Vec<String> = compiled.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let defaults: Vec<f64> = compiled.parameters.iter().map(|parameter| parameter.default).collect();
    let [formula, written_derivative] = compiled.to_read.map(|root| mathml::mathml(arena, root, &names));
    let plot = definition.plot.then(|| {
        plot::plot(&plot::Subject {
            name: &name::pascal(&definition.name).to_string(),
            arena,
            value: *value,
            derivative: *derivative,
            parameters: &defaults,
            kinks: facts.kinks.as_ref(),
            surrogate: definition.surrogate().is_some(),
        })
    });
    Some(Page { plot: plot.flatten(), formula, derivative: written_derivative })
}

/// Whether the mathematics refuses a definition: a hole in its domain, no useful derivative, a wrong one.
fn refuse(
    arena: &mut ir::Arena,
    definition: &Definition,
    (claim, lost): (&Claim<'_>, Option<f64>),
    texts: (&str, &[String]),
    diagnostics: &mut Diagnostics,
) -> bool {
    let before = diagnostics.error_count();
    let formula = definition.range_of(definition.formula);
    if claim.domain.is_some_and(|domain| !verify::is_inhabited(arena, domain, claim.parameters)) {
        diagnostics.error(Diagnostic::empty_domain(definition.range_of(definition.domain)));
        return true;
    }
    if let Some(hole) = verify::domain::hole(arena, claim.value, claim.domain, claim.parameters) {
        let advice = advice::advise(arena, claim, hole, texts.1);
        diagnostics.error(Diagnostic::no_value(formula, hole, &advice));
    }
    if definition.derivative.is_some() {
        judge(arena, definition, claim, texts, diagnostics);
    } else if let Some(x) = lost {
        let text = pretty::written(arena, claim.derived, texts.1);
        diagnostics.error(Diagnostic::lost_derivative(formula, x, Some(text.as_deref().unwrap_or("…"))));
    } else if arena.constant_value(claim.derived) == Some(0.0) {
        diagnostics.error(Diagnostic::flat_formula(formula));
    } else if let Some(found) = verify::misjudged(arena, claim) {
        let rest = phrase::around(arena, claim.derived, texts.1);
        diagnostics.error(Diagnostic::derivative_at_a_point(formula, &found, rest.as_deref().unwrap_or("…")));
    }
    diagnostics.error_count() > before
}

/// ∂f/∂θ for the parameters that are learnt, `None` for the others; nothing at all if one of them is refused.
fn by_parameters(
    arena: &mut ir::Arena,
    definition: &Definition,
    joints: &Joints<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Option<Id>>> {
    let before = diagnostics.error_count();
    let mut derivatives = Vec::new();
    for (index, parameter) in (0..).zip(&definition.parameters) {
        let leaf = Node::Parameter(index);
        let derivative = parameter.learn.is_some().then(|| {
            let derived = stable_derivative(arena, joints.value, leaf);
            limits::at_joints(arena, joints, leaf, derived).unwrap_or_else(|x| {
                diagnostics.error(Diagnostic::lost_parameter(&parameter.name, x));
                derived
            })
        });
        if derivative.is_some_and(|derivative| arena.constant_value(derivative) == Some(0.0)) {
            diagnostics.warning(Diagnostic::learn_without_gradient(&parameter.name));
        }
        derivatives.push(derivative.map(|root| limits::at_infinity(arena, root, joints.parameters)));
    }
    (diagnostics.error_count() == before).then_some(derivatives)
}

/// f″ where it is not that of the derived f′: of a surrogate, and of a derivative that its author wrote in x, which is
/// written so for a reason; one in y has lost the tails.
fn second_derivative(arena: &mut ir::Arena, definition: &Definition, claim: &Claim<'_>) -> Option<Id> {
    let first = if definition.surrogate().is_some() {
        let given = simplify::simplify(arena, claim.given);
        arena.substitute(given, Node::Output, claim.value)
    } else if claim.given != claim.derived && !arena.any(claim.given, |node| node == Node::Output) {
        stabilize::stabilize(arena, claim.given)
    } else {
        return None;
    };
    Some(at_joints(arena, claim, first))
}

/// The derivative of a derivative, a number also where two parts of the formula meet, as far as that can be had.
fn at_joints(arena: &mut ir::Arena, claim: &Claim<'_>, first: Id) -> Id {
    let second = stable_derivative(arena, first, Node::Input);
    let joints = Joints { value: first, domain: claim.domain, parameters: claim.parameters };
    limits::at_joints(arena, &joints, Node::Input, second).unwrap_or(second)
}

fn stable_derivative(arena: &mut ir::Arena, root: Id, leaf: Node) -> Id {
    let derivative = differentiate::differentiate(arena, root, leaf);
    stabilize::stabilize(arena, derivative)
}

/// Verifies a given derivative and words the verdict.
fn judge(
    arena: &mut ir::Arena,
    definition: &Definition,
    claim: &Claim<'_>,
    (formula, names): (&str, &[String]),
    diagnostics: &mut Diagnostics,
) {
    let range = definition.range_of(definition.derivative.as_ref().and_then(|part| part.expression));
    let verdict = verify::verify(arena, claim);
    if let Some(word) = definition.surrogate() {
        if matches!(verdict, Verdict::Right) {
            diagnostics.warning(Diagnostic::surrogate_is_derivative(word.into()));
        }
        return;
    }
    match verdict {
        Verdict::Right => {
            let joints = Joints { value: claim.value, domain: claim.domain, parameters: claim.parameters };
            let in_x = arena.substitute(claim.given, Node::Output, claim.value);
            if let Some(x) = limits::lost(arena, &joints, in_x) {
                diagnostics.error(Diagnostic::lost_derivative(range, x, None));
            }
        }
        Verdict::Wrong(found) => {
            let right = phrase::shortest(arena, claim, names);
            diagnostics.error(Diagnostic::wrong_derivative(range, formula, &found, names, right.as_deref()));
        }
        Verdict::Broken(found) => {
            let stable = pretty::written(arena, claim.derived, names).filter(|_| is_copyable(arena, claim));
            diagnostics.error(Diagnostic::broken_derivative(range, &found, names, stable.as_deref()));
        }
        Verdict::Undecidable => {
            let external = claim.calls_elsewhere(arena);
            diagnostics.error(if !external && is_nowhere_a_number(arena, claim) {
                let right = pretty::written(arena, claim.derived, names).filter(|_| is_copyable(arena, claim));
                Diagnostic::derivative_without_value(range, right.as_deref())
            } else {
                Diagnostic::unverifiable_derivative(range, external)
            });
        }
    }
}

/// Whether the derived derivative would pass for a given one: where its limits are taken later on, it would not.
fn is_copyable(arena: &mut ir::Arena, claim: &Claim<'_>) -> bool {
    matches!(verify::verify(arena, &Claim { given: claim.derived, ..*claim }), Verdict::Right)
}

/// Whether the given derivative is NaN wherever anyone would look.
fn is_nowhere_a_number(arena: &mut ir::Arena, claim: &Claim<'_>) -> bool {
    let in_x = arena.substitute(claim.given, Node::Output, claim.value);
    let tape = eval::Tape::new(arena, &[in_x]);
    let sizes = [0.0, 1e-3, 0.3, 1.0, 3.0, 100.0, 1e6];
    sizes.iter().flat_map(|x| [-x, *x]).all(|x| tape.run(eval::Point::at(x, claim.parameters)).is_nan())
}
