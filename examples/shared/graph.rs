//! A function and its derivative on one chart.
//!
//! In: the two, the kinks, and the part of the number line to draw. Out: elements of an SVG. It must never draw what is not
//! there: lines end at gaps, and a kink shows which value the derivative takes.

use activation_compiler::plot::ruler::bounds;
use activation_compiler::plot::trace::{Place, samples, trace};
use activation_core::Kink;

use crate::chart::{Chart, Frame};
use crate::svg::Svg;

/// More marks than this would be a fog.
const MOST_MARKS: usize = 40;

/// How many steps the interval is cut into.
const STEPS: u32 = 600;

/// The looks of the curves.
pub const STYLE: &str = "\
.kink{stroke:#888;stroke-dasharray:3 4}\
.value,.slope{fill:none;stroke-linejoin:round}\
.value{stroke:#0b62c4}.slope{stroke:#d9580d;stroke-dasharray:7 3}\
.dot{stroke-width:1.4}.value.dot{fill:#0b62c4}.slope.dot{fill:#d9580d;stroke-dasharray:none}\
.value.hole,.slope.hole{fill:#fff}";

/// What is drawn.
pub struct Function<'a> {
    /// f.
    pub value: &'a dyn Fn(f64) -> f64,
    /// f′, or what is meant in its place.
    pub slope: &'a dyn Fn(f64) -> f64,
    /// Whether the slope is meant to differ from f′.
    pub surrogate: bool,
    /// Where the derivative jumps.
    pub kinks: Vec<Kink>,
}

/// The two curves, traced.
pub struct Graph<'a> {
    /// Where they are drawn.
    pub chart: Chart,
    /// The kinks that are drawn.
    pub kinks: Vec<Kink>,
    function: Function<'a>,
    value_pieces: Vec<Vec<Place>>,
    slope_pieces: Vec<Vec<Place>>,
}

impl<'a> Graph<'a> {
    /// The graph from one number to another; the upright axis holds `levels`, too.
    pub fn new(function: Function<'a>, interval: (f64, f64), levels: &[f64], frame: Frame) -> Self {
        let (from, to) = interval;
        let kinks: Vec<Kink> =
            function.kinks.iter().filter(|kink| (from..=to).contains(&kink.at)).take(MOST_MARKS).copied().collect();
        let corners: Vec<f64> = kinks.iter().map(|kink| kink.at).collect();
        let Function { value, slope, .. } = function;
        // Where f is not a number, neither is f′, though its formula may be: 1 / x beside ln(x).
        let in_domain = |x| if value(x).is_nan() { f64::NAN } else { slope(x) };
        let samples = [value, &in_domain].map(|f| samples(f, interval, STEPS, &corners));
        let heights = samples.each_ref().map(|samples| samples.iter().map(|place| place.1).collect());
        let [values, slopes] = heights;
        // What has no heights, or too large ones, is drawn as far as it goes.
        let numbers = bounds(&[values, slopes, levels.to_vec()]).unwrap_or((-1.0, 1.0));
        let [of_value, of_slope] = samples;
        // Three pixels: a lesser step is no gap to the eye.
        let leap = (numbers.1 - numbers.0) * 0.01;
        Self {
            chart: Chart::new(frame, interval, numbers),
            value_pieces: trace(value, of_value, leap),
            slope_pieces: trace(&in_domain, of_slope, leap),
            kinks,
            function,
        }
    }

    /// The curves and the marks of the kinks, whose dots have this radius.
    pub fn draw(&self, svg: &mut Svg, radius: f64) {
        self.chart.inside(svg, |svg| {
            for kink in &self.kinks {
                self.chart.upright_line(svg, "kink", kink.at);
            }
            // The dashed line above, or it would be hidden where the two are one.
            for (class, pieces) in [("value", &self.value_pieces), ("slope", &self.slope_pieces)] {
                for piece in pieces {
                    self.chart.line(svg, class, piece);
                }
            }
            for kink in &self.kinks {
                self.marks(svg, kink, radius);
            }
        });
    }

    /// Circles for the one-sided limits, a disc for what is taken.
    fn marks(&self, svg: &mut Svg, kink: &Kink, radius: f64) {
        let mut dot = |class: &str, y: f64, radius: f64| self.chart.dot(svg, class, (kink.at, y), radius);
        // The limits are those of f′, so that a surrogate has nothing to do with them.
        for side in [kink.left, kink.right].into_iter().filter(|side| *side != kink.taken) {
            if !self.function.surrogate {
                dot("slope hole", side, radius);
            }
        }
        let here = (self.function.value)(kink.at);
        let apart = (self.chart.upright.place(here) - self.chart.upright.place(kink.taken)).abs();
        // Where both discs are one place, that of the value lies on the other.
        let (slope, value) = if apart < radius { (radius * 1.35, radius * 0.75) } else { (radius, radius) };
        dot("slope", kink.taken, slope);
        if kink.jump {
            for side in [kink.at.next_down(), kink.at.next_up()].map(self.function.value) {
                if side != here {
                    dot("value hole", side, radius);
                }
            }
        }
        dot("value", here, value);
    }
}
