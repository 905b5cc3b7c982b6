//! Where derivatives are compared.
//!
//! In: the kinks of a formula. Out: points on every smooth piece, both sides of every kink and magnitudes from 1e-30 to
//! 1e30; `scales` adds what this formula needs. Must never be random: the same formula compiles or not the same way
//! everywhere.

/// Numbers a person reads at a glance; a counterexample among them is preferred.
const READABLE: [f64; 28] = [
    1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 3.0, -3.0, 4.0, -4.0, 5.0, -5.0, 6.0, -6.0, 0.25, -0.25, 8.0, -8.0, 10.0, -10.0,
    20.0, -20.0, 50.0, -50.0, 100.0, -100.0, 1000.0, -1000.0,
];

/// The points, each with whether it is readable.
pub(super) fn points(kinks: &[f64]) -> Vec<(f64, bool)> {
    let mut points: Vec<(f64, bool)> = READABLE.iter().map(|&x| (x, true)).collect();
    // Steps that share no factor with anything a formula is made of.
    points.extend((-40..40).map(|step| (f64::from(step) * 0.237 + 0.1131, false)));
    for exponent in -30..=30 {
        let size = 1.7 * 10_f64.powi(exponent);
        points.extend([(size, false), (-size, false)]);
    }
    points.extend([30.0, 80.0, 88.5, 89.5, 200.0, 700.0, 710.0].into_iter().flat_map(|x| [(x, false), (-x, false)]));
    for &kink in kinks {
        let scale = kink.abs().max(1.0);
        for offset in [1e-6, 1e-3, 0.03, 0.2] {
            points.extend([(kink - offset * scale, false), (kink + offset * scale, false)]);
        }
    }
    for pair in kinks.windows(2) {
        let width = pair[1] - pair[0];
        points.extend([0.11, 0.37, 0.5, 0.73, 0.91].map(|share| (pair[0] + share * width, false)));
    }
    points.retain(|(x, _)| x.is_finite() && !kinks.contains(x));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_every_kink_and_every_piece_between_are_sampled() {
        let kinks = [-0.001, 0.0, 40.0, 41.0];
        let points = points(&kinks);
        for pair in kinks.windows(2) {
            let inside = points.iter().filter(|(x, _)| pair[0] < *x && *x < pair[1]).count();
            assert!(inside >= 5, "{pair:?}: {inside}");
        }
        assert!(points.iter().all(|(x, _)| !kinks.contains(x)));
        assert!(points.iter().any(|(x, _)| *x > 1e30) && points.iter().any(|(x, _)| *x != 0.0 && x.abs() < 1e-29));
    }
}
