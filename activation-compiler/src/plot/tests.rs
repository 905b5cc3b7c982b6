//! What is drawn, of formulas that are hard to draw.
//!
//! In: formulas. Out: assertions on the SVG. Must never compare a whole picture: its looks may change.

use super::curve::fewer;
use crate::tests::picture;

/// The `d` of the two curves, and the number of dots.
fn curves(text: &str) -> ([String; 2], usize) {
    let svg = picture(text).expect(text);
    let path = |colour: &str| {
        let start = svg.rfind(&format!(r#"<path stroke="{colour}""#)).expect("a path");
        let d = svg[start..].split_once(" d=\"").expect("its points").1;
        d.split_once('"').expect("its end").0.to_owned()
    };
    (super::COLOURS.map(path), svg.matches("<circle").count())
}

/// How many lines a path has.
fn lines(path: &str) -> usize {
    path.matches('M').count()
}

#[test]
fn straight_lines_are_two_points_each() {
    let ([value, slope], dots) = curves("pub relu: x.max(0)");
    assert_eq!(value, "M0 1704l1600 0 1600-1608");
    assert_eq!((lines(&slope), dots), (2, 1));
}

#[test]
fn jumps_poles_and_domains_end_a_line() {
    let jump = curves("pub f: if x > 1.003 <2> else <x>");
    assert_eq!((lines(&jump.0[0]), lines(&jump.0[1]), jump.1), (2, 2, 2));
    assert_eq!(lines(&curves("#[domain(x != 0)] pub f: 1 / x").0[0]), 2);
    let [value, slope] = curves("#[domain(x > 0)] pub f: ln(x)").0;
    assert!(value.starts_with("M1600 ") && slope.starts_with("M1600 "), "{value} {slope}");
    assert_eq!(lines(&curves("pub f: floor(x) => surrogate 1").0[0]), 10);
    assert_eq!(lines(&curves("pub f: sign(x) => surrogate exp(-x * x)").0[0]), 2);
}

#[test]
fn what_is_steep_is_one_line() {
    assert_eq!(lines(&curves("pub f: tanh(1e6 * x)").0[0]), 1);
    assert_eq!(lines(&curves("pub f: x * sigmoid(x)").0[0]), 1);
}

#[test]
fn a_picture_is_small_and_has_no_blank_line() {
    for text in [
        "pub relu: x.max(0)",
        "pub mish: x * tanh(softplus(x))",
        "pub f: sin(3 * x) + x / 4",
        "pub stair: if x - 2 * floor(x / 2) < 1 <floor(x / 2)> else <x - floor(x / 2) - 1>",
        "#[domain(x > 0)] pub f: ln(x) / x",
    ] {
        let svg = picture(text).expect(text);
        assert!(svg.len() < 4000 && !svg.contains('\n'), "{text}: {} bytes", svg.len());
        assert!(svg.contains(r#"role="img""#) && svg.contains("<title>") && !svg.contains("NaN"), "{svg}");
    }
}

#[test]
fn what_is_not_known_here_is_not_drawn() {
    assert_eq!(picture("pub f: 2 * other::Silu(x)"), None);
    assert_eq!(picture("#[plot(off)] pub f: 2 * x"), None);
    assert_eq!(picture("f: 2 * x"), None, "nobody sees a private one");
}

#[test]
fn pictures_do_not_change() {
    assert_eq!(picture("pub f: x * sigmoid(x)"), picture("pub f: x * sigmoid(x)"));
}

#[test]
fn the_points_left_out_are_near_the_line() {
    let points: Vec<(f64, f64)> = (0..=100).map(f64::from).map(|x| (x, (x / 10.0).sin() * 100.0)).collect();
    let kept = fewer(&points, 2.0);
    assert!(kept.len() < 30 && kept.first() == points.first() && kept.last() == points.last());
    for pair in kept.windows(2) {
        for (x, y) in points.iter().filter(|(x, _)| (pair[0].0..=pair[1].0).contains(x)) {
            let line = pair[0].1 + (pair[1].1 - pair[0].1) * (x - pair[0].0) / (pair[1].0 - pair[0].0);
            assert!((line - y).abs() <= 2.0 + 1e-9, "{x}");
        }
    }
    assert_eq!(fewer(&points[..1], 2.0).len(), 1);
}
