//! Whether the derivative can be had from the output alone, to the last bit.
//!
//! In: a formula and its derivative as emitted. Out: the derivative as an expression in y, when for every float x and
//! every value of the parameters it takes the very branches that the derivative takes.
//! Must never accept an identity of real numbers: sigmoid's y·(1 − y) rounds to other floats than its derivative.

use std::collections::HashMap;

use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};

/// The derivative in y and parameters, if there is an exact one; from the formula, and from it as it is emitted.
pub(super) fn exact(
    arena: &mut Arena,
    [value, emitted]: [Id; 2],
    derivative: Id,
    parameters: &[f64],
    points: &[f64],
) -> Option<Id> {
    let mut new: HashMap<Id, Id> = HashMap::new();
    let mut reads_input: HashMap<Id, bool> = HashMap::new();
    for id in arena.reachable(&[derivative]) {
        let node = arena.get(id);
        let reads = node == Node::Input || node.operands().any(|operand| reads_input.get(&operand) == Some(&true));
        let replaced = match node {
            Node::Compare(comparison, a, b) if reads => {
                new.insert(id, condition(arena, value, comparison, a, b)?);
                // A condition on x has become one on y.
                reads_input.insert(id, false);
                continue;
            }
            _ => {
                let node = node.map(|operand| new.get(&operand).copied().unwrap_or(operand));
                arena.add(node)
            }
        };
        new.insert(id, replaced);
        reads_input.insert(id, reads);
    }
    // Beside conditions, x may not occur; and y only in conditions, where rounding cannot matter.
    if reads_input.get(&derivative) != Some(&false) || !piecewise_constant(arena, derivative) {
        return None;
    }
    let found = new.get(&derivative).copied()?;
    agrees(arena, emitted, derivative, found, parameters, points).then_some(found)
}

/// Whether x and y occur only in conditions.
fn piecewise_constant(arena: &Arena, root: Id) -> bool {
    let mut varies: HashMap<Id, bool> = HashMap::new();
    for id in arena.reachable(&[root]) {
        let node = arena.get(id);
        let below = |operand: Id| varies.get(&operand) == Some(&true);
        let result = match node {
            Node::Input | Node::Output | Node::External(..) => true,
            _ if node.is_mask() => false,
            _ => node.operands().any(below),
        };
        varies.insert(id, result);
    }
    varies.get(&root) == Some(&false)
}

/// A condition on y that holds exactly where the given one on x does.
fn condition(arena: &mut Arena, value: Id, comparison: Comparison, a: Id, b: Id) -> Option<Id> {
    let free = |arena: &Arena, id: Id| !arena.any(id, |node| matches!(node, Node::Input | Node::External(..)));
    let (comparison, u, level) = if free(arena, b) {
        (comparison, a, b)
    } else if free(arena, a) {
        (comparison.flipped(), b, a)
    } else {
        return None;
    };
    if let Some(found) = distance(arena, value, comparison, u, level) {
        return Some(found);
    }
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual)
        && (kept_by_bounds(arena, value, comparison, u, level) || kept_by_sign(arena, value, comparison, u, level))
    {
        let y = arena.add(Node::Output);
        return Some(arena.compare(comparison, y, level));
    }
    None
}

/// `if |x| > c <x> else <0>`: |y| > c where the condition holds, and where it fails |0| is no greater than c, which was not
/// below |x|; NaN fails both.
fn distance(arena: &mut Arena, value: Id, comparison: Comparison, u: Id, level: Id) -> Option<Id> {
    let Node::Call1(Function::Abs, inside) = arena.get(u) else { return None };
    let Node::Select(mask, chosen, other) = arena.get(value) else { return None };
    let same = arena.get(mask) == Node::Compare(comparison, u, level);
    let holds = same
        && comparison == Comparison::Greater
        && arena.get(inside) == Node::Input
        && chosen == inside
        && arena.constant_value(other) == Some(0.0);
    if !holds {
        return None;
    }
    let y = arena.add(Node::Output);
    let size = arena.call(Function::Abs, y);
    Some(arena.compare(comparison, size, level))
}

/// Whether y is u, kept between bounds that leave `u ⋚ level` as it is. Nothing is rounded on the way, so that this
/// holds in every precision; a bound that is a parameter may only be the level itself.
fn kept_by_bounds(arena: &Arena, value: Id, comparison: Comparison, u: Id, level: Id) -> bool {
    let strict = matches!(comparison, Comparison::Greater | Comparison::LessEqual);
    let number = |id: Id| arena.constant_value(id).filter(|&v| Precision::Single.round(v) == v);
    // y > k and y <= k hear of a floor at or below k, and of a ceiling above k; y >= k and y < k the other way round.
    let floor_fits = |bound: Id| {
        let below = number(bound).zip(number(level)).is_some_and(|(m, k)| if strict { m <= k } else { m < k });
        below || (strict && bound == level)
    };
    let ceiling_fits = |bound: Id| {
        let above = number(bound).zip(number(level)).is_some_and(|(m, k)| if strict { m > k } else { m >= k });
        above || (!strict && bound == level)
    };
    let zero_fits = number(level).is_some_and(|k| if strict { 0.0 <= k } else { 0.0 < k });
    let mut at = value;
    loop {
        if at == u {
            return true;
        }
        at = match arena.get(at) {
            Node::Call2(Function::Max, a, b) if floor_fits(b) => a,
            Node::Call2(Function::Max, a, b) if floor_fits(a) => b,
            Node::Call2(Function::Min, a, b) if ceiling_fits(b) => a,
            Node::Call2(Function::Min, a, b) if ceiling_fits(a) => b,
            Node::Call1(Function::Relu, a) if zero_fits => a,
            Node::Clamp(a, low, high) if floor_fits(low) && ceiling_fits(high) => a,
            _ => return false,
        };
    }
}

/// What is known of a float's sign; `Positive` and `Negative` exclude zero, and all but `Any` exclude NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Zero,
    Positive,
    NotNegative,
    Negative,
    NotPositive,
    Any,
}

/// Whether `x > 0` is `y > 0` (or `x >= 0`, `y >= 0` …) because each side of 0 keeps its sign.
fn kept_by_sign(arena: &Arena, value: Id, comparison: Comparison, u: Id, level: Id) -> bool {
    if arena.get(u) != Node::Input || arena.constant_value(level) != Some(0.0) {
        return false;
    }
    let on = |x: Sign| sign_of(arena, value, x);
    let (left, zero, right) = (on(Sign::Negative), on(Sign::Zero), on(Sign::Positive));
    let up = |sign: Sign| matches!(sign, Sign::Zero | Sign::Positive | Sign::NotNegative);
    let down = |sign: Sign| matches!(sign, Sign::Zero | Sign::Negative | Sign::NotPositive);
    match comparison {
        Comparison::Greater | Comparison::LessEqual => right == Sign::Positive && down(zero) && down(left),
        Comparison::Less | Comparison::GreaterEqual => left == Sign::Negative && up(zero) && up(right),
        Comparison::Equal | Comparison::NotEqual => false,
    }
}

/// The sign of a formula where x has a given sign, for every value of the parameters.
fn sign_of(arena: &Arena, root: Id, x: Sign) -> Sign {
    let mut known: HashMap<Id, Sign> = HashMap::new();
    let mut masks: HashMap<Id, bool> = HashMap::new();
    for id in arena.reachable(&[root]) {
        let node = arena.get(id);
        let of = |id: Id| known.get(&id).copied().unwrap_or(Sign::Any);
        if let Node::Compare(comparison, a, b) = node {
            if let Some(holds) = compare_signs(comparison, of(a), of(b)) {
                masks.insert(id, holds);
            }
            continue;
        }
        let sign = match node {
            Node::Input => x,
            Node::Constant(number) => constant_sign(number.get()),
            Node::Negate(a) => negated(of(a)),
            Node::Add(a, b) => added(of(a), of(b)),
            Node::Subtract(a, b) => added(of(a), negated(of(b))),
            Node::Multiply(a, b) => multiplied(arena, (a, of(a)), (b, of(b))),
            Node::Call2(Function::Max, a, b) => greater(of(a), of(b)),
            Node::Call2(Function::Min, a, b) => negated(greater(negated(of(a)), negated(of(b)))),
            Node::Call1(Function::Relu, a) => greater(of(a), Sign::Zero),
            Node::Select(mask, a, b) => match masks.get(&mask) {
                Some(true) => of(a),
                Some(false) => of(b),
                None if of(a) == of(b) => of(a),
                None => Sign::Any,
            },
            _ => Sign::Any,
        };
        known.insert(id, sign);
    }
    known.get(&root).copied().unwrap_or(Sign::Any)
}

fn constant_sign(value: f64) -> Sign {
    // One that f32 rounds to 0 would have another sign there.
    let value = Precision::Single.round(value);
    if value > 0.0 {
        Sign::Positive
    } else if value < 0.0 {
        Sign::Negative
    } else if value == 0.0 {
        Sign::Zero
    } else {
        Sign::Any
    }
}

fn compare_signs(comparison: Comparison, a: Sign, b: Sign) -> Option<bool> {
    let number = |sign: Sign| match sign {
        Sign::Zero => Some(0.0),
        Sign::Positive => Some(1.0),
        Sign::Negative => Some(-1.0),
        _ => None,
    };
    // Two positives compare one way or the other; only different signs are decided.
    let (p, q) = (number(a)?, number(b)?);
    (p != q || a == Sign::Zero).then(|| comparison.holds(p, q))
}

fn negated(sign: Sign) -> Sign {
    match sign {
        Sign::Positive => Sign::Negative,
        Sign::Negative => Sign::Positive,
        Sign::NotNegative => Sign::NotPositive,
        Sign::NotPositive => Sign::NotNegative,
        Sign::Zero | Sign::Any => sign,
    }
}

/// Rounding keeps the order: a sum of two that are not negative is no less than either. (∞ − ∞ has unlike signs.)
fn added(a: Sign, b: Sign) -> Sign {
    use Sign::{Any, Negative, NotNegative, NotPositive, Positive, Zero};
    match (a, b) {
        (Zero, other) | (other, Zero) => other,
        (Positive, Positive | NotNegative) | (NotNegative, Positive) => Positive,
        (NotNegative, NotNegative) => NotNegative,
        (Negative, Negative | NotPositive) | (NotPositive, Negative) => Negative,
        (NotPositive, NotPositive) => NotPositive,
        _ => Any,
    }
}

/// A product may underflow to 0 but never changes its sign; 0 · ∞ is excluded by asking for a constant that is not 0.
fn multiplied(arena: &Arena, a: (Id, Sign), b: (Id, Sign)) -> Sign {
    use Sign::{Negative, NotNegative, NotPositive, Positive, Zero};
    let finite = |v: &f64| Precision::Single.round(*v).is_finite();
    let factor = |id: Id| arena.constant_value(id).filter(finite).map(constant_sign);
    let (constant, other) = match (factor(a.0), factor(b.0)) {
        (Some(constant), _) => (constant, b.1),
        (None, Some(constant)) => (constant, a.1),
        (None, None) => return Sign::Any,
    };
    let weak = match other {
        Positive | NotNegative => NotNegative,
        Negative | NotPositive => NotPositive,
        _ => other,
    };
    match constant {
        Positive => weak,
        Negative => negated(weak),
        _ if other == Zero => Zero,
        _ => Sign::Any,
    }
}

fn greater(a: Sign, b: Sign) -> Sign {
    use Sign::{Any, Negative, NotNegative, NotPositive, Positive, Zero};
    match (a, b) {
        (Any, _) | (_, Any) => Any,
        (Positive, _) | (_, Positive) => Positive,
        (NotNegative, _) | (_, NotNegative) => NotNegative,
        (Zero, _) | (_, Zero) => Zero,
        (Negative, Negative) => Negative,
        (NotPositive | Negative, NotPositive | Negative) => NotPositive,
    }
}

/// A last look at the floats where a mistake above would show.
fn agrees(arena: &Arena, value: Id, derivative: Id, found: Id, parameters: &[f64], points: &[f64]) -> bool {
    let (value, derivative, found) =
        (Tape::new(arena, &[value]), Tape::new(arena, &[derivative]), Tape::new(arena, &[found]));
    let mut samples = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1e-45, -1e-45, 1.0, -1.0, 9.0, -9.0];
    for &at in points.iter().take(16) {
        let single = Precision::Single.round(at);
        let step = single.abs() * f64::from(f32::EPSILON);
        samples.extend([at, at.next_up(), at.next_down(), single, single + step, single - step]);
    }
    samples.into_iter().all(|x| {
        [Precision::Double, Precision::Single].into_iter().all(|precision| {
            let x = precision.round(x);
            let y = value.run_at(Point::at(x, parameters), precision);
            let want = derivative.run_at(Point { x, y, parameters }, precision);
            let got = found.run_at(Point { x: f64::NAN, y, parameters }, precision);
            want.to_bits() == got.to_bits() || (want.is_nan() && got.is_nan())
        })
    })
}
