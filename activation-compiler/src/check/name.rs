//! Rules about names: each is known where it is used, used where it is declared, and means one thing.
//!
//! In: a definition. Out: diagnostics. Must never judge what a value is.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::call::signature;
use super::lookalike::latin;
use super::{Part, Subject};
use crate::ast::{ExpressionId, Kind};
use crate::constant::value;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::function::{CONSTANTS, foreign_constant};
use crate::nearest::nearest;
use crate::resolve::{Callee, Meaning, callee, constant, meaning};

impl Subject<'_> {
    /// Parameters and bindings have each their own name, which means nothing else.
    pub(super) fn declared_names(&self, diagnostics: &mut Diagnostics) {
        let parameters = self.definition.parameters.iter().map(|parameter| (&parameter.name, "a parameter"));
        let bindings = self.definition.bindings.iter().map(|binding| (&binding.name, "bound behind `where`"));
        let mut first: HashMap<String, &str> = HashMap::new();
        for (name, role) in parameters.chain(bindings) {
            let text = name.to_string();
            let owner = match text.as_str() {
                "x" => Some("the input"),
                "y" => Some("the output"),
                _ if constant(name).is_some() => Some("a constant"),
                _ => None,
            };
            if let Some(owner) = owner {
                diagnostics.error(Diagnostic::taken_name(name, owner));
            } else if let Some(first) = first.get(&text) {
                diagnostics.error(Diagnostic::duplicate_name(name, first));
            } else {
                first.insert(text, role);
            }
        }
    }

    /// A variable is known where it is used: everywhere but in defaults, which are constants, and in earlier bindings.
    pub(super) fn variables(&self, diagnostics: &mut Diagnostics) {
        let modules: Vec<ExpressionId> = self
            .expressions()
            .filter(|&(_, id)| self.behind_module(id).is_some())
            .filter_map(|(_, id)| self.kind(id).children().first().copied())
            .collect();
        for (part, id) in self.expressions() {
            let Kind::Name(name) = self.kind(id) else { continue };
            match (part, meaning(self.definition, name)) {
                // The call says so.
                (_, None) if modules.contains(&id) => {}
                (_, None) => diagnostics.error(self.unknown_variable(part, name)),
                (_, Some(Meaning::Constant(_))) => {}
                (Part::Default, Some(_)) => {
                    diagnostics.error(Diagnostic::default_not_constant(name.span().into(), &name.to_string()));
                }
                (Part::Binding(user), Some(Meaning::Binding(used))) if used >= user => {
                    diagnostics.error(Diagnostic::late_binding(name, &self.definition.bindings[user].name));
                }
                _ => {}
            }
        }
    }

    fn unknown_variable(&self, part: Part, name: &Ident) -> Diagnostic {
        if let Some(callee) = callee(self.program, name) {
            let call = match callee {
                Callee::Function(function) => signature(function, "x"),
                Callee::Activation(_) => format!("{name}(x)"),
            };
            return Diagnostic::function_as_variable(name, &call);
        }
        let mut known = Vec::new();
        if part != Part::Default {
            known.push("x".to_owned());
            known.extend((part == Part::Derivative).then(|| "y".to_owned()));
            known.extend(self.definition.parameters.iter().map(|parameter| parameter.name.to_string()));
            known.extend(self.definition.bindings.iter().map(|binding| binding.name.to_string()));
        }
        let text = name.to_string();
        let constants = CONSTANTS.iter().map(|&(name, ..)| name);
        let mut words = known.iter().map(String::as_str).chain(constants);
        if let Some((letter, latin)) = latin(&text)
            && words.clone().any(|word| word == latin)
        {
            return Diagnostic::look_alike(name, letter, &latin);
        }
        let nearest = foreign_constant(&text).or_else(|| nearest(&text, &mut words));
        Diagnostic::unknown_variable(name, nearest, &known)
    }

    /// `y` is known only once the formula has a value: in the derivative, and in bindings of its own.
    pub(super) fn outputs(&self, diagnostics: &mut Diagnostics) {
        let reach = self.reach(&[Part::Formula, Part::Domain]);
        for (part, name, meaning) in self.names() {
            if meaning == Some(Meaning::Output) && reach.contains(&part) {
                let binding = match part {
                    Part::Binding(index) => Some(&self.definition.bindings[index].name),
                    _ => None,
                };
                diagnostics.error(Diagnostic::output_in_formula(name, binding));
            }
        }
    }

    /// What is declared is used.
    pub(super) fn unused_names(&self, diagnostics: &mut Diagnostics) {
        let reach = self.reach(&[Part::Formula, Part::Derivative, Part::Domain]);
        for (index, binding) in self.definition.bindings.iter().enumerate() {
            if !reach.contains(&Part::Binding(index)) {
                diagnostics.error(Diagnostic::unused_binding(&binding.name));
            }
        }
        for (index, parameter) in self.definition.parameters.iter().enumerate() {
            if !self.names().any(|(_, _, meaning)| meaning == Some(Meaning::Parameter(index))) {
                diagnostics.error(Diagnostic::unused_parameter(&parameter.name));
            }
        }
    }

    fn formula_uses(&self, wanted: Meaning) -> bool {
        let reach = self.reach(&[Part::Formula]);
        self.names().any(|(part, _, meaning)| meaning == Some(wanted) && reach.contains(&part))
    }

    /// A formula depends on its input.
    pub(super) fn input_is_used(&self, diagnostics: &mut Diagnostics) {
        if let Some(formula) = self.definition.formula.filter(|_| !self.formula_uses(Meaning::Input)) {
            diagnostics.error(Diagnostic::constant_formula(self.range(formula)));
        }
    }

    /// What is learnt has a gradient, and a finite value to start from.
    pub(super) fn learnt_parameters(&self, diagnostics: &mut Diagnostics) {
        for (index, parameter) in self.definition.parameters.iter().enumerate() {
            let (Some(_), Some(default)) = (parameter.learn, parameter.default) else { continue };
            let is_used = self.names().any(|(_, _, meaning)| meaning == Some(Meaning::Parameter(index)));
            if value(&self.definition.expressions, default).is_infinite() {
                diagnostics.error(Diagnostic::learn_infinite(&parameter.name));
            } else if is_used && !self.formula_uses(Meaning::Parameter(index)) {
                diagnostics.error(Diagnostic::learn_outside_formula(&parameter.name));
            }
        }
    }
}
