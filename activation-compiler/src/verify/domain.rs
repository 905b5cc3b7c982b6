//! Where a formula has no value inside the real line.
//!
//! In: the formula and its domain, if one is declared. Out: the widest interval (or the point) where it gives NaN or a pole.
//! Must never blame an overflow far outside anything a network sees: that is a matter of rounding, not of domain.

use super::bounds::{Bounded, Scratch, bounded, ulp};
use crate::analyze::{self, KinkPoints};
use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// Beyond this an invalid value is put down to overflow.
pub(crate) const FARTHEST: f64 = 1e4;

/// How many steps of tapes the points at poles may cost: a second, which it takes a huge formula to reach.
const MOST_STEPS: usize = 20_000_000;

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
    let missing = |x: f64| {
        let value = at(x);
        let lost = value.is_nan() || value.is_infinite() && is_ordinary(x) && singular(&tape, x, parameters);
        lost && inside(x)
    };
    let suspects = suspects(arena, value, parameters, MOST_STEPS / tape.steps().len());
    let mut points = grid();
    points.extend(suspects.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
    points.extend(&suspects);
    points.sort_by(f64::total_cmp);
    points.dedup();
    if let Some(index) = points.iter().position(|&x| missing(x)) {
        let mut last = index;
        while last + 1 < points.len() && missing(points[last + 1]) {
            last += 1;
        }
        let low = if index == 0 { f64::NEG_INFINITY } else { edge(points[index], points[index - 1], &missing) };
        let high =
            if last + 1 == points.len() { f64::INFINITY } else { edge(points[last], points[last + 1], &missing) };
        return Some(Hole { low, high, value: at(points[index]) });
    }
    // Where no float is the pole itself.
    let poles = suspects.into_iter().filter(|&x| inside(x) && is_pole(&tape, x, parameters));
    let nearest = poles.min_by(|a, b| a.abs().total_cmp(&b.abs()).then(b.total_cmp(a)))?;
    Some(Hole { low: nearest, high: nearest, value: f64::INFINITY })
}

/// Whether an infinity at x is to blame on the formula; beside 0 a power underflows, far out others overflow.
fn is_ordinary(x: f64) -> bool {
    x == 0.0 || (1e-12..=FARTHEST).contains(&x.abs())
}

/// Whether a formula may end, or grow without bound, where this node does.
fn edge_of(arena: &Arena, node: Node) -> bool {
    use Function as F;
    match node {
        Node::Divide(_, bottom) => arena.constant_value(bottom).is_none(),
        Node::PowerInteger(_, n) => n < 0,
        Node::Power(..) => true,
        Node::Call1(function, _) => matches!(
            function,
            F::Ln | F::Log2 | F::Log10 | F::Ln1p | F::Sqrt | F::Asin | F::Acos | F::Acosh | F::Atanh | F::Tan
        ),
        _ => false,
    }
}

/// Where the formula may end or have a pole, ascending; no more than `most`, and then those nearest to 0.
fn suspects(arena: &Arena, value: Id, parameters: &[f64], most: usize) -> Vec<f64> {
    let nodes: Vec<Id> = arena.reachable(&[value]).into_iter().filter(|&id| edge_of(arena, arena.get(id))).collect();
    if nodes.is_empty() {
        return Vec::new();
    }
    let KinkPoints { mut points, complete } = analyze::kinks(arena, &nodes, parameters);
    if !complete {
        points.extend(zeros(arena, &nodes, parameters, most));
    }
    points.retain(|&x| is_ordinary(x));
    points.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    points.truncate(most);
    points.sort_by(f64::total_cmp);
    points.dedup();
    points
}

/// Where denominators and arguments of logarithms change their sign, as far as the grid shows it.
fn zeros(arena: &Arena, nodes: &[Id], parameters: &[f64], most: usize) -> Vec<f64> {
    let watched: Vec<Id> = nodes
        .iter()
        .filter_map(|&id| match arena.get(id) {
            Node::Divide(_, bottom) => Some(bottom),
            node => node.operands().next(),
        })
        .collect();
    let tape = Tape::new(arena, &watched);
    let mut values = Vec::new();
    let mut signs = |x: f64| {
        tape.run_into(Point::at(x, parameters), Precision::Double, &mut values);
        tape.roots().iter().map(|&root| values[root] < 0.0).collect::<Vec<bool>>()
    };
    let grid = grid();
    let states: Vec<Vec<bool>> = grid.iter().map(|&x| signs(x)).collect();
    let mut cells: Vec<usize> = (1..grid.len()).filter(|&cell| states[cell - 1] != states[cell]).collect();
    cells.sort_by(|&a, &b| grid[a].abs().total_cmp(&grid[b].abs()));
    cells.truncate(64.min(most / 64));
    let mut found = Vec::new();
    for cell in cells {
        let (mut low, mut high) = (grid[cell - 1], grid[cell]);
        while let Some(middle) = Some(f64::midpoint(low, high)).filter(|&middle| low < middle && middle < high) {
            if signs(middle) == states[cell - 1] {
                low = middle;
            } else {
                high = middle;
            }
        }
        found.extend([low, high]);
    }
    found
}

/// Whether the formula grows without bound around x because something there is singular.
fn is_pole(tape: &Tape, x: f64, parameters: &[f64]) -> bool {
    let at = |x: f64| tape.run(Point::at(x, parameters));
    let (found, step) = (at(x).abs(), 1e-9 * x.abs().max(1.0));
    let falls = |beside: f64| at(beside).is_nan() || at(beside).abs() <= 0.01 * found;
    found > 1e12 && falls(x - step) && falls(x + step) && singular(tape, x, parameters)
}

/// Whether what the formula gives goes back to a division by 0 or its like, and not to an overflow; a 0 up to rounding counts.
fn singular(tape: &Tape, x: f64, parameters: &[f64]) -> bool {
    use Function as F;
    let mut scratch = Scratch::off_by(ulp(x));
    let _ = bounded(tape, Point::at(x, parameters), 0.0, &mut scratch);
    let is = |step: usize, level: f64| {
        let Bounded { value, error } = scratch.value(step);
        error.is_finite() && (value - level).abs() <= 4.0 * error
    };
    let mut marked: Vec<bool> = Vec::with_capacity(tape.steps().len());
    for (index, (node, [a, b, c])) in tape.steps().iter().enumerate() {
        let own = match node {
            Node::Divide(..) => is(*b, 0.0),
            Node::PowerInteger(_, n) => *n < 0 && is(*a, 0.0),
            Node::Power(..) => scratch.value(*b).value < 0.0 && is(*a, 0.0),
            Node::Call1(F::Ln | F::Log2 | F::Log10, _) => is(*a, 0.0),
            Node::Call1(F::Ln1p, _) => is(*a, -1.0),
            Node::Call1(F::Atanh, _) => is(*a, -1.0) || is(*a, 1.0),
            // The tangent is about the reciprocal of the distance to its pole.
            Node::Call1(F::Tan, _) => 4.0 * scratch.value(*a).error * scratch.value(index).value.abs() >= 1.0,
            _ => false,
        };
        let below = match node {
            Node::Select(..) => marked[if scratch.value(*a).value == 0.0 { *c } else { *b }],
            _ => [a, b, c].into_iter().take(node.operands().count()).any(|operand| marked[*operand]),
        };
        marked.push(own || below);
    }
    marked[tape.roots()[0]]
}

/// Ascending; dense near 0, where formulas have their features.
fn grid() -> Vec<f64> {
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
    fn a_pole_that_touches_is_found() {
        let found = hole_of(|arena, x| {
            let (one, place) = (arena.constant(1.0), arena.constant(0.3));
            let distance = arena.difference(x, place);
            let size = arena.call(Function::Abs, distance);
            arena.quotient(one, size)
        });
        assert!(matches!(found, Some(Hole { low: 0.3, high: 0.3, .. })), "{found:?}");
    }

    #[test]
    fn of_many_poles_the_nearest_is_shown() {
        let found = hole_of(|arena, x| arena.call(Function::Tan, x));
        assert!(
            matches!(found, Some(Hole { low, .. }) if (low - 0.5 * std::f64::consts::PI).abs() < 1e-15),
            "{found:?}"
        );
        let found = hole_of(|arena, x| {
            let (one, cos) = (arena.constant(1.0), arena.call(Function::Cos, x));
            arena.quotient(one, cos)
        });
        assert!(
            matches!(found, Some(Hole { low, .. }) if (low - 0.5 * std::f64::consts::PI).abs() < 1e-15),
            "{found:?}"
        );
    }

    #[test]
    fn an_overflow_is_no_pole() {
        let found = hole_of(|arena, x| {
            let (place, exp) = (arena.constant(800.0), arena.call(Function::Exp, x));
            let distance = arena.difference(x, place);
            let size = arena.call(Function::Sqrt, distance);
            let mask = arena.compare(crate::ir::Comparison::Greater, x, place);
            let zero = arena.constant(0.0);
            let rest = arena.select(mask, size, zero);
            arena.sum(exp, rest)
        });
        assert_eq!(found, None);
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
