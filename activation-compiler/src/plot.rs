//! The graph of an activation and its derivative, for rustdoc.
//!
//! In: f and f′ in the arena, the kinks, the parameters' defaults. Out: an SVG on one line, some 2 KB, which takes its text
//! colour from the page around it. It must never join what does not hang together: a jump, a pole and the edge of a domain
//! end a line. Nor may it depend on anything but the definition: docs are built again and compared.

mod curve;
pub mod ruler;
#[cfg(test)]
mod tests;
pub mod trace;

use std::fmt::Write;

use crate::analyze::{Kink, Kinks};
use crate::ir::{Arena, Id, Node};
use curve::Curves;
use ruler::Ruler;

/// The paper in tenths of a pixel, so that whole numbers are fine enough for a smooth line.
const PAPER: (f64, f64) = (3200.0, 1800.0);
/// Kinks as far from 0 as this widen the picture.
const FARTHEST: f64 = 50.0;
/// More dots than this would be a fog.
const MOST_DOTS: usize = 12;
/// Legible on white, on grey and on black. The second line is dashed as well, for those who see no colours.
const COLOURS: [&str; 2] = ["#3584e4", "#e66100"];

/// What is drawn.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The struct's.
    pub name: &'a str,
    /// Where f and f′ live.
    pub arena: &'a Arena,
    /// f, in x and parameters.
    pub value: Id,
    /// f′, or the surrogate in its place, in x and parameters.
    pub derivative: Id,
    /// The parameters' defaults.
    pub parameters: &'a [f64],
    /// Where the graph breaks, as far as it is known.
    pub kinks: Option<&'a Kinks>,
    /// Whether the derivative is meant to be another one.
    pub surrogate: bool,
}

/// The picture; none when the activation of another crate, which is not known here, is part of it.
pub fn plot(subject: &Subject<'_>) -> Option<String> {
    let Subject { arena, value, derivative, parameters, .. } = *subject;
    if [value, derivative].iter().any(|&root| arena.any(root, |node| matches!(node, Node::External(..)))) {
        return None;
    }
    let kinks = match subject.kinks {
        Some(Kinks::Finite(kinks)) => kinks.as_slice(),
        _ => &[],
    };
    let reach = reach(kinks);
    let curves = Curves::new(arena, [value, derivative], parameters, reach, kinks);
    let (low, high) = curves.bounds()?;
    let across = Ruler { numbers: (-reach, reach), paper: (0.0, PAPER.0) };
    let upright = Ruler { numbers: (low, high), paper: (PAPER.1, 0.0) };
    // Three pixels: a lesser step is no gap to the eye.
    let leap = (high - low) / 60.0;
    let lines = [0, 1].map(|which| {
        curves.pieces(which, leap).iter().fold(String::new(), |path, piece| path + &line(piece, &across, &upright))
    });
    Some(page(subject, [&across, &upright], &lines, &dots(kinks, &curves, [&across, &upright])))
}

/// How far to the left and right: all kinks that are not far out, and some of what follows them.
fn reach(kinks: &[Kink]) -> f64 {
    let farthest = kinks.iter().map(|kink| kink.at.abs()).filter(|at| *at <= FARTHEST).fold(0.0, f64::max);
    (1.5 * farthest).ceil().max(5.0)
}

/// One piece of a graph as part of a path: the fewest points of it whose line is nowhere a tenth of a pixel off.
fn line(piece: &[(f64, f64)], across: &Ruler, upright: &Ruler) -> String {
    let points: Vec<(f64, f64)> = piece.iter().map(|&(x, y)| (across.place(x), upright.place(y))).collect();
    let mut path = String::new();
    let (Some(&first), true) = (points.first(), points.len() > 1) else { return path };
    let mut at = whole(first);
    let _ = write!(path, "M{} {}l", at.0, at.1);
    let mut separated = true;
    for point in curve::fewer(&points, 1.0).into_iter().skip(1) {
        let next = whole(point);
        for step in [next.0 - at.0, next.1 - at.1] {
            // A minus parts two numbers as well as a space does.
            let _ = write!(path, "{}{step}", if separated || step < 0 { "" } else { " " });
            separated = false;
        }
        at = next;
    }
    path
}

#[expect(clippy::cast_possible_truncation, reason = "a ruler's places are a few thousand at most")]
fn whole((x, y): (f64, f64)) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// What is taken at the kinks where lines break: f where it jumps, and its derivative.
fn dots(kinks: &[Kink], curves: &Curves<'_>, [across, upright]: [&Ruler; 2]) -> [String; 2] {
    let mut dots = [String::new(), String::new()];
    for kink in kinks.iter().filter(|kink| kink.at.abs() <= FARTHEST).take(MOST_DOTS) {
        let [value, slope] = curves.at(kink.at);
        for (which, y, breaks) in [(0, value, kink.jump), (1, slope, kink.left != kink.right)] {
            if breaks && upright.holds(y) {
                let (x, y) = whole((across.place(kink.at), upright.place(y)));
                let _ = write!(dots[which], r#"<circle cx="{x}" cy="{y}" r="38"/>"#);
            }
        }
    }
    dots
}

/// All of it as one element. The inner `svg` cuts off what leaves the paper.
fn page(subject: &Subject<'_>, [across, upright]: [&Ruler; 2], lines: &[String; 2], dots: &[String; 2]) -> String {
    let Subject { name, surrogate, .. } = subject;
    let (what, short) = if *surrogate { ("its surrogate derivative", "surrogate") } else { ("its derivative", "f′") };
    let (mut grid, mut labels) = (String::new(), String::new());
    for (x, label) in across.ticks(6.0) {
        let place = across.place(x);
        let _ = write!(grid, "M{place:.0} 0v1800");
        let _ = write!(labels, r#"<text x="{:.0}" y="217" text-anchor="middle">{label}</text>"#, 36.0 + place / 10.0);
    }
    for (y, label) in upright.ticks(5.0) {
        let place = upright.place(y);
        let _ = write!(grid, "M0 {place:.0}h3200");
        let _ = write!(labels, r#"<text x="31" y="{:.0}" text-anchor="end">{label}</text>"#, 27.0 + place / 10.0);
    }
    let zero = format!("M{:.0} 0v1800M0 {:.0}h3200", across.place(0.0), upright.place(0.0));
    let [[value, slope], [value_dots, slope_dots], [blue, orange]] =
        [[&lines[0], &lines[1]].map(String::as_str), [&dots[0], &dots[1]].map(String::as_str), COLOURS];
    let end = across.numbers.1;
    format!(
        concat!(
            r#"<svg role="img" viewBox="0 0 360 222" width="360" height="222" style="max-width:100%" "#,
            r#"font-family="sans-serif" font-size="12" fill="currentColor">"#,
            "<title>{name} (solid) and {what} (dashed) for x from −{end} to {end}</title>",
            r#"<g opacity=".7">{labels}</g>"#,
            r#"<path d="M37 10h20" stroke="{blue}" stroke-width="2"/><text x="62" y="14">f</text>"#,
            r#"<path d="M79 10h20" stroke="{orange}" stroke-width="2" stroke-dasharray="6 3"/>"#,
            r#"<text x="104" y="14">{short}</text>"#,
            r#"<svg x="36" y="23" width="320" height="180" viewBox="0 0 3200 1800" fill="none" stroke="currentColor" "#,
            r#"stroke-width="10"><path opacity=".15" d="{grid}"/><path opacity=".5" d="{zero}"/>"#,
            r#"<g stroke-width="20" stroke-linejoin="round"><path stroke="{blue}" d="{value}"/>"#,
            r#"<path stroke="{orange}" stroke-dasharray="60 30" d="{slope}"/></g>"#,
            r#"<g stroke="none"><g fill="{blue}">{value_dots}</g><g fill="{orange}">{slope_dots}</g></g></svg></svg>"#,
        ),
        name = name,
        what = what,
        end = end,
        labels = labels,
        blue = blue,
        orange = orange,
        short = short,
        grid = grid,
        zero = zero,
        value = value,
        slope = slope,
        value_dots = value_dots,
        slope_dots = slope_dots,
    )
}
