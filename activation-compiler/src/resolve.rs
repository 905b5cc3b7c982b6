//! What the names of a definition stand for, and which definitions call which.
//!
//! In: the ast. Out: meanings, for `check` to question and `lower` to follow: they must agree. Must never report.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::ast::{Definition, ExpressionId, Kind, Program};
use crate::function::{CONSTANTS, Function};

/// What a variable stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// `x`
    Input,
    /// `y`
    Output,
    /// The n-th parameter.
    Parameter(usize),
    /// The n-th binding.
    Binding(usize),
    /// A constant of the language.
    Constant(f64),
}

/// The meaning of a variable within a definition.
pub(crate) fn meaning(definition: &Definition, name: &Ident) -> Option<Meaning> {
    if name == "x" {
        return Some(Meaning::Input);
    }
    if name == "y" {
        return Some(Meaning::Output);
    }
    let parameter = definition.parameters.iter().position(|parameter| parameter.name == *name);
    let binding = || definition.bindings.iter().position(|binding| binding.name == *name);
    parameter
        .map(Meaning::Parameter)
        .or_else(|| binding().map(Meaning::Binding))
        .or_else(|| constant(name).map(Meaning::Constant))
}

/// The value of a constant of the language.
pub(crate) fn constant(name: &Ident) -> Option<f64> {
    CONSTANTS.iter().find(|(known, ..)| name == known).map(|&(_, value, _)| value)
}

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Callee {
    /// A function of the table.
    Function(Function),
    /// An activation of the same `activation!` call, by its position.
    Activation(usize),
}

/// What a call by this name calls: the table comes first.
pub(crate) fn callee(program: &Program, name: &Ident) -> Option<Callee> {
    let activation = || program.position(name).map(Callee::Activation);
    Function::from_name(&name.to_string()).map(Callee::Function).or_else(activation)
}

/// The bindings that some expressions need, directly or through others.
pub(crate) fn needed_bindings(definition: &Definition, roots: &[ExpressionId]) -> Vec<usize> {
    let mut needed = vec![false; definition.bindings.len()];
    let mark = |root: ExpressionId, needed: &mut Vec<bool>| {
        for id in definition.expressions.below(root) {
            if let Kind::Name(name) = &definition.expressions.get(id).kind
                && let Some(Meaning::Binding(index)) = meaning(definition, name)
            {
                needed[index] = true;
            }
        }
    };
    for &root in roots {
        mark(root, &mut needed);
    }
    // A binding sees only earlier ones.
    for (index, binding) in definition.bindings.iter().enumerate().rev() {
        if let (true, Some(value)) = (needed[index], binding.value) {
            mark(value, &mut needed);
        }
    }
    (0..needed.len()).filter(|&index| needed[index]).collect()
}

/// Some expressions and the bindings they need, as expressions.
pub(crate) fn with_bindings(definition: &Definition, roots: &[ExpressionId]) -> Vec<ExpressionId> {
    let bindings = needed_bindings(definition, roots);
    roots.iter().copied().chain(bindings.into_iter().filter_map(|index| definition.bindings[index].value)).collect()
}

/// The calls of activations of the same `activation!` call in some expressions and the bindings they need.
pub(crate) fn calls<'a>(
    program: &Program,
    definition: &'a Definition,
    roots: &[ExpressionId],
) -> Vec<(&'a Ident, usize)> {
    with_bindings(definition, roots)
        .into_iter()
        .flat_map(|root| definition.expressions.below(root))
        .filter_map(|id| match &definition.expressions.get(id).kind {
            Kind::Call { function, .. } => match callee(program, function)? {
                Callee::Activation(index) => Some((function, index)),
                Callee::Function(_) => None,
            },
            _ => None,
        })
        .collect()
}

/// The activations of the same call that any part of a definition calls.
pub(crate) fn called(program: &Program, definition: &Definition) -> Vec<usize> {
    let derivative = definition.derivative.as_ref().and_then(|derivative| derivative.expression);
    let roots: Vec<ExpressionId> = [definition.formula, derivative, definition.domain].into_iter().flatten().collect();
    calls(program, definition, &roots).into_iter().map(|(_, callee)| callee).collect()
}

/// Whether another definition of the same `activation!` call is made of this one.
pub(crate) fn is_called(program: &Program, index: usize) -> bool {
    program.definitions.iter().any(|definition| {
        let derivative = definition.derivative.as_ref().and_then(|derivative| derivative.expression);
        let roots: Vec<ExpressionId> = definition.formula.into_iter().chain(derivative).collect();
        calls(program, definition, &roots).into_iter().any(|(_, called)| called == index)
    })
}

/// Definitions in the order in which their formulas can be evaluated.
pub(crate) struct Order {
    /// Each definition after those that its formula calls, as far as that is possible.
    pub(crate) callees_first: Vec<usize>,
    /// Calls that lead back to a definition on the way: where, and the way.
    pub(crate) cycles: Vec<Cycle>,
}

/// A call that leads back to where it came from.
pub(crate) struct Cycle {
    /// The definition whose formula holds the call.
    pub(crate) caller: usize,
    /// The definitions from the called one to the caller, each calling the next.
    pub(crate) way: Vec<usize>,
}

/// The definitions that the formulas of some need, those included; without recursion, however long the chain.
pub(crate) fn order(program: &Program, roots: impl IntoIterator<Item = usize>) -> Order {
    let mut order = Order { callees_first: Vec::new(), cycles: Vec::new() };
    let mut seen = vec![false; program.definitions.len()];
    let callees = |index: usize| -> Vec<usize> {
        let definition = &program.definitions[index];
        let calls = calls(program, definition, definition.formula.as_slice());
        calls.into_iter().map(|(_, callee)| callee).collect::<BTreeSet<_>>().into_iter().collect()
    };
    for root in roots {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut path = vec![(root, callees(root))];
        while let Some((caller, pending)) = path.last_mut() {
            let caller = *caller;
            match pending.pop() {
                None => {
                    order.callees_first.push(caller);
                    path.pop();
                }
                Some(callee) if !std::mem::replace(&mut seen[callee], true) => path.push((callee, callees(callee))),
                Some(callee) => {
                    let way = path.iter().map(|&(index, _)| index).skip_while(|&index| index != callee);
                    let way: Vec<usize> = way.collect();
                    if !way.is_empty() {
                        order.cycles.push(Cycle { caller, way });
                    }
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::parse::parse;

    #[test]
    fn callees_come_first_and_cycles_are_found() {
        let mut diagnostics = Diagnostics::default();
        let program = parse(
            quote! { [core] a: Bee(x) + b(x); bee: x; b: c(x); c: sqrt(b(u)) where u = bee(x) },
            &mut diagnostics,
        );
        assert!(diagnostics.is_empty());
        let order = order(&program, [0]);
        assert_eq!(order.callees_first.first(), Some(&1));
        assert_eq!(order.callees_first.last(), Some(&0));
        let [cycle] = order.cycles.as_slice() else { panic!("one cycle") };
        assert_eq!((cycle.caller, cycle.way.as_slice()), (3, [2, 3].as_slice()));
    }

    #[test]
    fn only_bindings_in_use_are_needed() {
        let mut diagnostics = Diagnostics::default();
        let program = parse(quote! { [core] a: v => w where u = x, v = 2 * u, w = y }, &mut diagnostics);
        let [definition] = program.definitions.as_slice() else { panic!("one definition") };
        assert_eq!(needed_bindings(definition, definition.formula.as_slice()), [0, 1]);
    }
}
