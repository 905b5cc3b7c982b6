//! Values with a bound on their rounding error: what f64 arithmetic can and cannot tell apart.
//!
//! In: a tape and a point. Out: the value of its root and a bound on how far rounding may have carried it; or that the
//! point decides nothing, because a condition hangs on the rounding itself. Must never be optimistic: a right derivative in
//! another form must lie within the bounds of both.

use crate::eval::{Point, Tape, operation};
use crate::ir::Node;

/// A value and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    pub(super) value: f64,
    pub(super) error: f64,
}

/// The root of a tape at a point, `y` being known only up to its own error; `None` where a condition is undecided.
pub(super) fn bounded(tape: &Tape, point: Point<'_>, y_error: f64, values: &mut Vec<Bounded>) -> Option<Bounded> {
    values.clear();
    let mut undecided = vec![false; tape.steps().len()];
    for (index, (node, [a, b, c])) in tape.steps().iter().enumerate() {
        let result = match node {
            Node::Input => exact(point.x),
            Node::Output => Bounded { value: point.y, error: y_error },
            Node::Constant(number) => rounded(number.get()),
            Node::Parameter(index) => exact(point.parameters.get(usize::from(*index)).copied().unwrap_or(f64::NAN)),
            Node::Largest => exact(f64::MAX),
            Node::Select(..) => {
                undecided[index] = undecided[*a];
                let branch = if values[*a].value != 0.0 { *b } else { *c };
                undecided[index] |= undecided[branch];
                values[branch]
            }
            _ => {
                let operands = [values[*a], values[*b], values[*c]];
                let count = node.operands().count();
                undecided[index] = [a, b, c].into_iter().take(count).any(|operand| undecided[*operand])
                    || matches!(node, Node::Compare(..)) && close(operands);
                through(*node, operands)
            }
        };
        values.push(result);
    }
    let root = *tape.roots().first()?;
    (!undecided[root]).then(|| values[root])
}

/// Whether rounding may have decided a comparison.
fn close([a, b, _]: [Bounded; 3]) -> bool {
    a.error + b.error > 0.0 && (a.value - b.value).abs() <= 2.0 * (a.error + b.error)
}

fn exact(value: f64) -> Bounded {
    Bounded { value, error: 0.0 }
}

/// A literal, which may be the rounding of a number that the author wrote with more digits.
fn rounded(value: f64) -> Bounded {
    let error = if value.fract() == 0.0 || !value.is_finite() { 0.0 } else { ulp(value) };
    Bounded { value, error }
}

/// The distance to the next number, and never 0.
pub(super) fn ulp(value: f64) -> f64 {
    let size = value.abs();
    if size.is_finite() { (size.next_up() - size).min(f64::MAX) } else { 0.0 }
}

/// An operation on bounded operands.
fn through(node: Node, operands: [Bounded; 3]) -> Bounded {
    let [a, b, _] = operands;
    let value = operation(node, operands.map(|operand| operand.value));
    let inherited = match node {
        Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => return exact(value),
        Node::Negate(_) => return Bounded { value, error: a.error },
        Node::Add(..) | Node::Subtract(..) => a.error + b.error,
        Node::Multiply(..) => {
            product(a.value.abs(), b.error) + product(b.value.abs(), a.error) + product(a.error, b.error)
        }
        Node::Divide(..) => {
            let bottom = b.value.abs() - b.error;
            let top = a.error + product(value.abs(), b.error);
            if bottom > 0.0 {
                top / bottom
            } else if top == 0.0 {
                0.0
            } else {
                f64::INFINITY
            }
        }
        _ => perturbed(node, operands, value),
    };
    // Every function of the table is within 2 ULP; powers and the rest within 4.
    Bounded { value, error: inherited + 4.0 * ulp(value) }
}

/// 0 · ∞ is 0 here: an exact operand contributes nothing.
fn product(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// How far the value moves when each operand moves by its error.
fn perturbed(node: Node, operands: [Bounded; 3], value: f64) -> f64 {
    let mut total = 0.0;
    for slot in 0..node.operands().count() {
        let error = operands[slot].error;
        if error == 0.0 {
            continue;
        }
        let moved = [-error, error].map(|step| {
            let mut at = operands.map(|operand| operand.value);
            at[slot] += step;
            (operation(node, at) - value).abs()
        });
        // One NaN is the edge of a domain; two say that nothing is known.
        total += match (moved[0].is_nan(), moved[1].is_nan()) {
            (false, false) => moved[0].max(moved[1]),
            (true, false) => 2.0 * moved[1],
            (false, true) => 2.0 * moved[0],
            (true, true) => f64::INFINITY,
        };
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Function;
    use crate::ir::Arena;

    fn at(build: impl Fn(&mut Arena, crate::ir::Id) -> crate::ir::Id, x: f64) -> Option<Bounded> {
        let mut arena = Arena::default();
        let input = arena.input();
        let root = build(&mut arena, input);
        bounded(&Tape::new(&arena, &[root]), Point::at(x, &[]), 0.0, &mut Vec::new())
    }

    #[test]
    fn cancellation_is_seen() {
        let Some(result) = at(
            |arena, x| {
                let (one, tanh) = (arena.constant(1.0), arena.call(Function::Tanh, x));
                let square = arena.product(tanh, tanh);
                arena.difference(one, square)
            },
            15.0,
        ) else {
            panic!("decided")
        };
        let truth = 1.0 / 15.0_f64.cosh().powi(2);
        assert!((result.value - truth).abs() <= result.error);
        assert!(result.error < 1e-14);
    }

    #[test]
    fn a_condition_on_rounding_is_undecided() {
        let build = |arena: &mut Arena, x| {
            let (exp, e) = (arena.call(Function::Exp, x), arena.constant(std::f64::consts::E));
            let mask = arena.compare(crate::ir::Comparison::Greater, exp, e);
            arena.select(mask, exp, x)
        };
        assert!(at(build, 1.0).is_none());
        assert!(at(build, 1.1).is_some());
    }
}
