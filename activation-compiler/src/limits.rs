//! The edges of the number line, ±∞ and NaN, and the edges within it, where a derivative is 0 · ∞.
//!
//! In: an expression that is about to be emitted. Out: the same for every finite x, with its limit instead of a NaN at ±∞
//! (x · sigmoid(x) at −∞ is −∞ · 0), and NaN for NaN. Must never change the value at a finite x where it was a number (a zero
//! may lose its sign), and must leave alone what it cannot mend for certain.

mod guard;
mod joint;
mod pair;

use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::verify::near;
use guard::{Doubt, guarded};
pub use joint::{Joints, at_joints, lost};
pub use pair::pair;

/// The root with its limits at ±∞, and with a number where overflow on the way made it NaN; the parameters' defaults are
/// told, and values near them count as well: which of two factors vanishes may depend on them.
pub fn at_infinity(arena: &mut Arena, root: Id, parameters: &[f64]) -> Id {
    if !arena.any(root, |node| node == Node::Input) || arena.any(root, |node| matches!(node, Node::External(..))) {
        return root;
    }
    let original = Tape::new(arena, &[root]);
    let mut root = root;
    let sets = near(parameters);
    for side in [Side::Low, Side::High] {
        let holds = |arena: &Arena, candidate| {
            let candidate = Tape::new(arena, &[candidate]);
            holds(&candidate, &original, side, parameters)
                && sets.iter().all(|parameters| harmless(&candidate, &original, side, parameters))
        };
        if holds(arena, root) {
            continue;
        }
        let mut candidates = Vec::new();
        // The cheapest first: one clamp of x, where it is a factor or everywhere; 1e30 where c·MAX would overflow.
        for bound in [None, Some(BOUND)] {
            candidates.push(factors_clamped(arena, root, side, bound));
            candidates.push(all_clamped(arena, root, side, bound));
        }
        // A product that is a zero again can be a factor of the next one.
        let guarded = (0..4).fold(root, |root, _| products_guarded(arena, root, side, parameters));
        candidates.push(guarded);
        candidates.push(all_clamped(arena, guarded, side, None));
        root = candidates.into_iter().find(|&candidate| holds(arena, candidate)).unwrap_or(root);
    }
    root
}

/// The root with NaN for a NaN input: a condition is false with a NaN, and its `else` need not mention x.
pub fn at_nan(arena: &mut Arena, root: Id, parameters: &[f64]) -> Id {
    let x = arena.input();
    let tape = Tape::new(arena, &[root]);
    let kept = |parameters: &Vec<f64>| tape.run(Point::at(f64::NAN, parameters)).is_nan();
    if near(parameters).iter().all(kept) || !arena.any(root, |node| node == Node::Input) {
        return root;
    }
    let number = arena.compare(Comparison::Equal, x, x);
    arena.select(number, root, x)
}

/// Where x is clamped if c · MAX overflowed: one step from 10³⁰, which a formula may have for reasons of its own.
const BOUND: f64 = 1.000_000_000_000_000_2e30;

/// Whether a node is an end of the number line at which x is clamped.
pub(crate) fn is_end(arena: &Arena, id: Id) -> bool {
    match arena.get(id) {
        Node::Negate(inner) => arena.get(inner) == Node::Largest,
        Node::Constant(number) => number.get().abs() == BOUND,
        node => node == Node::Largest,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

impl Side {
    fn sign(self) -> f64 {
        if self == Self::Low { -1.0 } else { 1.0 }
    }
}

/// From where things begin to overflow to the end of f32, then of f64.
const FAR: [f64; 21] = [
    30.0, 60.0, 80.0, 88.0, 89.5, 104.0, 200.0, 500.0, 700.0, 710.0, 745.0, 800.0, 1e4, 1e8, 1e15, 1e25, 1e35, 3e38,
    1e100, 1e200, 1e300,
];

/// Whether a candidate has the original's number wherever that has one, and elsewhere what it had settled at, or none.
fn harmless(candidate: &Tape, original: &Tape, side: Side, parameters: &[f64]) -> bool {
    let at = |tape: &Tape, x: f64| tape.run(Point::at(side.sign() * x, parameters));
    let mut before = f64::NAN;
    FAR.into_iter().all(|x| {
        let (wanted, got) = (at(original, x), at(candidate, x));
        let close = before.is_finite() && (got - before).abs() <= 1e-6 * before.abs().max(1e-30);
        let settled = got.is_nan() || got == before || close;
        before = got;
        if wanted.is_nan() { settled } else { got == wanted }
    })
}

/// Whether a candidate is right on a side: harmless, and no NaN, f64 being the measure of f32; at infinity what it settles
/// at, or an infinity where it grows.
fn holds(candidate: &Tape, original: &Tape, side: Side, parameters: &[f64]) -> bool {
    let at = |tape: &Tape, x: f64, precision| tape.run_at(Point::at(side.sign() * x, parameters), precision);
    let mut rounded = false;
    for x in FAR {
        let got = at(candidate, x, Precision::Double);
        let single = at(candidate, x, Precision::Single);
        if got.is_nan() || single.is_nan() {
            return false;
        }
        if x < 3.5e38 && !(single.is_infinite() || (single - got).abs() <= 1e-2 * got.abs() + 1e-6) {
            // Rounding may have made this of the original; a formula that never settles looks the same.
            if single != at(original, x, Precision::Single) {
                return false;
            }
            rounded = true;
        }
    }
    [Precision::Single, Precision::Double].into_iter().all(|precision| {
        let limit = at(candidate, f64::INFINITY, precision);
        let [farther, last] = [1e25, 1e35].map(|x| at(candidate, x, precision));
        if last.is_infinite() {
            return limit == last;
        }
        let settled = (last - farther).abs() <= 1e-6 * last.abs().max(1e-30);
        if settled { (limit - last).abs() <= 1e-5 * last.abs().max(1.0) } else { !limit.is_nan() && !rounded }
    })
}

/// x clamped on one side at the greatest number, or at a bound.
fn clamped(arena: &mut Arena, side: Side, bound: Option<f64>) -> Id {
    let x = arena.input();
    let size = match bound {
        Some(bound) => arena.constant(bound),
        None => arena.add(Node::Largest),
    };
    match side {
        Side::Low => {
            let low = arena.neg(size);
            arena.add(Node::Call2(Function::Max, x, low))
        }
        Side::High => arena.add(Node::Call2(Function::Min, x, size)),
    }
}

/// The clamp only where x (or the clamp of its other side) is a factor: the rest can go on sharing its subterms.
fn factors_clamped(arena: &mut Arena, root: Id, side: Side, bound: Option<f64>) -> Id {
    let x = arena.input();
    let other = clamped(arena, if side == Side::Low { Side::High } else { Side::Low }, bound);
    let inner = clamped(arena, side, bound);
    let both = arena.substitute(other, Node::Input, inner);
    arena.transform(root, |arena, id| {
        let replace = |id| {
            if id == x {
                inner
            } else if id == other {
                both
            } else {
                id
            }
        };
        match arena.get(id) {
            Node::Multiply(a, b) => arena.product(replace(a), replace(b)),
            _ => id,
        }
    })
}

fn all_clamped(arena: &mut Arena, root: Id, side: Side, bound: Option<f64>) -> Id {
    let to = clamped(arena, side, bound);
    arena.substitute(root, Node::Input, to)
}

/// 0 · ∞ is 0 for the products that give NaN on a side: the factor that has underflowed is the faster one, which `holds`
/// then confirms or not.
fn products_guarded(arena: &mut Arena, root: Id, side: Side, parameters: &[f64]) -> Id {
    let points = FAR.into_iter().chain([f64::INFINITY]).map(|x| side.sign() * x);
    guarded(arena, root, points, parameters, Doubt::Products)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silu_has_its_limit_and_its_values() {
        let mut arena = Arena::default();
        let x = arena.input();
        let sigmoid = arena.call(Function::Sigmoid, x);
        let root = arena.product(x, sigmoid);
        let mended = at_infinity(&mut arena, root, &[]);
        let (before, after) = (Tape::new(&arena, &[root]), Tape::new(&arena, &[mended]));
        assert!(before.run(Point::at(f64::NEG_INFINITY, &[])).is_nan());
        assert_eq!(after.run(Point::at(f64::NEG_INFINITY, &[])), 0.0);
        assert_eq!(after.run(Point::at(f64::INFINITY, &[])), f64::INFINITY);
        for x in [-1e300, -3.0, 0.0, 2.0, 1e300] {
            assert_eq!(before.run(Point::at(x, &[])), after.run(Point::at(x, &[])));
        }
    }

    #[test]
    fn softsign_reaches_one() {
        let mut arena = Arena::default();
        let x = arena.input();
        let (one, size) = (arena.constant(1.0), arena.call(Function::Abs, x));
        let bottom = arena.sum(one, size);
        let root = arena.quotient(x, bottom);
        let mended = at_infinity(&mut arena, root, &[]);
        let tape = Tape::new(&arena, &[mended]);
        assert_eq!(tape.run(Point::at(f64::INFINITY, &[])), 1.0);
        assert_eq!(tape.run(Point::at(f64::NEG_INFINITY, &[])), -1.0);
        assert!(tape.run(Point::at(f64::NAN, &[])).is_nan());
    }

    #[test]
    fn zero_times_overflow_is_what_it_settles_at() {
        // The derivative of 1 − exp(−eˣ): eˣ · exp(−eˣ).
        let mut arena = Arena::default();
        let x = arena.input();
        let growth = arena.call(Function::Exp, x);
        let minus = arena.neg(growth);
        let decay = arena.call(Function::Exp, minus);
        let root = arena.product(growth, decay);
        let mended = at_infinity(&mut arena, root, &[]);
        let tape = Tape::new(&arena, &[mended]);
        for (x, precision) in
            [(104.0, Precision::Single), (745.0, Precision::Double), (f64::INFINITY, Precision::Double)]
        {
            assert_eq!(tape.run_at(Point::at(x, &[]), precision), 0.0);
        }
        assert_eq!(tape.run(Point::at(1.0, &[])), Tape::new(&arena, &[root]).run(Point::at(1.0, &[])));
    }

    #[test]
    fn a_guard_turns_no_condition() {
        // NaN < 2 is false, and so the formula is 3 where the product is NaN.
        let mut arena = Arena::default();
        let x = arena.input();
        let growth = arena.call(Function::Exp, x);
        let minus = arena.neg(growth);
        let decay = arena.call(Function::Exp, minus);
        let product = arena.product(growth, decay);
        let (two, three) = (arena.constant(2.0), arena.constant(3.0));
        let mask = arena.compare(Comparison::Less, product, two);
        let root = arena.select(mask, product, three);
        let guarded = products_guarded(&mut arena, root, Side::High, &[]);
        assert_ne!(guarded, root);
        assert_eq!(Tape::new(&arena, &[guarded]).run(Point::at(1000.0, &[])), 3.0);
    }

    #[test]
    fn no_product_is_guarded_twice() {
        let mut arena = Arena::default();
        let x = arena.input();
        let growth = arena.call(Function::Exp, x);
        let minus = arena.neg(growth);
        let decay = arena.call(Function::Exp, minus);
        let root = arena.product(growth, decay);
        let mended = at_infinity(&mut arena, root, &[]);
        let choices = arena.reachable(&[mended]).into_iter().filter(|&id| matches!(arena.get(id), Node::Select(..)));
        assert_eq!(choices.count(), 1);
    }

    #[test]
    fn which_factor_vanishes_may_depend_on_a_parameter() {
        // eˣ · e⁻ᵃˣ: at a = 1.2 the decay wins, at a = 0.84 the growth.
        for (a, mended) in [(2.0, true), (1.2, false)] {
            let mut arena = Arena::default();
            let (x, parameter) = (arena.input(), arena.add(Node::Parameter(0)));
            let minus = arena.neg(x);
            let exponent = arena.product(parameter, minus);
            let (growth, decay) = (arena.call(Function::Exp, x), arena.call(Function::Exp, exponent));
            let root = arena.product(growth, decay);
            assert_eq!(at_infinity(&mut arena, root, &[a]) != root, mended, "{a}");
        }
    }

    #[test]
    fn what_does_not_settle_is_left_alone() {
        // x eˣ e⁻ˣ is x, which no zero stands for.
        let mut arena = Arena::default();
        let x = arena.input();
        let minus = arena.neg(x);
        let (growth, decay) = (arena.call(Function::Exp, x), arena.call(Function::Exp, minus));
        let left = arena.product(x, growth);
        let root = arena.product(left, decay);
        assert_eq!(at_infinity(&mut arena, root, &[]), root);
    }

    #[test]
    fn a_condition_does_not_swallow_nan() {
        let mut arena = Arena::default();
        let (x, zero, one) = (arena.input(), arena.constant(0.0), arena.constant(1.0));
        let mask = arena.compare(Comparison::Greater, x, zero);
        let root = arena.select(mask, one, zero);
        let mended = at_nan(&mut arena, root, &[]);
        let tape = Tape::new(&arena, &[mended]);
        assert!(tape.run(Point::at(f64::NAN, &[])).is_nan());
        assert_eq!(tape.run(Point::at(2.0, &[])), 1.0);
    }
}
