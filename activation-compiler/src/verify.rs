//! A given derivative against the derived one, and the formula against the real line.
//!
//! In: the formula, the derived derivative, the given one. Out: a verdict, with the counterexample that shows it best.
//! Must never refuse a right derivative for its rounding (the bounds of both sides are kept), never accept one that is
//! right on some pieces only (every piece that a condition cuts is sampled, up to thousands of them), and never
//! emit: `lib` words the refusals.

mod beside;
mod bounds;
pub mod domain;
mod inhabited;
mod judge;
mod samples;
mod scales;
mod settings;
#[cfg(test)]
mod tests;

use crate::analyze;
use crate::eval::{Point, Tape};
use crate::ir::{Arena, Id, Node};
use crate::polynomial;
use crate::stabilize::stabilize;
pub use beside::misjudged;
pub use inhabited::is_inhabited;
use judge::Judge;
use settings::Setting;
pub(crate) use settings::near;

/// How many steps of tapes the points at kinks may cost, which is seconds; it takes thousands of kinks to reach it.
const MOST_STEPS: usize = 100_000_000;

/// What is claimed.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// f, as it is emitted.
    pub value: Id,
    /// f′ as derived, in x.
    pub derived: Id,
    /// f′ as given, in x and y.
    pub given: Id,
    /// Where the formula is meant to have a value.
    pub domain: Option<Id>,
    /// The defaults.
    pub parameters: &'a [f64],
    /// Which parameters training moves, as far as it likes.
    pub learnt: &'a [bool],
}

impl Claim<'_> {
    /// Whether another crate's activation has a part in it.
    pub fn calls_elsewhere(&self, arena: &Arena) -> bool {
        let mut roots = vec![self.value, self.derived, self.given];
        roots.extend(self.domain);
        arena.reachable(&roots).into_iter().any(|id| matches!(arena.get(id), Node::External(..)))
    }
}

/// Where and how two derivatives disagree.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The input, readable where a readable one shows it.
    pub x: f64,
    /// The parameters' values there.
    pub parameters: Vec<f64>,
    /// What is given.
    pub given: f64,
    /// What is right.
    pub derived: f64,
    /// At a kink: the derivatives from the left and from the right.
    pub sides: Option<(f64, f64)>,
    /// Whether it takes f32 to see it.
    pub single: bool,
    /// Whether the parameters are far from their defaults.
    pub far: bool,
}

/// The outcome.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is the derivative: at every point that tells, or as algebra.
    Right,
    /// It is another function, if only at one point.
    Wrong(Counterexample),
    /// It is the derivative, but overflows to NaN, ∞ or a wrong limit where the derivative is an ordinary number.
    Broken(Counterexample),
    /// Nothing shows: another crate's activation is called, or rounding swallows everything.
    Undecidable,
}

/// Compares a given derivative with the derived one.
pub fn verify(arena: &mut Arena, claim: &Claim<'_>) -> Verdict {
    let in_x = arena.substitute(claim.given, Node::Output, claim.value);
    let settled = equal_as_algebra(arena, in_x, claim.derived);
    if claim.calls_elsewhere(arena) {
        // No point tells anything: what the other activation gives is not known here.
        return if settled { Verdict::Right } else { Verdict::Undecidable };
    }
    let tapes = Tapes::new(arena, claim);
    let mut judge = Judge::new(arena, claim, &tapes);
    let all = [claim.value, claim.derived, in_x];
    let settings = settings::settings(arena, &all, claim.parameters, claim.learnt);
    let most = MOST_STEPS / (settings.len() * tapes.len());
    let roots: Vec<Id> = [claim.derived, in_x].into_iter().chain(claim.domain).collect();
    for Setting { values: parameters, far, lenient } in settings {
        (judge.far, judge.lenient) = (far, lenient);
        let kinks = kinks(arena, &roots, &parameters, most);
        let mut points = samples::points(&kinks, most);
        if !settled {
            points.extend(scales::missing(arena, &all, &parameters, &points, &kinks));
        }
        for (x, readable) in points {
            judge.sample(x, readable, &parameters);
        }
        for &kink in kinks.iter().step_by(samples::stride(kinks.len(), most / 4)) {
            judge.kink(kink, &parameters);
        }
    }
    if judge.undecided() && !settled {
        return Verdict::Undecidable;
    }
    judge.mended(arena, claim);
    judge.verdict()
}

/// Whether a derivative is the derivative. Most that are not are told by a few points.
pub fn holds(arena: &mut Arena, claim: &Claim<'_>) -> bool {
    let tapes = Tapes::new(arena, claim);
    let mut judge = Judge::new(arena, claim, &tapes);
    for x in samples::grid() {
        judge.sample(x, false, claim.parameters);
    }
    matches!(judge.verdict(), Verdict::Right) && matches!(verify(arena, claim), Verdict::Right)
}

/// Where the claim may have its kinks; the domain's ends are among them.
fn kinks(arena: &Arena, roots: &[Id], parameters: &[f64], most: usize) -> Vec<f64> {
    let analyze::KinkPoints { mut points, complete } = analyze::kinks(arena, roots, parameters);
    if !complete {
        // A search that was given up leaves the cells where it began, far out.
        points.retain(|point| point.abs() <= 1e30);
        let tape = Tape::new(arena, roots);
        let near = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * a.abs();
        let mut turns = samples::turns(&tape, parameters, most / 4);
        turns.retain(|&turn| !points.iter().any(|&known| near(turn, known)));
        points.extend(turns);
        points.sort_by(f64::total_cmp);
    }
    points
}

/// Whether two derivatives show to be equal without looking at a point.
fn equal_as_algebra(arena: &mut Arena, given: Id, derived: Id) -> bool {
    let stable = stabilize(arena, given);
    stable == derived || polynomial::equal(arena, stable, derived)
}

/// A claim made ready to be looked at.
struct Tapes {
    value: Tape,
    derived: Tape,
    given: Tape,
    domain: Option<Tape>,
}

impl Tapes {
    fn new(arena: &mut Arena, claim: &Claim<'_>) -> Self {
        // A constant knows its rounding only where it is not folded.
        let [value, derived, given] = [claim.value, claim.derived, claim.given].map(|root| arena.unfolded(root));
        Self {
            value: Tape::new(arena, &[value]),
            derived: Tape::new(arena, &[derived]),
            given: Tape::new(arena, &[given]),
            domain: claim.domain.map(|domain| Tape::new(arena, &[domain])),
        }
    }

    /// What a point costs.
    fn len(&self) -> usize {
        self.value.steps().len() + self.derived.steps().len() + self.given.steps().len()
    }

    /// Whether the formula is meant to have a value there.
    fn inside(&self, point: Point<'_>) -> bool {
        self.domain.as_ref().is_none_or(|domain| domain.run(point) != 0.0)
    }
}
