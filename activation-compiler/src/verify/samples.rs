//! Where derivatives are compared.
//!
//! In: the kinks of a formula. Out: points on every smooth piece, both sides of every kink and magnitudes from 1e-30 to
//! 1e30, and kinks that no computation gave; `scales` adds what this formula needs. Must never be random: the same formula
//! compiles or not the same way everywhere.

use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::Node;

/// Numbers a person reads at a glance; a counterexample among them is preferred.
const READABLE: [f64; 32] = [
    1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 3.0, -3.0, 4.0, -4.0, 5.0, -5.0, 6.0, -6.0, 0.25, -0.25,
    8.0, -8.0, 10.0, -10.0, 20.0, -20.0, 50.0, -50.0, 100.0, -100.0, 1000.0, -1000.0,
];

/// The points, each with whether it is readable: those that every formula gets, and about `most` at its kinks.
pub(super) fn points(kinks: &[f64], most: usize) -> Vec<(f64, bool)> {
    let mut points: Vec<(f64, bool)> = READABLE.iter().map(|&x| (x, true)).collect();
    points.extend(grid().map(|x| (x, false)));
    for exponent in -30..=30 {
        let size = 1.7 * 10_f64.powi(exponent);
        points.extend([(size, false), (-size, false)]);
    }
    points.extend([30.0, 80.0, 88.5, 89.5, 200.0, 700.0, 710.0].into_iter().flat_map(|x| [(x, false), (-x, false)]));
    if kinks.len() * 13 <= most {
        for &kink in kinks {
            let scale = kink.abs().max(1.0);
            for offset in [1e-6, 1e-3, 0.03, 0.2] {
                points.extend([(kink - offset * scale, false), (kink + offset * scale, false)]);
            }
        }
    }
    // A formula of thousands of pieces has few points on each; one of so many that a point on each would take minutes
    // has none on some.
    let shares: &[f64] = if kinks.len() * 13 <= most { &[0.11, 0.37, 0.5, 0.73, 0.91] } else { &[0.37] };
    for pair in kinks.windows(2).step_by(stride(kinks.len(), most)) {
        let width = pair[1] - pair[0];
        points.extend(shares.iter().map(|share| (pair[0] + share * width, false)));
    }
    if let (Some(first), Some(last)) = (kinks.first(), kinks.last()) {
        points.extend([(first - 0.2 * first.abs().max(1.0), false), (last + 0.2 * last.abs().max(1.0), false)]);
    }
    points.retain(|(x, _)| x.is_finite() && kinks.binary_search_by(|kink| kink.total_cmp(x)).is_err());
    points
}

/// Steps that share no factor with anything a formula is made of.
pub(super) fn grid() -> impl Iterator<Item = f64> {
    (-40..40).map(|step| f64::from(step) * 0.237 + 0.1131)
}

/// Every which of `count` to take, to have no more than `most`.
pub(super) fn stride(count: usize, most: usize) -> usize {
    count.div_ceil(most.max(1)).max(1)
}

/// Where conditions of a tape turn, for formulas whose kinks cannot all be computed; of each the nearest to 0, if they are
/// many.
pub(super) fn turns(tape: &Tape, parameters: &[f64], most: usize) -> Vec<f64> {
    let conditions: Vec<usize> = (0..tape.steps().len()).filter(|&step| may_turn(tape.steps()[step].0)).collect();
    if conditions.is_empty() {
        return Vec::new();
    }
    let mut values = Vec::new();
    let mut state = |x: f64| {
        tape.run_into(Point::at(x, parameters), Precision::Double, &mut values);
        conditions.iter().map(|&step| values[step]).collect::<Vec<f64>>()
    };
    let mut edges: Vec<f64> = (-400..400).map(|step| f64::from(step) * 0.05 + 0.0113).collect();
    for exponent in -60..=8 {
        let size = 1.3 * 10_f64.powf(0.5 * f64::from(exponent));
        edges.extend([size, -size]);
    }
    edges.sort_by(f64::total_cmp);
    let edges: Vec<f64> = edges.iter().copied().step_by(stride(edges.len(), most)).collect();
    let states: Vec<Vec<f64>> = edges.iter().map(|&x| state(x)).collect();
    let each = (most / 64 / conditions.len()).clamp(1, 16);
    let mut found = Vec::new();
    for (condition, _) in conditions.iter().enumerate() {
        let turned = |cell: &usize| states[cell - 1][condition] != states[*cell][condition];
        let mut cells: Vec<usize> = (1..edges.len()).filter(turned).collect();
        cells.sort_by(|&a, &b| edges[a].abs().total_cmp(&edges[b].abs()));
        for cell in cells.into_iter().take(each) {
            let (mut low, mut high) = (edges[cell - 1], edges[cell]);
            while let Some(middle) = Some(f64::midpoint(low, high)).filter(|&middle| low < middle && middle < high) {
                let unturned = state(middle)[condition] == states[cell - 1][condition];
                if unturned {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push(high);
        }
    }
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

/// Whether a step has values with nothing between them.
fn may_turn(node: Node) -> bool {
    match node {
        Node::Compare(..) => true,
        Node::Call1(function, _) => matches!(
            function,
            Function::Sign | Function::Signum | Function::Floor | Function::Ceil | Function::Round | Function::Trunc
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_every_kink_and_every_piece_between_are_sampled() {
        let kinks = [-0.001, 0.0, 40.0, 41.0];
        let points = points(&kinks, 1000);
        for pair in kinks.windows(2) {
            let inside = points.iter().filter(|(x, _)| pair[0] < *x && *x < pair[1]).count();
            assert!(inside >= 5, "{pair:?}: {inside}");
        }
        assert!(points.iter().all(|(x, _)| !kinks.contains(x)));
        assert!(points.iter().any(|(x, _)| *x > 1e30) && points.iter().any(|(x, _)| *x != 0.0 && x.abs() < 1e-29));
    }
}
