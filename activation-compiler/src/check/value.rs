//! Rules about values: numbers and conditions stand each where they belong, and numbers are numbers.
//!
//! In: a definition. Out: diagnostics. Must never judge names: an unknown one passes for a number.

use super::{Part, Subject};
use crate::ast::{ExpressionId, Kind};
use crate::constant::value;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::function::Function;
use crate::resolve::{Meaning, constant, meaning};
use crate::spell::spell;

impl Subject<'_> {
    /// Numbers and conditions stand each where they belong.
    pub(super) fn kinds(&self, diagnostics: &mut Diagnostics) {
        for &(part, root) in &self.parts {
            self.expect(root, part == Part::Domain, diagnostics);
        }
        for (_, id) in self.expressions() {
            let kind = self.kind(id);
            match kind {
                Kind::If(condition, a, b) => {
                    self.expect(*condition, true, diagnostics);
                    self.expect(*a, false, diagnostics);
                    self.expect(*b, false, diagnostics);
                }
                Kind::Not(_) if self.is_negated_number(id) => {
                    diagnostics.error(Diagnostic::negated_number(self.range(id)));
                }
                _ if self.is_unknown_call(id) => {}
                _ => {
                    let condition = matches!(kind, Kind::And(..) | Kind::Or(..) | Kind::Not(_));
                    for child in kind.children() {
                        self.expect(child, condition, diagnostics);
                    }
                }
            }
        }
    }

    fn expect(&self, id: ExpressionId, condition: bool, diagnostics: &mut Diagnostics) {
        match (condition, self.kind(id).is_condition()) {
            _ if self.is_unknown_call(id) => {}
            (true, false) => diagnostics.error(Diagnostic::number_for_condition(self.range(id))),
            // `!x > 0` is one mistake.
            (false, true) if !self.is_negated_number(id) => {
                diagnostics
                    .error(Diagnostic::condition_for_number(self.range(id), &spell(&self.definition.expressions, id)));
            }
            _ => {}
        }
    }

    fn is_negated_number(&self, id: ExpressionId) -> bool {
        matches!(self.kind(id), Kind::Not(a) if !self.kind(*a).is_condition())
    }

    /// A literal has a value in `f64`.
    pub(super) fn numbers(&self, diagnostics: &mut Diagnostics) {
        for (_, id) in self.expressions() {
            if matches!(self.kind(id), Kind::Number { value, .. } if !value.is_finite()) {
                diagnostics.error(Diagnostic::number_out_of_range(self.range(id)));
            }
        }
    }

    /// The lower bound of a clamp is below the upper one.
    pub(super) fn clamps(&self, diagnostics: &mut Diagnostics) {
        for (_, id) in self.expressions() {
            if let Kind::Call { function, arguments, .. } = self.kind(id)
                && function == "clamp"
                && let [_, low, high] = arguments[..]
                && self.known(low) > self.known(high)
            {
                diagnostics.error(Diagnostic::swapped_bounds(self.range(low).to(self.range(high))));
            }
        }
    }

    /// The value of a constant, of a parameter at its default, or of either with a sign; else NaN.
    fn known(&self, id: ExpressionId) -> f64 {
        let (inner, sign) = match self.kind(id) {
            Kind::Negate(inner) => (*inner, -1.0),
            _ => (id, 1.0),
        };
        let root = match self.kind(inner) {
            Kind::Name(name) => match meaning(self.definition, name) {
                Some(Meaning::Parameter(index)) => self.definition.parameters[index].default,
                _ => Some(inner),
            },
            _ => Some(inner),
        };
        root.map_or(f64::NAN, |root| sign * value(&self.definition.expressions, root))
    }

    /// A default is a number that one can compute with, or an infinity that was asked for.
    pub(super) fn defaults(&self, diagnostics: &mut Diagnostics) {
        for &(_, root) in self.parts.iter().filter(|(part, _)| *part == Part::Default) {
            let below = self.definition.expressions.below(root);
            let is_constant = below.iter().all(|&id| match self.kind(id) {
                Kind::Name(name) => constant(name).is_some(),
                Kind::Number { value, .. } => value.is_finite(),
                Kind::Call { function, arguments, .. } => Function::from_name(&function.to_string())
                    .is_some_and(|function| function.row().arity == arguments.len()),
                Kind::PathCall { .. } => false,
                _ => true,
            });
            let names_infinity =
                below.iter().any(|&id| matches!(self.kind(id), Kind::Name(name) if name == "INFINITY"));
            let value = value(&self.definition.expressions, root);
            if is_constant && !value.is_finite() && (value.is_nan() || !names_infinity) {
                diagnostics.error(Diagnostic::default_not_finite(self.range(root), value));
            }
        }
    }
}
