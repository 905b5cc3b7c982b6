//! A function as lines to draw.
//!
//! In: a function and an interval. Out: its graph in pieces, each a line without a gap. It must never join what does not
//! hang together: a jump and the edge of a domain end a piece.

/// A place of the graph.
pub type Point = (f64, f64);

/// How many steps the interval is cut into.
const STEPS: u32 = 600;

/// The pieces; `corners` are drawn exactly, and a step by more than `leap` is looked at closely.
pub fn trace(f: &dyn Fn(f64) -> f64, (from, to): (f64, f64), corners: &[f64], leap: f64) -> Vec<Vec<Point>> {
    let mut places: Vec<f64> =
        (0..=STEPS).map(|step| from + (to - from) * f64::from(step) / f64::from(STEPS)).collect();
    places.extend(corners.iter().copied().filter(|x| (from..=to).contains(x)));
    places.sort_by(f64::total_cmp);
    places.dedup();

    let mut pieces = Vec::new();
    let mut piece: Vec<Point> = Vec::new();
    let mut previous: Option<Point> = None;
    for x in places {
        let here = (x, f(x));
        if let Some(before) = previous
            && let Some((left, right)) = gap(f, before, here, leap)
        {
            piece.extend(left);
            pieces.push(std::mem::take(&mut piece));
            piece.extend(right);
        }
        if here.1.is_finite() {
            piece.push(here);
        }
        previous = Some(here);
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What lies on either side of the gap between two places, if there is one.
fn gap(f: &dyn Fn(f64) -> f64, left: Point, right: Point, leap: f64) -> Option<(Option<Point>, Option<Point>)> {
    let whole = |point: Point| Some(point).filter(|point| point.1.is_finite());
    let (mut left, mut right) = (left, right);
    match (left.1.is_finite(), right.1.is_finite()) {
        (false, false) => return Some((None, None)),
        (true, true) if (right.1 - left.1).abs() <= leap => return None,
        _ => {}
    }
    loop {
        let x = left.0.midpoint(right.0);
        if x <= left.0 || x >= right.0 {
            break;
        }
        let middle = (x, f(x));
        // Into the half where the gap is: where one end has no value, or else where more of the way is.
        let in_left = match (left.1.is_finite(), middle.1.is_finite(), right.1.is_finite()) {
            (true, false, _) | (false, true, _) => true,
            (true, true, false) | (false, false, true) => false,
            (true, true, true) => (middle.1 - left.1).abs() > (right.1 - middle.1).abs(),
            (false, false, false) => break,
        };
        if in_left {
            right = middle;
        } else {
            left = middle;
        }
        if left.1.is_finite() && right.1.is_finite() && (right.1 - left.1).abs() <= leap / 4.0 {
            return None;
        }
    }
    Some((whole(left), whole(right)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(f: &dyn Fn(f64) -> f64) -> Vec<(Point, Point)> {
        trace(f, (-6.0, 6.0), &[], 0.1).iter().map(|piece| (piece[0], piece[piece.len() - 1])).collect()
    }

    #[test]
    fn a_smooth_function_is_one_piece_however_steep() {
        assert_eq!(ends(&|x| (1e6 * x).tanh()), [((-6.0, -1.0), (6.0, 1.0))]);
    }

    #[test]
    fn a_jump_ends_a_piece() {
        let pieces = ends(&|x| if x > 1.003 { 1.0 } else { 0.0 });
        assert_eq!(pieces, [((-6.0, 0.0), (1.003, 0.0)), ((1.003_f64.next_up(), 1.0), (6.0, 1.0))]);
    }

    #[test]
    fn the_edge_of_a_domain_is_found() {
        let pieces = ends(&|x: f64| (x - 0.123).sqrt());
        assert_eq!(pieces.len(), 1);
        assert!((pieces[0].0.0 - 0.123).abs() < 1e-12 && pieces[0].1.0 == 6.0, "{pieces:?}");
    }

    #[test]
    fn a_pole_is_a_gap() {
        let pieces = ends(&|x: f64| 1.0 / (x - 0.01));
        assert_eq!(pieces.len(), 2, "{pieces:?}");
        assert!(ends(&|_| f64::NAN).is_empty());
    }
}
