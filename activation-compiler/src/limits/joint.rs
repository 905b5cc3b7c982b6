//! A derivative at the finite x where it is 0 · ∞ although its formula is a number: x · √|x| at 0.
//!
//! In: a function and a derivative of it as the calculus gives it. Out: the derivative with those products 0 where that is
//! what differences of the function tend to, or the x where it remains NaN. Must never trust a zero that they do not show:
//! the derivative of ∛(x³) at 0 is 1.

use super::at_infinity;
use super::guard::{Doubt, guarded};
use crate::analyze::{KinkPoints, kinks};
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Id, Node};

/// A function near the points where its formula is put together.
pub struct Joints<'a> {
    /// The function, in x and parameters.
    pub value: Id,
    /// The mask of those x that matter.
    pub domain: Option<Id>,
    /// The parameters' values.
    pub parameters: &'a [f64],
}

/// The derivative by a leaf with its numbers at the joints.
///
/// # Errors
///
/// The first x that has none.
pub fn at_joints(arena: &mut Arena, joints: &Joints<'_>, leaf: Node, derivative: Id) -> Result<Id, f64> {
    if !may_break(arena, derivative) {
        return Ok(derivative);
    }
    let points = points(arena, joints, derivative);
    let function = Function::new(arena, joints, leaf);
    let lost = |arena: &Arena, root: Id, precisions: &[Precision], points: &[f64]| -> Vec<f64> {
        let tape = Tape::new(arena, &[root]);
        let lost = |x: f64| precisions.iter().any(|&precision| function.loses(&tape, x, precision));
        points.iter().copied().filter(|&x| lost(x)).collect()
    };
    let both = [Precision::Double, Precision::Single];
    let mut missing = lost(arena, derivative, &both, &points);
    if !missing.is_empty() {
        // What overflows on the way to infinity is mended with what is there.
        let edged = at_infinity(arena, derivative, joints.parameters);
        missing = lost(arena, edged, &both, &missing);
    }
    if missing.is_empty() {
        return Ok(derivative);
    }
    for doubt in [Doubt::Operations, Doubt::All] {
        // A product that is a zero again can be a factor of the next one.
        let mended =
            (0..4).fold(derivative, |root, _| guarded(arena, root, missing.iter().copied(), joints.parameters, doubt));
        let tape = Tape::new(arena, &[mended]);
        if missing.iter().all(|&x| function.tends_to(x, tape.run(Point::at(x, joints.parameters)))) {
            return Ok(mended);
        }
    }
    lost(arena, derivative, &both[..1], &missing).first().map_or(Ok(derivative), |&x| Err(x))
}

/// The first x at which a derivative that is emitted as it stands is not a number.
pub fn lost(arena: &mut Arena, joints: &Joints<'_>, derivative: Id) -> Option<f64> {
    if !may_break(arena, derivative) {
        return None;
    }
    let derivative = at_infinity(arena, derivative, joints.parameters);
    let function = Function::new(arena, joints, Node::Input);
    let tape = Tape::new(arena, &[derivative]);
    points(arena, joints, derivative).into_iter().find(|&x| function.loses(&tape, x, Precision::Double))
}

/// Whether any operation can make an infinity or a NaN of ordinary numbers.
fn may_break(arena: &Arena, root: Id) -> bool {
    let mut breaks = false;
    for id in arena.reachable(&[root]) {
        breaks |= match arena.get(id) {
            Node::External(..) => return false,
            Node::Divide(_, b) => arena.constant_value(b).is_none_or(|b| b == 0.0),
            Node::Power(..) => true,
            Node::PowerInteger(_, n) => n < 0,
            Node::Call1(function, _) | Node::Call2(function, ..) => {
                function.row().domain != (f64::NEG_INFINITY, f64::INFINITY)
            }
            _ => false,
        };
    }
    breaks
}

/// The work that may go into looking: points times operations.
const MOST_STEPS: usize = 1 << 20;

/// Where a derivative may break: its joints, and a few points between any two; the one nearest to 0 first, as people see it.
fn points(arena: &Arena, joints: &Joints<'_>, derivative: Id) -> Vec<f64> {
    let KinkPoints { points: mut at, .. } = kinks(arena, &[joints.value, derivative], joints.parameters);
    at.push(0.0);
    at.sort_by(f64::total_cmp);
    at.dedup();
    let (first, last) = (at[0], at[at.len() - 1]);
    let between = at.windows(2).flat_map(|pair| [0.25, 0.5, 0.75].map(|share| pair[0] + share * (pair[1] - pair[0])));
    let beyond = [0.1, 1.0, 10.0, 100.0].into_iter().flat_map(|step| [first - step, last + step]);
    let mut points: Vec<f64> = between.chain(beyond).collect();
    points.extend(at);
    points.push(-0.0);
    points.retain(|x| x.is_finite());
    points.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    points.truncate((MOST_STEPS / arena.reachable(&[joints.value, derivative]).len()).max(16));
    points
}

/// The function as numbers.
struct Function<'a> {
    tape: Tape,
    domain: Option<Tape>,
    leaf: Node,
    parameters: &'a [f64],
}

impl<'a> Function<'a> {
    fn new(arena: &Arena, joints: &Joints<'a>, leaf: Node) -> Self {
        let Joints { value, domain, parameters } = *joints;
        Self {
            tape: Tape::new(arena, &[value]),
            domain: domain.map(|domain| Tape::new(arena, &[domain])),
            leaf,
            parameters,
        }
    }

    /// Whether the function has a number at x, and its derivative none.
    fn loses(&self, derivative: &Tape, x: f64, precision: Precision) -> bool {
        let point = Point::at(precision.round(x), self.parameters);
        derivative.run_at(point, precision).is_nan()
            && self.tape.run_at(point, precision).is_finite()
            && self.domain.as_ref().is_none_or(|domain| domain.run(point) != 0.0)
    }

    /// The function a step away from x, along the leaf.
    fn at(&self, x: f64, step: f64) -> f64 {
        let Node::Parameter(index) = self.leaf else { return self.tape.run(Point::at(x + step, self.parameters)) };
        let mut parameters = self.parameters.to_vec();
        if let Some(parameter) = parameters.get_mut(usize::from(index)) {
            *parameter += step;
        }
        self.tape.run(Point::at(x, &parameters))
    }

    /// Whether a slope at x lies between those on both sides, or comes nearer to them the shorter the step.
    fn tends_to(&self, x: f64, slope: f64) -> bool {
        let here = self.at(x, 0.0);
        let apart = |step: f64| {
            let (left, right) = ((here - self.at(x, -step)) / step, (self.at(x, step) - here) / step);
            // Beyond the end of a domain there is no side: `min` and `max` take the other.
            (left.min(right) - slope).max(slope - left.max(right))
        };
        let scale = if self.leaf == Node::Input { x.abs().max(1.0) } else { 1.0 };
        let (far, near) = (apart(1e-3 * scale), apart(1e-6 * scale));
        let rounding = 1e-9 * (here.abs() / scale + slope.abs()) + 1e-12;
        near <= 0.5 * far.max(0.0) + rounding
    }
}
