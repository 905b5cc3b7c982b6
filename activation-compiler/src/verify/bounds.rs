//! Values with a bound on their rounding error: what f64 arithmetic can and cannot tell apart.
//!
//! In: a tape and a point. Out: the value of its root and a bound on how far rounding may have carried it; or that the
//! point decides nothing, because a condition hangs on the rounding itself. Must never be optimistic: a right derivative in
//! another form must lie within the bounds of both.

use std::f64::consts::PI;

use crate::eval::{Point, Tape, operation};
use crate::function::{Function, Parity, Value};
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
                let branch = if values[*a].value == 0.0 { *c } else { *b };
                undecided[index] |= undecided[branch];
                values[branch]
            }
            _ => {
                let operands = [values[*a], values[*b], values[*c]];
                let count = node.operands().count();
                undecided[index] =
                    [a, b, c].into_iter().take(count).any(|operand| undecided[*operand]) || jumps(*node, operands);
                through(*node, operands)
            }
        };
        values.push(result);
    }
    let root = *tape.roots().first()?;
    (!undecided[root]).then(|| values[root])
}

/// Whether rounding may have decided a comparison, or on which side of a jump a function is.
fn jumps(node: Node, [a, b, _]: [Bounded; 3]) -> bool {
    let inexact = a.error > 0.0;
    match node {
        Node::Compare(..) => {
            let (error, gap) = (a.error + b.error, (a.value - b.value).abs());
            error > 0.0 && (gap <= 2.0 * error || gap.is_nan())
        }
        Node::Call1(Function::Sign | Function::Signum, _) => inexact && a.value.abs() <= 2.0 * a.error,
        Node::Call2(Function::Copysign, ..) => b.error > 0.0 && b.value.abs() <= 2.0 * b.error,
        Node::Call1(function @ (Function::Floor | Function::Ceil | Function::Round | Function::Trunc), _) => {
            let at = |step: f64| match function.row().value {
                Value::One(f) => f(a.value + step),
                Value::Two(_) | Value::Three(_) => f64::NAN,
            };
            inexact && at(2.0 * a.error) != at(-2.0 * a.error)
        }
        Node::Call1(Function::Fract, _) => {
            inexact && (a.value + 2.0 * a.error).trunc() != (a.value - 2.0 * a.error).trunc()
        }
        _ => false,
    }
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
        Node::Add(..) | Node::Subtract(..) | Node::Multiply(..) | Node::Divide(..) if value.is_infinite() => {
            return Bounded { value, error: if surely_huge(node, a, b) { 0.0 } else { f64::INFINITY } };
        }
        Node::Add(..) | Node::Subtract(..) => a.error + b.error,
        Node::Multiply(..) => {
            product(a.value.abs(), b.error) + product(b.value.abs(), a.error) + product(a.error, b.error)
        }
        Node::Divide(..) => quotient(a, b, value),
        _ => perturbed(node, operands, value),
    };
    // Every function of the table is within 2 ULP; a power by multiplication loses up to half of one each time.
    let own = match node {
        _ if is_exact(node, operands, value) => 0.0,
        Node::PowerInteger(_, n) => 4.0 + f64::from(n).abs(),
        _ => 4.0,
    };
    Bounded { value, error: inherited + product(own, ulp(value)) }
}

/// Whether nothing is rounded: relu is 0 and not nearly 0, so that `if y >= 0` is decided there, and wrong.
fn is_exact(node: Node, [a, b, _]: [Bounded; 3], value: f64) -> bool {
    let zero = |operand: Bounded| operand.value == 0.0 && operand.error == 0.0;
    match node {
        Node::Clamp(..) => true,
        Node::Call1(function, _) | Node::Call2(function, ..) => match function {
            Function::Abs
            | Function::Signum
            | Function::Sign
            | Function::Copysign
            | Function::Min
            | Function::Max
            | Function::Relu
            | Function::Floor
            | Function::Ceil
            | Function::Round
            | Function::Trunc
            | Function::Fract => true,
            _ => value == 0.0 && zero(a) && function.row().parity == Parity::Odd,
        },
        // What rounding takes away, which is a number itself: nothing for n − 2 · floor(n / 2).
        Node::Add(..) => rest_of_sum(a.value, b.value, value) == 0.0,
        Node::Subtract(..) => rest_of_sum(a.value, -b.value, value) == 0.0,
        Node::Multiply(..) => zero(a) || zero(b) || a.value.mul_add(b.value, -value) == 0.0 && ordinary(value),
        Node::Divide(..) => zero(a) || value.mul_add(b.value, -a.value) == 0.0 && ordinary(value),
        Node::PowerInteger(..) => zero(a),
        _ => false,
    }
}

/// a + b − sum, by Knuth's two-sum.
fn rest_of_sum(a: f64, b: f64, sum: f64) -> f64 {
    let b_in_sum = sum - a;
    (a - (sum - b_in_sum)) + (b - b_in_sum)
}

/// Whether a remainder of this number's size could be seen.
fn ordinary(value: f64) -> bool {
    value.is_finite() && value.abs() > 1e-290
}

/// 0 · ∞ is 0 here: an exact operand contributes nothing.
fn product(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

/// Whether an infinite sum, product or quotient has a number near the greatest behind it: then it is called exact.
fn surely_huge(node: Node, a: Bounded, b: Bounded) -> bool {
    let known = |operand: Bounded| operand.error <= 0.5 * operand.value.abs();
    let shrinks = match node {
        Node::Multiply(..) => {
            a.value.is_infinite() && b.value.abs() - b.error < 0.5
                || b.value.is_infinite() && a.value.abs() - a.error < 0.5
        }
        Node::Divide(..) => a.value.is_infinite() && b.value.abs() + b.error > 2.0,
        _ => [a, b].iter().any(|operand| operand.value.is_finite() && operand.value.abs() > f64::MAX / 2.0),
    };
    match node {
        Node::Multiply(..) | Node::Divide(..) => known(a) && known(b) && !shrinks,
        // Beside an infinity a finite error is nothing; two numbers that add up to one are huge both.
        _ => a.error + b.error < f64::MAX / 4.0 && (!shrinks || a.value.is_finite() && b.value.is_finite()),
    }
}

fn quotient(a: Bounded, b: Bounded, value: f64) -> f64 {
    if b.value.is_infinite() && b.error == 0.0 {
        // It has overflowed: it may be any number from near the greatest on.
        return 4.0 * (a.value.abs() + a.error) / f64::MAX;
    }
    let bottom = b.value.abs() - b.error;
    let top = a.error + product(value.abs(), b.error);
    match (bottom > 0.0, top == 0.0) {
        (true, _) => top / bottom,
        (false, true) => 0.0,
        (false, false) => f64::INFINITY,
    }
}

/// How far the value moves when each operand moves by its error.
fn perturbed(node: Node, operands: [Bounded; 3], value: f64) -> f64 {
    if let Node::Power(..) = node {
        return power(node, operands, value);
    }
    let slots = node.operands().count();
    operands
        .into_iter()
        .enumerate()
        .take(slots)
        .map(|(slot, operand)| moved(node, operands, slot, operand, value))
        .sum()
}

/// How far the value moves with one operand. The ends tell it of all that rises or falls; the rest is told apart.
fn moved(node: Node, operands: [Bounded; 3], slot: usize, operand: Bounded, value: f64) -> f64 {
    let Bounded { value: at, mut error } = operand;
    if let Node::Call1(Function::NormCdf, _) = node {
        // The oracle rounds the argument once more, and the tail magnifies that.
        error += ulp(at);
    }
    let with = |changed: f64| {
        let mut values = operands.map(|operand| operand.value);
        values[slot] = changed;
        let there = operation(node, values);
        if there == value { 0.0 } else { (there - value).abs() }
    };
    if at.is_infinite() && error == 0.0 {
        // An overflow: any number from the greatest on.
        return with(f64::MAX.copysign(at));
    }
    if error == 0.0 {
        return 0.0;
    }
    let around_zero = at.abs() <= error;
    match node {
        Node::Call1(Function::Sin | Function::Cos, _) => error.min(2.0),
        Node::Call2(Function::Hypot, ..) => error,
        Node::Call1(Function::Tan, _) if cell(at - error, PI) != cell(at + error, PI) => f64::INFINITY,
        Node::Call2(Function::Atan2, ..) if around_zero => 2.0 * PI,
        Node::PowerInteger(_, n) if n < 0 && around_zero => f64::INFINITY,
        _ => {
            let ends = [with(at - error), with(at + error)];
            // An even function may have its extremum between the ends.
            let middle = if around_zero { with(0.0) } else { 0.0 };
            // One NaN is the edge of a domain; two say that nothing is known.
            match ends.map(f64::is_nan) {
                [false, false] => ends[0].max(ends[1]).max(middle),
                [true, false] => 2.0 * ends[1],
                [false, true] => 2.0 * ends[0],
                [true, true] => f64::INFINITY,
            }
        }
    }
}

/// Which branch of the tangent an argument is on.
fn cell(at: f64, period: f64) -> f64 {
    (at / period + 0.5).floor()
}

/// aᵇ at the corners of what a and b may be, between which it rises or falls.
fn power(node: Node, [a, b, c]: [Bounded; 3], value: f64) -> f64 {
    if a.error == 0.0 && b.error == 0.0 {
        return 0.0;
    }
    if a.error > 0.0 && a.value.abs() <= a.error && b.value < 0.0 {
        return f64::INFINITY;
    }
    let low = if a.value < 0.0 { a.value - a.error } else { (a.value - a.error).max(0.0) };
    let mut farthest = 0.0_f64;
    for base in [low, a.value + a.error] {
        for exponent in [b.value - b.error, b.value + b.error] {
            let there = operation(node, [base, exponent, c.value]);
            let distance = if there == value { 0.0 } else { (there - value).abs() };
            farthest = if distance.is_nan() { f64::INFINITY } else { farthest.max(distance) };
        }
    }
    farthest
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
    fn a_sine_far_out_is_known_to_be_a_sine_only() {
        let Some(result) = at(
            |arena, x| {
                let quarter = arena.constant(0.25 * PI);
                let shifted = arena.sum(x, quarter);
                arena.call(Function::Sin, shifted)
            },
            1.7e28,
        ) else {
            panic!("decided")
        };
        assert!((2.0..2.1).contains(&result.error));
    }

    #[test]
    fn an_overflow_in_a_denominator_leaves_little() {
        let Some(result) = at(
            |arena, x| {
                let (one, exp) = (arena.constant(1.0), arena.call(Function::Exp, x));
                arena.quotient(one, exp)
            },
            710.0,
        ) else {
            panic!("decided")
        };
        assert!(result.value == 0.0 && (-710.0_f64).exp() <= result.error && result.error < 1e-307);
    }

    #[test]
    fn a_root_of_an_overflow_may_be_anything() {
        let Some(result) = at(
            |arena, x| {
                let square = arena.product(x, x);
                arena.call(Function::Sqrt, square)
            },
            1e200,
        ) else {
            panic!("decided")
        };
        assert!(result.error.is_infinite());
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
