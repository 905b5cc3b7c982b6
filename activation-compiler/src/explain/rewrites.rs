//! Which named rewrites made a formula stable.
//!
//! In: a program and which of its definitions. Out: the rules of `stabilize` that apply to its formula, in the order in
//! which they first do. Must never change what is compiled: it works on an arena of its own.

use crate::ast::Program;
use crate::simplify::{self, Rule};
use crate::{lower, stabilize};

/// The rules, each once.
pub(super) fn of_formula(program: &Program, index: usize) -> Vec<&'static Rule> {
    let lower::Lowered { mut arena, value, .. } = lower::lower(program, index);
    let is_improving = |rule: &Rule| stabilize::RULES.iter().any(|known| known.name == rule.name);
    let mut applied: Vec<&'static Rule> = Vec::new();
    simplify::rewrite_noting(&mut arena, value, &[simplify::RULES, stabilize::RULES], |rule| {
        if is_improving(rule) && applied.iter().all(|known| known.name != rule.name) {
            applied.push(rule);
        }
    });
    applied
}
