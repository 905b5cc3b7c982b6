//! The compiler behind `activation!`: formulas in, checked and differentiated Rust out.
//!
//! In: the tokens of one call, the core crate's path in front. Out: the tokens it expands to. A plain library, so that it
//! can be tested, fuzzed and benched; semver exempt, use it through `activation-core`. Must never depend on that crate:
//! what emitted code may touch there is its `private` module, and the tests of the workspace prove that the two fit.
//!
//! The stages, each a file that knows no other's function: `parse` → `check` → `lower` → `stabilize` → `differentiate` →
//! `verify` → `limits` → `analyze` → `share`, `schedule` → `emit`. This file alone knows their order.

#![forbid(unsafe_code)]

pub mod analyze;
pub mod ast;
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
pub mod name;
pub mod parse;
pub mod phrase;
pub mod polynomial;
pub mod pretty;
mod resolve;
pub mod schedule;
pub mod share;
pub mod simplify;
pub mod stabilize;
pub mod verify;

use std::collections::HashSet;

use proc_macro2::TokenStream;

use analyze::Subject;
use ast::Program;
use diagnostic::{Diagnostic, Diagnostics};
use emit::Compiled;
use ir::{Id, Node};
use verify::{Claim, Verdict};

/// Compiles one `activation!` call: `[path of the core crate] definitions`.
///
/// Whatever is wrong becomes `compile_error!`s at the guilty tokens; what is refused still gets its struct and impls, so
/// that one mistake gives one message.
pub fn compile(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let program = parse::parse(input, &mut diagnostics);
    check::check(&program, &mut diagnostics);
    let sound = !diagnostics.has_errors();
    let mut output = TokenStream::new();
    let mut structs = HashSet::new();
    for (index, definition) in program.definitions.iter().enumerate() {
        if !structs.insert(name::pascal(&definition.name).to_string()) {
            // Refused by `check`; a second struct would only make rustc say so again.
            continue;
        }
        let compiled = if sound { calculus(&program, index, &mut diagnostics) } else { None };
        output.extend(match compiled {
            Some(compiled) => emit::emit(&program.krate, compiled),
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

    let before = diagnostics.error_count();
    let formula_range = definition.range_of(definition.formula);
    if let Some(hole) = verify::domain::hole(&arena, value, domain, &defaults) {
        diagnostics.error(Diagnostic::no_value(formula_range, hole));
    }
    let surrogate = definition.derivative.as_ref().and_then(|derivative| derivative.surrogate);
    match given {
        None if arena.constant_value(derived) == Some(0.0) => {
            diagnostics.error(Diagnostic::flat_formula(formula_range))
        }
        None => {}
        Some(given) => {
            let claim = Claim { value, derived, given, domain, parameters: &defaults };
            let range = definition.range_of(definition.derivative.as_ref().and_then(|part| part.expression));
            judge(&mut arena, &claim, (range, surrogate), (&formula_text, &names), diagnostics);
        }
    }
    if diagnostics.error_count() > before {
        return None;
    }

    let derivative = given.map_or(derived, |given| simplify::simplify(&mut arena, given));
    let derivative_text = match given {
        Some(given) => pretty::pretty(&arena, given, &names),
        None => phrase::in_x(&mut arena, derived, &names),
    };
    // A derivative that its author wrote in x is written so for a reason; one in y has lost the tails.
    let in_x = given.filter(|&given| surrogate.is_none() && !arena.any(given, |node| node == Node::Output));
    let first = in_x.map_or(derived, |given| stabilize::stabilize(&mut arena, given));
    let twice = stable_derivative(&mut arena, first, Node::Input);
    let learnable = parameters.iter().any(|parameter| parameter.learn);
    let facts = analyze::analyze(
        &mut arena,
        &Subject { value, derivative, derived, second: Some(twice), parameters: defaults.clone(), learnable, domain },
    );
    // The second derivative of a surrogate is the surrogate's.
    let second = match surrogate {
        None => twice,
        Some(_) => {
            let first = arena.substitute(derivative, Node::Output, value);
            stable_derivative(&mut arena, first, Node::Input)
        }
    };
    let edges = |arena: &mut ir::Arena, root: Id| limits::at_infinity(arena, root, &defaults);
    let parameter_derivatives = (0_u16..)
        .zip(&parameters)
        .map(|(index, parameter)| {
            parameter.learn.then(|| {
                let root = stable_derivative(&mut arena, value, Node::Parameter(index));
                edges(&mut arena, root)
            })
        })
        .collect();
    let derivative = edges(&mut arena, derivative);
    let second = edges(&mut arena, second);
    let value = edges(&mut arena, value);
    let value = limits::at_nan(&mut arena, value, &defaults);
    Some(Compiled {
        definition,
        arena,
        value,
        derivative,
        second,
        parameter_derivatives,
        parameters,
        paths,
        facts,
        formula_text,
        derivative_text,
    })
}

fn stable_derivative(arena: &mut ir::Arena, root: Id, leaf: Node) -> Id {
    let derivative = differentiate::differentiate(arena, root, leaf);
    stabilize::stabilize(arena, derivative)
}

/// Verifies a given derivative and words the verdict.
fn judge(
    arena: &mut ir::Arena,
    claim: &Claim<'_>,
    (range, surrogate): (ast::Range, Option<proc_macro2::Span>),
    (formula, names): (&str, &[String]),
    diagnostics: &mut Diagnostics,
) {
    let verdict = verify::verify(arena, claim);
    if let Some(word) = surrogate {
        if matches!(verdict, Verdict::Right) {
            diagnostics.warning(Diagnostic::surrogate_is_derivative(word.into()));
        }
        return;
    }
    match verdict {
        Verdict::Right => {}
        Verdict::Wrong(found) => {
            let right = phrase::shortest(arena, claim, names);
            diagnostics.error(Diagnostic::wrong_derivative(range, formula, &found, names, &right));
        }
        Verdict::Broken(found) => {
            let stable = pretty::pretty(arena, claim.derived, names);
            diagnostics.error(Diagnostic::broken_derivative(range, &found, names, &stable));
        }
        Verdict::Undecidable => {
            let external = arena.any(claim.value, |node| matches!(node, Node::External(..)));
            diagnostics.error(Diagnostic::unverifiable_derivative(range, external));
        }
    }
}
