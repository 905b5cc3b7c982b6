//! Where a formula has no value inside the real line.
//!
//! In: the formula and its domain, if one is declared. Out: the widest interval (or the point) where it gives NaN or a pole.
//! Must never blame an overflow far outside anything a network sees: that is a matter of rounding, not of domain.

use crate::eval::{Point, Tape};
use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// Beyond this an invalid value is put down to overflow.
pub(super) const FARTHEST: f64 = 1e4;

/// Where there is no value: from `low` to `high`, a single point if they are equal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hole {
    /// The lower end, −∞ when nothing below has a value.
    pub low: f64,
    /// The upper end, ∞ when nothing above has a value.
    pub high: f64,
    /// The value there: NaN, or ±∞ at a pole.
    pub value: f64,
}

/// The first hole that is not excluded by the declared domain.
pub fn hole(arena: &Arena, value: Id, domain: Option<Id>, parameters: &[f64]) -> Option<Hole> {
    if arena.any(value, |node| matches!(node, Node::External(..))) {
        // What another crate's activation gives is not known here.
        return None;
    }
    let tape = Tape::new(arena, &[value]);
    let domain = domain.map(|domain| Tape::new(arena, &[domain]));
    let inside = |x: f64| domain.as_ref().is_none_or(|domain| domain.run(Point::at(x, parameters)) != 0.0);
    let at = |x: f64| tape.run(Point::at(x, parameters));
    let missing = |x: f64| inside(x) && at(x).is_nan();
    let points = points();
    if let Some(index) = points.iter().position(|&x| missing(x)) {
        let mut last = index;
        while last + 1 < points.len() && missing(points[last + 1]) {
            last += 1;
        }
        let low = if index == 0 { f64::NEG_INFINITY } else { edge(points[index], points[index - 1], &missing) };
        let high =
            if last + 1 == points.len() { f64::INFINITY } else { edge(points[last], points[last + 1], &missing) };
        return Some(Hole { low, high, value: f64::NAN });
    }
    pole(arena, value, parameters, &inside)
}

/// Ascending; dense near 0, where formulas have their features.
fn points() -> Vec<f64> {
    let mut points: Vec<f64> = (-80..=80).map(|step| f64::from(step) * 0.125).collect();
    for size in
        [1e-300, 1e-30, 1e-12, 1e-6, 1e-3, 12.5, 17.0, 25.0, 40.0, 60.0, 89.0, 110.0, 300.0, 720.0, 1000.0, FARTHEST]
    {
        points.extend([size, -size]);
    }
    points.sort_by(f64::total_cmp);
    points
}

/// The boundary between a point without and a point with a value.
fn edge(mut without: f64, mut with: f64, missing: &impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = f64::midpoint(without, with);
        if middle == without || middle == with {
            break;
        }
        if missing(middle) {
            without = middle;
        } else {
            with = middle;
        }
    }
    without
}

/// A point where a denominator or the argument of a logarithm is 0 and the formula is not finite.
fn pole(arena: &Arena, value: Id, parameters: &[f64], inside: &impl Fn(f64) -> bool) -> Option<Hole> {
    let whole = Tape::new(arena, &[value]);
    for id in arena.reachable(&[value]) {
        let suspect = match arena.get(id) {
            Node::Divide(_, bottom) => bottom,
            Node::PowerInteger(base, n) if n < 0 => base,
            Node::Call1(Function::Ln | Function::Log2 | Function::Log10, argument) => argument,
            _ => continue,
        };
        if arena.constant_value(suspect).is_some() {
            continue;
        }
        let tape = Tape::new(arena, &[suspect]);
        for pair in points().windows(2) {
            let Some(zero) = root(pair[0], pair[1], &|x| tape.run(Point::at(x, parameters))) else { continue };
            let found = whole.run(Point::at(zero, parameters));
            let beside = whole.run(Point::at(zero + 1e-9 * zero.abs().max(1.0), parameters));
            let exact = tape.run(Point::at(zero, parameters)) == 0.0;
            if inside(zero) && (!found.is_finite() && exact || !exact && found.abs() > 1e12 && beside.abs() > 1e5) {
                return Some(Hole { low: zero, high: zero, value: if exact { found } else { f64::INFINITY } });
            }
        }
    }
    None
}

/// A zero between two points: exact at one of them, or a sign change bisected.
fn root(low: f64, high: f64, f: &impl Fn(f64) -> f64) -> Option<f64> {
    let (at_low, at_high) = (f(low), f(high));
    if at_low == 0.0 {
        return Some(low);
    }
    if at_high == 0.0 {
        return Some(high);
    }
    if at_low.is_nan() || at_high.is_nan() || (at_low < 0.0) == (at_high < 0.0) {
        return None;
    }
    let (mut a, mut b) = (low, high);
    for _ in 0..200 {
        let middle = f64::midpoint(a, b);
        if middle == a || middle == b {
            break;
        }
        let value = f(middle);
        if value == 0.0 {
            return Some(middle);
        }
        if (value < 0.0) == (at_low < 0.0) {
            a = middle;
        } else {
            b = middle;
        }
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hole_of(build: impl Fn(&mut Arena, Id) -> Id) -> Option<Hole> {
        let mut arena = Arena::default();
        let x = arena.input();
        let root = build(&mut arena, x);
        hole(&arena, root, None, &[])
    }

    #[test]
    fn a_logarithm_has_no_value_below_zero() {
        let found = hole_of(|arena, x| arena.call(Function::Ln, x));
        assert!(
            matches!(found, Some(Hole { low: f64::NEG_INFINITY, high, .. }) if (-1e-300..=0.0).contains(&high)),
            "{found:?}"
        );
    }

    #[test]
    fn a_reciprocal_has_a_pole() {
        let found = hole_of(|arena, x| {
            let one = arena.constant(1.0);
            arena.quotient(one, x)
        });
        assert!(matches!(found, Some(Hole { low: 0.0, high: 0.0, .. })), "{found:?}");
    }

    #[test]
    fn an_irrational_pole_is_found() {
        let found = hole_of(|arena, x| {
            let (one, two) = (arena.constant(1.0), arena.constant(2.0));
            let square = arena.product(x, x);
            let bottom = arena.difference(square, two);
            arena.quotient(one, bottom)
        });
        assert!(matches!(found, Some(Hole { low, .. }) if (low.abs() - 2.0_f64.sqrt()).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn a_guarded_logarithm_is_whole() {
        let found = hole_of(|arena, x| {
            let one = arena.constant(1.0);
            let mask = arena.compare(crate::ir::Comparison::Greater, x, one);
            let log = arena.call(Function::Ln, x);
            let zero = arena.constant(0.0);
            arena.select(mask, log, zero)
        });
        assert_eq!(found, None);
    }
}
