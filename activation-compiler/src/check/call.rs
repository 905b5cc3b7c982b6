//! Rules about calls: what is called exists and gets as many arguments as it takes.
//!
//! In: a definition. Out: diagnostics. Must never judge what an argument is, the exponent of `powi` excepted.

use proc_macro2::Ident;

use super::nearest::nearest;
use super::{Part, Subject};
use crate::ast::{ExpressionId, Kind};
use crate::constant::{MAX_EXPONENT, whole_exponent};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::function::{Function, foreign};
use crate::resolve::{Callee, callee, meaning};

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

impl Subject<'_> {
    /// What is called exists, and takes as many arguments as it is given.
    pub(super) fn calls(&self, diagnostics: &mut Diagnostics) {
        for (part, id) in self.expressions() {
            match self.kind(id) {
                Kind::Call { function, arguments, .. } => match callee(self.program, function) {
                    None => diagnostics.error(self.unknown_function(function)),
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
                    let path: String = path.clone().into_iter().map(|token| token.to_string()).collect();
                    if part == Part::Default {
                        diagnostics.error(Diagnostic::default_not_constant(self.range(id), &path));
                    } else {
                        self.activation_call(id, &path, arguments, diagnostics);
                    }
                }
                _ => {}
            }
        }
    }

    fn unknown_function(&self, name: &Ident) -> Diagnostic {
        let text = name.to_string();
        if meaning(self.definition, name).is_some() {
            return Diagnostic::called_variable(name);
        }
        if let Some(function) = foreign(&text.to_lowercase()).and_then(Function::from_name) {
            return Diagnostic::foreign_function(name, &signature(function, "u"));
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
            let signature = signature(function, "u");
            let place = self.range(id);
            diagnostics.error(Diagnostic::wrong_arity(place, row.name, row.arity, arguments.len(), &signature));
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
