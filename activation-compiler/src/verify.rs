//! A given derivative against the derived one, and the formula against the real line.
//!
//! In: the formula, the derived derivative, the given one. Out: a verdict, with the counterexample that shows it best.
//! Must never refuse a right derivative for its rounding (the bounds of both sides are kept), never accept one that is
//! right on some pieces only (every piece that a condition cuts is sampled), and never emit: `lib` words the refusals.

mod bounds;
pub mod domain;
mod inhabited;
mod samples;
mod scales;
mod settings;
#[cfg(test)]
mod tests;

use crate::analyze::{self, KinkPoints};
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Id, Node};
use crate::limits::at_infinity;
use crate::polynomial;
use crate::stabilize::stabilize;
use bounds::{Bounded, bounded, ulp};
use domain::FARTHEST;
pub use inhabited::is_inhabited;
use settings::Setting;

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
    /// The given derivative is the derivative.
    Right,
    /// It is another function.
    Wrong(Counterexample),
    /// It is the derivative, but overflows to NaN, ∞ or a wrong limit where the derivative is an ordinary number.
    Broken(Counterexample),
    /// No point decides: another crate's activation is called, or rounding swallows everything.
    Undecidable,
}

/// Compares a given derivative with the derived one.
pub fn verify(arena: &mut Arena, claim: &Claim<'_>) -> Verdict {
    let in_x = arena.substitute(claim.given, Node::Output, claim.value);
    let tapes = Tapes {
        value: Tape::new(arena, &[claim.value]),
        derived: Tape::new(arena, &[claim.derived]),
        given: Tape::new(arena, &[claim.given]),
        domain: claim.domain.map(|domain| Tape::new(arena, &[domain])),
    };
    let stable = stabilize(arena, in_x);
    let settled = stable == claim.derived || polynomial::equal(arena, stable, claim.derived);
    let mut judge = Judge::new(arena, claim);
    let roots = [claim.value, claim.derived, in_x];
    for Setting { values: parameters, far } in settings::settings(arena, &roots, claim.parameters, claim.learnt) {
        judge.far = far;
        let kinks = analyze::kinks(arena, &[claim.derived, in_x], &parameters);
        let kinks = match kinks {
            KinkPoints::Finite(points) => points,
            KinkPoints::Periodic => vec![-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0],
        };
        let mut points = samples::points(&kinks);
        if !settled {
            points.extend(scales::missing(arena, &roots, &parameters, &points, &kinks));
        }
        for (x, readable) in points {
            judge.sample(&tapes, x, readable, &parameters);
        }
        for &kink in &kinks {
            judge.kink(&tapes, kink, &parameters);
        }
    }
    // Where nothing could be compared in value, what is equal as algebra is right all the same.
    if judge.wrong.is_none() && judge.conclusive == 0 && !settled {
        return Verdict::Undecidable;
    }
    if judge.wrong.is_none() && judge.broken.is_none() {
        judge.mended(arena, claim, &tapes);
    }
    match (judge.wrong, judge.broken) {
        (Some(found), _) => Verdict::Wrong(found.counterexample),
        (None, Some(found)) => Verdict::Broken(found.counterexample),
        (None, None) => Verdict::Right,
    }
}

struct Tapes {
    value: Tape,
    derived: Tape,
    given: Tape,
    domain: Option<Tape>,
}

impl Tapes {
    /// Whether the formula is meant to have a value there.
    fn inside(&self, point: Point<'_>) -> bool {
        self.domain.as_ref().is_none_or(|domain| domain.run(point) != 0.0)
    }
}

/// The derivative just left and right of a point; NaN outside the domain.
fn sides(tapes: &Tapes, x: f64, step: f64, parameters: &[f64]) -> (f64, f64) {
    let at = |x: f64| {
        let point = Point::at(x, parameters);
        if tapes.inside(point) { tapes.derived.run(point) } else { f64::NAN }
    };
    (at(x - step), at(x + step))
}

/// Whether an infinity or a NaN is the form's fault: near enough to matter, and no number that is about to overflow anyway.
fn breaks(x: f64, given: f64, derived: f64, precision: Precision) -> bool {
    let overflow_is_near = given.is_infinite() && derived.abs() > 1e-3 * precision.largest();
    x.abs() <= FARTHEST && !overflow_is_near
}

/// The evidence so far.
struct Judge<'a> {
    defaults: &'a [f64],
    /// Whether the given derivative has `y` in it.
    uses_output: bool,
    /// Whether the parameters are far from their defaults.
    far: bool,
    wrong: Option<Found>,
    broken: Option<Found>,
    /// Points where neither derivative is a number as it stands.
    lost: Vec<(f64, bool)>,
    /// How many points could have shown a disagreement.
    conclusive: usize,
    scratch: Vec<Bounded>,
}

struct Found {
    /// Defaults beat other parameters, a readable point others, then the greater disagreement wins.
    rank: (bool, u8, f64),
    counterexample: Counterexample,
}

impl<'a> Judge<'a> {
    fn new(arena: &Arena, claim: &Claim<'a>) -> Self {
        Self {
            defaults: claim.parameters,
            uses_output: arena.any(claim.given, |node| node == Node::Output),
            far: false,
            wrong: None,
            broken: None,
            lost: Vec::new(),
            conclusive: 0,
            scratch: Vec::new(),
        }
    }

    fn sample(&mut self, tapes: &Tapes, x: f64, readable: bool, parameters: &[f64]) {
        let point = Point::at(x, parameters);
        if !tapes.inside(point) {
            return;
        }
        let Some(derived) = bounded(&tapes.derived, point, 0.0, &mut self.scratch) else { return };
        let Some(y) = self.output(tapes, point) else { return };
        if self.far && !y.value.is_finite() {
            return;
        }
        let point = Point { y: y.value, ..point };
        if !derived.value.is_finite() {
            if x.abs() <= FARTHEST && parameters == self.defaults && !tapes.given.run(point).is_finite() {
                self.lost.push((x, readable));
            }
            return;
        }
        let given = bounded(&tapes.given, point, y.error, &mut self.scratch);
        let far = self.far;
        let found = |single, given: f64| Counterexample {
            x,
            parameters: parameters.to_vec(),
            given,
            derived: derived.value,
            sides: None,
            single,
            far,
        };
        let Some(given) = given else {
            let plain = tapes.given.run(point);
            if (plain - derived.value).abs() > 1e-3 * (1.0 + derived.value.abs())
                && self.on_a_plateau(tapes, x, parameters)
            {
                self.record_broken(readable, found(false, plain));
            }
            return;
        };
        let difference = (given.value - derived.value).abs();
        let tolerance = 4.0 * (given.error + derived.error) + 8.0 * ulp(derived.value) + 4.0 * f64::MIN_POSITIVE;
        if !given.value.is_finite() {
            // y itself may have overflowed: then the form is not to blame.
            if self.has_input(y.value) && breaks(x, given.value, derived.value, Precision::Double) {
                self.record_broken(readable, found(false, given.value));
            }
        } else if !given.error.is_finite() {
            // It went through an overflow and came back: right only if the limit is.
            if difference > 1e-3 * derived.value.abs() + 1e-12 && x.abs() <= FARTHEST {
                self.record_broken(readable, found(false, given.value));
            }
        } else {
            self.conclusive +=
                usize::from(tolerance < 1e-3 * derived.value.abs().max(given.value.abs()) || tolerance < 1e-9);
            // NaN never gets here; a disagreement is one that no rounding explains.
            if difference > tolerance {
                if Self::jumps(tapes, x, parameters) {
                    self.kink(tapes, x, parameters);
                } else {
                    self.record_wrong(readable, found(false, given.value));
                }
            }
        }
        self.single(tapes, point, readable, &found);
    }

    /// y, and how far it may be off; a derivative without it does not care whether a condition of the formula is decided.
    fn output(&mut self, tapes: &Tapes, point: Point<'_>) -> Option<Bounded> {
        if self.uses_output {
            bounded(&tapes.value, point, 0.0, &mut self.scratch)
        } else {
            Some(Bounded { value: tapes.value.run(point), error: 0.0 })
        }
    }

    /// Whether all that the given derivative is made of has a value.
    fn has_input(&self, y: f64) -> bool {
        y.is_finite() || !self.uses_output
    }

    /// Where neither is a number, both are mended before they are emitted: the given one must be a number then, if the
    /// derived one is.
    fn mended(&mut self, arena: &mut Arena, claim: &Claim<'_>, tapes: &Tapes) {
        if self.lost.is_empty() {
            return;
        }
        let [derived, given] = [claim.derived, claim.given].map(|root| {
            let root = at_infinity(arena, root, claim.parameters);
            Tape::new(arena, &[root])
        });
        for (x, readable) in std::mem::take(&mut self.lost) {
            let point = Point::at(x, claim.parameters);
            let y = tapes.value.run(point);
            let (derived, given) = (derived.run(point), given.run(Point { y, ..point }));
            if derived.is_finite() && !given.is_finite() && self.has_input(y) {
                let parameters = claim.parameters.to_vec();
                let found = Counterexample { x, parameters, given, derived, sides: None, single: false, far: false };
                self.record_broken(readable, found);
            }
        }
    }

    /// Whether a condition of the given derivative hangs on rounding not only at x but all around it: an output that is
    /// constant there up to rounding is compared with that constant.
    fn on_a_plateau(&mut self, tapes: &Tapes, x: f64, parameters: &[f64]) -> bool {
        let step = 1e-5 * x.abs().max(1e-3);
        x.abs() <= FARTHEST
            && [x - step, x + step].into_iter().all(|x| {
                let point = Point::at(x, parameters);
                let Some(y) = self.output(tapes, point) else { return false };
                let point = Point { y: y.value, ..point };
                bounded(&tapes.given, point, y.error, &mut self.scratch).is_none()
            })
    }

    /// Whether the derivative jumps at x, as it does at kinks that are too many to be listed. What is only steep changes
    /// less the nearer one looks.
    fn jumps(tapes: &Tapes, x: f64, parameters: &[f64]) -> bool {
        let [far, near] = [1e-9, 1e-10].map(|step| sides(tapes, x, step * x.abs(), parameters));
        let gap = |(left, right): (f64, f64)| (left - right).abs();
        gap(far) > 1e-6 * (1.0 + far.0.abs().max(far.1.abs())) && gap(near) > 0.5 * gap(far)
    }

    /// The same point in f32, where exponentials overflow at 88: only a NaN or an infinity counts.
    fn single(
        &mut self,
        tapes: &Tapes,
        point: Point<'_>,
        readable: bool,
        found: &impl Fn(bool, f64) -> Counterexample,
    ) {
        let y = tapes.value.run_at(point, Precision::Single);
        let derived = tapes.derived.run_at(point, Precision::Single);
        let given = tapes.given.run_at(Point { y, ..point }, Precision::Single);
        if !given.is_finite()
            && derived.is_finite()
            && self.has_input(y)
            && breaks(point.x, given, derived, Precision::Single)
        {
            self.record_broken(readable, found(true, given));
        }
    }

    /// At a kink any value between the one-sided derivatives is right, and the derivative's own.
    fn kink(&mut self, tapes: &Tapes, kink: f64, parameters: &[f64]) {
        let point = Point::at(kink, parameters);
        let (left, right) = sides(tapes, kink, 1e-9 * kink.abs().max(1e-3), parameters);
        let own = tapes.derived.run(point);
        // Where the derivative itself is infinite, no number is wrong.
        if !left.is_finite() || !right.is_finite() || own.is_infinite() || !tapes.inside(point) {
            return;
        }
        let y = tapes.value.run(point);
        let point = Point { y, ..point };
        let given = tapes.given.run(point);
        // Where rounding decides on which side the kink is, either branch may be taken; the samples around it judge them.
        let Some(Bounded { error, .. }) = bounded(&tapes.given, point, 4.0 * ulp(y), &mut self.scratch) else { return };
        let slack = 1e-6 * (1.0 + left.abs().max(right.abs())) + 4.0 * error;
        let counterexample = Counterexample {
            x: kink,
            parameters: parameters.to_vec(),
            given,
            derived: f64::midpoint(left, right),
            sides: Some((left, right)),
            single: false,
            far: self.far,
        };
        if !given.is_finite() {
            if self.has_input(y) {
                self.record_broken(true, counterexample);
            }
        } else if given < left.min(right).min(own) - slack || given > left.max(right).max(own) + slack {
            self.record_wrong(true, counterexample);
        }
    }

    fn record_wrong(&mut self, readable: bool, counterexample: Counterexample) {
        // A kink is the place to show only where nothing else is wrong.
        let clear = if counterexample.sides.is_some() { 0 } else { clarity(readable, counterexample.x) };
        let difference = (counterexample.given - counterexample.derived).abs();
        // Nor a place where the difference takes a magnifying glass.
        let clear = if difference > 1e-6 * (1.0 + counterexample.derived.abs()) { 4 + clear } else { clear };
        let rank = (counterexample.parameters == self.defaults, clear, difference);
        replace_if_better(&mut self.wrong, Found { rank, counterexample });
    }

    fn record_broken(&mut self, readable: bool, counterexample: Counterexample) {
        // That a formula is at its ease with a parameter at 0 or far out is more than its author says.
        if self.far {
            return;
        }
        // The nearest point shows it best: beyond it everything is broken. And f64 convinces more than f32.
        let clear = u8::from(readable) + 2 * u8::from(!counterexample.single);
        let rank = (counterexample.parameters == self.defaults, clear, -counterexample.x.abs());
        replace_if_better(&mut self.broken, Found { rank, counterexample });
    }
}

/// How easily a person sees what happens at x.
fn clarity(readable: bool, x: f64) -> u8 {
    match (readable, x.abs() <= 10.0) {
        (true, true) => 3,
        (true, false) => 2,
        (false, _) => 1,
    }
}

fn replace_if_better(slot: &mut Option<Found>, found: Found) {
    // `>` keeps the first of equals.
    if slot.as_ref().is_none_or(|best| found.rank.partial_cmp(&best.rank) == Some(std::cmp::Ordering::Greater)) {
        *slot = Some(found);
    }
}
