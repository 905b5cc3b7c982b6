//! The page.
//!
//! In: activations. Out: one SVG, a panel for each below a heading that explains the signs. It must never depend on where
//! it goes.

use activation_core::AnyActivation;
use activation_examples::graph;
use activation_examples::svg::Svg;

use crate::panel::{self, FRAME};

const MARGIN: f64 = 24.0;
const HEADING: f64 = 64.0;
/// White between panels.
const GAP: f64 = 6.0;
/// The height of a page over its width, as that of paper.
const RATIO: f64 = 1.4;

const LOOKS: &str = "\
.title{font-size:24px;font-weight:bold;fill:#111}.legend{font-size:14px;fill:#222}\
.name{font-size:13.5px;font-weight:bold;fill:#111}.note{font-size:10px;fill:#555}.tick{font-size:9.5px;fill:#777}\
.words{font-size:9.6px;font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#333}\
.divided{fill:#d9580d;font-weight:bold}\
.value{stroke-width:2}.slope{stroke-width:1.6;stroke-dasharray:5 2.5}\
.level{stroke:#0b62c4;stroke-width:.8;stroke-dasharray:1.5 3;opacity:.8}.zero{stroke:#aaa}";

/// The page, with so many columns or as many as suit it.
pub(crate) fn draw(activations: &[AnyActivation], interval: Option<(f64, f64)>, columns: Option<usize>) -> String {
    let columns = columns.unwrap_or_else(|| suitable(activations.len())).clamp(1, activations.len().max(1));
    let rows = activations.len().div_ceil(columns);
    let (step, drop) = (panel::WIDTH + GAP, panel::HEIGHT + GAP);
    let (width, height) = (number(columns) * step - GAP, number(rows) * drop - GAP);

    let mut svg = Svg::default();
    let below = heading(&mut svg, activations.len(), width);
    for (index, activation) in activations.iter().enumerate() {
        let place = (MARGIN + number(index % columns) * step, below + number(index / columns) * drop);
        svg.moved(place, |svg| panel::draw(svg, activation, interval));
    }
    let size = (width + 2.0 * MARGIN, below + height + MARGIN);
    svg.finish(size, &FRAME.head(&format!("{}{LOOKS}", graph::STYLE)))
}

/// Title and legend; returns how far they go down.
fn heading(svg: &mut Svg, count: usize, width: f64) -> f64 {
    let signs = [
        (r#"<path class="value" d="M0 -5h34"/>"#, 42.0, "f(x)", 96.0),
        (r#"<path class="slope" d="M0 -5h34"/>"#, 42.0, "f′(x), its derivative", 212.0),
        (
            r#"<path class="kink" d="M6 -14v18"/><circle class="slope hole dot" cx="6" cy="-10" r="3"/><circle class="slope dot" cx="6" cy="0" r="3"/>"#,
            18.0,
            "kink: ○ the derivative beside it, ● there",
            330.0,
        ),
        (r#"<path class="level" d="M0 -5h34"/>"#, 42.0, "end of the range", 180.0),
    ];
    let mut title = format!("{count} activation functions");
    let (mut x, mut y) = (MARGIN + 8.0, MARGIN + 26.0);
    if count < 6 {
        title.clear();
        y -= 10.0;
    } else {
        svg.text("title", "start", (x, y), &title);
        x += 390.0;
    }
    for (sign, indent, words, length) in signs {
        // Few panels make a narrow page: then the legend takes several lines.
        if x + length > MARGIN + width && x > MARGIN + 8.0 {
            (x, y) = (MARGIN + 8.0, y + 24.0);
        }
        svg.moved((x, y), |svg| {
            svg.add(format_args!("{sign}"));
            svg.text("legend", "start", (indent, 0.0), words);
        });
        x += length;
    }
    (y + 18.0).max(if count < 6 { 0.0 } else { MARGIN + HEADING - 18.0 })
}

/// How many columns make a page of the shape of paper; few panels stand in one row.
fn suitable(count: usize) -> usize {
    let shape = |columns: usize| {
        let rows = count.div_ceil(columns);
        (number(rows) * panel::HEIGHT / (number(columns) * panel::WIDTH) - RATIO).abs()
    };
    if count <= 4 {
        return count.max(1);
    }
    (1..=count.min(40)).min_by(|one, other| shape(*one).total_cmp(&shape(*other))).unwrap_or(1)
}

fn number(count: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a count of panels")]
    let number = count as f64;
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activation_of_the_registry_has_its_panel() {
        let all: Vec<AnyActivation> = AnyActivation::all().collect();
        let page = draw(&all, None, None);
        let document = roxmltree::Document::parse(&page).expect("well-formed");
        let has = |node: &roxmltree::Node<'_, '_>, class: &str| {
            node.attribute("class").is_some_and(|list| list.split(' ').any(|it| it == class))
        };
        let names: Vec<&str> =
            document.descendants().filter(|node| has(node, "name")).filter_map(|node| node.text()).collect();
        assert_eq!(names, AnyActivation::names().collect::<Vec<_>>());
        let lines = |class: &str| {
            document.descendants().filter(|node| node.has_tag_name("polyline") && has(node, class)).count()
        };
        assert!(lines("value") >= all.len() && lines("slope") >= all.len());
        assert!(!page.contains("NaN") && !page.contains("inf"));
    }

    #[test]
    fn a_page_has_the_shape_of_paper() {
        assert_eq!([1, 3, 106].map(suitable), [1, 3, 8]);
    }
}
