//! Which named rewrites made a formula stable.
//!
//! In: a program and which of its definitions. Out: the rules of `stabilize` that apply to its formula, in the order in
//! which they first do. Must never change what is compiled: it works on an arena of its own.

use crate::ast::Program;
use crate::simplify::{self, Rule};
use crate::{lower, stabilize};

/// As many passes as `simplify::rewrite` makes.
const MOST_PASSES: usize = 24;

/// The rules, each once.
pub(super) fn of_formula(program: &Program, index: usize) -> Vec<&'static Rule> {
    let lower::Lowered { mut arena, value: mut root, .. } = lower::lower(program, index);
    let mut applied: Vec<&'static Rule> = Vec::new();
    for _ in 0..MOST_PASSES {
        let next = arena.transform(root, |arena, id| {
            let id = simplify::RULES.iter().fold(id, |id, rule| (rule.apply)(arena, id).unwrap_or(id));
            stabilize::RULES.iter().fold(id, |id, rule| match (rule.apply)(arena, id) {
                Some(better) => {
                    if better != id && applied.iter().all(|known| known.name != rule.name) {
                        applied.push(rule);
                    }
                    better
                }
                None => id,
            })
        });
        if next == root {
            break;
        }
        root = next;
    }
    applied
}
