//! Where derivatives are compared.
//!
//! In: the kinks of a formula, the defaults of its parameters. Out: points on every smooth piece, both sides of every kink
//! and magnitudes from 1e-30 to 1e30; and a few sets of parameters. Must never be random: the same formula compiles or not
//! the same way everywhere.

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

/// The defaults, and two sets near them with every parameter changed in its own way but of the same sign.
pub(crate) fn parameter_sets(defaults: &[f64]) -> Vec<Vec<f64>> {
    let mut sets = vec![defaults.to_vec()];
    if defaults.is_empty() {
        return sets;
    }
    for (scale, step, at_zero) in [(1.3, 0.17, 0.25), (0.7, -0.045, 0.125)] {
        let varied = defaults.iter().zip((0_u8..8).cycle()).map(|(&default, index)| {
            let index = f64::from(index);
            if default == 0.0 {
                at_zero + 0.1 * index
            } else if default.is_infinite() {
                6.0 * default.signum()
            } else {
                default * (scale + step * index)
            }
        });
        sets.push(varied.collect());
    }
    sets
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

    #[test]
    fn parameters_keep_their_sign() {
        assert_eq!(parameter_sets(&[1.0; 300])[1].len(), 300);
        for set in parameter_sets(&[0.01, -0.2, 0.0, f64::INFINITY]) {
            assert!(set[0] > 0.0 && set[1] < 0.0 && set[2] >= 0.0 && set[3] > 0.0);
        }
    }
}
