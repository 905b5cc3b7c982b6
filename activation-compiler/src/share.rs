//! One exponential where sigmoid, softplus, `log_sigmoid` and tanh ∘ softplus of ±u would take several.
//!
//! In: the expressions that one emitted function computes. Out: the same, the family of each u written with the single
//! t = exp(−|u|), which never overflows. Must never touch a u whose family has one member: `Real::sigmoid` may know better.
//! And the slope of a tanh beside it from what the tanh is computed from.

mod gate;

use std::collections::HashMap;

use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::raise::is_steep;

/// The roots with shared exponentials. A family inside another's argument is written anew by that: hence the rounds.
pub fn share(arena: &mut Arena, roots: &[Id]) -> Vec<Id> {
    let mut bases = HashMap::new();
    let mut roots: Vec<Id> = roots
        .iter()
        .map(|&root| {
            let root = arena.transform(root, |arena, id| common_gate(arena, id, &mut bases).unwrap_or(id));
            let root = arena.transform(root, |arena, id| gate::slope(arena, id, &mut bases).unwrap_or(id));
            arena.transform(root, |arena, id| gate::value(arena, id, &mut bases).unwrap_or(id))
        })
        .collect();
    let doubles = arguments_of_tanh(arena, &roots);
    for root in &mut roots {
        *root = arena.transform(*root, |arena, id| slope(arena, id, &doubles).unwrap_or(id));
    }
    for _ in 0..4 {
        let next = share_once(arena, &roots, &bases);
        if next == roots {
            break;
        }
        roots = next;
    }
    roots
}

/// σ(u) + a · σ(u) · b as σ(u) · (1 + a · b), and mish's gate likewise: where the two nearly cancel, an error that they have in
/// common is none.
fn common_gate(arena: &mut Arena, id: Id, bases: &mut HashMap<Id, usize>) -> Option<Id> {
    let Node::Add(a, b) = arena.get(id) else { return None };
    for (gate, product) in [(a, b), (b, a)] {
        match arena.get(gate) {
            Node::Call1(Function::Sigmoid, u) if is_steep(arena, u) => {
                let Some(rest) = without(arena, product, |_, factor| factor == gate) else { continue };
                let one = arena.constant(1.0);
                let sum = arena.sum(one, rest.product);
                return Some(if rest.may_overflow {
                    product_to_zero(arena, sum, gate)
                } else {
                    arena.product(gate, sum)
                });
            }
            Node::Call1(Function::Tanh, s) => {
                let sum = gate::value_and_slope(arena, s, product, bases);
                if sum.is_some() {
                    return sum;
                }
            }
            _ => {}
        }
    }
    None
}

/// What is left of a product.
struct Rest {
    product: Id,
    /// Whether it may be infinite where the factor that was taken out is 0.
    may_overflow: bool,
}

/// A product without the factor that is wanted; nothing if it isn't one of the first few.
fn without(arena: &mut Arena, product: Id, wanted: impl Fn(&mut Arena, Id) -> bool) -> Option<Rest> {
    const MOST: usize = 8;
    let (mut open, mut others, mut found, mut is_guarded) = (vec![product], Vec::new(), false, false);
    while let Some(factor) = open.pop() {
        let guarded = guarded_product(arena, factor);
        is_guarded |= guarded.is_some();
        match (guarded, arena.get(factor)) {
            _ if !found && wanted(arena, factor) => found = true,
            (Some((a, b)), _) | (None, Node::Multiply(a, b)) if open.len() + others.len() < MOST => open.extend([b, a]),
            _ => others.push(factor),
        }
    }
    let size = |id: &Id| match arena.get(*id) {
        Node::Constant(number) if number.get().abs() <= 1.0 => 0,
        Node::Call1(Function::Sigmoid, _) => 0,
        _ if is_finite(arena, *id) => 1,
        _ => 2,
    };
    let may_overflow = is_guarded || others.iter().map(size).sum::<u32>() > 1;
    let product = others.into_iter().rev().reduce(|rest, factor| {
        if is_guarded { product_to_zero(arena, factor, rest) } else { arena.product(factor, rest) }
    })?;
    found.then_some(Rest { product, may_overflow })
}

/// Whether a factor is a number wherever x is: a constant, a parameter, x itself or x between bounds.
fn is_finite(arena: &Arena, id: Id) -> bool {
    match arena.get(id) {
        Node::Constant(_) | Node::Parameter(_) | Node::Input => true,
        Node::Call2(Function::Min | Function::Max, a, _) | Node::Clamp(a, ..) => match arena.get(a) {
            Node::Call2(Function::Min | Function::Max, a, _) => arena.get(a) == Node::Input,
            node => node == Node::Input,
        },
        _ => false,
    }
}

/// a · b, but 0 where b is, as `limits` writes it where a may be infinite there.
fn product_to_zero(arena: &mut Arena, a: Id, b: Id) -> Id {
    let (zero, product) = (arena.constant(0.0), arena.product(a, b));
    let mask = arena.compare(Comparison::Equal, b, zero);
    arena.select(mask, b, product)
}

/// a and b of [`product_to_zero`].
fn guarded_product(arena: &Arena, id: Id) -> Option<(Id, Id)> {
    let Node::Select(mask, b, product) = arena.get(id) else { return None };
    let (Node::Compare(Comparison::Equal, tested, zero), Node::Multiply(p, q)) = (arena.get(mask), arena.get(product))
    else {
        return None;
    };
    let a = if q == b { p } else { q };
    (tested == b && arena.constant_value(zero) == Some(0.0) && [p, q].contains(&b)).then_some((a, b))
}

fn share_once(arena: &mut Arena, roots: &[Id], gates: &HashMap<Id, usize>) -> Vec<Id> {
    let mut members = gates.clone();
    for id in arena.reachable(roots) {
        if let Some((_, u)) = member(arena, id) {
            let (base, _) = split_sign(arena, u);
            *members.entry(base).or_insert(0) += 1;
        }
    }
    members.retain(|_, count| *count > 1);
    roots.iter().map(|&root| arena.transform(root, |arena, id| replace(arena, id, &members))).collect()
}

fn member(arena: &Arena, id: Id) -> Option<(Function, Id)> {
    match arena.get(id) {
        Node::Call1(function @ (Function::Sigmoid | Function::Softplus | Function::LogSigmoid), u) => {
            Some((function, u))
        }
        _ => None,
    }
}

/// ±u as u and whether the sign was minus; −2·u counts as −(2·u).
fn split_sign(arena: &mut Arena, u: Id) -> (Id, bool) {
    match arena.get(u) {
        Node::Negate(inner) => (inner, true),
        Node::Multiply(factor, inner) => match arena.constant_value(factor) {
            Some(value) if value < 0.0 => {
                let positive = arena.constant(-value);
                (arena.product(positive, inner), true)
            }
            _ => (u, false),
        },
        _ => (u, false),
    }
}

fn replace(arena: &mut Arena, id: Id, members: &HashMap<Id, usize>) -> Id {
    if let Some((function, u)) = member(arena, id) {
        let (base, minus) = split_sign(arena, u);
        return if members.contains_key(&base) { expand(arena, function, base, minus) } else { id };
    }
    // σ(u)·σ(−u), by now the product of the two selections, is t/(1 + t)² on either side.
    if let Node::Multiply(a, b) = arena.get(id)
        && let (Node::Select(m, p, q), Node::Select(n, r, s)) = (arena.get(a), arena.get(b))
        && (m, p, q) == (n, s, r)
        && let Node::Compare(Comparison::Less, base, _) = arena.get(m)
        && members.contains_key(&base)
        && [p, q].contains(&left(arena, base))
    {
        let (left, right) = (left(arena, base), right(arena, base));
        return arena.product(left, right);
    }
    id
}

/// u by 2u, for each tanh(u).
fn arguments_of_tanh(arena: &mut Arena, roots: &[Id]) -> HashMap<Id, Id> {
    let mut doubles = HashMap::new();
    for id in arena.reachable(roots) {
        if let Node::Call1(Function::Tanh, u) = arena.get(id) {
            let (base, _) = split_sign(arena, u);
            doubles.insert(double(arena, base), base);
        }
    }
    doubles
}

/// 2u, a constant factor of u taken in.
fn double(arena: &mut Arena, u: Id) -> Id {
    let (factor, rest) = scale(arena, u);
    if factor == 0.5 { rest } else { arena.scaled(2.0 * factor, rest) }
}

/// The constant factor of a product, and the rest.
fn scale(arena: &Arena, id: Id) -> (f64, Id) {
    match arena.get(id) {
        Node::Multiply(factor, rest) => arena.constant_value(factor).map_or((1.0, id), |factor| (factor, rest)),
        _ => (1.0, id),
    }
}

/// σ(2u) · σ(−2u) = ¼ · sech²(u), where there is a tanh(u); constant factors become one.
fn slope(arena: &mut Arena, id: Id, doubles: &HashMap<Id, Id>) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(id) else { return None };
    if let (Some(factor), (0.25, rest)) = (arena.constant_value(a), scale(arena, b)) {
        let is_slope = matches!(arena.get(rest), Node::Call1(Function::SechSquare, _));
        return (is_slope && factor == 4.0).then_some(rest);
    }
    let (Node::Call1(Function::Sigmoid, p), Node::Call1(Function::Sigmoid, q)) = (arena.get(a), arena.get(b)) else {
        return None;
    };
    let ((p, is_left), (q, is_right)) = (split_sign(arena, p), split_sign(arena, q));
    let u = *doubles.get(&p).filter(|_| p == q && is_left != is_right)?;
    let slope = arena.call(Function::SechSquare, u);
    Some(arena.scaled(0.25, slope))
}

/// u < 0, on which all choices of the family hang.
fn negative(arena: &mut Arena, base: Id) -> Id {
    let zero = arena.constant(0.0);
    arena.compare(Comparison::Less, base, zero)
}

/// t = exp(−|u|)
fn decay(arena: &mut Arena, base: Id) -> Id {
    arena.call(Function::ExpNegAbs, base)
}

/// r = 1/(1 + t), the sigmoid of |u|.
fn right(arena: &mut Arena, base: Id) -> Id {
    let t = decay(arena, base);
    arena.call(Function::Recip1pOfUnit, t)
}

/// t·r, the sigmoid of −|u|.
fn left(arena: &mut Arena, base: Id) -> Id {
    let (t, r) = (decay(arena, base), right(arena, base));
    arena.product(t, r)
}

fn expand(arena: &mut Arena, function: Function, base: Id, minus: bool) -> Id {
    let mask = negative(arena, base);
    let (t, zero) = (decay(arena, base), arena.constant(0.0));
    if function == Function::Sigmoid {
        // What it is for u < 0, and for u ≥ 0; for −u the other way round.
        let (below, above) = (left(arena, base), right(arena, base));
        return if minus { arena.select(mask, above, below) } else { arena.select(mask, below, above) };
    }
    let rest = arena.call(Function::Ln1pOfUnit, t);
    let size = if minus { arena.neg(base) } else { base };
    // max(±u, 0) for softplus, min(±u, 0) for log_sigmoid.
    let softplus = function == Function::Softplus;
    let linear = if softplus == minus { arena.select(mask, size, zero) } else { arena.select(mask, zero, size) };
    if softplus { arena.sum(linear, rest) } else { arena.difference(linear, rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::differentiate::differentiate;
    use crate::eval::{Point, Tape};
    use crate::schedule::cost;

    fn silu(arena: &mut Arena) -> (Id, Id) {
        let x = arena.input();
        let sigmoid = arena.call(Function::Sigmoid, x);
        let value = arena.product(x, sigmoid);
        let derivative = differentiate(arena, value, Node::Input);
        (value, crate::stabilize::stabilize(arena, derivative))
    }

    #[test]
    fn silu_takes_one_exponential_for_value_and_derivative() {
        let mut arena = Arena::default();
        let (value, derivative) = silu(&mut arena);
        assert_eq!(cost(&arena, &[value, derivative]), 2);
        let roots = share(&mut arena, &[value, derivative]);
        assert_eq!(cost(&arena, &roots), 1);
    }

    #[test]
    fn sharing_keeps_the_values() {
        let mut arena = Arena::default();
        let (value, derivative) = silu(&mut arena);
        let roots = share(&mut arena, &[value, derivative]);
        for (before, after) in [(value, roots[0]), (derivative, roots[1])] {
            let (before, after) = (Tape::new(&arena, &[before]), Tape::new(&arena, &[after]));
            for x in [-745.0, -30.0, -1.0, -1e-9, 0.0, 1e-9, 2.0, 40.0, 800.0] {
                let (p, q) = (before.run(Point::at(x, &[])), after.run(Point::at(x, &[])));
                assert!((p - q).abs() <= 1e-15 * (1e-300 + p.abs()), "at {x}: {p} {q}");
            }
        }
    }

    #[test]
    fn mish_takes_one_exponential_for_both() {
        let mut arena = Arena::default();
        let x = arena.input();
        let softplus = arena.call(Function::Softplus, x);
        let gate = arena.call(Function::Tanh, softplus);
        let value = arena.product(x, gate);
        let derivative = differentiate(&mut arena, value, Node::Input);
        let derivative = crate::stabilize::stabilize(&mut arena, derivative);
        let roots = share(&mut arena, &[value, derivative]);
        assert_eq!(cost(&arena, &roots), 1);
        for (before, after) in [(value, roots[0]), (derivative, roots[1])] {
            let (before, after) = (Tape::new(&arena, &[before]), Tape::new(&arena, &[after]));
            for x in [-745.0, -30.0, -1.0, -1e-9, 0.0, 1e-9, 2.0, 40.0, 800.0] {
                let (p, q) = (before.run(Point::at(x, &[])), after.run(Point::at(x, &[])));
                assert!((p - q).abs() <= 4e-15 * (1e-300 + p.abs()), "at {x}: {p} {q}");
            }
        }
    }

    #[test]
    fn a_tanh_has_its_slope_from_what_it_is_computed_from() {
        for factor in [1.0, 0.5, 0.3] {
            let mut arena = Arena::default();
            let x = arena.input();
            let u = if factor == 1.0 { x } else { arena.scaled(factor, x) };
            let value = arena.call(Function::Tanh, u);
            let derivative = differentiate(&mut arena, value, Node::Input);
            let derivative = crate::stabilize::stabilize(&mut arena, derivative);
            let roots = share(&mut arena, &[value, derivative]);
            let slope = arena.call(Function::SechSquare, u);
            assert!(arena.reachable(&roots).contains(&slope), "{factor}");
            assert_eq!(cost(&arena, &roots), 2, "{factor}");
            let (before, after) = (Tape::new(&arena, &[derivative]), Tape::new(&arena, &[roots[1]]));
            for x in [-300.0, -1.0, 0.0, 1e-9, 2.0, 40.0] {
                let (p, q) = (before.run(Point::at(x, &[])), after.run(Point::at(x, &[])));
                assert!((p - q).abs() <= 4e-15 * p.abs(), "at {x}: {p} {q}");
            }
        }
    }

    #[test]
    fn what_overflows_beside_a_gate_that_is_zero_stays_zero() {
        let mut arena = Arena::default();
        let x = arena.input();
        let double = arena.scaled(-2.0, x);
        let (gate, exp) = (arena.call(Function::Sigmoid, double), arena.call(Function::Exp, x));
        let product = product_to_zero(&mut arena, exp, gate);
        let root = arena.sum(gate, product);
        let shared = share(&mut arena, &[root])[0];
        assert_ne!(shared, root);
        let (before, after) = (Tape::new(&arena, &[root]), Tape::new(&arena, &[shared]));
        for x in [-800.0, -3.0, 0.0, 5.0, 300.0, 720.0, 1000.0] {
            let (p, q) = (before.run(Point::at(x, &[])), after.run(Point::at(x, &[])));
            assert!((p - q).abs() <= 4e-15 * p.abs(), "at {x}: {p} {q}");
        }
    }

    #[test]
    fn a_family_of_one_stays() {
        let mut arena = Arena::default();
        let x = arena.input();
        let root = arena.call(Function::Softplus, x);
        assert_eq!(share(&mut arena, &[root]), [root]);
    }
}
