//! The kinks of an activation.
//!
//! In: an activation. Out: where its derivative jumps, and between which values. What the compiler proved goes first; it
//! holds for the default parameters, so for any others, and where it could not tell, the derivative itself is looked at.

use activation_compiler::plot::trace::{samples, trace};
use activation_core::{Activation, Kink, Kinks};

/// A derivative that changes by so much of its size from one side of a point to the other jumps there.
const LEAST_JUMP: f64 = 1e-3;
/// How many steps the interval is cut into.
const STEPS: u32 = 600;
/// How far from a kink its two sides are looked at, in proportion.
const ASIDE: f64 = 1e-7;

/// The kinks from one number to another.
pub(crate) fn kinks<A: Activation>(activation: &A, interval: (f64, f64)) -> Vec<Kink> {
    match proved(activation) {
        Some(list) => list.to_vec(),
        None => seen(activation, interval),
    }
}

/// What the compiler proved, if it did for these parameters.
pub(crate) fn proved<A: Activation>(activation: &A) -> Option<&'static [Kink]> {
    match activation.facts().kinks {
        Some(Kinks::Finite(list)) if has_default_parameters(activation) => Some(list),
        _ => None,
    }
}

/// Whether the facts are those of this very activation.
pub(crate) fn has_default_parameters<A: Activation>(activation: &A) -> bool {
    let mut parameters = activation.parameters().iter().enumerate();
    parameters.all(|(index, parameter)| activation.parameter(index) == Some(parameter.default))
}

/// The jumps of the derivative, as it is computed.
fn seen<A: Activation>(activation: &A, interval: (f64, f64)) -> Vec<Kink> {
    let mut kinks: Vec<Kink> = Vec::new();
    let derivative = |x| activation.derivative(x);
    let pieces = trace(&derivative, samples(&derivative, interval, STEPS, &[]), LEAST_JUMP);
    for pair in pieces.windows(2) {
        let (Some(&(before, _)), Some(&(behind, _))) = (pair[0].last(), pair[1].first()) else { continue };
        let aside = ASIDE * before.abs().max(1.0);
        // An edge of the domain is no kink, and a lone value between two jumps is one.
        if behind - before > aside || kinks.last().is_some_and(|kink| before - kink.at < aside) {
            continue;
        }
        // One of the two neighbours is the kink; written in decimals, the other has many more digits.
        let at = if before.to_string().len() <= behind.to_string().len() { before } else { behind };
        let [left, right] = [at - aside, at + aside].map(|x| activation.derivative(x));
        let leap = (activation.forward(at + aside) - activation.forward(at - aside)).abs();
        let steepest = left.abs().max(right.abs()).max(1.0);
        kinks.push(Kink { at, left, right, taken: activation.derivative(at), jump: leap > 4.0 * aside * steepest });
    }
    kinks
}

#[cfg(test)]
mod tests {
    use activation_core::AnyActivation;

    use super::*;

    fn any(text: &str) -> AnyActivation {
        text.parse().expect("a known name")
    }

    #[test]
    fn what_is_seen_is_what_was_proved() {
        for name in ["relu", "abs", "relu6", "leaky_relu", "soft_shrink", "thresholded_relu", "srelu", "gelu"] {
            let proved = proved(&any(name)).expect("proved");
            let seen = seen(&any(name), (-8.0, 8.0));
            assert_eq!(seen.len(), proved.len(), "{name}: {seen:?}");
            for (seen, proved) in seen.iter().zip(proved) {
                assert!((seen.at - proved.at).abs() < 1e-9, "{name}: {seen:?} {proved:?}");
                assert!((seen.left - proved.left).abs() < 1e-5, "{name}: {seen:?} {proved:?}");
                assert!((seen.right - proved.right).abs() < 1e-5, "{name}: {seen:?} {proved:?}");
                assert_eq!((seen.taken, seen.jump), (proved.taken, proved.jump), "{name}: {seen:?}");
            }
        }
    }

    #[test]
    fn other_parameters_have_other_kinks() {
        let kinks = kinks(&any("soft_shrink(lambda=1.3)"), (-6.0, 6.0));
        assert_eq!(kinks.iter().map(|kink| kink.at).collect::<Vec<_>>(), [-1.3, 1.3]);
        assert!(!super::kinks(&any("stair"), (-6.0, 6.0)).is_empty());
    }
}
