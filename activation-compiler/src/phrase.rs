//! A derivative as a person would write it.
//!
//! In: the derived derivative. Out: text, in x or in y, whichever is shorter. Must never be used for code: what reads best
//! (1 − tanh²x) is not what computes best.

use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::pretty::{pretty, written};
use crate::verify::{Claim, holds};

/// The derivative in x.
pub fn in_x(arena: &mut Arena, derived: Id, parameters: &[String]) -> String {
    let readable = readable(arena, derived);
    pretty(arena, readable, parameters)
}

/// The derivative in x, as an expression to be written.
pub fn readable(arena: &mut Arena, derived: Id) -> Id {
    unstabilize(arena, derived)
}

/// The derivative where no `==` holds, to be copied.
pub fn around(arena: &mut Arena, derived: Id, parameters: &[String]) -> Option<String> {
    let around = arena.transform(derived, |arena, id| match arena.get(id) {
        Node::Select(mask, a, b) => match arena.get(mask) {
            Node::Compare(Comparison::Equal, ..) => b,
            Node::Compare(Comparison::NotEqual, ..) => a,
            _ => id,
        },
        _ => id,
    });
    let readable = unstabilize(arena, around);
    written(arena, readable, parameters)
}

/// The derivative in x or in y, to be copied; `None` if it fills more than a line or would not pass. Every candidate is
/// verified like a user's, so this is slow: for messages only.
pub fn shortest(arena: &mut Arena, claim: &Claim<'_>, parameters: &[String]) -> Option<String> {
    let y = arena.add(Node::Output);
    let (one, size) = (arena.constant(1.0), arena.call(Function::Abs, y));
    let square = arena.product(y, y);
    let rest = arena.difference(one, y);
    let minus = arena.neg(y);
    let decay = arena.call(Function::Exp, minus);
    let rest_of_size = arena.difference(one, size);
    let readable = unstabilize(arena, claim.derived);
    let candidates = [
        readable,
        y,
        arena.product(y, rest),
        arena.difference(one, square),
        arena.difference(one, decay),
        arena.product(rest_of_size, rest_of_size),
        arena.substitute(claim.derived, arena.get(claim.value), y),
    ];
    let mut texts: Vec<(usize, String, Id)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((candidate, written(arena, candidate, parameters)?)))
        .map(|(candidate, text)| (text.chars().count(), text, candidate))
        .collect();
    texts.sort();
    texts.into_iter().find(|&(.., given)| holds(arena, &Claim { given, ..*claim })).map(|(_, text, _)| text)
}

/// 4σ(2u)σ(−2u) → 1 − tanh(u)² and σ(u)σ(−u) → σ(u)(1 − σ(u)): `stabilize` the other way round.
fn unstabilize(arena: &mut Arena, root: Id) -> Id {
    arena.transform(root, |arena, id| {
        let Node::Multiply(a, b) = arena.get(id) else { return id };
        if arena.constant_value(a) == Some(4.0)
            && let Node::Multiply(p, q) = arena.get(b)
            && let (Node::Call1(Function::Sigmoid, u), Node::Subtract(one, s)) = (arena.get(p), arena.get(q))
            && let (Node::Multiply(two, inner), true) = (arena.get(u), s == p)
            && arena.constant_value(two) == Some(2.0)
        {
            let tanh = arena.call(Function::Tanh, inner);
            let square = arena.product(tanh, tanh);
            return arena.difference(one, square);
        }
        let (Node::Call1(Function::Sigmoid, u), Node::Call1(Function::Sigmoid, v)) = (arena.get(a), arena.get(b))
        else {
            return id;
        };
        let opposite = arena.get(v) == Node::Negate(u)
            || matches!((arena.get(u), arena.get(v)), (Node::Multiply(c, s), Node::Multiply(d, t))
                if s == t && arena.constant_value(c).zip(arena.constant_value(d)).is_some_and(|(c, d)| c == -d));
        if !opposite {
            return id;
        }
        let one = arena.constant(1.0);
        let rest = arena.difference(one, a);
        arena.product(a, rest)
    })
}
