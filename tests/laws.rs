//! Laws that every activation of the registry obeys.
//!
//! In: the registry. Out: which activation breaks which law where. Must never sample only where nothing can go wrong: NaN,
//! ±0, ±∞, subnormals and saturated inputs are in every law that they can break.

use activation_core::{Activation, AnyActivation, Kinks, Monotonicity, Parity, Residual};

fn samples() -> Vec<f64> {
    let mut samples: Vec<f64> = (-200..=200).map(|step| f64::from(step) * 0.0617 + 0.003).collect();
    for size in [1e-300, 1e-38, 1e-8, 7.0, 16.75, 50.0, 88.0, 104.0, 710.0, 745.0, 1e4, 1e10, 1e30] {
        samples.extend([size, -size]);
    }
    samples.extend([0.0, -0.0, 5e-324, -5e-324, 1e-310, -1e-310, 1e-45, -1e-45, f64::MIN_POSITIVE]);
    samples
}

/// The samples, and where the activation is put together.
fn samples_of(any: &AnyActivation) -> Vec<f64> {
    let mut samples = samples();
    if let Some(Kinks::Finite(kinks)) = any.facts().kinks {
        samples.extend(kinks.iter().map(|kink| kink.at));
    }
    samples
}

/// Runs a check on every activation and reports all that fail.
fn every(check: impl Fn(&AnyActivation) -> Result<(), String>) {
    let failures: Vec<String> =
        AnyActivation::all().filter_map(|any| check(&any).err().map(|reason| format!("{any}: {reason}"))).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn nan_in_gives_nan_out() {
    every(|any| {
        let (single, double) = (any.forward(f32::NAN), any.forward(f64::NAN));
        if single.is_nan() && double.is_nan() { Ok(()) } else { Err(format!("{single} {double}")) }
    });
}

#[test]
fn infinity_gives_the_limit() {
    every(|any| {
        for x in [f64::INFINITY, f64::NEG_INFINITY] {
            let (value, derivative) = (any.forward(x), any.derivative(x));
            let oscillates = ["sine", "cosine", "sinc", "gcu", "snake", "sinlu"].contains(&any.name());
            if !oscillates && (value.is_nan() || derivative.is_nan()) {
                return Err(format!("f({x}) = {value}, f'({x}) = {derivative}"));
            }
        }
        Ok(())
    });
}

#[test]
fn finite_inputs_give_numbers_in_both_precisions() {
    every(|any| {
        for x in samples_of(any) {
            #[expect(clippy::cast_possible_truncation, reason = "the sample as f32 has it")]
            let single = x as f32;
            let results = [any.forward(x), any.derivative(x), any.second_derivative(x)];
            let singles = [any.forward(single), any.derivative(single), any.second_derivative(single)];
            if results.iter().any(|result| result.is_nan()) || singles.iter().any(|result| result.is_nan()) {
                return Err(format!("at {x}: {results:?} {singles:?}"));
            }
        }
        Ok(())
    });
}

#[test]
fn the_range_holds_every_value() {
    every(|any| {
        let Some(range) = any.facts().range else { return Ok(()) };
        let slack = 1e-9 * (1.0 + range.low.abs().min(range.high.abs()));
        match samples()
            .into_iter()
            .map(|x| (x, any.forward(x)))
            .find(|(_, y)| *y < range.low - slack || *y > range.high + slack)
        {
            Some((x, y)) => Err(format!("f({x}) = {y} outside {range:?}")),
            None => Ok(()),
        }
    });
}

#[test]
fn monotonicity_is_true() {
    every(|any| {
        let mut samples = samples();
        samples.sort_by(f64::total_cmp);
        let values: Vec<f64> = samples.iter().map(|&x| any.forward(x)).collect();
        let falls = values.windows(2).any(|pair| pair[1] < pair[0] - 1e-12 * pair[0].abs());
        let rises = values.windows(2).any(|pair| pair[1] > pair[0] + 1e-12 * pair[0].abs());
        match any.facts().monotonicity {
            Some(Monotonicity::Increasing | Monotonicity::NonDecreasing) if falls => Err("falls".into()),
            Some(Monotonicity::Decreasing | Monotonicity::NonIncreasing) if rises => Err("rises".into()),
            Some(Monotonicity::Constant) if rises || falls => Err("moves".into()),
            Some(Monotonicity::NonMonotone) if !(rises && falls) => Err("is monotone on the samples".into()),
            _ => Ok(()),
        }
    });
}

#[test]
fn parity_is_true() {
    every(|any| {
        let off = |sign: f64| {
            samples().into_iter().any(|x| {
                let (here, there) = (any.forward(x), sign * any.forward(-x));
                (here - there).abs() > 1e-12 * here.abs().max(1e-300)
            })
        };
        match any.facts().parity {
            Some(Parity::Even) if off(1.0) => Err("is not even".into()),
            Some(Parity::Odd) if off(-1.0) => Err("is not odd".into()),
            Some(Parity::Neither) if !off(1.0) || !off(-1.0) => Err("has a parity".into()),
            _ => Ok(()),
        }
    });
}

#[test]
fn the_lipschitz_bound_holds() {
    every(|any| {
        let Some(bound) = any.facts().lipschitz else { return Ok(()) };
        match samples().into_iter().find(|&x| any.derivative(x).abs() > bound * (1.0 + 1e-9)) {
            Some(x) => Err(format!("|f'({x})| = {} above {bound}", any.derivative(x).abs())),
            None => Ok(()),
        }
    });
}

#[test]
fn a_derivative_from_the_output_is_exact() {
    every(|any| {
        let residual = any.residual();
        for x in samples_of(any).into_iter().chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY]) {
            #[expect(clippy::cast_possible_truncation, reason = "the sample as f32 has it")]
            let x = x as f32;
            let from_output = any.derivative_from_output(any.forward(x));
            match (residual, from_output) {
                (Residual::Output | Residual::Nothing, None) => return Err("promised, but not there".into()),
                (_, Some(derivative)) if derivative.to_bits() != any.derivative(x).to_bits() => {
                    return Err(format!("at {x}: {derivative} instead of {}", any.derivative(x)));
                }
                _ => {}
            }
        }
        Ok(())
    });
}

#[test]
fn the_derivative_at_a_kink_is_the_one_that_is_told() {
    every(|any| {
        let Some(Kinks::Finite(kinks)) = any.facts().kinks else { return Ok(()) };
        for kink in kinks {
            let taken = any.derivative(kink.at);
            if taken != kink.taken {
                return Err(format!("at {}: {taken} instead of {}", kink.at, kink.taken));
            }
            if !kink.jump && (taken < kink.left.min(kink.right) - 1e-9 || taken > kink.left.max(kink.right) + 1e-9) {
                return Err(format!("at {}: {taken} is no subgradient", kink.at));
            }
        }
        Ok(())
    });
}

#[test]
fn the_signatures_are_the_canonical_ones() {
    let table = include_str!("golden/signatures.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut columns = line.split('\t');
        let (name, declared) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        let any: AnyActivation = name.parse().expect(name);
        let names: Vec<&str> = any.parameters().iter().map(|parameter| parameter.name).collect();
        let expected: Vec<&str> = declared
            .split(", ")
            .filter(|part| !part.is_empty())
            .map(|part| part.trim_start_matches("learn ").split(" = ").next().unwrap_or_default())
            .collect();
        assert_eq!(names, expected, "{name}");
        for (part, parameter) in declared.split(", ").zip(any.parameters()) {
            assert_eq!(part.starts_with("learn "), parameter.learnable, "{name}: {part}");
            let default = part.split(" = ").nth(1).unwrap_or_default();
            let value = match default.split_once(" / ") {
                Some((top, bottom)) => top.parse::<f64>().expect(default) / bottom.parse::<f64>().expect(default),
                None if default == "INFINITY" => f64::INFINITY,
                None => default.parse().expect(default),
            };
            assert_eq!(value, parameter.default, "{name}: {part}");
        }
    }
}
