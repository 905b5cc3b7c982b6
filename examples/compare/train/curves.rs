//! The learning curves.
//!
//! In: summaries, the best first. Out: one SVG: the loss while training, the accuracy on the test digits, and who is who.
//! It must never leave a curve out: those without a colour are grey, and a cross ends one that diverged.

use activation_examples::chart::{Chart, Frame};
use activation_examples::svg::{Svg, cut};

use crate::network::count;
use crate::summary::Summary;
use crate::training::Epoch;

const FRAME: Frame = Frame { left: 56.0, right: 470.0, top: 62.0, bottom: 400.0 };
/// From one chart to the next.
const STEP: f64 = 490.0;
const LEGEND: f64 = 1000.0;
const SIZE: (f64, f64) = (1250.0, 452.0);
/// Those beyond are grey.
const COLOURS: [&str; 8] = ["#0b62c4", "#d9580d", "#1a8a4c", "#b0309a", "#7a5a00", "#00939c", "#c22a2a", "#5b4fc7"];
/// Losses below are drawn there.
const LEAST: f32 = 1e-6;

const LOOKS: &str = "\
.title{font-size:15px;font-weight:bold;fill:#111}.tick{font-size:11px}\
.curve{fill:none;stroke-width:1.8;stroke-linejoin:round}.grey{stroke:#bbb;stroke-width:1}\
.cross{stroke-width:2}";

/// The picture.
pub(crate) fn draw(summaries: &[Summary], epochs: usize, runs: u16) -> String {
    let across = if epochs > 1 { (1.0, f64::from(count(epochs))) } else { (0.0, 2.0) };
    let losses = curves(summaries, |epoch| epoch.loss.max(LEAST).log10());
    let accuracies = curves(summaries, |epoch| epoch.accuracy * 100.0);

    let mut svg = Svg::default();
    panel(&mut svg, "training loss", &Chart::new(FRAME, across, span(&losses)), &losses, summaries, decades);
    svg.moved((STEP, 0.0), |svg| {
        let chart = Chart::new(FRAME, across, (floor(&accuracies), 101.0));
        panel(svg, "test accuracy, %", &chart, &accuracies, summaries, |chart| chart.upright.ticks(10.0));
    });
    legend(&mut svg, summaries, runs);
    svg.finish(SIZE, &FRAME.head(&format!("{LOOKS}{}", colours())))
}

fn curves(summaries: &[Summary], what: fn(&Epoch) -> f32) -> Vec<Vec<(f64, f64)>> {
    let points = |summary: &Summary| {
        (1_u32..).zip(summary.curve(what)).map(|(epoch, value)| (f64::from(epoch), f64::from(value))).collect()
    };
    summaries.iter().map(points).collect()
}

fn colours() -> String {
    let style = |(index, colour): (usize, &&str)| format!(".c{index}{{stroke:{colour}}}.dot.c{index}{{fill:{colour}}}");
    COLOURS.iter().enumerate().map(style).collect()
}

fn class(index: usize) -> String {
    if index < COLOURS.len() { format!("c{index}") } else { String::from("grey") }
}

fn panel(
    svg: &mut Svg,
    title: &str,
    chart: &Chart,
    curves: &[Vec<(f64, f64)>],
    summaries: &[Summary],
    ticks: impl Fn(&Chart) -> Vec<(f64, String)>,
) {
    svg.text("title", "start", (FRAME.left, FRAME.top - 14.0), title);
    svg.text("", "middle", (FRAME.left.midpoint(FRAME.right), FRAME.bottom + 34.0), "epoch");
    let whole = |(number, _): &(f64, String)| number.fract() == 0.0;
    chart.grid(svg, &chart.across.ticks(10.0).into_iter().filter(whole).collect::<Vec<_>>(), &ticks(chart));
    // The best last, so that they lie above.
    for (index, (points, summary)) in curves.iter().zip(summaries).enumerate().rev() {
        let class = class(index);
        chart.inside(svg, |svg| chart.line(svg, &format!("curve {class}"), points));
        if let Some(&(x, y)) = points.last() {
            if summary.is_lost() {
                let (x, y) = (chart.across.place(x), chart.upright.place(y));
                let cross = "m-4 -4l8 8m0 -8l-8 8";
                svg.add(format_args!(r#"<path class="cross {class}" d="M{x:.1} {y:.1}{cross}"/>"#));
            } else if index < COLOURS.len() {
                chart.dot(svg, &class, (x, y), 3.0);
            }
        }
    }
}

/// Names with their accuracies; the grey ones together.
fn legend(svg: &mut Svg, summaries: &[Summary], runs: u16) {
    if runs > 1 {
        svg.text("", "start", (LEGEND, FRAME.top - 14.0), &format!("means of {runs} runs"));
    }
    let mut y = FRAME.top + 12.0;
    let mut line = |class: &str, words: &str| {
        svg.add(format_args!(r#"<path class="curve {class}" d="M{LEGEND} {}h26"/>"#, y - 4.0));
        svg.text("", "start", (LEGEND + 34.0, y), words);
        y += 22.0;
    };
    for (index, summary) in summaries.iter().take(COLOURS.len()).enumerate() {
        let result = summary.accuracy().map(|accuracy| format!("{:.1} %", accuracy.mean * 100.0));
        let result = result.unwrap_or_else(|| String::from("diverged"));
        line(&class(index), &format!("{}  {result}", cut(&summary.name, 20)));
    }
    let rest = summaries.get(COLOURS.len()..).unwrap_or_default();
    if !rest.is_empty() {
        let lost = rest.iter().filter(|summary| summary.is_lost()).count();
        let lost = if lost > 0 { format!(", {lost} of them diverged") } else { String::new() };
        line("grey", &format!("{} more{lost}", rest.len()));
    }
}

/// From the least to the greatest, with a margin.
fn span(curves: &[Vec<(f64, f64)>]) -> (f64, f64) {
    let values = || curves.iter().flatten().map(|(_, value)| *value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return (-3.0, 0.5);
    }
    let margin = (high - low).max(0.1) * 0.05;
    // One curve that goes up a long way must not flatten all the others.
    (low - margin, high.min(1.0) + margin)
}

/// Where the axis of accuracies begins: most of the coloured curves after their first steps are above.
fn floor(accuracies: &[Vec<(f64, f64)>]) -> f64 {
    let settled = accuracies.iter().take(COLOURS.len()).flat_map(|curve| curve.iter().skip(curve.len() / 6));
    let least = settled.map(|(_, value)| *value).fold(100.0, f64::min);
    (least / 5.0 - 0.2).floor().clamp(0.0, 18.0) * 5.0
}

/// Ticks of a logarithmic axis.
fn decades(chart: &Chart) -> Vec<(f64, String)> {
    let (low, high) = chart.upright.numbers;
    let digits: &[f64] = if high - low < 2.5 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let mut ticks = Vec::new();
    for power in -7..=2_i32 {
        for digit in digits {
            let number = digit.log10() + f64::from(power);
            if (low..=high).contains(&number) {
                let places = usize::try_from(-power).unwrap_or(0);
                ticks.push((number, format!("{:.places$}", digit * 10_f64.powi(power))));
            }
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::training::Run;

    fn summary(name: &str, diverged: bool) -> Summary {
        let epoch = Epoch { loss: 0.1, test_loss: 0.2, accuracy: 0.9, time: Duration::ZERO };
        Summary::new(name.into(), vec![Run { epochs: vec![epoch; 5], diverged }])
    }

    #[test]
    fn every_curve_is_drawn_and_a_lost_one_is_crossed_out() {
        let mut summaries: Vec<Summary> = (0..12).map(|n| summary(&format!("f{n}"), false)).collect();
        summaries.push(summary("<lost>", true));
        let svg = draw(&summaries, 5, 3);
        roxmltree::Document::parse(&svg).expect("well-formed");
        assert_eq!(svg.matches("<polyline").count(), 2 * 13);
        assert_eq!(svg.matches("class=\"cross").count(), 2);
        assert!(svg.contains("5 more, 1 of them diverged"));
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }

    #[test]
    fn nothing_but_losses_is_a_picture_too() {
        let lost = Summary::new("lost".into(), vec![Run { epochs: Vec::new(), diverged: true }]);
        let svg = draw(&[lost], 1, 1);
        roxmltree::Document::parse(&svg).expect("well-formed");
        assert!(svg.contains("lost  diverged"));
    }
}
