//! Differentiation of an expression by one of its leaves.
//!
//! In: an expression and a leaf (`x` or a parameter). Out: the derivative, in the same arena.
//! Must never produce a product with a branch that was not taken: a zero that a condition chose stays a zero, so that an
//! overflow elsewhere cannot turn it into NaN. Must never simplify for looks; `simplify` does that.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::function::{Function, Rule};
use crate::ir::{Arena, Comparison, Id, Node, Order};
use crate::polynomial;

/// A derivative that is chosen among more than this many is multiplied as a whole: in a long product of long choices, each
/// factor would write all of them again.
const MOST_CHOICES: usize = 64;

/// d(root)/d(leaf). Where the root does not depend on the leaf the answer is the constant 0.
///
/// Ties: at `max(u, c)`, `min(u, c)` and the ends of `clamp` the argument that does not depend on the leaf wins, so that
/// relu, relu6 and hard tanh have derivative 0 at their kinks, as in PyTorch; of two that depend, the second wins.
pub fn differentiate(arena: &mut Arena, root: Id, leaf: Node) -> Id {
    let order = arena.reachable(&[root]);
    // `None` is a derivative that is zero by structure: it is never multiplied with anything.
    let mut derivatives: Vec<Option<Id>> = vec![None; root.index() + 1];
    for id in order {
        let of = |operand: Id| derivatives.get(operand.index()).copied().flatten();
        let derivative = if arena.get(id) == leaf { Some(arena.constant(1.0)) } else { step(arena, id, &of) };
        derivatives[id.index()] = derivative;
    }
    derivatives[root.index()].unwrap_or_else(|| arena.constant(0.0))
}

/// The derivative of one node from those of its operands.
fn step(arena: &mut Arena, id: Id, of: &impl Fn(Id) -> Option<Id>) -> Option<Id> {
    match arena.get(id) {
        Node::Constant(_)
        | Node::Largest
        | Node::Input
        | Node::Output
        | Node::Parameter(_)
        | Node::Compare(..)
        | Node::And(..)
        | Node::Or(..)
        | Node::Not(_) => None,
        Node::Negate(a) => of(a).map(|da| arena.neg(da)),
        Node::Add(a, b) => add(arena, of(a), of(b)),
        Node::Subtract(a, b) => {
            let minus = of(b).map(|db| arena.neg(db));
            add(arena, of(a), minus)
        }
        Node::Multiply(a, b) if a == b => {
            let two = arena.constant(2.0);
            let partial = arena.product(two, a);
            chain(arena, partial, of(a))
        }
        Node::Multiply(a, b) => {
            let left = chain(arena, b, of(a));
            let right = chain(arena, a, of(b));
            add(arena, left, right)
        }
        Node::Divide(a, b) => quotient(arena, id, a, b, of),
        Node::PowerInteger(a, n) => {
            let partial = power_integer(arena, a, n);
            chain(arena, partial, of(a))
        }
        Node::Power(a, b) => power(arena, id, (a, of(a)), (b, of(b))),
        Node::Select(mask, a, b) => choose(arena, mask, of(a), of(b)),
        Node::Clamp(u, low, high) => clamp(arena, (u, of(u)), (low, of(low)), (high, of(high))),
        Node::External(path, order, a) => {
            let partial = match order {
                Order::Value => arena.add(Node::External(path, Order::First, a)),
                Order::First => arena.add(Node::External(path, Order::Second, a)),
                // No definition is differentiated three times.
                Order::Second => arena.constant(f64::NAN),
            };
            chain(arena, partial, of(a))
        }
        Node::Call1(function, a) => match function.row().rule {
            Rule::One(rule) => {
                let da = of(a)?;
                let partial = rule(arena, a, id);
                chain(arena, partial, Some(da))
            }
            Rule::Identity => of(a),
            Rule::Flat | Rule::Two(_) | Rule::Choice | Rule::Lowered | Rule::Shared => None,
        },
        Node::Call2(function, a, b) => match function.row().rule {
            Rule::Two(rule) => {
                let (left, right) = rule(arena, a, b, id);
                let left = left.and_then(|partial| chain(arena, partial, of(a)));
                let right = right.and_then(|partial| chain(arena, partial, of(b)));
                add(arena, left, right)
            }
            Rule::Choice => extremum(arena, function, (a, of(a)), (b, of(b))),
            Rule::One(_) | Rule::Identity | Rule::Flat | Rule::Lowered | Rule::Shared => None,
        },
    }
}

/// partial · du, the factor 1 dropped and a chosen zero, of either, kept out of the product.
fn chain(arena: &mut Arena, partial: Id, du: Option<Id>) -> Option<Id> {
    let du = du?;
    Some(match arena.get(partial) {
        Node::Select(mask, a, zero) if arena.is(zero, 0.0) => {
            let taken = spread(arena, a, du);
            arena.select(mask, taken, zero)
        }
        Node::Select(mask, zero, b) if arena.is(zero, 0.0) => {
            let taken = spread(arena, b, du);
            arena.select(mask, zero, taken)
        }
        _ => spread(arena, partial, du),
    })
}

/// partial · du with the product in each of du's branches that is not 0, if one is.
fn spread(arena: &mut Arena, partial: Id, du: Id) -> Id {
    let mut branches: BTreeMap<Id, Id> = BTreeMap::new();
    for id in zero_choices(arena, du) {
        let Node::Select(mask, a, b) = arena.get(id) else { continue };
        let [a, b] = [a, b].map(|branch| match branches.get(&branch) {
            Some(&done) => done,
            None if arena.is(branch, 0.0) => branch,
            None => times(arena, partial, branch),
        });
        let chosen = arena.select(mask, a, b);
        branches.insert(id, chosen);
    }
    branches.get(&du).copied().unwrap_or_else(|| times(arena, partial, du))
}

/// The choices at the top of an expression that come to a 0, inner ones first; none where they are too many.
fn zero_choices(arena: &Arena, root: Id) -> BTreeSet<Id> {
    let (mut found, mut pending) = (BTreeSet::new(), vec![root]);
    while let Some(id) = pending.pop() {
        if let Node::Select(_, a, b) = arena.get(id)
            && found.insert(id)
        {
            pending.extend([a, b]);
        }
        if found.len() > MOST_CHOICES {
            return BTreeSet::new();
        }
    }
    let mut zeros = BTreeSet::new();
    for id in found {
        let reaches = |branch: Id| arena.is(branch, 0.0) || zeros.contains(&branch);
        if let Node::Select(_, a, b) = arena.get(id)
            && (reaches(a) || reaches(b))
        {
            zeros.insert(id);
        }
    }
    zeros
}

fn times(arena: &mut Arena, partial: Id, du: Id) -> Id {
    match (arena.constant_value(partial), arena.constant_value(du)) {
        (_, Some(1.0)) => partial,
        (Some(1.0), _) => du,
        _ => arena.product(partial, du),
    }
}

fn add(arena: &mut Arena, a: Option<Id>, b: Option<Id>) -> Option<Id> {
    match (a, b) {
        (Some(a), Some(b)) => Some(match arena.get(b) {
            Node::Negate(minus) => arena.difference(a, minus),
            _ => arena.sum(a, b),
        }),
        (one, other) => one.or(other),
    }
}

fn choose(arena: &mut Arena, mask: Id, a: Option<Id>, b: Option<Id>) -> Option<Id> {
    if a == b {
        return a;
    }
    let zero = arena.constant(0.0);
    Some(arena.select(mask, a.unwrap_or(zero), b.unwrap_or(zero)))
}

/// (a/b)′. The numerator a′b − ab′ often collapses (to 1, for x / (1 + |x|)) and with it the cancellation that the
/// shorter (a′ − y b′)/b would suffer; where it does not, the shorter form is taken. Neither may overflow in b².
fn quotient(arena: &mut Arena, y: Id, a: Id, b: Id, of: &impl Fn(Id) -> Option<Id>) -> Option<Id> {
    let da = of(a);
    let Some(db) = of(b) else {
        let one = arena.constant(1.0);
        let partial = arena.quotient(one, b);
        return match da {
            Some(da) if arena.constant_value(da) != Some(1.0) => match arena.get(da) {
                // A chosen zero stays out of the quotient, too.
                Node::Select(..) => chain(arena, partial, Some(da)),
                _ => Some(arena.quotient(da, b)),
            },
            da => chain(arena, partial, da),
        };
    };
    if arena.constant_value(a).is_some() {
        return constant_over(arena, y, a, (b, db), of);
    }
    let numerator = {
        let left = chain(arena, b, da);
        let right = chain(arena, a, Some(db)).map(|product| arena.neg(product));
        add(arena, left, right)?
    };
    if let Some(collapsed) = polynomial::collapse(arena, numerator) {
        return Some(over_square(arena, collapsed, b));
    }
    let right = chain(arena, y, Some(db)).map(|product| arena.neg(product));
    let numerator = add(arena, da, right)?;
    Some(arena.quotient(numerator, b))
}

/// n/b². Where b² overflows, a small constant over it has underflowed, and anything else need not have.
fn over_square(arena: &mut Arena, numerator: Id, b: Id) -> Id {
    if arena.constant_value(numerator).is_some_and(|value| value.abs() <= 4.0) {
        let square = arena.product(b, b);
        return arena.quotient(numerator, square);
    }
    let once = arena.quotient(numerator, b);
    arena.quotient(once, b)
}

/// (c/b)′, without the square of b, which overflows long before c/b underflows: −n c u⁻ⁿ⁻¹ u′ for b = uⁿ, else −y (b′/b).
fn constant_over(arena: &mut Arena, y: Id, c: Id, (b, db): (Id, Id), of: &impl Fn(Id) -> Option<Id>) -> Option<Id> {
    let (base, n) = match arena.get(b) {
        Node::PowerInteger(base, n) => (base, n),
        Node::Multiply(left, right) if left == right => (left, 2),
        _ => {
            let share = arena.quotient(db, b);
            let product = chain(arena, y, Some(share))?;
            return Some(arena.neg(product));
        }
    };
    let power = arena.powi(base, n.saturating_add(1).saturating_neg());
    let minus = arena.constant(-f64::from(n) * arena.constant_value(c)?);
    let partial = arena.product(minus, power);
    chain(arena, partial, of(base))
}

/// n aⁿ⁻¹.
fn power_integer(arena: &mut Arena, a: Id, n: i32) -> Id {
    let factor = arena.constant(f64::from(n));
    match n {
        0 => factor,
        1 => arena.constant(1.0),
        2 => arena.product(factor, a),
        _ => {
            let lower = arena.powi(a, n.saturating_sub(1));
            arena.product(factor, lower)
        }
    }
}

/// (aᵇ)′ = b aᵇ⁻¹ a′ + aᵇ ln(a) b′; at a = 0 the power beats the logarithm: their product has the limit 0.
fn power(arena: &mut Arena, y: Id, (a, da): (Id, Option<Id>), (b, db): (Id, Option<Id>)) -> Option<Id> {
    let base = da.and_then(|da| {
        let one = arena.constant(1.0);
        let lower = match arena.constant_value(b) {
            Some(exponent) => arena.constant(exponent - 1.0),
            None => arena.difference(b, one),
        };
        let power = arena.add(Node::Power(a, lower));
        let partial = arena.product(b, power);
        chain(arena, partial, Some(da))
    });
    let exponent = db.and_then(|db| {
        let logarithm = arena.call(Function::Ln, a);
        let (zero, product) = (arena.constant(0.0), arena.product(y, logarithm));
        let vanished = arena.compare(Comparison::Equal, y, zero);
        let partial = arena.select(vanished, y, product);
        chain(arena, partial, Some(db))
    });
    add(arena, base, exponent)
}

fn extremum(arena: &mut Arena, function: Function, (a, da): (Id, Option<Id>), (b, db): (Id, Option<Id>)) -> Option<Id> {
    let wins = if function == Function::Max { Comparison::Greater } else { Comparison::Less };
    if da.is_none() {
        let mask = arena.compare(wins, b, a);
        return choose(arena, mask, db, None);
    }
    let mask = arena.compare(wins, a, b);
    choose(arena, mask, da, db)
}

fn clamp(
    arena: &mut Arena,
    (u, du): (Id, Option<Id>),
    (low, dlow): (Id, Option<Id>),
    (high, dhigh): (Id, Option<Id>),
) -> Option<Id> {
    let above = arena.compare(Comparison::Greater, u, low);
    let below = arena.compare(Comparison::Less, u, high);
    if dlow.is_none() && dhigh.is_none() {
        let inside = arena.add(Node::And(above, below));
        return choose(arena, inside, du, None);
    }
    let upper = choose(arena, below, du, dhigh);
    choose(arena, above, upper, dlow)
}
