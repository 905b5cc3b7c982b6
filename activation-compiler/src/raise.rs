//! Left tails that go on below the least normal number: x · sigmoid(x) is a normal number where sigmoid(x) no longer is one,
//! and has lost digits.
//!
//! In: the expressions that one emitted function computes, all mathematics done. Out: the same, a product with such a tail being
//! computed with the tail times a power of 2, which the last multiplication takes back. Must never raise what is not in
//! proportion to the tail: the analysis below shows that it is, or nothing is done.

use std::collections::HashMap;

use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};

/// The roots with what would be lost kept.
pub fn raise(arena: &mut Arena, roots: &[Id]) -> Vec<Id> {
    if let &[root] = roots
        && let Some(whole) = times_norm_cdf(arena, root)
    {
        return vec![whole];
    }
    roots.iter().map(|&root| raised(arena, root).unwrap_or(root)).collect()
}

/// u · Φ(u), a function of its own: its two factors bound each other.
fn times_norm_cdf(arena: &mut Arena, root: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(root) else { return None };
    [(a, b), (b, a)].into_iter().find_map(|(factor, tail)| {
        let Node::Call1(Function::NormCdf, u) = arena.get(tail) else { return None };
        let is_same = factor == u
            || matches!(arena.get(factor), Node::Call2(Function::Max, a, low) if a == u && is_lowest(arena, low));
        is_same.then(|| arena.call(Function::TimesNormCdf, u))
    })
}

/// −the greatest number, by which `limits` keeps 0 · ∞ away.
fn is_lowest(arena: &Arena, id: Id) -> bool {
    matches!(arena.get(id), Node::Negate(largest) if arena.get(largest) == Node::Largest)
}

/// What falls in the left tail: exp(u), or the normal distribution's Φ(u) and φ(u).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exponential,
    Normal,
}

/// How a node goes where u is far to the left and the tail is t.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    /// Not with t; about 1 at most if it says so.
    Flat { is_small: bool },
    /// As t times something flat; more than t unless it says so.
    Tail { is_small: bool },
    /// Nothing beside t: as t², or 0.
    Nothing,
    /// Nobody knows.
    Unknown,
}

use Course::{Flat, Nothing, Tail, Unknown};

/// The root with its tail raised, if it is one that is more than the tail itself.
fn raised(arena: &mut Arena, root: Id) -> Option<Id> {
    let mut tails = arena.reachable(&[root]).into_iter().filter_map(|id| tail(arena, id));
    let (kind, u) = tails.next()?;
    if tails.any(|other| other != (kind, u)) || !is_steep(arena, u) {
        return None;
    }
    let is_more = |side| course(arena, root, u, side) == Tail { is_small: false };
    let side = [Side::Left, Side::Right].into_iter().find(|&side| is_more(side))?;
    // exp(−|u|) is raised where its argument is negative: of −u that is the other side.
    let u_to_left = if side == Side::Left { u } else { arena.neg(u) };
    let value = arena.transform(root, |arena, id| match arena.get(id) {
        Node::Call1(Function::Sigmoid, argument) if argument == u && side == Side::Left => sigmoid(arena, u),
        Node::Call1(function, argument) if argument == u => match raised_form(function) {
            Some(raised) => arena.call(raised, u_to_left),
            None => id,
        },
        _ => id,
    });
    let u = u_to_left;
    let lowering = match kind {
        Kind::Exponential => Function::ExpLowering,
        Kind::Normal => Function::NormLowering,
    };
    let lowering = arena.call(lowering, u);
    Some(arena.product(value, lowering))
}

/// The side on which a tail is, of its argument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Whether u grows about as fast as x or faster, so that far out in the tail x is some hundreds and no power of it overflows.
/// (A parameter is taken to be no tiny number.)
pub(crate) fn is_steep(arena: &Arena, u: Id) -> bool {
    const LEAST: f64 = 1.0 / 16.0;
    let is_scale = |id| match arena.constant_value(id) {
        Some(value) => value.abs() >= LEAST,
        None => matches!(arena.get(id), Node::Parameter(_)),
    };
    let mut open = vec![u];
    while let Some(id) = open.pop() {
        match arena.get(id) {
            Node::Input => return true,
            Node::Negate(a) | Node::Call2(Function::Min | Function::Max, a, _) | Node::Clamp(a, ..) => open.push(a),
            Node::Add(a, b) | Node::Subtract(a, b) => open.extend([a, b]),
            Node::Multiply(a, b) => {
                open.extend([(a, b), (b, a)].into_iter().filter(|&(a, _)| is_scale(a)).map(|(_, b)| b));
            }
            _ => {}
        }
    }
    false
}

/// The tail that a node is, and its argument.
fn tail(arena: &Arena, id: Id) -> Option<(Kind, Id)> {
    match arena.get(id) {
        Node::Call1(Function::Sigmoid | Function::ExpNegAbs, u) => Some((Kind::Exponential, u)),
        Node::Call1(Function::NormCdf | Function::NormPdf, u) => Some((Kind::Normal, u)),
        _ => None,
    }
}

fn raised_form(function: Function) -> Option<Function> {
    match function {
        Function::ExpNegAbs => Some(Function::ExpNegAbsRaised),
        Function::NormCdf => Some(Function::NormCdfRaised),
        Function::NormPdf => Some(Function::NormPdfRaised),
        _ => None,
    }
}

/// sigmoid(u) from its raised tail: 1 + t is 1 with either.
fn sigmoid(arena: &mut Arena, u: Id) -> Id {
    let t = arena.call(Function::ExpNegAbsRaised, u);
    let right = arena.call(Function::Recip1pOfUnit, t);
    let left = arena.product(t, right);
    let zero = arena.constant(0.0);
    let mask = arena.compare(Comparison::Less, u, zero);
    arena.select(mask, left, right)
}

/// How the root goes, by going through its nodes, children first.
fn course(arena: &Arena, root: Id, u: Id, side: Side) -> Course {
    let mut courses = HashMap::new();
    for id in arena.reachable(&[root]) {
        let of = |id: Id| courses.get(&id).copied().unwrap_or(Unknown);
        let course = course_of(arena, id, (u, side), &of);
        courses.insert(id, course);
    }
    courses.get(&root).copied().unwrap_or(Unknown)
}

fn course_of(arena: &Arena, id: Id, (u, side): (Id, Side), of: &impl Fn(Id) -> Course) -> Course {
    match arena.get(id) {
        Node::Call1(Function::Sigmoid | Function::NormCdf, _) if side == Side::Right => Flat { is_small: true },
        _ if tail(arena, id).is_some() => Tail { is_small: true },
        Node::Constant(number) if number.get() == 0.0 => Nothing,
        // What constants and parameters lose is no more than they are: a digit or two.
        Node::Constant(number) => Flat { is_small: number.get().abs() <= 16.0 },
        Node::Parameter(_) => Flat { is_small: true },
        Node::Input | Node::Largest => Flat { is_small: false },
        Node::Negate(a) => of(a),
        Node::Add(a, b) | Node::Subtract(a, b) => sum(of(a), of(b)),
        Node::Multiply(a, b) => product(of(a), of(b)),
        Node::Divide(a, b) => match (of(a), of(b)) {
            (Flat { .. }, Flat { .. }) => Flat { is_small: false },
            (Tail { .. }, Flat { .. }) => Tail { is_small: false },
            (Nothing, Flat { .. }) => Nothing,
            _ => Unknown,
        },
        Node::PowerInteger(a, n) if n > 1 => match of(a) {
            Tail { .. } => Nothing,
            course => course,
        },
        Node::Call1(Function::Recip1pOfUnit, a) if matches!(of(a), Tail { .. }) => Flat { is_small: true },
        Node::Call1(Function::Ln1pOfUnit, a) if matches!(of(a), Tail { .. }) => of(a),
        Node::Call2(Function::Min | Function::Max, a, b) => match (of(a), of(b)) {
            (Flat { .. }, Flat { .. }) => Flat { is_small: false },
            _ => Unknown,
        },
        Node::Select(mask, a, b) => match arena.get(mask) {
            // All choices of a family hang on this one.
            Node::Compare(Comparison::Less, left, zero) if left == u && arena.constant_value(zero) == Some(0.0) => {
                of(if side == Side::Left { a } else { b })
            }
            _ => match (of(a), of(b)) {
                (Flat { is_small: a }, Flat { is_small: b }) => Flat { is_small: a && b },
                (Tail { is_small: a }, Tail { is_small: b }) => Tail { is_small: a && b },
                (Nothing, Nothing) => Nothing,
                _ => Unknown,
            },
        },
        _ => Unknown,
    }
}

fn sum(a: Course, b: Course) -> Course {
    match (a, b) {
        (Unknown, _) | (_, Unknown) => Unknown,
        (Nothing, other) | (other, Nothing) => other,
        (Tail { .. }, Tail { .. }) => Tail { is_small: false },
        (Flat { .. }, _) | (_, Flat { .. }) => Flat { is_small: false },
    }
}

fn product(a: Course, b: Course) -> Course {
    match (a, b) {
        (Unknown, _) | (_, Unknown) => Unknown,
        (Nothing, _) | (_, Nothing) | (Tail { .. }, Tail { .. }) => Nothing,
        (Flat { is_small: a }, Flat { is_small: b }) => Flat { is_small: a && b },
        (Flat { is_small: a }, Tail { is_small: b }) | (Tail { is_small: a }, Flat { is_small: b }) => {
            Tail { is_small: a && b }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silu(arena: &mut Arena) -> Id {
        let x = arena.input();
        let gate = arena.call(Function::Sigmoid, x);
        arena.product(x, gate)
    }

    #[test]
    fn a_tail_times_x_is_raised() {
        let mut arena = Arena::default();
        let root = silu(&mut arena);
        let raised = raise(&mut arena, &[root])[0];
        assert_ne!(raised, root);
        let x = arena.input();
        let lowering = arena.call(Function::ExpLowering, x);
        assert!(matches!(arena.get(raised), Node::Multiply(a, b) if a == lowering || b == lowering));
    }

    #[test]
    fn gelu_is_a_function_of_its_own() {
        let mut arena = Arena::default();
        let x = arena.input();
        let gate = arena.call(Function::NormCdf, x);
        let root = arena.product(gate, x);
        assert_eq!(raise(&mut arena, &[root]), [arena.call(Function::TimesNormCdf, x)]);
    }

    #[test]
    fn the_other_side_is_raised_too() {
        let mut arena = Arena::default();
        let x = arena.input();
        let tail = arena.call(Function::ExpNegAbs, x);
        let (zero, one) = (arena.constant(0.0), arena.constant(1.0));
        let mask = arena.compare(Comparison::Less, x, zero);
        let gate = arena.select(mask, one, tail);
        let root = arena.product(x, gate);
        let raised = raise(&mut arena, &[root])[0];
        let minus = arena.neg(x);
        let (tail, lowering) = (arena.call(Function::ExpNegAbsRaised, minus), arena.call(Function::ExpLowering, minus));
        assert!(arena.reachable(&[raised]).contains(&tail) && arena.reachable(&[raised]).contains(&lowering));
    }

    #[test]
    fn a_parameter_may_stand_on_either_side() {
        let mut arena = Arena::default();
        let (x, beta) = (arena.input(), arena.add(Node::Parameter(0)));
        for u in [arena.product(x, beta), arena.product(beta, x)] {
            assert!(is_steep(&arena, u));
        }
    }

    #[test]
    fn a_tail_far_out_is_not_raised() {
        let mut arena = Arena::default();
        let x = arena.input();
        let slow = arena.scaled(1e-29, x);
        let gate = arena.call(Function::Sigmoid, slow);
        let product = arena.product(x, gate);
        let root = arena.product(x, product);
        assert_eq!(raise(&mut arena, &[root]), [root]);
    }

    #[test]
    fn what_is_no_more_than_its_tail_stays() {
        let mut arena = Arena::default();
        let x = arena.input();
        let sigmoid = arena.call(Function::Sigmoid, x);
        let half = arena.scaled(0.5, sigmoid);
        assert_eq!(raise(&mut arena, &[sigmoid, half]), [sigmoid, half]);
    }

    #[test]
    fn what_is_not_in_proportion_stays() {
        let mut arena = Arena::default();
        let x = arena.input();
        let root = silu(&mut arena);
        let (more, square) = (arena.sum(root, x), arena.product(root, root));
        let sine = arena.call(Function::Sin, root);
        let two = arena.scaled(2.0, x);
        let other = arena.call(Function::Sigmoid, two);
        let mixed = arena.sum(root, other);
        assert_eq!(raise(&mut arena, &[more, square, sine, mixed]), [more, square, sine, mixed]);
    }
}
