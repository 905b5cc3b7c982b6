//! Mish's gate tanh(softplus(u)) and its slope, by t = exp(−|u|) alone.
//!
//! In: a node. Out: the same in t, if it is of the family. Must never take a difference of what is nearly equal, nor lose a tail.
//!
//! Method: with s = softplus(u), v = t + t²/2 where u < 0 and 2t + 2t² elsewhere, and r = 1 / (1 + v),
//! tanh(s) = v · r or 1 − 2t² · r, its slope (1 + t) · r² · (t or 4t²), sigmoid(2s) = (1 + t)² · r · (½ or 1), and
//! sigmoid(−2s) = r · (½ or t²).

use std::collections::HashMap;

use super::{decay, negative, split_sign, without};
use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// Parts of one u's family.
struct Family {
    /// Whether u < 0, or its opposite.
    mask: Id,
    is_opposite: bool,
    t: Id,
    one_and_t: Id,
    double: Id,
    v: Id,
    r: Id,
}

impl Family {
    /// That of u; it counts the uses of each base.
    fn of(arena: &mut Arena, u: Id, bases: &mut HashMap<Id, usize>) -> Self {
        let (base, is_opposite) = split_sign(arena, u);
        *bases.entry(base).or_insert(1) += 1;
        let (mask, t, one) = (negative(arena, base), decay(arena, base), arena.constant(1.0));
        let (double, half) = (arena.sum(t, t), arena.scaled(0.5, t));
        let (small, large) = (arena.product(t, half), arena.product(double, t));
        let (left, right) = (arena.sum(t, small), arena.sum(double, large));
        let one_and_t = arena.sum(one, t);
        let mut family = Self { mask, is_opposite, t, one_and_t, double, v: t, r: t };
        family.v = family.choose(arena, left, right);
        // One division for both. What makes the first one finer would make it coarser for v > 1.
        let fine = arena.call(Function::Recip1pOfUnit, family.v);
        let bottom = arena.sum(one, family.v);
        let plain = arena.quotient(one, bottom);
        family.r = family.choose(arena, fine, plain);
        family
    }

    /// The one where u < 0, the other elsewhere.
    fn choose(&self, arena: &mut Arena, left: Id, right: Id) -> Id {
        let (below, above) = if self.is_opposite { (right, left) } else { (left, right) };
        arena.select(self.mask, below, above)
    }

    fn tanh(&self, arena: &mut Arena) -> Id {
        let (left, right) = (arena.product(self.v, self.r), self.right_tanh(arena));
        self.choose(arena, left, right)
    }

    fn right_tanh(&self, arena: &mut Arena) -> Id {
        let (one, square) = (arena.constant(1.0), arena.product(self.double, self.t));
        let rest = arena.product(square, self.r);
        arena.difference(one, rest)
    }

    fn slope(&self, arena: &mut Arena) -> Id {
        let square = arena.product(self.double, self.double);
        let tail = self.choose(arena, self.t, square);
        self.slope_of_tail(arena, tail)
    }

    /// (1 + t) · r² · tail
    fn slope_of_tail(&self, arena: &mut Arena, tail: Id) -> Id {
        let top = arena.product(tail, self.one_and_t);
        let product = arena.product(top, self.r);
        arena.product(product, self.r)
    }

    /// tanh + factor · slope, of which t · r is a factor where u < 0.
    fn tanh_and_slope(&self, arena: &mut Arena, factor: Id) -> Id {
        let (one, half) = (arena.constant(1.0), arena.scaled(0.5, self.t));
        let (tail, steep) = (arena.product(self.t, self.r), arena.product(self.one_and_t, self.r));
        let (flat, steep) = (arena.sum(one, half), arena.product(factor, steep));
        let sum = arena.sum(flat, steep);
        let left = arena.product(tail, sum);
        let square = arena.product(self.double, self.double);
        let (tanh, slope) = (self.right_tanh(arena), self.slope_of_tail(arena, square));
        let slope = arena.product(factor, slope);
        let right = arena.sum(tanh, slope);
        self.choose(arena, left, right)
    }

    fn sigmoid(&self, arena: &mut Arena, is_opposite: bool) -> Id {
        let (one, half) = (arena.constant(1.0), arena.constant(0.5));
        if is_opposite {
            let square = arena.product(self.t, self.t);
            let factor = self.choose(arena, half, square);
            return arena.product(factor, self.r);
        }
        let (n, factor) = (arena.product(self.one_and_t, self.one_and_t), self.choose(arena, half, one));
        let product = arena.product(n, factor);
        arena.product(product, self.r)
    }
}

/// u of softplus(u).
fn softplus(arena: &Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Call1(Function::Softplus, u) => Some(u),
        _ => None,
    }
}

/// u of sigmoid(±2 · softplus(u)), and whether the sign was minus.
fn double(arena: &mut Arena, id: Id) -> Option<(Id, bool)> {
    let Node::Call1(Function::Sigmoid, argument) = arena.get(id) else { return None };
    let (argument, is_opposite) = split_sign(arena, argument);
    let Node::Multiply(two, s) = arena.get(argument) else { return None };
    let is_double = arena.constant_value(two) == Some(2.0);
    Some((softplus(arena, s).filter(|_| is_double)?, is_opposite))
}

/// tanh(softplus(u)) or sigmoid(±2 · softplus(u)).
pub(super) fn value(arena: &mut Arena, id: Id, bases: &mut HashMap<Id, usize>) -> Option<Id> {
    if let Node::Call1(Function::Tanh, s) = arena.get(id) {
        let u = softplus(arena, s)?;
        return Some(Family::of(arena, u, bases).tanh(arena));
    }
    let (u, is_opposite) = double(arena, id)?;
    Some(Family::of(arena, u, bases).sigmoid(arena, is_opposite))
}

/// u of the slope of tanh(softplus(u)) as it is derived: sigmoid(u) · 4 · sigmoid(2s) · sigmoid(−2s).
fn slope_of(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(id) else { return None };
    let (u, rest) = [(a, b), (b, a)].into_iter().find_map(|(gate, rest)| match arena.get(gate) {
        Node::Call1(Function::Sigmoid, u) => Some((u, rest)),
        _ => None,
    })?;
    let Node::Multiply(four, product) = arena.get(rest) else { return None };
    let Node::Multiply(p, q) = arena.get(product) else { return None };
    let is_four = arena.constant_value(four) == Some(4.0);
    let pair = (double(arena, p)?, double(arena, q)?);
    let is_slope = is_four && pair.0.0 == u && pair.1.0 == u && pair.0.1 != pair.1.1;
    is_slope.then_some(u)
}

/// The slope of tanh(softplus(u)).
pub(super) fn slope(arena: &mut Arena, id: Id, bases: &mut HashMap<Id, usize>) -> Option<Id> {
    let u = slope_of(arena, id)?;
    Some(Family::of(arena, u, bases).slope(arena))
}

/// tanh(s) + a · slope, s being softplus(u), of the product that is added.
pub(super) fn value_and_slope(arena: &mut Arena, s: Id, product: Id, bases: &mut HashMap<Id, usize>) -> Option<Id> {
    let u = softplus(arena, s)?;
    let rest = without(arena, product, |arena, factor| slope_of(arena, factor) == Some(u))?;
    // Nothing here keeps 0 · ∞ away.
    let factor = Some(rest.product).filter(|_| !rest.may_overflow)?;
    Some(Family::of(arena, u, bases).tanh_and_slope(arena, factor))
}
