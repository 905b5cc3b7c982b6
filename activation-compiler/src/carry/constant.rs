//! What a constant means beyond its `f64`: 1.702 is a decimal fraction, and `2 / PI` a quotient of which `f64` keeps 53 bits.
//!
//! In: a constant of an arena. Out: the exact number less the `f64`, as an `f64`; 0 where it is not known. It must never guess:
//! what it gives is at most half a unit in the last place, and what it does not understand is taken for exact.

use std::collections::HashMap;

use crate::function::{CONSTANTS, Function};
use crate::ir::{Arena, Id, Node};

/// A number in twice the precision: the `f64` nearest to it, and the rest.
type Double = (f64, f64);

/// The exact value of a constant node, less its `f64`.
pub(super) fn rest(arena: &mut Arena, id: Id) -> f64 {
    let Some(value) = arena.constant_value(id) else { return 0.0 };
    let root = arena.unfolded(id);
    let mut known: HashMap<Id, Option<Double>> = HashMap::new();
    for id in arena.reachable(&[root]) {
        let of = |id: Id| known.get(&id).copied().flatten();
        let double = match arena.get(id) {
            Node::Constant(number) => Some((number.get(), written(number.get()))),
            Node::Negate(a) => of(a).map(|(high, low)| (-high, -low)),
            Node::Add(a, b) => of(a).zip(of(b)).map(|(a, b)| sum(a, b)),
            Node::Subtract(a, b) => of(a).zip(of(b)).map(|(a, (high, low))| sum(a, (-high, -low))),
            Node::Multiply(a, b) => of(a).zip(of(b)).map(|(a, b)| product(a, b)),
            Node::Divide(a, b) => of(a).zip(of(b)).map(|(a, b)| quotient(a, b)),
            Node::Call1(Function::Sqrt, a) => of(a).map(root_of),
            _ => None,
        };
        known.insert(id, double);
    }
    let Some((high, low)) = known.get(&root).copied().flatten() else { return 0.0 };
    let rest = (high - value) + low;
    // More than a unit in the last place would be another number.
    if rest.abs() <= value.abs() * f64::EPSILON { rest } else { 0.0 }
}

/// What a number that somebody wrote means beyond its `f64`: a constant by its name, any other by its decimal digits, the fewest
/// that lead to it.
fn written(value: f64) -> f64 {
    let size = value.abs();
    let named = CONSTANTS.iter().find(|(_, known, _)| *known == size).map(|(_, _, rest)| *rest);
    let rest = named.or_else(|| decimal(size)).unwrap_or(0.0);
    if value < 0.0 { -rest } else { rest }
}

/// The decimal fraction that is written for this number, less the number.
fn decimal(value: f64) -> Option<f64> {
    /// The greatest power of ten that is an `f64`.
    const LARGEST_POWER: i32 = 22;
    /// With more than 15 digits it may stand for a number that has still more.
    const MOST: u64 = 1_000_000_000_000_000;
    /// Digits are taken in two halves, each of them exact.
    const HALF: u64 = 100_000_000;

    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let digits: u64 = mantissa.replace('.', "").parse().ok()?;
    let places = i32::try_from(mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len())).ok()?;
    let exponent = exponent.parse::<i32>().ok()? - places;
    if exponent.abs() > LARGEST_POWER || digits >= MOST {
        return None;
    }
    let [upper, lower] = [digits / HALF, digits % HALF].map(|half| u32::try_from(half).ok().map(f64::from));
    let whole = sum(product((upper?, 0.0), (1e8, 0.0)), (lower?, 0.0));
    let power = (10.0_f64.powi(exponent.abs()), 0.0);
    let (high, low) = if exponent < 0 { quotient(whole, power) } else { product(whole, power) };
    Some((high - value) + low)
}

fn sum(a: Double, b: Double) -> Double {
    let high = a.0 + b.0;
    let added = high - a.0;
    let low = (a.0 - (high - added)) + (b.0 - added) + a.1 + b.1;
    normal(high, low)
}

fn product(a: Double, b: Double) -> Double {
    let high = a.0 * b.0;
    normal(high, libm::fma(a.0, b.0, -high) + (a.0 * b.1 + a.1 * b.0))
}

fn quotient(a: Double, b: Double) -> Double {
    let high = a.0 / b.0;
    let left = libm::fma(-high, b.0, a.0) + a.1 - high * b.1;
    normal(high, left / b.0)
}

fn root_of(a: Double) -> Double {
    let high = a.0.sqrt();
    normal(high, (libm::fma(-high, high, a.0) + a.1) / (2.0 * high))
}

fn normal(high: f64, low: f64) -> Double {
    let sum = high + low;
    (sum, (high - sum) + low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_what_was_written() {
        // The decimal fraction less the f64 nearest to it, by mpmath.
        let known = [
            (1.702, 4.263_256_414_560_601e-17),
            (-1.702, -4.263_256_414_560_601e-17),
            (0.044_715, 2.196_021_142_708_559_5e-18),
            (0.1, -5.551_115_123_125_783e-18),
            (1e-7, 4.525_188_817_411_374e-24),
            (std::f64::consts::PI, 1.224_646_799_147_353_2e-16),
            (3.0, 0.0),
        ];
        for (value, expected) in known {
            let mut arena = Arena::default();
            let id = arena.constant(value);
            assert!((rest(&mut arena, id) - expected).abs() <= 1e-15 * f64::abs(expected), "{value}");
        }
    }

    #[test]
    fn a_folded_constant_keeps_its_digits() {
        use std::f64::consts::PI;
        let mut arena = Arena::default();
        let (two, pi) = (arena.constant(2.0), arena.constant(PI));
        let quotient = arena.fold(Node::Divide(two, pi), 2.0 / PI);
        let root = arena.fold(Node::Call1(Function::Sqrt, quotient), (2.0 / PI).sqrt());
        let double = arena.fold(Node::Multiply(two, root), 2.0 * (2.0 / PI).sqrt());
        // √(2/π) less its f64, by mpmath.
        let expected = -4.984_654_404_555_46e-17;
        assert!((rest(&mut arena, root) - expected).abs() <= 1e-13 * expected.abs());
        assert_eq!(rest(&mut arena, double), 2.0 * rest(&mut arena, root));
        let sine = arena.fold(Node::Call1(Function::Sin, two), 2.0_f64.sin());
        assert_eq!(rest(&mut arena, sine), 0.0);
    }
}
