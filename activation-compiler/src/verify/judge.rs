//! The evidence for and against a given derivative.
//!
//! In: points. Out: a verdict, with the counterexample that shows it best. Must never count against a derivative what rounding
//! explains, in it or in the derived one.

use super::bounds::{Bounded, Scratch, bounded, ulp};
use super::domain::FARTHEST;
use super::{Claim, Counterexample, Tapes, Verdict};
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Node};
use crate::limits::at_infinity;

/// Whether an infinity or a NaN is the form's fault: near enough to matter, and no number that is about to overflow anyway.
fn breaks(x: f64, given: f64, derived: f64, precision: Precision) -> bool {
    let overflow_is_near = given.is_infinite() && derived.abs() > 1e-3 * precision.largest();
    x.abs() <= FARTHEST && !overflow_is_near
}

/// The evidence so far.
pub(super) struct Judge<'a> {
    tapes: &'a Tapes,
    defaults: &'a [f64],
    /// Whether the given derivative has `y` in it.
    uses_output: bool,
    /// Whether the parameters are far from their defaults.
    pub(super) far: bool,
    /// Whether the derivative may have no value with them.
    pub(super) lenient: bool,
    wrong: Option<Found>,
    broken: Option<Found>,
    /// Points where neither derivative is a number as it stands.
    lost: Vec<(f64, bool)>,
    /// How many points could have shown a disagreement.
    conclusive: usize,
    scratch: Scratch,
}

struct Found {
    /// Defaults beat other parameters, a readable point others, then the greater disagreement wins.
    rank: (bool, u8, f64),
    counterexample: Counterexample,
}

impl<'a> Judge<'a> {
    pub(super) fn new(arena: &Arena, claim: &Claim<'a>, tapes: &'a Tapes) -> Self {
        Self {
            tapes,
            defaults: claim.parameters,
            uses_output: arena.any(claim.given, |node| node == Node::Output),
            far: false,
            lenient: false,
            wrong: None,
            broken: None,
            lost: Vec::new(),
            conclusive: 0,
            scratch: Scratch::default(),
        }
    }

    /// Whether no point could tell anything.
    pub(super) fn undecided(&self) -> bool {
        self.wrong.is_none() && self.conclusive == 0
    }

    /// What it comes to.
    pub(super) fn verdict(self) -> Verdict {
        match (self.wrong, self.broken) {
            (Some(found), _) => Verdict::Wrong(found.counterexample),
            (None, Some(found)) => Verdict::Broken(found.counterexample),
            (None, None) => Verdict::Right,
        }
    }

    /// Compares the two at a point that is no kink.
    pub(super) fn sample(&mut self, x: f64, readable: bool, parameters: &[f64]) {
        let (tapes, point) = (self.tapes, Point::at(x, parameters));
        if !tapes.inside(point) {
            return;
        }
        let Some(derived) = bounded(&tapes.derived, point, 0.0, &mut self.scratch) else { return };
        let Some(y) = self.output(point) else { return };
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
            if (plain - derived.value).abs() > 1e-3 * (1.0 + derived.value.abs()) && self.on_a_plateau(x, parameters) {
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
                if self.jumps(x, parameters) {
                    self.kink(x, parameters);
                } else {
                    self.record_wrong(readable, found(false, given.value));
                }
            }
        }
        self.single(point, readable, &found);
    }

    /// y, and how far it may be off; a derivative without it does not care whether a condition of the formula is decided.
    fn output(&mut self, point: Point<'_>) -> Option<Bounded> {
        if self.uses_output {
            bounded(&self.tapes.value, point, 0.0, &mut self.scratch)
        } else {
            Some(Bounded { value: self.tapes.value.run(point), error: 0.0 })
        }
    }

    /// Whether all that the given derivative is made of has a value.
    fn has_input(&self, y: f64) -> bool {
        y.is_finite() || !self.uses_output
    }

    /// Where neither is a number, both are mended before they are emitted: the given one must be a number then, if the
    /// derived one is.
    pub(super) fn mended(&mut self, arena: &mut Arena, claim: &Claim<'_>) {
        if self.lost.is_empty() || self.wrong.is_some() || self.broken.is_some() {
            return;
        }
        let [derived, given] = [claim.derived, claim.given].map(|root| {
            let root = at_infinity(arena, root, claim.parameters);
            Tape::new(arena, &[root])
        });
        for (x, readable) in std::mem::take(&mut self.lost) {
            let point = Point::at(x, claim.parameters);
            let y = self.tapes.value.run(point);
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
    fn on_a_plateau(&mut self, x: f64, parameters: &[f64]) -> bool {
        let step = 1e-5 * x.abs().max(1e-3);
        x.abs() <= FARTHEST
            && [x - step, x + step].into_iter().all(|x| {
                let point = Point::at(x, parameters);
                let Some(y) = self.output(point) else { return false };
                let point = Point { y: y.value, ..point };
                bounded(&self.tapes.given, point, y.error, &mut self.scratch).is_none()
            })
    }

    /// Whether the derivative jumps at x, as it does at kinks that are too many to be listed. What is only steep changes
    /// less the nearer one looks.
    fn jumps(&self, x: f64, parameters: &[f64]) -> bool {
        let at = |step: f64| {
            let point = Point::at(x + step * x.abs(), parameters);
            if self.tapes.inside(point) { self.tapes.derived.run(point) } else { f64::NAN }
        };
        let [far, near] = [1e-9, 1e-10].map(|step| [at(-step), at(step)]);
        let gap = |[left, right]: [f64; 2]| (left - right).abs();
        gap(far) > 1e-6 * (1.0 + far[0].abs().max(far[1].abs())) && gap(near) > 0.5 * gap(far)
    }

    /// The same point in f32, where exponentials overflow at 88: only a NaN or an infinity counts.
    fn single(&mut self, point: Point<'_>, readable: bool, found: &impl Fn(bool, f64) -> Counterexample) {
        let tapes = self.tapes;
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

    /// At a kink any value between the one-sided derivatives is right, and the one that the derived derivative takes, if
    /// that is not certainly wrong.
    pub(super) fn kink(&mut self, kink: f64, parameters: &[f64]) {
        let (tapes, point) = (self.tapes, Point::at(kink, parameters));
        if !tapes.inside(point) {
            return;
        }
        let Some(sides) = tapes.sides(kink, parameters, &mut self.scratch) else { return };
        let own = tapes.derived.run(point);
        // Where the derivative itself is infinite, no number is wrong.
        if own.is_infinite() {
            return;
        }
        let y = tapes.value.run(point);
        let Some(Bounded { value: given, error }) = self.emitted(Point { y, ..point }) else { return };
        let slack = 1e-6 * sides.scale() + sides.left.error + sides.right.error + 4.0 * error;
        let counterexample = Counterexample {
            x: kink,
            parameters: parameters.to_vec(),
            given,
            derived: f64::midpoint(sides.left.value, sides.right.value),
            sides: Some((sides.left.value, sides.right.value)),
            single: false,
            far: self.far,
        };
        if !given.is_finite() {
            if self.has_input(y) {
                self.record_broken(true, counterexample);
            }
            return;
        }
        let between = sides.low() - slack <= given && given <= sides.high() + slack;
        if between || !slack.is_finite() {
            return;
        }
        let like_derived = (given - own).abs() <= slack;
        if !like_derived || tapes.misjudges(kink, &sides, parameters, &mut self.scratch) {
            self.record_wrong(true, counterexample);
        }
    }

    /// The given derivative at a kink. Where rounding decides on which side of the kink the point is, either branch may be
    /// taken, and the samples around it judge them; but a literal is the very number that the formula compares with.
    fn emitted(&mut self, point: Point<'_>) -> Option<Bounded> {
        let y_error = 4.0 * ulp(point.y);
        bounded(&self.tapes.given, point, y_error, &mut self.scratch).or_else(|| {
            self.scratch.literal = true;
            let found = bounded(&self.tapes.given, point, y_error, &mut self.scratch);
            self.scratch.literal = false;
            found
        })
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
        // That a formula is at its ease with a parameter far out is more than its author says.
        if self.lenient {
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
