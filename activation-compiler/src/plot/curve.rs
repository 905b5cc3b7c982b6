//! f and f′ as lines to draw.
//!
//! In: the two, and an interval. Out: the numbers to show, and each graph in pieces, lines without a gap. It must never take
//! a steep line for a jump, nor a jump for a steep line.

use std::cell::RefCell;

use crate::analyze::Kink;
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Id};

/// A place of a graph.
pub(super) type Place = (f64, f64);

/// How many steps the interval is cut into: two pixels each.
const STEPS: u32 = 160;
/// How often a step is halved to find a gap in it: a line of a slope of 10¹² is steep.
const HALVES: u32 = 40;
/// The share of the samples that the tip of a spike has: it is cut off. A hill has more.
const SPIKE: f64 = 0.02;

/// The two functions and their samples.
pub(super) struct Curves<'a> {
    tape: Tape,
    parameters: &'a [f64],
    /// Of one evaluation, kept from one to the next.
    values: RefCell<Vec<f64>>,
    samples: Vec<(f64, [f64; 2])>,
}

impl<'a> Curves<'a> {
    /// Between −`reach` and `reach`, the kinks among the samples.
    pub(super) fn new(arena: &Arena, roots: [Id; 2], parameters: &'a [f64], reach: f64, kinks: &[Kink]) -> Self {
        let values = RefCell::default();
        let mut curves = Self { tape: Tape::new(arena, &roots), parameters, values, samples: Vec::new() };
        let middle = f64::from(STEPS / 2);
        let mut places: Vec<f64> = (0..=STEPS).map(|step| reach * (f64::from(step) - middle) / middle).collect();
        places.extend(kinks.iter().map(|kink| kink.at).filter(|at| at.abs() <= reach));
        places.sort_by(f64::total_cmp);
        places.dedup();
        curves.samples = places.into_iter().map(|x| (x, curves.at(x))).collect();
        curves
    }

    /// f and f′ at a point. Where f is not a number, neither is f′, though its formula may be: 1 / x beside ln(x).
    pub(super) fn at(&self, x: f64) -> [f64; 2] {
        let mut values = self.values.borrow_mut();
        self.tape.run_into(Point::at(x, self.parameters), Precision::Double, &mut values);
        match self.tape.roots() {
            &[value, slope] if !values[value].is_nan() => [values[value], values[slope]],
            _ => [f64::NAN; 2],
        }
    }

    /// The numbers that the picture shows: all samples but for the tips of spikes, and 0. None if there is nothing to show.
    pub(super) fn bounds(&self) -> Option<(f64, f64)> {
        let (mut low, mut high, mut any) = (0.0_f64, 0.0_f64, false);
        for which in [0, 1] {
            let mut samples: Vec<f64> =
                self.samples.iter().map(|(_, values)| values[which]).filter(|value| value.is_finite()).collect();
            samples.sort_by(f64::total_cmp);
            let (Some(&least), Some(&greatest)) = (samples.first(), samples.last()) else { continue };
            any = true;
            #[expect(clippy::cast_precision_loss, reason = "a few hundred samples")]
            let few = |count: usize| count as f64 <= SPIKE * samples.len() as f64;
            let tenth = samples.len() / 10;
            let [tenth, last_tenth] = [tenth, samples.len() - 1 - tenth].map(|at| samples[at]);
            let room = (last_tenth - tenth) / 2.0;
            let above = samples.iter().filter(|value| **value > greatest / 2.0).count();
            let below = samples.iter().filter(|value| **value < least / 2.0).count();
            // Nothing but the spike itself has a height where all else is flat.
            let spike = |count| room > 0.0 && few(count);
            high = high.max(if greatest > 0.0 && spike(above) { greatest.min(last_tenth + room) } else { greatest });
            low = low.min(if least < 0.0 && spike(below) { least.max(tenth - room) } else { least });
        }
        if low == high {
            (low, high) = (-1.0, 1.0);
        }
        let margin = (high - low) * 0.06;
        let (low, high) = (low - margin, high + margin);
        (any && (high - low).is_finite()).then_some((low, high))
    }

    /// The graph of f (0) or f′ (1); a step by more than `leap` is looked at closely.
    pub(super) fn pieces(&self, which: usize, leap: f64) -> Vec<Vec<Place>> {
        let mut pieces = Vec::new();
        let mut piece: Vec<Place> = Vec::new();
        let mut previous: Option<Place> = None;
        for (x, values) in &self.samples {
            let here = (*x, values[which]);
            if let Some(before) = previous
                && let Some([left, right]) = self.gap(which, [before, here], leap)
            {
                piece.extend(left);
                pieces.push(std::mem::take(&mut piece));
                piece.extend(right);
            }
            if here.1.is_finite() {
                piece.push(here);
            }
            previous = Some(here);
        }
        pieces.push(piece);
        for piece in &mut pieces {
            piece.dedup();
        }
        // A point alone is a kink's dot.
        pieces.retain(|piece| piece.len() > 1);
        pieces
    }

    /// What lies on either side of the gap between two places, if there is one.
    fn gap(&self, which: usize, [mut left, mut right]: [Place; 2], leap: f64) -> Option<[Option<Place>; 2]> {
        let small = |left: Place, right: Place, leap: f64| {
            left.1.is_finite() && right.1.is_finite() && (right.1 - left.1).abs() <= leap
        };
        if small(left, right, leap) {
            return None;
        }
        for _ in 0..HALVES {
            let x = left.0.midpoint(right.0);
            if x <= left.0 || x >= right.0 {
                break;
            }
            let middle = (x, self.at(x)[which]);
            // Into the half where the gap is: where one end has no value, or else where more of the way is.
            let in_left = match [left, middle, right].map(|place| place.1.is_finite()) {
                [true, false, _] | [false, true, _] => true,
                [true, true, false] | [false, false, true] => false,
                [true, true, true] => (middle.1 - left.1).abs() > (right.1 - middle.1).abs(),
                [false, false, false] => break,
            };
            if in_left {
                right = middle;
            } else {
                left = middle;
            }
            if small(left, right, leap / 4.0) {
                return None;
            }
        }
        Some([left, right].map(|place| Some(place).filter(|place| place.1.is_finite())))
    }
}

/// The fewest of the points, the ends among them, whose line passes all others within this distance, measured upright.
pub(super) fn fewer(points: &[Place], distance: f64) -> Vec<Place> {
    let mut kept: Vec<Place> = points.iter().take(1).copied().collect();
    let Some(&(mut from)) = points.first() else { return kept };
    // The slopes of the lines from `from` that pass all points since then.
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for pair in points.windows(2).skip(1) {
        let [last, next] = [pair[0], pair[1]];
        let slope = |y: f64| (y - from.1) / (last.0 - from.0);
        (low, high) = (low.max(slope(last.1 - distance)), high.min(slope(last.1 + distance)));
        let wanted = (next.1 - from.1) / (next.0 - from.0);
        if !(low..=high).contains(&wanted) {
            kept.push(last);
            from = last;
            (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        }
    }
    kept.extend(points.iter().skip(1).last());
    kept
}
