//! The order in which one emitted function computes its subterms, each once.
//!
//! In: the roots that the function returns. Out: steps, each naming its operands by position, and who uses a step last (it
//! may then move the value instead of cloning it: a clone is free for f32, not for a tensor). Must never change an
//! expression.

use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// One `let`.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The node, its ids those of the arena.
    pub node: Node,
    /// Its operands' positions in the schedule.
    pub operands: [usize; 3],
}

/// The body of a function.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// Constants and parameters first, since they are made from `x` while it is still there.
    pub steps: Vec<Step>,
    /// The positions of the returned values.
    pub roots: Vec<usize>,
    /// For each step, the position of the step that reads it last; `usize::MAX` for a root.
    pub last_use: Vec<usize>,
}

/// The schedule of some roots.
pub fn schedule(arena: &Arena, roots: &[Id]) -> Schedule {
    let order = arena.reachable(roots);
    let made_from_x = |id: &Id| {
        matches!(
            arena.get(*id),
            Node::Constant(_) | Node::Largest | Node::Parameter(_) | Node::Call2(Function::ConstantRest, ..)
        )
    };
    let (mut sorted, rest): (Vec<Id>, Vec<Id>) = order.into_iter().partition(made_from_x);
    sorted.extend(rest);
    let mut position = vec![0; arena.len()];
    let mut steps = Vec::with_capacity(sorted.len());
    let mut last_use = vec![0; sorted.len()];
    for (index, &id) in sorted.iter().enumerate() {
        position[id.index()] = index;
        let node = arena.get(id);
        let mut operands = [0; 3];
        for (slot, operand) in operands.iter_mut().zip(node.operands()) {
            *slot = position[operand.index()];
            last_use[*slot] = index;
        }
        steps.push(Step { node, operands });
    }
    let roots: Vec<usize> = roots.iter().map(|id| position[id.index()]).collect();
    for &root in &roots {
        last_use[root] = usize::MAX;
    }
    Schedule { steps, roots, last_use }
}

/// How many transcendental functions are called to compute all roots together.
pub fn cost(arena: &Arena, roots: &[Id]) -> usize {
    let transcendental = |id: Id| match arena.get(id) {
        Node::Call1(function, _) | Node::Call2(function, ..) => function.row().transcendental,
        Node::Power(..) | Node::External(..) => true,
        _ => false,
    };
    arena.reachable(roots).into_iter().filter(|&id| transcendental(id)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_come_first_and_every_operand_before_its_user() {
        let mut arena = Arena::default();
        let x = arena.input();
        let exp = arena.call(Function::Exp, x);
        let two = arena.constant(2.0);
        let root = arena.product(two, exp);
        let schedule = schedule(&arena, &[root]);
        assert!(matches!(schedule.steps[0].node, Node::Constant(_)));
        for (index, step) in schedule.steps.iter().enumerate() {
            assert!(step.operands.iter().take(step.node.operands().count()).all(|&operand| operand < index));
        }
        assert_eq!(schedule.last_use[schedule.roots[0]], usize::MAX);
        assert_eq!(cost(&arena, &[root]), 1);
    }
}
