//! Rules about calls: what is called exists and gets as many arguments as it takes.
//!
//! In: a definition. Out: diagnostics. Must never judge what an argument is, the exponent of `powi` excepted.

use proc_macro2::Ident;

use super::catalogue::ready_made;
use super::lookalike::latin;
use super::{Part, Subject};
use crate::ast::{ExpressionId, Kind};
use crate::constant::{MAX_EXPONENT, whole_exponent};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::function::{Function, foreign};
use crate::nearest::nearest;
use crate::resolve::{Callee, callee, meaning};
use crate::spell::{spell, spell_receiver, spell_test};

/// How a function is called, its first argument being the given one.
pub(super) fn signature(function: Function, first: &str) -> String {
    let name = function.row().name;
    match (function, function.row().arity) {
        (Function::Powi, _) => format!("{name}({first}, 2)"),
        (Function::Clamp, _) => format!("{name}({first}, low, high)"),
        (_, 1) => format!("{name}({first})"),
        _ => format!("{name}({first}, v)"),
    }
}

/// Where Rust keeps the functions of numbers.
const PATHS: &[&str] = &["core", "f32", "f64", "libm", "num_traits", "std"];

impl Subject<'_> {
    /// What is called exists, and takes as many arguments as it is given.
    pub(super) fn calls(&self, diagnostics: &mut Diagnostics) {
        for (part, id) in self.expressions() {
            match self.kind(id) {
                Kind::Call { function, arguments, .. } => match callee(self.program, function) {
                    _ if let Some((function, arguments)) = self.behind_module(id) => {
                        diagnostics.error(self.call_behind_module(id, function, arguments));
                    }
                    None => diagnostics.error(self.unknown_function(id, function, arguments)),
                    Some(Callee::Function(known)) => self.table_call(id, known, arguments, diagnostics),
                    Some(Callee::Activation(_)) if part == Part::Default => {
                        let range = function.span().into();
                        diagnostics.error(Diagnostic::default_not_constant(range, &function.to_string()));
                    }
                    Some(Callee::Activation(_)) => {
                        self.activation_call(id, &function.to_string(), arguments, diagnostics);
                    }
                },
                Kind::PathCall { path, arguments } => {
                    let segments: Vec<String> = path.clone().into_iter().map(|token| token.to_string()).collect();
                    if let Some(function) = function_of_path(&segments) {
                        let call = self.call_text(function.row().name, arguments);
                        diagnostics.error(Diagnostic::module_prefix(self.range(id), &call));
                    } else if part == Part::Default {
                        diagnostics.error(Diagnostic::default_not_constant(self.range(id), &segments.concat()));
                    } else {
                        self.activation_call(id, &segments.concat(), arguments, diagnostics);
                    }
                }
                _ => {}
            }
        }
    }

    /// `np.tanh(x)`
    fn call_behind_module(&self, id: ExpressionId, function: &Ident, arguments: &[ExpressionId]) -> Diagnostic {
        let text = function.to_string();
        let known = Function::from_name(&text).or_else(|| foreign(&text).and_then(Function::from_name));
        match (known, self.kind(id).children().first()) {
            (Some(known), Some(&module)) => {
                Diagnostic::module_prefix(self.range(module), &self.completed(known, arguments))
            }
            _ => self.unknown_function(id, function, arguments),
        }
    }

    fn call_text(&self, name: &str, arguments: &[ExpressionId]) -> String {
        let arguments = arguments.iter().map(|&argument| spell(&self.definition.expressions, argument));
        format!("{name}({})", arguments.collect::<Vec<_>>().join(", "))
    }

    /// The call with as many arguments as it takes: those that are there, and `…` for others.
    fn completed(&self, function: Function, arguments: &[ExpressionId]) -> String {
        let there = arguments.iter().map(|&argument| spell(&self.definition.expressions, argument));
        let first = if arguments.is_empty() { Some(String::from("x")) } else { None };
        let all = first.into_iter().chain(there).chain(std::iter::repeat_with(|| String::from("…")));
        format!("{}({})", function.row().name, all.take(function.row().arity).collect::<Vec<_>>().join(", "))
    }

    /// `a + b` for `add(a, b)`, which is also how tensors' methods are read.
    fn operator(&self, name: &str, arguments: &[ExpressionId]) -> Option<String> {
        let operand = |argument: ExpressionId| spell_receiver(&self.definition.expressions, argument);
        let operator = match name.trim_end_matches("_scalar") {
            "add" => "+",
            "sub" | "subtract" => "-",
            "mul" | "multiply" => "*",
            "div" | "divide" => "/",
            "neg" | "negative" => {
                return if let &[of] = arguments { Some(format!("-{}", operand(of))) } else { None };
            }
            _ => return None,
        };
        if let &[a, b] = arguments { Some(format!("{} {operator} {}", operand(a), operand(b))) } else { None }
    }

    fn unknown_function(&self, id: ExpressionId, name: &Ident, arguments: &[ExpressionId]) -> Diagnostic {
        let text = name.to_string();
        if meaning(self.definition, name).is_some() {
            return Diagnostic::called_variable(name);
        }
        if let Some((_, condition)) = spell_test(&self.definition.expressions, id) {
            return Diagnostic::foreign_test(name, &condition);
        }
        if let (&[condition, a, b], "select" | "cond" | "ifelse" | "iif" | "IF") = (arguments, text.as_str()) {
            let [condition, a, b] = [condition, a, b].map(|part| spell(&self.definition.expressions, part));
            return Diagnostic::foreign_function(name, &format!("if {condition} <{a}> else <{b}>"));
        }
        if let Some(cure) = self.operator(&text, arguments) {
            return Diagnostic::function_for_operator(name, &cure);
        }
        if let "sum" | "mean" | "var" | "std" | "norm" | "softmax" | "argmax" | "cumsum" = text.as_str() {
            return Diagnostic::function_of_many(name);
        }
        if let Some(function) = foreign(&text.to_lowercase()).and_then(Function::from_name) {
            let is_complete = function.row().arity == arguments.len();
            let cure = match (function, arguments) {
                (Function::Powi, &[base]) => format!("{}.powi(2)", spell_receiver(&self.definition.expressions, base)),
                _ if is_complete => self.call_text(function.row().name, arguments),
                _ => signature(function, "u"),
            };
            return Diagnostic::foreign_function(name, &cure);
        }
        if let Some((letter, latin)) = latin(&text)
            && Function::from_name(&latin).is_some()
        {
            return Diagnostic::look_alike(name, letter, &latin);
        }
        let is_capital = Function::from_name(&text.to_lowercase()).is_some();
        if let (false, Some(struct_name), &[argument, ..]) = (is_capital, ready_made(&text), arguments) {
            return Diagnostic::undeclared_activation(
                name,
                struct_name,
                &spell(&self.definition.expressions, argument),
            );
        }
        let activations: Vec<String> =
            self.program.definitions.iter().map(|definition| definition.name.to_string()).collect();
        let functions = Function::all().map(|function| function.row().name);
        Diagnostic::unknown_function(name, nearest(&text, functions.chain(activations.iter().map(String::as_str))))
    }

    fn table_call(
        &self,
        id: ExpressionId,
        function: Function,
        arguments: &[ExpressionId],
        diagnostics: &mut Diagnostics,
    ) {
        let row = function.row();
        if arguments.len() != row.arity {
            let place = self.range(id);
            let call = self.completed(function, arguments);
            diagnostics.error(Diagnostic::wrong_arity(place, row.name, row.arity, arguments.len(), &call));
        } else if let (Function::Powi, &[_, exponent]) = (function, arguments)
            && whole_exponent(&self.definition.expressions, exponent).is_none()
        {
            diagnostics.error(Diagnostic::exponent(self.range(exponent), MAX_EXPONENT));
        }
    }

    fn activation_call(&self, id: ExpressionId, name: &str, arguments: &[ExpressionId], diagnostics: &mut Diagnostics) {
        if arguments.len() != 1 {
            diagnostics.error(Diagnostic::activation_arguments(self.range(id), name, arguments.len()));
        }
    }
}

/// The function of the table at the end of `f64::max`, `std::f64::tanh`.
fn function_of_path(segments: &[String]) -> Option<Function> {
    let first = segments.iter().find(|segment| *segment != ":")?;
    let last = segments.last()?;
    let known = Function::from_name(last).or_else(|| foreign(last).and_then(Function::from_name));
    known.filter(|_| PATHS.contains(&first.as_str()))
}
