//! Rewrites that keep every value: the same number, NaN where there was NaN, the same infinity.
//!
//! In: an expression. Out: a shorter one in the same arena. Each rule is named, guarded, and states its IEEE class.
//! Must never hold a rule that is only true of real numbers (0·u → 0, u − u → 0, u/u → 1): those meet NaN and ∞ at run
//! time. Rules that trade one rounding for a better one live in `stabilize`.

use crate::eval;
use crate::function::{Function, Parity};
use crate::ir::{Arena, Id, Node};

/// What a rewrite may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing: every bit is the same, a NaN's payload apart. Constants are folded in f64, which f32 rounds once, at the end.
    Exact,
    /// A zero may change its sign.
    ZeroSign,
    /// The last digits, and an overflow or a NaN into the number that real arithmetic has there.
    Improving,
}

/// A rewrite of one node whose operands are already rewritten.
pub struct Rule {
    /// As it appears in docs and debug output.
    pub name: &'static str,
    /// What it may change.
    pub class: Class,
    /// For docs: before → after.
    pub law: &'static str,
    /// The node it becomes, if the rule applies.
    pub apply: fn(&mut Arena, Id) -> Option<Id>,
}

/// Every rule of this stage, tried in this order.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule { name: "fold_constants", class: Class::Exact, law: "2 · 3 → 6 (in f64)", apply: fold_constants },
    Rule { name: "add_zero", class: Class::ZeroSign, law: "u + 0, u − 0 → u; 0 − u → −u", apply: add_zero },
    Rule { name: "multiply_by_one", class: Class::Exact, law: "u · 1, u / 1 → u; u · −1 → −u", apply: multiply_by_one },
    Rule { name: "negations", class: Class::Exact, law: "−(−u) → u; u + −v → u − v; −u · v → −(u · v); −(c · u) → (−c) · u", apply: negations },
    Rule { name: "small_powers", class: Class::Exact, law: "u⁰ → 1; u¹ → u; u² → u · u; u⁻¹ → 1 / u", apply: small_powers },
    Rule { name: "divide_by_power_of_two", class: Class::Exact, law: "u / 2ⁿ → u · 2⁻ⁿ", apply: divide_by_power_of_two },
    Rule { name: "parity", class: Class::Exact, law: "even(−u) → even(u); odd(−u) → −odd(u); even(|u|) → even(u)", apply: parity },
    Rule { name: "sizes", class: Class::Exact, law: "u · sign(u) → |u|; |u| · sign(u) → u; ||u|| → |u|; |u| · |u| → u · u", apply: sizes },
    Rule { name: "same_branches", class: Class::Exact, law: "if c <u> else <u> → u; a known c picks its branch", apply: same_branches },
    Rule { name: "masks", class: Class::Exact, law: "!!c → c; c && c → c; a known c disappears", apply: masks },
    Rule { name: "order_operands", class: Class::Exact, law: "u + v, u · v: constants first in products, then as they appeared", apply: order_operands },
];

/// Passes until nothing changes; a pass that still changes something after this many is a bug that must not hang rustc.
const MOST_PASSES: usize = 24;

/// The root after all rules of this stage.
pub fn simplify(arena: &mut Arena, root: Id) -> Id {
    rewrite(arena, root, &[RULES])
}

/// The root rewritten by tables of rules until none applies. A pass is one loop over the nodes, operands first.
pub fn rewrite(arena: &mut Arena, root: Id, tables: &[&[Rule]]) -> Id {
    rewrite_noting(arena, root, tables, |_| {})
}

/// The same, and each rule noted whenever it changes something.
pub fn rewrite_noting<'a>(arena: &mut Arena, root: Id, tables: &[&'a [Rule]], mut note: impl FnMut(&'a Rule)) -> Id {
    let mut root = root;
    for _ in 0..MOST_PASSES {
        let next = arena.transform(root, |arena, id| {
            tables.iter().flat_map(|table| table.iter()).fold(id, |id, rule| {
                let better = (rule.apply)(arena, id).unwrap_or(id);
                if better != id {
                    note(rule);
                }
                better
            })
        });
        if next == root {
            break;
        }
        root = next;
    }
    root
}

fn fold_constants(arena: &mut Arena, id: Id) -> Option<Id> {
    let node = arena.get(id);
    if node.is_mask() || matches!(node, Node::Constant(_) | Node::Select(..) | Node::External(..)) {
        return None;
    }
    let mut values = [0.0; 3];
    let mut count = 0;
    for (slot, operand) in values.iter_mut().zip(node.operands()) {
        *slot = arena.constant_value(operand)?;
        count += 1;
    }
    (count > 0).then(|| arena.fold(node, eval::operation(node, values)))
}

fn add_zero(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Add(a, b) if arena.is(b, 0.0) => Some(a),
        Node::Add(a, b) if arena.is(a, 0.0) => Some(b),
        Node::Subtract(a, b) if arena.is(b, 0.0) => Some(a),
        Node::Subtract(a, b) if arena.is(a, 0.0) => Some(arena.neg(b)),
        _ => None,
    }
}

fn multiply_by_one(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Multiply(a, b) if arena.is(a, 1.0) => Some(b),
        Node::Multiply(a, b) | Node::Divide(a, b) if arena.is(b, 1.0) => Some(a),
        Node::Multiply(a, b) if arena.is(a, -1.0) => Some(arena.neg(b)),
        Node::Multiply(a, b) | Node::Divide(a, b) if arena.is(b, -1.0) => Some(arena.neg(a)),
        _ => None,
    }
}

fn negations(arena: &mut Arena, id: Id) -> Option<Id> {
    let negated = |arena: &Arena, id| match arena.get(id) {
        Node::Negate(inner) => Some(inner),
        _ => None,
    };
    match arena.get(id) {
        Node::Negate(a) => match arena.get(a) {
            Node::Negate(inner) => Some(inner),
            Node::Multiply(c, u) => {
                let c = arena.constant_value(c)?;
                let minus = arena.constant(-c);
                Some(arena.product(minus, u))
            }
            Node::Divide(c, u) => {
                let c = arena.constant_value(c)?;
                let minus = arena.constant(-c);
                Some(arena.quotient(minus, u))
            }
            _ => None,
        },
        Node::Add(a, b) => match (negated(arena, a), negated(arena, b)) {
            (None, Some(v)) => Some(arena.difference(a, v)),
            (Some(u), None) => Some(arena.difference(b, u)),
            _ => None,
        },
        Node::Subtract(a, b) => negated(arena, b).map(|v| arena.sum(a, v)),
        Node::Multiply(a, b) => match (negated(arena, a), negated(arena, b)) {
            (Some(u), Some(v)) => Some(arena.product(u, v)),
            (Some(u), None) => Some(minus_product(arena, u, b)),
            (None, Some(v)) => Some(minus_product(arena, a, v)),
            (None, None) => None,
        },
        Node::Divide(a, b) => match (negated(arena, a), negated(arena, b)) {
            (Some(u), Some(v)) => Some(arena.quotient(u, v)),
            (Some(u), None) => Some(minus_quotient(arena, u, b)),
            (None, Some(v)) => Some(minus_quotient(arena, a, v)),
            (None, None) => None,
        },
        _ => None,
    }
}

fn minus_product(arena: &mut Arena, a: Id, b: Id) -> Id {
    let product = arena.product(a, b);
    arena.neg(product)
}

fn minus_quotient(arena: &mut Arena, a: Id, b: Id) -> Id {
    let quotient = arena.quotient(a, b);
    arena.neg(quotient)
}

fn small_powers(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::PowerInteger(a, n) = arena.get(id) else { return None };
    match n {
        0 => Some(arena.constant(1.0)),
        1 => Some(a),
        2 => Some(arena.product(a, a)),
        -1 => {
            let one = arena.constant(1.0);
            Some(arena.quotient(one, a))
        }
        _ => None,
    }
}

fn divide_by_power_of_two(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Divide(a, b) = arena.get(id) else { return None };
    let divisor = arena.constant_value(b)?;
    is_power_of_two(divisor).then(|| {
        let factor = arena.constant(1.0 / divisor);
        arena.product(factor, a)
    })
}

/// A power of two that is, as its reciprocal, an ordinary number of f32 and of f64: multiplying by it rounds nothing.
pub(crate) fn is_power_of_two(value: f64) -> bool {
    value.to_bits().trailing_zeros() >= 52 && (1e-30..1e30).contains(&value.abs())
}

fn parity(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Call1(function, a) = arena.get(id) else { return None };
    match (function.row().parity, arena.get(a)) {
        (Parity::Even, Node::Negate(u) | Node::Call1(Function::Abs, u)) => Some(arena.call(function, u)),
        // fract gives +0 at whole numbers of either sign.
        (Parity::Odd, Node::Negate(u)) if function != Function::Fract => {
            let value = arena.call(function, u);
            Some(arena.neg(value))
        }
        _ => None,
    }
}

fn sizes(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(id) else { return None };
    match (arena.get(a), arena.get(b)) {
        (Node::Call1(Function::Sign, u), _) if u == b => Some(arena.call(Function::Abs, u)),
        (_, Node::Call1(Function::Sign, u)) if u == a => Some(arena.call(Function::Abs, u)),
        (Node::Call1(Function::Sign, u), Node::Call1(Function::Abs, v))
        | (Node::Call1(Function::Abs, u), Node::Call1(Function::Sign, v))
            if u == v =>
        {
            Some(u)
        }
        (Node::Call1(Function::Abs, u), Node::Call1(Function::Abs, v)) if u == v => Some(arena.product(u, u)),
        _ => None,
    }
}

/// The truth of a mask whose operands are constants.
fn known(arena: &Arena, mask: Id) -> Option<bool> {
    match arena.get(mask) {
        Node::Compare(comparison, a, b) => Some(comparison.holds(arena.constant_value(a)?, arena.constant_value(b)?)),
        _ => None,
    }
}

fn same_branches(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Select(mask, a, b) = arena.get(id) else { return None };
    if a == b {
        return Some(a);
    }
    known(arena, mask).map(|truth| if truth { a } else { b })
}

fn masks(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Not(a) => match arena.get(a) {
            Node::Not(inner) => Some(inner),
            _ => None,
        },
        Node::And(a, b) if a == b => Some(a),
        Node::Or(a, b) if a == b => Some(a),
        Node::And(a, b) => match (known(arena, a), known(arena, b)) {
            (Some(true), _) | (_, Some(false)) => Some(b),
            (Some(false), _) | (_, Some(true)) => Some(a),
            _ => None,
        },
        Node::Or(a, b) => match (known(arena, a), known(arena, b)) {
            (Some(false), _) | (_, Some(true)) => Some(b),
            (Some(true), _) | (_, Some(false)) => Some(a),
            _ => None,
        },
        _ => None,
    }
}

fn order_operands(arena: &mut Arena, id: Id) -> Option<Id> {
    let later = |arena: &Arena, a, b| arena.constant_value(a).is_none() && (arena.constant_value(b).is_some() || b < a);
    match arena.get(id) {
        Node::Multiply(a, b) if later(arena, a, b) => Some(arena.product(b, a)),
        Node::Add(a, b) if arena.constant_value(b).is_none() && arena.constant_value(a).is_none() && b < a => {
            Some(arena.sum(b, a))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simplified(build: impl Fn(&mut Arena, Id) -> Id) -> (Arena, Id, Id) {
        let mut arena = Arena::default();
        let x = arena.input();
        let root = build(&mut arena, x);
        let simple = simplify(&mut arena, root);
        (arena, simple, x)
    }

    #[test]
    fn identities_vanish() {
        let (_, root, x) = simplified(|arena, x| {
            let (one, zero) = (arena.constant(1.0), arena.constant(0.0));
            let product = arena.product(one, x);
            let sum = arena.sum(product, zero);
            let minus = arena.neg(sum);
            arena.neg(minus)
        });
        assert_eq!(root, x);
    }

    #[test]
    fn zero_times_x_stays() {
        let (arena, root, x) = simplified(|arena, x| {
            let zero = arena.constant(0.0);
            arena.product(x, zero)
        });
        assert!(matches!(arena.get(root), Node::Multiply(_, b) if b == x));
    }

    #[test]
    fn a_size_times_its_sign_is_the_number() {
        let (_, root, x) = simplified(|arena, x| {
            let (size, sign) = (arena.call(Function::Abs, x), arena.call(Function::Sign, x));
            arena.product(size, sign)
        });
        assert_eq!(root, x);
    }

    #[test]
    fn commuted_operands_are_one_expression() {
        let mut arena = Arena::default();
        let x = arena.input();
        let exp = arena.call(Function::Exp, x);
        let (ab, ba) = (arena.product(x, exp), arena.product(exp, x));
        assert_eq!(simplify(&mut arena, ab), simplify(&mut arena, ba));
    }

    #[test]
    fn every_rule_has_its_own_name() {
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
