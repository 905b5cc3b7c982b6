//! What can be known of an activation: range, monotonicity, parity, kinks, Lipschitz bound, residual.
//!
//! In: a formula and its derivatives in the arena, the parameters' defaults. Out: `Facts`, each proved or absent.
//! Must never guess: a user may build on a fact, so that "unknown" is the answer wherever a proof is missing.

mod candidates;
mod cell;
mod extent;
mod factor;
mod interval;
mod kinks;
mod machine;
mod number;
mod output;
mod parity;
mod survey;
mod tail;
#[cfg(test)]
mod tests;

use crate::eval::{Point, Tape};
use crate::function::{Function, Shape};
use crate::ir::{Arena, Id, Node};
use interval::Interval;
use machine::{FUEL, Machine};

/// What is analysed.
#[derive(Clone, Debug)]
pub struct Subject {
    /// f, in x and parameters.
    pub value: Id,
    /// f as it is emitted, with its limits and its NaN.
    pub emitted: Id,
    /// The derivative that is emitted: in x and parameters, and in y when the user gave it so.
    pub derivative: Id,
    /// f′ as the calculus gives it, in x and parameters. It differs from `derivative` when that is a surrogate.
    pub derived: Id,
    /// f″, in x and parameters. Without it most bounds of smooth formulas stay unknown.
    pub second: Option<Id>,
    /// The parameters' default values.
    pub parameters: Vec<f64>,
    /// Whether a parameter is learned.
    pub learnable: bool,
    /// The mask of those x at which the formula is meant to be used; `None`: all.
    pub domain: Option<Id>,
}

/// The closure of the image; an infinite end is not attained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The greatest lower bound.
    pub low: f64,
    /// Whether it is a value.
    pub low_attained: bool,
    /// The least upper bound.
    pub high: f64,
    /// Whether it is a value.
    pub high_attained: bool,
}

/// How f goes on the whole of its domain; `Increasing` and `Decreasing` are strict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are the mathematics")]
pub enum Monotonicity {
    Constant,
    Increasing,
    NonDecreasing,
    Decreasing,
    NonIncreasing,
    NonMonotone,
}

/// Whether f(−x) is f(x), −f(x), or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are the mathematics")]
pub enum Parity {
    Even,
    Odd,
    Neither,
}

/// A point where f or f′ jumps, or where f′ is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kink {
    /// The point.
    pub at: f64,
    /// The derivative from the left.
    pub left: f64,
    /// The derivative from the right.
    pub right: f64,
    /// What the emitted derivative gives there.
    pub taken: f64,
    /// Whether f itself jumps.
    pub jump: bool,
}

/// All kinks.
#[derive(Clone, Debug, PartialEq)]
pub enum Kinks {
    /// These, in order.
    Finite(Vec<Kink>),
    /// Infinitely many.
    Periodic,
}

/// Points that may be kinks.
#[derive(Clone, Debug, PartialEq)]
pub struct KinkPoints {
    /// In order; of infinitely many, those nearest to 0.
    pub points: Vec<f64>,
    /// Whether there is certainly no other.
    pub complete: bool,
}

/// What `forward` keeps for `backward`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Residual {
    /// The derivative does not depend on x.
    Nothing,
    /// The derivative follows exactly from the output.
    Output,
    /// The derivative itself.
    Derivative,
    /// The input: parameters are learned, and their derivatives need it.
    Input,
}

/// All that was proved; `None` is "unknown". It holds for the parameters' default values, `exact_from_output` for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The closure of the image.
    pub range: Option<Range>,
    /// Rising, falling, or neither.
    pub monotonicity: Option<Monotonicity>,
    /// Symmetry.
    pub parity: Option<Parity>,
    /// Where the graph breaks.
    pub kinks: Option<Kinks>,
    /// A bound of |f′| no more than 10⁻⁶ (relative) above the least one; infinite: there is none.
    pub lipschitz: Option<f64>,
    /// What `forward` keeps.
    pub residual: Residual,
    /// The emitted derivative in y and parameters, bit for bit the same.
    pub exact_from_output: Option<Id>,
}

/// Every x where a condition changes, two arguments of `min`, `max`, `clamp` tie, or a function is not smooth; sorted,
/// and a float at which equality holds exactly where there is one; of infinitely many those nearest to 0. Points that turn
/// out to be smooth are among them.
pub fn kinks(arena: &Arena, roots: &[Id], parameters: &[f64]) -> KinkPoints {
    candidates::candidates(arena, roots, parameters, FUEL).known()
}

/// All facts of one definition.
pub fn analyze(arena: &mut Arena, subject: &Subject) -> Facts {
    let Subject { value, emitted, derivative, derived, second, ref parameters, learnable, domain } = *subject;
    let unknown = arena.constant(f64::NAN);
    let always = {
        let zero = arena.constant(0.0);
        arena.compare(crate::ir::Comparison::Equal, zero, zero)
    };
    let roots = [value, derived, second.unwrap_or(unknown), domain.unwrap_or(always)];
    let found = candidates::candidates(arena, &roots, parameters, FUEL / 2);
    let mut machine = Machine::new(arena, &roots, parameters, FUEL);
    let masked = domain.is_some();

    let points = found.points.as_slice();
    let known = found.complete && !found.periodic;
    let kinks = if found.periodic {
        Some(Kinks::Periodic)
    } else if found.complete {
        let tape = Tape::new(arena, &[value, derivative]);
        kinks::judge(&mut machine, points, masked, |x| taken(&tape, x, parameters))
    } else {
        None
    };
    let survey = known.then(|| survey::Survey::walk(&mut machine, points, masked));
    let range = match &survey {
        Some(survey) => survey.range(),
        None => unbounded(&mut machine, masked),
    };
    let direction = || trend(arena, value, parameters).filter(|_| !masked);
    let monotonicity = survey.as_ref().and_then(survey::Survey::monotonicity).or_else(direction);
    let lipschitz = survey.as_ref().and_then(survey::Survey::lipschitz);

    let mut fresh = Machine::new(arena, &[value], parameters, FUEL / 4);
    let parity = parity::parity(arena, value, domain, &mut fresh, parameters, known.then_some(points));
    let exact_from_output = output::exact(arena, [value, emitted], derivative, parameters, points);
    let varies = arena.any(derivative, |node| matches!(node, Node::Input | Node::Output | Node::External(..)));
    let residual = match exact_from_output {
        _ if learnable => Residual::Input,
        _ if !varies => Residual::Nothing,
        Some(_) => Residual::Output,
        None => Residual::Derivative,
    };
    Facts { range, monotonicity, parity, kinks, lipschitz, residual, exact_from_output }
}

/// The emitted derivative at a point.
fn taken(tape: &Tape, x: f64, parameters: &[f64]) -> f64 {
    let value = |y: f64, root: usize| {
        let mut values = Vec::new();
        tape.run_into(Point { x, y, parameters }, crate::eval::Precision::Double, &mut values);
        tape.roots().get(root).map_or(f64::NAN, |&root| values[root])
    };
    value(value(f64::NAN, 0), 1) + 0.0
}

/// The range of a formula with endless kinks: only that it is all of ℝ can be told, from its limits.
fn unbounded(machine: &mut Machine<'_>, masked: bool) -> Option<Range> {
    if masked {
        return None;
    }
    machine.leave();
    let mut ends = [false; 2];
    for right in [false, true] {
        let (near, limit): ([Interval; 1], [Interval; 1]) = machine.tail(1e60, right);
        ends[0] |= near[0].sure && limit[0].hi == f64::NEG_INFINITY;
        ends[1] |= near[0].sure && limit[0].lo == f64::INFINITY;
    }
    let all = Range { low: f64::NEG_INFINITY, low_attained: false, high: f64::INFINITY, high_attained: false };
    (ends[0] && ends[1]).then_some(all)
}

/// The direction of a formula that is put together from monotone parts only. It cannot tell strictness.
fn trend(arena: &Arena, value: Id, parameters: &[f64]) -> Option<Monotonicity> {
    let order = arena.reachable(&[value]);
    let mut trends: Vec<Option<i8>> = vec![None; arena.len()];
    let fixed = |id: Id| match arena.get(id) {
        Node::Constant(number) => Some(number.get()),
        Node::Parameter(index) => parameters.get(usize::from(index)).copied(),
        _ => None,
    };
    for &id in &order {
        let of = |id: Id| trends[id.index()];
        let both = |a: Option<i8>, b: Option<i8>| match (a?, b?) {
            (p, 0) => Some(p),
            (0, q) => Some(q),
            (p, q) => (p == q).then_some(p),
        };
        let scaled = |a: Id, factor: Id| {
            let factor = fixed(factor).filter(|v| v.is_finite() && *v != 0.0)?;
            Some(if factor > 0.0 { of(a)? } else { -of(a)? })
        };
        trends[id.index()] = match arena.get(id) {
            Node::Input => Some(1),
            Node::Constant(_) | Node::Parameter(_) => Some(0),
            Node::Negate(a) => of(a).map(|p| -p),
            Node::Add(a, b) | Node::Call2(Function::Min | Function::Max, a, b) => both(of(a), of(b)),
            Node::Subtract(a, b) => both(of(a), of(b).map(|q| -q)),
            Node::Multiply(a, b) => scaled(a, b).or_else(|| scaled(b, a)),
            Node::Divide(a, b) => scaled(a, b),
            Node::Call1(function, a)
                if function.row().domain.0.is_infinite() && function.row().domain.1.is_infinite() =>
            {
                match function.row().shape {
                    Shape::Increasing => of(a),
                    Shape::Decreasing => of(a).map(|p| -p),
                    _ => None,
                }
            }
            _ => None,
        };
    }
    match trends[value.index()]? {
        1 => Some(Monotonicity::NonDecreasing),
        -1 => Some(Monotonicity::NonIncreasing),
        _ => None,
    }
}
