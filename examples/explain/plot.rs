//! The two curves of each activation as SVG.
//!
//! In: activations and the part of the number line to draw. Out: one picture, a panel for each. It must never touch a file,
//! nor draw what is not there: lines end at gaps, and a kink shows which value the derivative takes.

use std::fmt::{self, Write};

use activation_compiler::analyze::{Kink, Kinks};
use activation_compiler::explain::{Activation, Curve};

use crate::axis::{Axis, bounds};
use crate::failure::Failure;
use crate::trace::{Point, trace};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 470.0;
/// Where the curves are, in a panel.
const LEFT: f64 = 64.0;
const RIGHT: f64 = WIDTH - 24.0;
const TOP: f64 = 92.0;
const BOTTOM: f64 = HEIGHT - 40.0;
/// So many letters fit into a line of the legend.
const LETTERS: usize = 78;
/// More marks than this would be a fog.
const MOST_MARKS: usize = 40;

const STYLE: &str = "<style>\
text{font:12px sans-serif;fill:#444}\
.name{font-size:17px;font-weight:bold;fill:#111}\
.words{font:13px 'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#222}\
.grid{stroke:#e8e8e8}.zero{stroke:#999}.frame{stroke:#ccc;fill:none}\
.kink{stroke:#888;stroke-dasharray:3 4}\
.value{stroke:#0b62c4;stroke-width:2.4;fill:none;stroke-linejoin:round}\
.slope{stroke:#d9580d;stroke-width:2;fill:none;stroke-linejoin:round;stroke-dasharray:7 3}\
.value.dot{fill:#0b62c4;stroke-width:1.4}.slope.dot{fill:#d9580d;stroke-width:1.4;stroke-dasharray:none}\
.hole.dot{fill:#fff}\
</style>";

/// The picture.
pub(crate) fn plot(activations: &[Activation], interval: (f64, f64)) -> Result<String, Failure> {
    let mut panels = String::new();
    let mut height = 0.0;
    for activation in activations {
        let curve = activation.curve.as_ref().ok_or_else(|| Failure::Elsewhere(activation.name.clone()))?;
        // Writing to a String does not fail.
        let _ = writeln!(panels, r#"<g transform="translate(0 {height})">"#);
        let _ = Panel::new(activation, curve, interval).write(&mut panels);
        let _ = writeln!(panels, "</g>");
        height += HEIGHT;
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">\n\
         {STYLE}\n\
         <clipPath id=\"inside\"><rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{}\"/></clipPath>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{panels}</svg>\n",
        RIGHT - LEFT,
        BOTTOM - TOP,
    ))
}

struct Panel<'a> {
    activation: &'a Activation,
    curve: &'a Curve,
    across: Axis,
    upright: Axis,
    kinks: Vec<Kink>,
    value: Vec<Vec<Point>>,
    slope: Vec<Vec<Point>>,
}

impl<'a> Panel<'a> {
    fn new(activation: &'a Activation, curve: &'a Curve, interval: (f64, f64)) -> Self {
        let across = Axis { numbers: interval, paper: (LEFT, RIGHT) };
        let kinks: Vec<Kink> = match &activation.facts.kinks {
            Some(Kinks::Finite(list)) => list.iter().filter(|kink| across.holds(kink.at)).copied().collect(),
            _ => Vec::new(),
        };
        let corners: Vec<f64> = kinks.iter().map(|kink| kink.at).collect();
        // Where f is not a number, neither is f′, though its formula may be: 1 / x beside ln(x).
        let in_domain = |x| if curve.value(x).is_nan() { f64::NAN } else { curve.derivative(x) };
        let [value, slope]: [&dyn Fn(f64) -> f64; 2] = [&|x| curve.value(x), &in_domain];
        let (from, to) = interval;
        let samples =
            |f: &dyn Fn(f64) -> f64| (0..=600).map(|n| f(from + (to - from) * f64::from(n) / 600.0)).collect();
        let numbers = bounds(&[samples(value), samples(slope)]);
        // Three pixels: a lesser step is no gap to the eye.
        let leap = (numbers.1 - numbers.0) * 0.01;
        Self {
            activation,
            curve,
            across,
            upright: Axis { numbers, paper: (BOTTOM, TOP) },
            value: trace(value, interval, &corners, leap),
            slope: trace(slope, interval, &corners, leap),
            kinks,
        }
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        self.legend(out)?;
        self.paper(out)?;
        writeln!(out, r#"<g clip-path="url(#inside)">"#)?;
        for kink in self.kinks.iter().take(MOST_MARKS) {
            let x = self.across.place(kink.at);
            writeln!(out, r#"<path class="kink" d="M{x:.1} {TOP}V{BOTTOM}"/>"#)?;
        }
        // The dashed line above, or it would be hidden where the two are one.
        for (class, pieces) in [("value", &self.value), ("slope", &self.slope)] {
            for piece in pieces {
                self.line(out, class, piece)?;
            }
        }
        for kink in self.kinks.iter().take(MOST_MARKS) {
            self.marks(out, kink)?;
        }
        writeln!(out, "</g>")
    }

    /// The name, and what is drawn in which colour.
    fn legend(&self, out: &mut String) -> fmt::Result {
        let Activation { name, formula, derivative, surrogate, parameters, .. } = self.activation;
        let defaults: Vec<String> = parameters.iter().map(|(name, default, _)| format!("{name} = {default}")).collect();
        let title = if defaults.is_empty() { name.clone() } else { format!("{name}, {}", defaults.join(", ")) };
        writeln!(out, r#"<text class="name" x="{LEFT}" y="28">{}</text>"#, escaped(&cut(&title, LETTERS)))?;
        if !self.kinks.is_empty() {
            let words = "kinks: ○ from either side, ● there";
            writeln!(out, r#"<text x="{RIGHT}" y="28" text-anchor="end">{words}</text>"#)?;
        }
        let sign = if *surrogate { "surrogate" } else { "f′(x)" };
        for (class, y, words) in
            [("value", 52.0, format!("f(x) = {formula}")), ("slope", 74.0, format!("{sign} = {derivative}"))]
        {
            writeln!(out, r#"<path class="{class}" d="M{LEFT} {}h26"/>"#, y - 4.0)?;
            let words = escaped(&cut(&words, LETTERS));
            writeln!(out, r#"<text class="words" x="{}" y="{y}">{words}</text>"#, LEFT + 36.0)?;
        }
        Ok(())
    }

    /// Grid, axes and numbers.
    fn paper(&self, out: &mut String) -> fmt::Result {
        for (number, label) in self.across.ticks(12.0) {
            let x = self.across.place(number);
            let class = if number == 0.0 { "zero" } else { "grid" };
            writeln!(out, r#"<path class="{class}" d="M{x:.1} {TOP}V{BOTTOM}"/>"#)?;
            writeln!(out, r#"<text x="{x:.1}" y="{}" text-anchor="middle">{label}</text>"#, BOTTOM + 18.0)?;
        }
        for (number, label) in self.upright.ticks(8.0) {
            let y = self.upright.place(number);
            let class = if number == 0.0 { "zero" } else { "grid" };
            writeln!(out, r#"<path class="{class}" d="M{LEFT} {y:.1}H{RIGHT}"/>"#)?;
            writeln!(out, r#"<text x="{}" y="{:.1}" text-anchor="end">{label}</text>"#, LEFT - 8.0, y + 4.0)?;
        }
        let (width, height) = (RIGHT - LEFT, BOTTOM - TOP);
        writeln!(out, r#"<rect class="frame" x="{LEFT}" y="{TOP}" width="{width}" height="{height}"/>"#)?;
        writeln!(out, r#"<text x="{}" y="{}" text-anchor="middle">x</text>"#, LEFT.midpoint(RIGHT), BOTTOM + 34.0)
    }

    fn line(&self, out: &mut String, class: &str, piece: &[Point]) -> fmt::Result {
        write!(out, r#"<polyline class="{class}" points=""#)?;
        for (index, (x, y)) in piece.iter().enumerate() {
            let blank = if index == 0 { "" } else { " " };
            write!(out, "{blank}{:.1},{:.1}", self.across.place(*x), self.upright.place(*y))?;
        }
        writeln!(out, r#""/>"#)
    }

    /// Circles for the one-sided limits, a disc for what is taken.
    fn marks(&self, out: &mut String, kink: &Kink) -> fmt::Result {
        let mut dot = |class: &str, y: f64| {
            if y.is_finite() && self.upright.holds(y) {
                let (x, y) = (self.across.place(kink.at), self.upright.place(y));
                writeln!(out, r#"<circle class="{class} dot" cx="{x:.1}" cy="{y:.1}" r="3.6"/>"#)?;
            }
            Ok(())
        };
        // The limits are those of f′, so that a surrogate has nothing to do with them.
        for side in [kink.left, kink.right].into_iter().filter(|side| *side != kink.taken) {
            if !self.activation.surrogate {
                dot("slope hole", side)?;
            }
        }
        dot("slope", kink.taken)?;
        let here = self.curve.value(kink.at);
        if kink.jump {
            for side in [kink.at.next_down(), kink.at.next_up()].map(|x| self.curve.value(x)) {
                if side != here {
                    dot("value hole", side)?;
                }
            }
        }
        dot("value", here)
    }
}

fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters - 2).chain(" …".chars()).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use activation_compiler::explain::explain;

    use super::*;

    fn drawn(source: &str, interval: (f64, f64)) -> String {
        plot(&explain(source).activations, interval).expect("a drawing")
    }

    /// How many elements of a tag have a class among theirs.
    fn count(svg: &str, tag: &str, class: &str) -> usize {
        let document = roxmltree::Document::parse(svg).expect("well-formed");
        let has = |node: &roxmltree::Node<'_, '_>| {
            node.has_tag_name(tag) && node.attribute("class").is_some_and(|list| list.split(' ').any(|it| it == class))
        };
        document.descendants().filter(has).count()
    }

    #[test]
    fn every_panel_is_well_formed() {
        let source = "relu: if x > 0 && x < 1e9 <x> else <0>; silu: x * sigmoid(x); a(alpha = 2): alpha * x.floor() => surrogate 1";
        let svg = drawn(source, (-2.5, 2.5));
        assert_eq!(count(&svg, "text", "name"), 3);
        assert!(svg.contains("if x &gt; 0 &amp;&amp; x &lt; "), "{svg}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn a_kink_is_marked_with_its_limits() {
        let svg = drawn("relu: x.max(0) => if x > 0 <1> else <0>", (-6.0, 6.0));
        assert_eq!(count(&svg, "path", "kink"), 1);
        assert_eq!((count(&svg, "circle", "hole"), count(&svg, "circle", "dot")), (1, 3));
        assert_eq!((count(&svg, "polyline", "value"), count(&svg, "polyline", "slope")), (1, 2));
        assert_eq!(count(&drawn("relu: x.max(0)", (1.0, 6.0)), "path", "kink"), 0);
    }

    #[test]
    fn the_limits_of_a_surrogate_are_not_drawn() {
        let svg = drawn("step: if x > 0 <1> else <0> => surrogate 1 / (1 + x * x)", (-3.0, 3.0));
        assert_eq!((count(&svg, "circle", "hole"), count(&svg, "circle", "dot")), (1, 3));
        assert_eq!((count(&svg, "polyline", "value"), count(&svg, "polyline", "slope")), (2, 1));
    }

    #[test]
    fn a_function_without_values_has_no_line() {
        let svg = drawn("#[domain(x > 0)] log: ln(x)", (-6.0, -1.0));
        assert_eq!(count(&svg, "polyline", "value"), 0);
        let svg = drawn("#[domain(x > 0)] log: ln(x)", (-6.0, 6.0));
        assert_eq!((count(&svg, "polyline", "value"), count(&svg, "polyline", "slope")), (1, 1));
    }

    #[test]
    fn what_is_not_known_here_is_not_drawn() {
        let activations = explain("twice: 2 * other::Silu(x)").activations;
        assert_eq!(activations.len(), 1);
        assert!(matches!(plot(&activations, (-6.0, 6.0)), Err(Failure::Elsewhere(name)) if name == "Twice"));
    }
}
