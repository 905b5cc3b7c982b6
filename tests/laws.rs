//! Laws that every activation of the registry obeys.
//!
//! In: the registry. Out: which activation breaks which law where. Must never sample only where nothing can go wrong: NaN,
//! ±0, ±∞, subnormals and saturated inputs are in every law that they can break.

use activation_core::{Activation, AnyActivation, Kinks, Monotonicity, Parity, Real, Residual};

fn samples() -> Vec<f64> {
    let mut samples: Vec<f64> = (-200..=200).map(|step| f64::from(step) * 0.0617 + 0.003).collect();
    for size in [1e-300, 1e-38, 1e-8, 7.0, 16.75, 50.0, 88.0, 104.0, 710.0, 745.0, 1e4, 1e10, 1e30] {
        samples.extend([size, -size]);
    }
    samples.extend([0.0, -0.0, 5e-324, -5e-324, 1e-310, -1e-310, 1e-45, -1e-45, f64::MIN_POSITIVE]);
    samples
}

/// The samples, and where the activation is put together, with what is next to it.
fn samples_of(any: &AnyActivation) -> Vec<f64> {
    let mut samples = samples();
    if let Some(Kinks::Finite(kinks)) = any.facts().kinks {
        samples.extend(kinks.iter().flat_map(|kink| [kink.at.next_down(), kink.at, kink.at.next_up()]));
    }
    samples
}

/// Those that have no limit at ±∞.
fn oscillates(any: &AnyActivation) -> bool {
    ["sine", "cosine", "sinc", "gcu", "snake", "sinlu"].contains(&any.name())
}

/// Runs a check on every activation and reports all that fail.
fn every(check: impl Fn(&AnyActivation) -> Result<(), String>) {
    let failures: Vec<String> =
        AnyActivation::all().filter_map(|any| check(&any).err().map(|reason| format!("{any}: {reason}"))).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// A number comes back as what it went in as.
#[test]
fn the_type_is_kept() {
    fn all<R: Real>(any: &AnyActivation, x: &R) -> [R; 5] {
        let (value, slope) = any.forward_with_derivative(x.clone());
        [any.forward(x.clone()), any.derivative(x.clone()), any.second_derivative(x.clone()), value, slope]
    }
    every(|any| {
        let (single, double) = (all(any, &0.625_f32), all(any, &0.625_f64));
        for (single, double) in single.into_iter().zip(double) {
            if (f64::from(single) - double).abs() > 1e-5 * double.abs().max(1.0) {
                return Err(format!("{single} in f32, {double} in f64"));
            }
        }
        Ok(())
    });
}

#[test]
fn nan_in_gives_nan_out() {
    every(|any| {
        let (single, double) = (any.forward(f32::NAN), any.forward(f64::NAN));
        let pair = any.forward_with_derivative(f64::NAN).0;
        if !(single.is_nan() && double.is_nan() && pair.is_nan()) {
            return Err(format!("{single} {double} {pair}"));
        }
        Ok(())
    });
}

#[test]
fn infinity_gives_the_limit() {
    /// Whether `limit` goes on where `far` and `farther` go. Where ∞ itself would be ∞ − ∞ or 0 · ∞ on the way, the compiler
    /// takes the greatest number for it: what grows without bounds is then as large as that.
    fn continues(limit: f64, far: f64, farther: f64) -> bool {
        if limit.abs() > f64::MAX / 4.0 {
            farther.signum() == limit.signum() && farther.abs() >= far.abs()
        } else {
            (limit - farther).abs() <= 1e-9 * limit.abs().max(1.0)
        }
    }
    every(|any| {
        if oscillates(any) {
            return Ok(());
        }
        for sign in [1.0_f32, -1.0] {
            let at = |x: f64| [any.forward(f64::from(sign) * x), any.derivative(f64::from(sign) * x)];
            let (limits, far, farther) = (at(f64::INFINITY), at(1e100), at(1e300));
            let x = f32::INFINITY * sign;
            let singles = [any.forward(x), any.derivative(x)];
            for order in [0, 1] {
                let (limit, single) = (limits[order], f64::from(singles[order]));
                if !continues(limit, far[order], farther[order]) {
                    return Err(format!("order {order} at {x}: {limit:e} after {:e}", farther[order]));
                }
                let both_large = limit.abs() > f64::MAX / 4.0 && single.abs() > f64::from(f32::MAX / 4.0);
                if !both_large && (single - limit).abs() > 1e-6 * limit.abs().max(1.0) {
                    return Err(format!("order {order} at {x}: {single} in f32, {limit} in f64"));
                }
            }
        }
        Ok(())
    });
}

/// Where everything has settled, f32 tells what f64 tells, as long as it can: nothing has come to its limit too early.
#[test]
fn saturated_inputs_keep_their_digits() {
    every(|any| {
        for x in [7.0_f32, 50.0, 88.0, 104.0, 1e30].into_iter().flat_map(|x| [x, -x]) {
            if oscillates(any) && x.abs() > 1e3 {
                continue;
            }
            let wide = f64::from(x);
            let pairs = [(any.forward(x), any.forward(wide)), (any.derivative(x), any.derivative(wide))];
            let slopes = [any.derivative(wide), any.second_derivative(wide)];
            for ((single, double), slope) in pairs.into_iter().zip(slopes) {
                let limit = f64::from(f32::EPSILON) * (8.0 * double.abs() + 4.0 * (wide * slope).abs());
                let least = 2.0 * f64::from(f32::MIN_POSITIVE);
                let overflows = double.abs() > f64::from(f32::MAX) && single.is_infinite();
                if !overflows && (f64::from(single) - double).abs() > limit.max(least) {
                    return Err(format!("at {x}: {single} in f32, {double} in f64"));
                }
            }
        }
        Ok(())
    });
}

/// Next to 0 nothing happens that does not happen at 0, on the same side of it.
#[test]
fn subnormals_are_as_good_as_zero() {
    every(|any| {
        for tiny in [5e-324, 1e-310, f64::MIN_POSITIVE].into_iter().flat_map(|x| [x, -x]) {
            let (there, near) = (any.forward(tiny), any.forward(1e-290_f64.copysign(tiny)));
            if (there - near).abs() > 1e-280 {
                return Err(format!("f({tiny}) = {there}, but {near} at 1e-290"));
            }
            let (there, near) = (any.derivative(tiny), any.derivative(1e-290_f64.copysign(tiny)));
            if (there - near).abs() > 1e-12 {
                return Err(format!("f'({tiny}) = {there}, but {near} at 1e-290"));
            }
        }
        for tiny in [1e-45_f32, 1e-40, f32::MIN_POSITIVE].into_iter().flat_map(|x| [x, -x]) {
            let (there, near) = (any.forward(tiny), any.forward(1e-30_f32.copysign(tiny)));
            let slopes = (any.derivative(tiny), any.derivative(1e-30_f32.copysign(tiny)));
            if (there - near).abs() > 1e-28 || (slopes.0 - slopes.1).abs() > 1e-5 {
                return Err(format!("at {tiny}: {there} {near} {slopes:?}"));
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
        match samples_of(any)
            .into_iter()
            .chain([f64::INFINITY, f64::NEG_INFINITY])
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
        let mut samples = samples_of(any);
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
