//! Whether a formula is even or odd.
//!
//! In: a formula. Out: its symmetry, proved by rewriting f(−x) to ±f(x), or refuted at a point.
//! Must never conclude a symmetry from samples.

use std::collections::HashMap;

use super::Parity;
use super::cell::inner;
use super::interval::Interval;
use super::machine::Machine;
use crate::function::{Function, Parity as Rule};
use crate::ir::{Arena, Comparison, Id, Node};

/// A node as a sign and a node from which signs were pulled.
type Signed = (bool, Id);

/// The symmetry of `value`; the machine's first root is the same formula.
///
/// `breaks` are all points between which it is analytic, if those are known.
pub(super) fn parity(
    arena: &mut Arena,
    value: Id,
    domain: Option<Id>,
    machine: &mut Machine<'_>,
    parameters: &[f64],
    breaks: Option<&[f64]>,
) -> Option<Parity> {
    // The symmetry at the defaults: γ·tanh(αx) + β is odd with β = 0.
    let value = fixed(arena, value, parameters);
    let domain = domain.map(|domain| fixed(arena, domain, parameters));
    if let Some(domain) = domain {
        // On a lopsided domain there is nothing to compare.
        if normal(arena, domain, false) != normal(arena, domain, true) {
            return None;
        }
    }
    let (plain, mirrored) = (normal(arena, value, false), normal(arena, value, true));
    if plain.1 == mirrored.1 {
        return Some(if plain.0 == mirrored.0 { Parity::Even } else { Parity::Odd });
    }
    if refuted(machine) {
        return Some(Parity::Neither);
    }
    by_pieces(arena, machine, parameters, breaks.filter(|breaks| domain.is_none() && breaks.len() <= PIECES)?)
}

/// How many breaks are still compared piece by piece.
const PIECES: usize = 16;

/// The symmetry of a formula each of whose pieces mirrors another one.
fn by_pieces(arena: &mut Arena, machine: &mut Machine<'_>, parameters: &[f64], breaks: &[f64]) -> Option<Parity> {
    let count = breaks.len();
    let (mut even, mut odd) = ((0..count).all(|n| breaks[n] == -breaks[count - 1 - n]), true);
    odd &= even;
    for n in 0..=count {
        let mut piece = |n: usize| {
            let from = if n == 0 { f64::NEG_INFINITY } else { breaks[n - 1] };
            machine.enter(inner(from, breaks.get(n).copied().unwrap_or(f64::INFINITY)));
            machine.straight(arena, 0).map(|root| fixed(arena, root, parameters))
        };
        let (here, there) = (piece(n)?, piece(count - n)?);
        let (here, there) = (normal(arena, here, false), normal(arena, there, true));
        let zero = is_zero(arena, here.1);
        even &= here.1 == there.1 && (zero || here.0 == there.0);
        odd &= here.1 == there.1 && (zero || here.0 != there.0);
    }
    for &at in breaks {
        let (right, left) = (machine.numbers(at)[0], machine.numbers(-at)[0]);
        even &= right == left;
        odd &= right == -left;
    }
    match (even, odd) {
        (true, _) => Some(Parity::Even),
        (_, true) => Some(Parity::Odd),
        _ => None,
    }
}

/// The expression with the parameters' values in place.
fn fixed(arena: &mut Arena, root: Id, parameters: &[f64]) -> Id {
    arena.transform(root, |arena, id| match arena.get(id) {
        Node::Parameter(index) => parameters.get(usize::from(index)).map_or(id, |&value| arena.constant(value)),
        _ => id,
    })
}

/// Whether some point shows that f is not even, and some that it is not odd.
fn refuted(machine: &mut Machine<'_>) -> bool {
    machine.leave();
    let (mut even, mut odd) = (true, true);
    for x in [1.37, 0.31, 3.3, 0.77, 7.1] {
        let [right]: [Interval; 1] = machine.cell(Interval::point(x));
        let [left]: [Interval; 1] = machine.cell(Interval::point(-x));
        let apart = |a: Interval, b: Interval| a.sure && b.sure && (a.hi < b.lo || a.lo > b.hi);
        even &= !apart(left, right);
        odd &= !apart(left, right.neg());
        if !even && !odd {
            return true;
        }
    }
    false
}

/// The normal form of an expression in x, or in −x.
fn normal(arena: &mut Arena, root: Id, mirrored: bool) -> Signed {
    let mut known: HashMap<Id, Signed> = HashMap::new();
    for id in arena.reachable(&[root]) {
        let node = arena.get(id);
        let mut operands = [(false, id); 3];
        for (slot, operand) in operands.iter_mut().zip(node.operands()) {
            *slot = known.get(&operand).copied().unwrap_or((false, operand));
        }
        let signed = match node {
            Node::Input => (mirrored, id),
            _ => rewrite(arena, node, id, operands),
        };
        known.insert(id, signed);
    }
    known.get(&root).copied().unwrap_or((false, root))
}

fn rewrite(arena: &mut Arena, node: Node, id: Id, [a, b, c]: [Signed; 3]) -> Signed {
    match node {
        Node::Constant(number) if number.get().is_sign_negative() => (true, arena.constant(-number.get())),
        Node::Constant(_) | Node::Largest | Node::Input | Node::Output | Node::Parameter(_) => (false, id),
        Node::Negate(_) => (!a.0, a.1),
        Node::Add(..) => sum(arena, a, b),
        Node::Subtract(..) => sum(arena, a, (!b.0, b.1)),
        Node::Multiply(..) => {
            let (p, q) = (a.1.min(b.1), a.1.max(b.1));
            (a.0 != b.0, arena.product(p, q))
        }
        Node::Divide(..) => (a.0 != b.0, arena.quotient(a.1, b.1)),
        Node::PowerInteger(_, n) => (a.0 && n % 2 != 0, arena.powi(a.1, n)),
        Node::Call1(function, _) => match function.row().parity {
            // signum(0) is 1: odd only in an argument whose zeros keep the sign of x.
            Rule::Odd if function != Function::Signum || arena.get(a.1) == Node::Input => {
                (a.0, arena.call(function, a.1))
            }
            Rule::Even => (false, arena.call(function, a.1)),
            Rule::Odd | Rule::Neither => {
                let u = plain(arena, a);
                (false, arena.call(function, u))
            }
        },
        Node::Call2(Function::Hypot, ..) => {
            let (p, q) = (a.1.min(b.1), a.1.max(b.1));
            (false, arena.add(Node::Call2(Function::Hypot, p, q)))
        }
        Node::Call2(Function::Copysign, ..) if arena.get(b.1) == Node::Input => {
            (b.0, arena.add(Node::Call2(Function::Copysign, a.1, b.1)))
        }
        Node::Call2(function @ (Function::Min | Function::Max), ..) => choice(arena, function, a, b),
        Node::Clamp(..) => clamp(arena, a, b, c),
        Node::Compare(comparison, ..) => (false, compare(arena, comparison, a, b)),
        Node::Select(..) => select(arena, a.1, b, c),
        Node::And(..) | Node::Or(..) => {
            let (p, q) = (a.1.min(b.1), a.1.max(b.1));
            (false, arena.add(if matches!(node, Node::And(..)) { Node::And(p, q) } else { Node::Or(p, q) }))
        }
        Node::Not(_) => (false, arena.add(Node::Not(a.1))),
        Node::Power(..) | Node::Call2(..) | Node::External(..) => {
            let operands = [plain(arena, a), plain(arena, b)];
            let mut next = operands.into_iter();
            (false, arena.add(node.map(|old| next.next().unwrap_or(old))))
        }
    }
}

/// The expression with its sign put back.
fn plain(arena: &mut Arena, (negative, id): Signed) -> Id {
    if !negative {
        return id;
    }
    match arena.constant_value(id) {
        Some(value) => arena.constant(-value),
        None => arena.neg(id),
    }
}

fn is_zero(arena: &Arena, id: Id) -> bool {
    arena.constant_value(id) == Some(0.0)
}

/// Operands in order of their ids, the first one without a sign.
fn sum(arena: &mut Arena, a: Signed, b: Signed) -> Signed {
    let (p, q) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    if p.1 == q.1 && p.0 != q.0 {
        return (false, arena.constant(0.0));
    }
    if is_zero(arena, p.1) || is_zero(arena, q.1) {
        return if is_zero(arena, p.1) { q } else { p };
    }
    let id = if p.0 == q.0 { arena.sum(p.1, q.1) } else { arena.difference(p.1, q.1) };
    (p.0, id)
}

/// max(−a, −b) = −min(a, b); a choice with two constant bounds is a clamp.
fn choice(arena: &mut Arena, function: Function, a: Signed, b: Signed) -> Signed {
    let (mut p, mut q) = if arena.constant_value(a.1).is_some() { (b, a) } else { (a, b) };
    let other = if function == Function::Min { Function::Max } else { Function::Min };
    let bound = plain(arena, q);
    if let (Some(outer), Node::Call2(inside, u, level)) = (arena.constant_value(bound), arena.get(p.1)) {
        // The nested choice was normalised before: its constant stands second.
        let (turned, level) = if p.0 {
            (opposite(inside), arena.constant_value(level).map(|v| -v))
        } else {
            (inside, arena.constant_value(level))
        };
        if let Some(inner) = level
            .filter(|&inner| turned == other && if function == Function::Min { inner <= outer } else { outer <= inner })
        {
            let (low, high) = if function == Function::Min { (inner, outer) } else { (outer, inner) };
            let (low, high) = ((false, arena.constant(low)), (false, arena.constant(high)));
            return clamp(arena, (p.0, u), low, high);
        }
    }
    let mut function = function;
    let mut negative = false;
    if p.0 {
        (p.0, q.0, function, negative) = (false, !q.0, other, true);
    }
    let (u, v) = (p.1, plain(arena, q));
    let (u, v) = if arena.constant_value(v).is_some() || u <= v { (u, v) } else { (v, u) };
    (negative, arena.add(Node::Call2(function, u, v)))
}

fn opposite(function: Function) -> Function {
    match function {
        Function::Min => Function::Max,
        Function::Max => Function::Min,
        _ => function,
    }
}

/// clamp(−u, l, h) = −clamp(u, −h, −l), if l ≤ h: with the bounds swapped it is h everywhere.
fn clamp(arena: &mut Arena, u: Signed, low: Signed, high: Signed) -> Signed {
    let [bottom, top] = [low, high].map(|bound| {
        let bound = plain(arena, bound);
        arena.constant_value(bound)
    });
    match bottom.zip(top) {
        Some((bottom, top)) if bottom <= top => {}
        Some(_) => return high,
        None => {
            let [u, low, high] = [u, low, high].map(|part| plain(arena, part));
            return (false, arena.add(Node::Clamp(u, low, high)));
        }
    }
    let (low, high) = if u.0 { ((!high.0, high.1), (!low.0, low.1)) } else { (low, high) };
    let (low, high) = (plain(arena, low), plain(arena, high));
    (u.0, arena.add(Node::Clamp(u.1, low, high)))
}

/// −a < −b is a > b; the operand with the smaller id stands first.
fn compare(arena: &mut Arena, comparison: Comparison, a: Signed, b: Signed) -> Id {
    let (mut comparison, mut a, mut b) = (comparison, a, b);
    if a.1 > b.1 {
        (comparison, a, b) = (comparison.flipped(), b, a);
    }
    // A zero has whichever sign is convenient.
    let signs = (a.0 && !is_zero(arena, a.1), b.0 && !is_zero(arena, b.1));
    let first = if is_zero(arena, a.1) { signs.1 } else { signs.0 };
    if first {
        comparison = comparison.flipped();
        (a.0, b.0) = (!a.0, !b.0);
    }
    let a = if is_zero(arena, a.1) { a.1 } else { plain(arena, a) };
    let b = if is_zero(arena, b.1) { b.1 } else { plain(arena, b) };
    arena.compare(comparison, a, b)
}

fn select(arena: &mut Arena, mask: Id, a: Signed, b: Signed) -> Signed {
    let negative = if is_zero(arena, a.1) { b.0 } else { a.0 };
    let value = |arena: &mut Arena, side: Signed| {
        if is_zero(arena, side.1) { side.1 } else { plain(arena, (side.0 != negative, side.1)) }
    };
    let (p, q) = (value(arena, a), value(arena, b));
    (negative, arena.select(mask, p, q))
}
