//! A function as lines to draw.
//!
//! In: a function and samples of it. Out: its graph in pieces, each a line without a gap. It must never take a steep line for a
//! jump, nor a jump for a steep line: that and the edge of a domain end a piece.

/// A place of a graph.
pub type Place = (f64, f64);

/// How often a step is halved to find a gap in it: to the last digit of most numbers. (Near 0 there are 1000 more.)
const HALVES: u32 = 52;

/// The function at so many steps between two numbers, and at the corners there.
pub fn samples(f: &dyn Fn(f64) -> f64, interval: (f64, f64), steps: u32, corners: &[f64]) -> Vec<Place> {
    numbers(interval, steps, corners).into_iter().map(|x| (x, f(x))).collect()
}

/// The numbers at so many steps between two, and the corners there.
pub fn numbers((from, to): (f64, f64), steps: u32, corners: &[f64]) -> Vec<f64> {
    let at = |step| from + (to - from) * (f64::from(step) / f64::from(steps));
    let mut numbers: Vec<f64> = (0..=steps).map(at).collect();
    numbers.extend(corners.iter().copied().filter(|x| (from..=to).contains(x)));
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    numbers
}

/// The pieces; a step by more than `leap` is looked at closely.
pub fn trace(f: &dyn Fn(f64) -> f64, samples: impl IntoIterator<Item = Place>, leap: f64) -> Vec<Vec<Place>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Place> = Vec::new();
    let mut previous: Option<Place> = None;
    for here in samples {
        if let Some(before) = previous
            && let Some([left, right]) = gap(f, before, here, leap)
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
    for piece in &mut pieces {
        // The edge of a gap may be a sample.
        piece.dedup();
    }
    pieces
}

/// What lies on either side of the gap between two places, if there is one.
fn gap(f: &dyn Fn(f64) -> f64, mut left: Place, mut right: Place, leap: f64) -> Option<[Option<Place>; 2]> {
    let is_small = |left: Place, right: Place, leap: f64| {
        left.1.is_finite() && right.1.is_finite() && (right.1 - left.1).abs() <= leap
    };
    if is_small(left, right, leap) {
        return None;
    }
    for _ in 0..HALVES {
        let x = left.0.midpoint(right.0);
        if x <= left.0 || x >= right.0 {
            break;
        }
        let middle = (x, f(x));
        // Into the half where the gap is: where one end has no value, or else where more of the way is.
        let in_left = match [left, middle, right].map(|place| place.1.is_finite()) {
            [true, false, _] | [false, true, _] => true,
            [true, true, false] | [false, false, true] => false,
            [true, true, true] => (middle.1 - left.1).abs() > (right.1 - middle.1).abs(),
            [false, false, false] => break,
        };
        if in_left {
            right = middle;
        } else {
            left = middle;
        }
        if is_small(left, right, leap / 4.0) {
            return None;
        }
    }
    Some([left, right].map(|place| Some(place).filter(|place| place.1.is_finite())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(f: &dyn Fn(f64) -> f64) -> Vec<(Place, Place)> {
        trace(f, samples(f, (-6.0, 6.0), 600, &[]), 0.1)
            .iter()
            .map(|piece| (piece[0], piece[piece.len() - 1]))
            .collect()
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
