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

/// What a run needs, kept from one to the next.
#[derive(Default)]
pub(super) struct Scratch {
    /// Whether literals are what they say, as they are to the code that will compare with them.
    pub(super) literal: bool,
    /// How far the input may be off: nothing, but where a point stands for one that is no float.
    input: f64,
    values: Vec<Bounded>,
    /// Whether a condition that hangs on rounding has a part in it.
    open: Vec<bool>,
}

impl Scratch {
    /// For points that are off by so much.
    pub(super) fn off_by(input: f64) -> Self {
        Self { input, ..Self::default() }
    }

    /// A step of the last run.
    pub(super) fn value(&self, step: usize) -> Bounded {
        self.values[step]
    }
}

/// The root of a tape at a point, `y` being known only up to its own error; `None` where a condition is undecided.
pub(super) fn bounded(tape: &Tape, point: Point<'_>, y_error: f64, scratch: &mut Scratch) -> Option<Bounded> {
    let Scratch { literal, input, values, open } = scratch;
    values.clear();
    open.clear();
    for (node, [a, b, c]) in tape.steps() {
        let (result, undecided) = match node {
            Node::Input => (Bounded { value: point.x, error: *input }, false),
            Node::Output => (Bounded { value: point.y, error: y_error }, false),
            Node::Constant(number) if *literal => (exact(number.get()), false),
            Node::Constant(number) => (rounded(number.get()), false),
            Node::Parameter(index) => {
                (exact(point.parameters.get(usize::from(*index)).copied().unwrap_or(f64::NAN)), false)
            }
            Node::Largest => (exact(f64::MAX), false),
            Node::Select(..) => {
                let branch = if values[*a].value == 0.0 { *c } else { *b };
                (values[branch], open[*a] || open[branch])
            }
            _ => {
                let operands = [values[*a], values[*b], values[*c]];
                let count = node.operands().count();
                let below = [a, b, c].into_iter().take(count).any(|operand| open[*operand]);
                // One side that is known may be enough.
                let settles = |mask: usize, truth: bool| !open[mask] && (values[mask].value != 0.0) == truth;
                let settled = match node {
                    Node::And(..) => settles(*a, false) || settles(*b, false),
                    Node::Or(..) => settles(*a, true) || settles(*b, true),
                    _ => false,
                };
                (through(*node, operands), !settled && (below || jumps(*node, operands)))
            }
        };
        values.push(result);
        open.push(undecided);
    }
    let root = tape.roots()[0];
    (!open[root]).then(|| values[root])
}

/// Whether rounding may have decided a comparison, or on which side of a jump a function is.
fn jumps(node: Node, [a, b, _]: [Bounded; 3]) -> bool {
    let inexact = a.error > 0.0;
    match node {
        Node::Compare(..) => {
            let error = a.error + b.error;
            // A NaN may stand for a number: 0 · ∞ for one that did not overflow.
            let unknown = a.value.is_nan() || b.value.is_nan();
            unknown || error > 0.0 && (a.value - b.value).abs() <= 2.0 * error
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

/// A literal, which may be the rounding of a number that the author wrote with more digits. One of few bits is not.
fn rounded(value: f64) -> Bounded {
    let short = value.fract() == 0.0 || value.to_bits().trailing_zeros() >= 32 || !value.is_finite();
    Bounded { value, error: if short { 0.0 } else { ulp(value) } }
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
    // aⁿ is 1 / a⁻ⁿ, which is infinite before aⁿ is 0.
    let hidden = match node {
        Node::PowerInteger(_, n) if n < 0 && value.abs() < f64::MIN_POSITIVE => f64::MIN_POSITIVE,
        _ => 0.0,
    };
    Bounded { value, error: inherited + product(own, ulp(value)) + hidden }
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
    if a.value == 0.0 && a.error == 0.0 {
        return 0.0;
    }
    if b.value.is_infinite() && b.error == 0.0 {
        // It has overflowed: it may be any number from near the greatest on.
        return 4.0 * (a.value.abs() + a.error) / f64::MAX;
    }
    let bottom = b.value.abs() - b.error;
    if bottom > 0.0 {
        (a.error + product(value.abs(), b.error)) / bottom
    } else {
        // The denominator may be 0, or is an infinity of which nothing is known.
        f64::INFINITY
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
mod tests;
