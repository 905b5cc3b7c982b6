//! Products and quotients of a zero that give NaN, made 0.
//!
//! In: an expression, and points where it gives NaN. Out: the same with a choice around the operations at fault:
//! `if u == 0 <u> else <u · v>`. Must never change what is a number, nor turn a condition of the formula; whether 0 is right
//! the caller finds out.

use std::collections::{HashMap, HashSet};

use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Comparison, Id, Node};

/// What is put down to a zero.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// 0 · ∞ and 0 · NaN.
    Products,
    /// 0 · ∞ and 0 / 0.
    Operations,
    /// 0 · NaN and 0 / NaN as well.
    All,
}

impl Doubt {
    /// Which operand, the first or not, is a zero that makes NaN of a number.
    fn fault(self, node: Node, a: f64, b: f64) -> Option<bool> {
        let cause = |other: f64| self != Self::Operations || !other.is_nan();
        match node {
            Node::Multiply(..) if a == 0.0 && cause(b) => Some(true),
            Node::Multiply(..) if b == 0.0 && cause(a) => Some(false),
            Node::Divide(..) if self != Self::Products && a == 0.0 && cause(b) => Some(true),
            _ => None,
        }
    }
}

/// The root with the operations guarded that give NaN at one of the points.
pub(super) fn guarded(
    arena: &mut Arena,
    root: Id,
    points: impl Iterator<Item = f64>,
    parameters: &[f64],
    doubt: Doubt,
) -> Id {
    let order = arena.reachable(&[root]);
    let tape = Tape::new(arena, &[root]);
    let mut guilty: HashMap<Id, bool> = HashMap::new();
    let mut values = Vec::new();
    for x in points {
        for precision in [Precision::Single, Precision::Double] {
            tape.run_into(Point::at(x, parameters), precision, &mut values);
            for (position, &(node, [a, b, _])) in tape.steps().iter().enumerate() {
                if values[position].is_nan()
                    && let (Some(&a), Some(&b)) = (values.get(a), values.get(b))
                    && let Some(first) = doubt.fault(node, a, b)
                {
                    guilty.insert(order[position], first);
                }
            }
        }
    }
    let zero = arena.constant(0.0);
    // What an earlier round has guarded is NaN still, and harmless.
    let mut guards = HashSet::new();
    for &id in &order {
        if let Node::Select(mask, factor, product) = arena.get(id)
            && arena.get(mask) == Node::Compare(Comparison::Equal, factor, zero)
        {
            guilty.remove(&product);
            guards.insert(mask);
        }
    }
    let mut new = HashMap::new();
    for id in order {
        // A condition of the formula stays as it is: it is false with a NaN, and a number in its place might turn it.
        if arena.get(id).is_mask() && !guards.contains(&id) {
            new.insert(id, id);
            continue;
        }
        let node = arena.get(id).map(|operand| new[&operand]);
        let mut rebuilt = arena.add(node);
        if let (Some(&first), Node::Multiply(a, b) | Node::Divide(a, b)) = (guilty.get(&id), node) {
            let factor = if first { a } else { b };
            let vanished = arena.compare(Comparison::Equal, factor, zero);
            rebuilt = arena.select(vanished, factor, rebuilt);
        }
        new.insert(id, rebuilt);
    }
    new[&root]
}
