//! The two curves of each activation as SVG.
//!
//! In: activations and the part of the number line to draw. Out: one picture, a panel for each. It must never touch a file.

use activation_compiler::analyze::Kinks;
use activation_compiler::explain::Activation;
use activation_core::Kink;
use activation_examples::chart::Frame;
use activation_examples::graph::{Function, Graph, STYLE};
use activation_examples::svg::{Svg, cut};

use crate::failure::Failure;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 470.0;
const FRAME: Frame = Frame { left: 64.0, right: WIDTH - 24.0, top: 92.0, bottom: HEIGHT - 40.0 };
/// So many letters fit into a line of the legend.
const LETTERS: usize = 78;
/// Of a kink's dots.
const RADIUS: f64 = 3.6;

const LOOKS: &str = "\
.name{font-size:17px;font-weight:bold;fill:#111}\
.words{font-size:13px;font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#222}\
.value{stroke-width:2.4}.slope{stroke-width:2}";

/// The picture.
pub(crate) fn plot(activations: &[Activation], interval: (f64, f64)) -> Result<String, Failure> {
    let mut svg = Svg::default();
    let mut height = 0.0;
    for activation in activations {
        let curve = activation.curve.as_ref().ok_or_else(|| Failure::Elsewhere(activation.name.clone()))?;
        let function = Function {
            value: &|x| curve.value(x),
            slope: &|x| curve.derivative(x),
            surrogate: activation.surrogate,
            kinks: kinks(activation),
        };
        let graph = Graph::new(function, interval, &[], FRAME);
        svg.moved((0.0, height), |svg| {
            legend(svg, activation, !graph.kinks.is_empty());
            graph.chart.grid(svg, &graph.chart.across.ticks(12.0), &graph.chart.upright.ticks(8.0));
            svg.text("", "middle", (FRAME.left.midpoint(FRAME.right), FRAME.bottom + 32.0), "x");
            graph.draw(svg, RADIUS);
        });
        height += HEIGHT;
    }
    Ok(svg.finish((WIDTH, height), &FRAME.head(&format!("{STYLE}{LOOKS}"))))
}

fn kinks(activation: &Activation) -> Vec<Kink> {
    match &activation.facts.kinks {
        Some(Kinks::Finite(list)) => list
            .iter()
            .map(|kink| Kink { at: kink.at, left: kink.left, right: kink.right, taken: kink.taken, jump: kink.jump })
            .collect(),
        _ => Vec::new(),
    }
}

/// The name, and what is drawn in which colour.
fn legend(svg: &mut Svg, activation: &Activation, has_kinks: bool) {
    let Activation { name, formula, derivative, surrogate, parameters, .. } = activation;
    let defaults: Vec<String> = parameters.iter().map(|(name, default, _)| format!("{name} = {default}")).collect();
    let title = if defaults.is_empty() { name.clone() } else { format!("{name}, {}", defaults.join(", ")) };
    svg.text("name", "start", (FRAME.left, 28.0), &cut(&title, LETTERS));
    if has_kinks {
        svg.text("", "end", (FRAME.right, 28.0), "kinks: ○ from either side, ● there");
    }
    let sign = if *surrogate { "surrogate" } else { "f′(x)" };
    for (class, y, words) in
        [("value", 52.0, format!("f(x) = {formula}")), ("slope", 74.0, format!("{sign} = {derivative}"))]
    {
        svg.add(format_args!(r#"<path class="{class}" d="M{} {}h26"/>"#, FRAME.left, y - 4.0));
        svg.text("words", "start", (FRAME.left + 36.0, y), &cut(&words, LETTERS));
    }
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
