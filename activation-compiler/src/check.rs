//! Whether a program that reads well also means something; a function per rule, which its comment states.
//!
//! In: the ast. Out: diagnostics; a program without errors here can be lowered. Must never change the ast or build ir.

mod call;
pub mod catalogue;
mod lookalike;
mod name;
mod program;
#[cfg(test)]
mod tests;
mod value;

use proc_macro2::Ident;

use self::catalogue::ready_made;
use crate::ast::{Definition, ExpressionId, Kind, Program, Range};
use crate::diagnostic::Diagnostics;
use crate::function::{Function, foreign};
use crate::resolve::{Meaning, called, callee, calls, meaning, needed_bindings, order};

/// Reports every mistake that parsing could not see. Which definitions are without one, and so are all that they call: a
/// mistake in one must not hide what later stages find in another.
pub fn check(program: &Program, diagnostics: &mut Diagnostics) -> Vec<bool> {
    let start = diagnostics.error_count();
    program::duplicate_definitions(program, diagnostics);
    let unrelated = diagnostics.error_count();
    let mut sound = Vec::new();
    for (index, definition) in program.definitions.iter().enumerate() {
        diagnostics.turn_to(index);
        let subject = Subject { program, definition, parts: parts(definition) };
        let before = diagnostics.error_count();
        for rule in [
            Subject::declared_names,
            Subject::variables,
            Subject::outputs,
            Subject::calls,
            Subject::kinds,
            Subject::numbers,
            Subject::defaults,
            Subject::clamps,
        ] {
            rule(&subject, diagnostics);
        }
        // A misspelt name leaves another unused, and what could not be read may use anything.
        if diagnostics.error_count() == before && is_complete(definition) {
            for rule in [Subject::unused_names, Subject::input_is_used, Subject::learnt_parameters] {
                rule(&subject, diagnostics);
            }
        }
        sound.push(definition.whole && diagnostics.error_count() == before);
    }
    let own = diagnostics.error_count();
    program::recursion(program, diagnostics);
    program::sizes(program, diagnostics);
    // Where definitions get in each other's way, none is looked at further.
    let entangled = unrelated > start || diagnostics.error_count() > own;
    if entangled {
        return vec![false; sound.len()];
    }
    // Callees come first; what a derivative calls has its formula settled by then.
    let mut formulas = sound.clone();
    for index in order(program, 0..sound.len()).callees_first {
        let definition = &program.definitions[index];
        let mut callees = calls(program, definition, definition.formula.as_slice()).into_iter();
        formulas[index] &= callees.all(|(_, callee)| formulas[callee]);
    }
    let whole =
        |(index, definition)| formulas[index] && called(program, definition).into_iter().all(|index| formulas[index]);
    program.definitions.iter().enumerate().map(whole).collect()
}

/// Where other languages keep their functions.
const MODULES: &[&str] = &["F", "K", "Math", "jax", "jnp", "math", "nn", "np", "numpy", "special", "tf", "torch"];

/// Where in a definition an expression stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Formula,
    Derivative,
    Domain,
    Default,
    Binding(usize),
}

fn parts(definition: &Definition) -> Vec<(Part, ExpressionId)> {
    let derivative = definition.derivative.as_ref().and_then(|derivative| derivative.expression);
    let defaults = definition.parameters.iter().map(|parameter| (Part::Default, parameter.default));
    let bindings = definition.bindings.iter().enumerate().map(|(index, binding)| (Part::Binding(index), binding.value));
    [(Part::Formula, definition.formula), (Part::Derivative, derivative), (Part::Domain, definition.domain)]
        .into_iter()
        .chain(defaults)
        .chain(bindings)
        .filter_map(|(part, root)| Some((part, root?)))
        .collect()
}

fn is_complete(definition: &Definition) -> bool {
    definition.formula.is_some()
        && definition.derivative.as_ref().is_none_or(|derivative| derivative.expression.is_some())
        && definition.bindings.iter().all(|binding| binding.value.is_some())
}

/// One definition to be questioned.
struct Subject<'a> {
    program: &'a Program,
    definition: &'a Definition,
    parts: Vec<(Part, ExpressionId)>,
}

impl<'a> Subject<'a> {
    fn kind(&self, id: ExpressionId) -> &'a Kind {
        &self.definition.expressions.get(id).kind
    }

    fn range(&self, id: ExpressionId) -> Range {
        self.definition.expressions.get(id).range
    }

    /// Every expression with the part it stands in.
    fn expressions(&self) -> impl Iterator<Item = (Part, ExpressionId)> {
        self.parts
            .iter()
            .flat_map(|&(part, root)| self.definition.expressions.below(root).into_iter().map(move |id| (part, id)))
    }

    /// Every variable with the part it stands in.
    fn names(&self) -> impl Iterator<Item = (Part, &'a Ident, Option<Meaning>)> {
        self.expressions().filter_map(|(part, id)| match self.kind(id) {
            Kind::Name(name) => Some((part, name, meaning(self.definition, name))),
            _ => None,
        })
    }

    /// The function and the arguments of a call with a module in front, `np.tanh(x)`: a method's receiver that means
    /// nothing, and that the function has no use for.
    fn behind_module(&self, id: ExpressionId) -> Option<(&'a Ident, &'a [ExpressionId])> {
        let Kind::Call { function, arguments, method: true } = self.kind(id) else { return None };
        let (&receiver, arguments) = arguments.split_first()?;
        let Kind::Name(module) = self.kind(receiver) else { return None };
        let text = function.to_string();
        let known = Function::from_name(&text).or_else(|| foreign(&text).and_then(Function::from_name));
        let is_complete = match known {
            Some(known) => known.row().arity == arguments.len(),
            None => ready_made(&text).is_some() && arguments.len() == 1,
        };
        let is_module = is_complete || MODULES.iter().any(|known| module == known);
        let is_unknown = meaning(self.definition, module).is_none() && callee(self.program, module).is_none();
        Some((function, arguments)).filter(|_| is_module && is_unknown)
    }

    /// Whether this calls something that does not exist, so that nothing is known of what it takes and gives.
    fn is_unknown_call(&self, id: ExpressionId) -> bool {
        matches!(self.kind(id), Kind::Call { function, .. } if callee(self.program, function).is_none())
    }

    /// The parts of these kinds, and the bindings they need.
    fn reach(&self, wanted: &[Part]) -> Vec<Part> {
        let roots: Vec<ExpressionId> =
            self.parts.iter().filter(|(part, _)| wanted.contains(part)).map(|&(_, root)| root).collect();
        let bindings = needed_bindings(self.definition, &roots).into_iter().map(Part::Binding);
        wanted.iter().copied().chain(bindings).collect()
    }
}
