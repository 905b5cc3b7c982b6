//! f and f′ as lines to draw.
//!
//! In: the two as formulas, and an interval. Out: the numbers to show, and each graph in pieces. It must never draw f′ where f is
//! no number.

use std::cell::RefCell;

use super::ruler::bounds;
use super::trace::{Place, numbers, trace};
use crate::analyze::Kink;
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Id};

/// How many steps the interval is cut into: two pixels each.
const STEPS: u32 = 160;

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
        let kinks: Vec<f64> = kinks.iter().map(|kink| kink.at).collect();
        let places = numbers((-reach, reach), STEPS, &kinks);
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

    /// The numbers that the picture shows. None if there is nothing to show.
    pub(super) fn bounds(&self) -> Option<(f64, f64)> {
        bounds(&[0, 1].map(|which| self.samples.iter().map(|(_, values)| values[which]).collect()))
    }

    /// The graph of f (0) or f′ (1); a step by more than `leap` is looked at closely.
    pub(super) fn pieces(&self, which: usize, leap: f64) -> Vec<Vec<Place>> {
        let samples = self.samples.iter().map(|(x, values)| (*x, values[which]));
        let mut pieces = trace(&|x| self.at(x)[which], samples, leap);
        // A point alone is a kink's dot.
        pieces.retain(|piece| piece.len() > 1);
        pieces
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
