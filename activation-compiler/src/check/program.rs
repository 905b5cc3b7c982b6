//! Rules about definitions beside each other.
//!
//! In: the whole program. Out: diagnostics. Must never look inside a formula but for calls.

use std::collections::HashMap;

use super::parts;
use crate::ast::{Definition, ExpressionId, Program};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::name::pascal;
use crate::resolve::{calls, order, with_bindings};

/// Operations of one formula, calls of activations replaced by theirs.
const MAX_OPERATIONS: usize = 100_000;

/// Two definitions cannot declare one struct, whichever way it is spelt.
pub(super) fn duplicate_definitions(program: &Program, diagnostics: &mut Diagnostics) {
    let mut first = HashMap::new();
    for (index, definition) in program.definitions.iter().enumerate() {
        let name = &definition.name;
        let struct_name = pascal(name).to_string();
        if let Some(&(position, earlier)) = first.get(&struct_name) {
            diagnostics.turn_to(index);
            diagnostics.error(Diagnostic::duplicate_definition(name, &struct_name, earlier, position));
        } else {
            first.insert(struct_name, (index + 1, name));
        }
    }
}

/// A formula cannot call itself, not even through others.
pub(super) fn recursion(program: &Program, diagnostics: &mut Diagnostics) {
    for cycle in order(program, 0..program.definitions.len()).cycles {
        let Some(&target) = cycle.way.first() else { continue };
        let definition = &program.definitions[cycle.caller];
        let call = calls(program, definition, definition.formula.as_slice()).into_iter().find(|call| call.1 == target);
        let Some((call, _)) = call else { continue };
        let names = cycle.way.iter().chain([&target]).map(|&index| program.definitions[index].name.to_string());
        diagnostics.turn_to(cycle.caller);
        diagnostics.error(Diagnostic::recursion(call, &names.collect::<Vec<_>>()));
    }
}

/// A formula must stay of a reasonable size when the formulas that it calls are put in.
pub(super) fn sizes(program: &Program, diagnostics: &mut Diagnostics) {
    let mut formula_sizes = vec![0_usize; program.definitions.len()];
    let size = |definition: &Definition, roots: &[ExpressionId], formula_sizes: &[usize]| {
        let own: usize =
            with_bindings(definition, roots).into_iter().map(|root| definition.expressions.below(root).len()).sum();
        let called = calls(program, definition, roots).into_iter().map(|(_, index)| formula_sizes[index]);
        called.fold(own, usize::saturating_add)
    };
    for index in order(program, 0..program.definitions.len()).callees_first {
        let definition = &program.definitions[index];
        formula_sizes[index] = size(definition, definition.formula.as_slice(), &formula_sizes);
    }
    for (index, definition) in program.definitions.iter().enumerate() {
        let roots: Vec<ExpressionId> = parts(definition).into_iter().map(|(_, root)| root).collect();
        let called = calls(program, definition, &roots);
        let is_first = called.iter().all(|&(_, index)| formula_sizes[index] <= MAX_OPERATIONS);
        if is_first && size(definition, &roots, &formula_sizes) > MAX_OPERATIONS {
            diagnostics.turn_to(index);
            diagnostics.error(Diagnostic::too_large(&definition.name, MAX_OPERATIONS));
        }
    }
}
