//! One activation, drawn.
//!
//! In: an activation. Out: a panel of the page: its name, parameters and formula, and the graph of it with its derivative,
//! on axes that suit it. It must never scale the derivative without telling.

use activation_core::{Activation, AnyActivation, Kink};
use activation_examples::chart::Frame;
use activation_examples::graph::{Function, Graph};
use activation_examples::svg::{Svg, cut, escaped};

use crate::kinks::{has_default_parameters, kinks, proved};

pub(crate) const WIDTH: f64 = 292.0;
pub(crate) const HEIGHT: f64 = 252.0;
pub(crate) const FRAME: Frame = Frame { left: 40.0, right: WIDTH - 14.0, top: 54.0, bottom: HEIGHT - 30.0 };
/// So many letters fit into a line: of the formula, and of name and parameters.
const FORMULA: usize = 48;
const TITLE: usize = 40;
/// Of a kink's dots.
const RADIUS: f64 = 2.4;
/// How far from 0 a panel may reach, the best first.
const REACHES: [f64; 9] = [5.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5, 0.25, 0.1];

/// The panel of an activation, from one number to another or where it is interesting.
pub(crate) fn draw(svg: &mut Svg, activation: &AnyActivation, interval: Option<(f64, f64)>) {
    let interval = interval.unwrap_or_else(|| window(activation));
    let facts = activation.facts();
    let shrink = shrink(activation, interval);
    let scaled =
        |kink: Kink| Kink { left: kink.left / shrink, right: kink.right / shrink, taken: kink.taken / shrink, ..kink };
    let function = Function {
        value: &|x| activation.forward(x),
        slope: &|x| activation.derivative(x) / shrink,
        surrogate: facts.surrogate,
        kinks: kinks(activation, interval).into_iter().map(scaled).collect(),
    };
    let levels = levels(activation, interval);
    let graph = Graph::new(function, interval, &levels, FRAME);
    let chart = &graph.chart;

    words(svg, activation, shrink);
    chart.grid(svg, &chart.across.ticks(7.0), &chart.upright.ticks(5.0));
    for level in levels {
        chart.level_line(svg, "level", level);
    }
    graph.draw(svg, RADIUS);
}

/// Name, parameters, by what the derivative is divided, and the formula in two lines at most.
fn words(svg: &mut Svg, activation: &AnyActivation, shrink: f64) {
    let name = activation.name();
    let value = |(index, name)| activation.parameter(index).map(|value| format!("{name} = {}", short(value)));
    let names = activation.parameters().iter().map(|parameter| parameter.name).enumerate();
    let parameters = names.filter_map(value).collect::<Vec<_>>().join(", ");
    let left = TITLE.saturating_sub(name.len());
    let divided =
        if shrink > 1.0 { format!(r#"<tspan class="divided" dx="9">f′ ÷ {shrink}</tspan>"#) } else { String::new() };
    svg.add(format_args!(
        r#"<text class="note" x="8" y="18"><tspan class="name">{}</tspan><tspan dx="7">{}</tspan>{divided}</text>"#,
        escaped(name),
        escaped(&cut(&parameters, left))
    ));
    for (line, y) in lines(activation.facts().formula).iter().zip([32.0, 44.0]) {
        svg.text("words", "start", (8.0, y), line);
    }
}

/// A formula in one line, or in two and cut.
fn lines(formula: &str) -> Vec<String> {
    if formula.chars().count() <= FORMULA {
        return vec![formula.to_owned()];
    }
    let mut first = String::new();
    for word in formula.split_inclusive(' ') {
        if first.chars().count() + word.trim_end().chars().count() > FORMULA {
            break;
        }
        first.push_str(word);
    }
    let rest = cut(&formula[first.len()..], FORMULA);
    vec![first.trim_end().to_owned(), rest].into_iter().filter(|line| !line.is_empty()).collect()
}

/// A parameter with four digits at most.
fn short(value: f64) -> String {
    let exact = value.to_string();
    let rounded = format!("{value:.4}");
    if exact.len() <= rounded.len() {
        return if value == f64::INFINITY { String::from("∞") } else { exact };
    }
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The part of the number line where an activation is interesting: with every kink, few turns, and values that are not
/// much larger than their arguments.
fn window(activation: &AnyActivation) -> (f64, f64) {
    let farthest = proved(activation).unwrap_or_default().iter().fold(0.0_f64, |far, kink| far.max(kink.at.abs()));
    // Kinks are neither at the edge nor crowded in the middle.
    let least = farthest * 1.25;
    let most = if farthest > 0.0 { farthest * 4.0 } else { f64::INFINITY };
    let calm = |reach: f64| {
        let places = || (-200..=200).map(|n| reach * f64::from(n) / 200.0);
        let height = places().map(|x| activation.forward(x).abs()).filter(|y| y.is_finite()).fold(0.0, f64::max);
        let slopes: Vec<f64> = places().map(|x| activation.derivative(x)).collect();
        let turns = slopes.windows(2).filter(|pair| pair[0] * pair[1] < 0.0).count();
        height <= 4.0 * reach.max(1.0) && turns <= 6
    };
    let reach = REACHES.into_iter().filter(|reach| (least..=most).contains(reach)).find(|reach| calm(*reach));
    let reach = reach.unwrap_or_else(|| if least > REACHES[0] { least.ceil() } else { REACHES[0] });
    (-reach, reach)
}

/// A round number by which the derivative is divided, since the value would be flat beside it; mostly 1.
fn shrink(activation: &AnyActivation, (from, to): (f64, f64)) -> f64 {
    let places = || (0..=400).map(|n| from + (to - from) * f64::from(n) / 400.0);
    let size = |f: &dyn Fn(f64) -> f64| places().map(|x| f(x).abs()).filter(|y| y.is_finite()).fold(0.0, f64::max);
    let (value, slope) = (size(&|x| activation.forward(x)), size(&|x| activation.derivative(x)));
    let times = slope / value;
    if !times.is_finite() || times < 5.0 {
        return 1.0;
    }
    let power = 10_f64.powf(times.log10().floor());
    (times / power).round() * power
}

/// The ends of the range that are near enough to be drawn: a value of 1 that is never reached says more than a curve.
fn levels(activation: &AnyActivation, (from, to): (f64, f64)) -> Vec<f64> {
    let Some(range) = activation.facts().range.filter(|_| has_default_parameters(activation)) else {
        return Vec::new();
    };
    let size = from.abs().max(to.abs());
    [range.low, range.high]
        .into_iter()
        .filter(|end| end.is_finite() && *end != 0.0 && end.abs() <= 2.0 * size)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> AnyActivation {
        text.parse().expect("a known name")
    }

    #[test]
    fn windows_suit_the_activation() {
        for (name, reach) in [("tanh", 5.0), ("relu6", 8.0), ("soft_shrink", 2.0), ("exponential", 2.0), ("cube", 2.0)]
        {
            assert_eq!(window(&any(name)), (-reach, reach), "{name}");
        }
        let (from, to) = window(&any("sine"));
        assert!(to - from < 1.5, "{from} {to}");
    }

    #[test]
    fn a_derivative_that_dwarfs_its_function_is_divided() {
        assert_eq!(shrink(&any("sine"), (-0.25, 0.25)), 30.0);
        assert_eq!(shrink(&any("gelu"), (-6.0, 6.0)), 1.0);
        assert_eq!(shrink(&any("affine(alpha=0)"), (-6.0, 6.0)), 1.0);
    }

    #[test]
    fn levels_are_those_of_the_default_parameters() {
        assert_eq!(levels(&any("tanh"), (-6.0, 6.0)), [-1.0, 1.0]);
        assert_eq!(levels(&any("brelu"), (-6.0, 6.0)), [1.0]);
        assert!(levels(&any("brelu(max=3)"), (-6.0, 6.0)).is_empty());
    }

    #[test]
    fn formulas_are_two_lines_at_most() {
        assert_eq!(lines("x"), ["x"]);
        for activation in AnyActivation::all() {
            let lines = lines(activation.facts().formula);
            assert!(lines.len() <= 2 && lines.iter().all(|line| line.chars().count() <= FORMULA), "{lines:?}");
        }
    }

    #[test]
    fn parameters_are_short() {
        let texts = [1.0, 0.125, 1.0 / 3.0, f64::INFINITY, -0.4472, 1.595_769_121_6].map(short);
        assert_eq!(texts, ["1", "0.125", "0.3333", "∞", "-0.4472", "1.5958"]);
    }
}
