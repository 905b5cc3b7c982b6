//! Paper with axes, and lines and dots on it.
//!
//! In: numbers. Out: elements of an SVG. It must never draw outside its frame, nor know what the numbers mean.

use activation_compiler::plot::ruler::Ruler;
use activation_compiler::plot::trace::Place;

use crate::svg::Svg;

/// How far a line may be from where its points would have it, in pixels.
const SLACK: f64 = 0.06;

/// The looks of what is drawn here.
pub const STYLE: &str = "\
text{font-size:12px;font-family:'DejaVu Sans',Verdana,sans-serif;fill:#444}\
.grid{stroke:#e8e8e8}.zero{stroke:#999}.frame{stroke:#ccc;fill:none}";

/// Where the curves are on paper.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The left edge.
    pub left: f64,
    /// The right edge.
    pub right: f64,
    /// The upper edge.
    pub top: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Frame {
    /// What a page defines first: its style, and this frame as the clip path that charts use.
    pub fn head(&self, style: &str) -> String {
        let Self { left, right, top, bottom } = self;
        format!(
            "<style>{STYLE}{style}</style>\n\
             <clipPath id=\"inside\"><rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\"/></clipPath>",
            right - left,
            bottom - top
        )
    }
}

/// Two axes on a frame.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// To the right.
    pub across: Ruler,
    /// Upward.
    pub upright: Ruler,
    frame: Frame,
}

impl Chart {
    /// A chart of these numbers.
    pub fn new(frame: Frame, across: (f64, f64), upright: (f64, f64)) -> Self {
        Self {
            across: Ruler { numbers: across, paper: (frame.left, frame.right) },
            upright: Ruler { numbers: upright, paper: (frame.bottom, frame.top) },
            frame,
        }
    }

    /// Grid, axes and numbers.
    pub fn grid(&self, svg: &mut Svg, across: &[(f64, String)], upright: &[(f64, String)]) {
        let Frame { left, right, top, bottom } = self.frame;
        let class = |number: f64| if number == 0.0 { "zero" } else { "grid" };
        for (number, label) in across {
            let x = self.across.place(*number);
            svg.add(format_args!(r#"<path class="{}" d="M{x:.1} {top}V{bottom}"/>"#, class(*number)));
            svg.text("tick", "middle", (x, bottom + 15.0), label);
        }
        for (number, label) in upright {
            let y = self.upright.place(*number);
            svg.add(format_args!(r#"<path class="{}" d="M{left} {y:.1}H{right}"/>"#, class(*number)));
            svg.text("tick", "end", (left - 6.0, y + 4.0), label);
        }
        let (width, height) = (right - left, bottom - top);
        svg.add(format_args!(r#"<rect class="frame" x="{left}" y="{top}" width="{width}" height="{height}"/>"#));
    }

    /// What `draw` draws, without what lies outside of the frame.
    pub fn inside(&self, svg: &mut Svg, draw: impl FnOnce(&mut Svg)) {
        svg.add(format_args!(r#"<g clip-path="url(#inside)">"#));
        draw(svg);
        svg.add(format_args!("</g>"));
    }

    /// A line from edge to edge at a number of the axis across.
    pub fn upright_line(&self, svg: &mut Svg, class: &str, number: f64) {
        let Frame { top, bottom, .. } = self.frame;
        let x = self.across.place(number);
        svg.add(format_args!(r#"<path class="{class}" d="M{x:.1} {top}V{bottom}"/>"#));
    }

    /// A line from edge to edge at a number of the upright axis.
    pub fn level_line(&self, svg: &mut Svg, class: &str, number: f64) {
        let Frame { left, right, .. } = self.frame;
        let y = self.upright.place(number);
        svg.add(format_args!(r#"<path class="{class}" d="M{left} {y:.1}H{right}"/>"#));
    }

    /// A line through points.
    pub fn line(&self, svg: &mut Svg, class: &str, points: &[Place]) {
        let placed: Vec<Place> = points.iter().map(|(x, y)| (self.across.place(*x), self.upright.place(*y))).collect();
        let words: Vec<String> = thinned(&placed).iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        svg.add(format_args!(r#"<polyline class="{class}" points="{}"/>"#, words.join(" ")));
    }

    /// A dot, if it is inside.
    pub fn dot(&self, svg: &mut Svg, class: &str, (x, y): Place, radius: f64) {
        if x.is_finite() && y.is_finite() && self.across.holds(x) && self.upright.holds(y) {
            let (x, y) = (self.across.place(x), self.upright.place(y));
            svg.add(format_args!(r#"<circle class="{class} dot" cx="{x:.1}" cy="{y:.1}" r="{radius}"/>"#));
        }
    }
}

/// The points without which the line would be another one to the eye (Ramer 1972, Douglas and Peucker 1973).
fn thinned(points: &[Place]) -> Vec<Place> {
    let mut kept = vec![false; points.len()];
    let mut open = vec![(0, points.len().saturating_sub(1))];
    while let Some((first, last)) = open.pop() {
        let (Some(&from), Some(&to)) = (points.get(first), points.get(last)) else { break };
        (kept[first], kept[last]) = (true, true);
        let off = |point: Place| distance(point, from, to);
        let farthest = (first + 1..last).max_by(|one, other| off(points[*one]).total_cmp(&off(points[*other])));
        if let Some(farthest) = farthest.filter(|index| off(points[*index]) > SLACK) {
            open.extend([(first, farthest), (farthest, last)]);
        }
    }
    points.iter().zip(kept).filter_map(|(point, kept)| kept.then_some(*point)).collect()
}

/// From a point to the straight line through two others.
fn distance((x, y): Place, from: Place, to: Place) -> f64 {
    let (across, up) = (to.0 - from.0, to.1 - from.1);
    let length = across.hypot(up);
    if length == 0.0 {
        return (x - from.0).hypot(y - from.1);
    }
    ((x - from.0) * up - (y - from.1) * across).abs() / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_is_two_points_and_a_corner_stays() {
        let points: Vec<Place> = (0..=100).map(|n| (f64::from(n), f64::from((n - 50).max(0)))).collect();
        assert_eq!(thinned(&points), [(0.0, 0.0), (50.0, 0.0), (100.0, 50.0)]);
        assert_eq!(thinned(&points[..1]), [(0.0, 0.0)]);
        assert!(thinned(&[]).is_empty());
    }

    #[test]
    fn a_thinned_curve_stays_where_it_was() {
        let curve = |x: f64| 100.0 * (x / 20.0).sin();
        let points: Vec<Place> = (0..=600).map(|n| f64::from(n) / 2.0).map(|x| (x, curve(x))).collect();
        let thin = thinned(&points);
        assert!(thin.len() < 200, "{}", thin.len());
        for pair in thin.windows(2) {
            let x = pair[0].0.midpoint(pair[1].0);
            assert!((pair[0].1.midpoint(pair[1].1) - curve(x)).abs() < 0.5, "{pair:?}");
        }
    }
}
