//! Thousands of random formulas: no fact may contradict a sample.
//!
//! In: formulas from a small generator with a fixed seed. Out: assertions. Must never depend on chance between runs.

use super::helper::subject;
use crate::analyze::{Facts, Kinks, Monotonicity, Parity, analyze};
use crate::eval::{Point, Precision, Tape};
use crate::ir::Arena;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let count = u64::try_from(list.len()).unwrap();
        list[usize::try_from(self.roll(count)).unwrap()]
    }
}

fn formula(dice: &mut Dice, depth: u32) -> String {
    const FUNCTIONS: &[&str] = &[
        "exp",
        "tanh",
        "sigmoid",
        "softplus",
        "abs",
        "relu",
        "erf",
        "norm_cdf",
        "exp_neg_square",
        "atan",
        "sin",
        "cos",
        "sign",
        "floor",
        "exp_m1",
        "log_sigmoid",
        "asinh",
        "cbrt",
        "norm_pdf",
        "erfc",
        "cosh",
        "fract",
        "signum",
        "round",
    ];
    const NUMBERS: &[&str] = &["0", "1", "-1", "0.5", "2", "0.1", "-3", "1.702", "6"];
    if depth == 0 || dice.roll(8) == 0 {
        return if dice.roll(3) == 0 { dice.pick(NUMBERS).to_owned() } else { "x".to_owned() };
    }
    let a = formula(dice, depth - 1);
    match dice.roll(12) {
        0..=3 => format!("({} {a})", dice.pick(FUNCTIONS)),
        4 => format!("(clamp {a} -1 1)"),
        5 => {
            let (b, c) = (formula(dice, depth - 1), dice.pick(NUMBERS));
            format!("(if ({} x {c}) {a} {b})", dice.pick(&[">", "<", ">=", "<="]))
        }
        6 => {
            let (b, c, d) = (formula(dice, depth - 1), formula(dice, depth - 1), dice.pick(NUMBERS));
            format!("(if ({} {c} {d}) {a} {b})", dice.pick(&[">", "<"]))
        }
        7 => format!("(^ {a} {})", dice.pick(&["2", "3", "-1"])),
        8 => format!("(/ {a} {})", formula(dice, depth - 1)),
        _ => format!("({} {a} {})", dice.pick(&["+", "-", "*", "*", "max", "min"]), formula(dice, depth - 1)),
    }
}

fn samples() -> Vec<f64> {
    let mut points: Vec<f64> = (-800..=800).map(|n| f64::from(n) / 61.0).collect();
    for exponent in -40..60 {
        let size = 1.37 * 2.0_f64.powi(exponent / 2);
        points.extend([size, -size]);
    }
    points.extend((-20..=20).map(|n| f64::from(n) * 0.5));
    points.sort_by(f64::total_cmp);
    points.dedup();
    points
}

/// Compares every fact with samples of f and f′. Values that lose all digits to cancellation prove nothing, hence the
/// slack, which grows with the terms' size through |x|.
fn check(text: &str, facts: &Facts, f: &dyn Fn(f64) -> f64, d: &dyn Fn(f64) -> f64, points: &[f64]) {
    let values: Vec<(f64, f64)> =
        points.iter().map(|&x| (x, f(x))).filter(|(_, y)| y.is_finite() && y.abs() < 1e12).collect();
    let slack = |x: f64, y: f64| 1e-9 * (1.0 + y.abs() + x.abs().powi(3).min(1e6) * 1e-3);
    if let Some(range) = facts.range {
        for &(x, y) in &values {
            let room = slack(x, y);
            assert!(range.low - room <= y && y <= range.high + room, "{text} at {x}: {y} not in {range:?}");
        }
    }
    for pair in values.windows(2) {
        let ((p, a), (q, b)) = (pair[0], pair[1]);
        let room = slack(p, a) + slack(q, b);
        let fine = match facts.monotonicity {
            None | Some(Monotonicity::NonMonotone) => true,
            Some(Monotonicity::Constant) => (a - b).abs() <= room,
            Some(Monotonicity::Increasing | Monotonicity::NonDecreasing) => a <= b + room,
            Some(Monotonicity::Decreasing | Monotonicity::NonIncreasing) => a >= b - room,
        };
        assert!(fine, "{text}: f({p}) = {a}, f({q}) = {b}, {:?}", facts.monotonicity);
        if let Some(bound) = facts.lipschitz {
            assert!(
                (b - a).abs() <= bound * (q - p) * (1.0 + 1e-9) + room,
                "{text}: f({p}) = {a}, f({q}) = {b}, L {bound}"
            );
        }
    }
    // At whole numbers `fract` and others are 0, and what 1 / 0 is depends on the sign of that zero.
    for &(x, y) in values.iter().filter(|(x, _)| (2.0 * x).fract() != 0.0) {
        let mirrored = f(-x);
        let fine = match facts.parity {
            Some(Parity::Even) => (y - mirrored).abs() <= slack(x, y) || mirrored.is_nan(),
            Some(Parity::Odd) => (y + mirrored).abs() <= slack(x, y) || mirrored.is_nan(),
            Some(Parity::Neither) | None => true,
        };
        assert!(fine, "{text}: f({x}) = {y}, f(−x) = {mirrored}, {:?}", facts.parity);
    }
    if let Some(Kinks::Finite(kinks)) = &facts.kinks {
        for kink in kinks.iter().filter(|kink| kink.left.abs() < 1e6 && kink.right.abs() < 1e6) {
            let step = 1e-7 * kink.at.abs().max(1.0);
            let (left, right) = (d(kink.at - step), d(kink.at + step));
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-3 * (1.0 + a.abs() + b.abs()) || a.abs() > 1e3;
            let crowded = kinks.iter().any(|other| other.at != kink.at && (other.at - kink.at).abs() < 2.0 * step);
            assert!(crowded || near(left, kink.left) && near(right, kink.right), "{text}: {kink:?}, f′ {left} {right}");
        }
        // Between two neighbouring samples without a kink f′ may change, but not by a jump.
        for pair in points.windows(2) {
            let middle = pair[0] * 0.5 + pair[1] * 0.5;
            let step = middle.abs().max(1e-3) * 1e-7;
            let gap = |step: f64| (d(middle - step) - d(middle + step)).abs();
            let kinked = kinks.iter().any(|kink| (kink.at - middle).abs() <= 2.0 * step);
            // A steep slope changes less over a shorter step, a jump does not.
            let size = d(middle).abs();
            let jumps = gap(step) > 1e-4 * (1.0 + size) && gap(step / 100.0) > 0.5 * gap(step);
            assert!(kinked || !jumps || size > 1e3 || middle.abs() > 50.0, "{text}: unlisted kink at {middle}");
        }
    }
}

fn trial(text: &str, parameters: &[f64], points: &[f64]) -> Facts {
    let mut arena = Arena::default();
    let subject = subject(&mut arena, text, parameters);
    let facts = analyze(&mut arena, &subject);
    let (value, slope) = (Tape::new(&arena, &[subject.value]), Tape::new(&arena, &[subject.derived]));
    // Where f32 and f64 disagree wildly rounding rules, and a sample proves nothing.
    let at = |tape: &Tape, x: f64| {
        let point = Point::at(x, parameters);
        let (single, double) = (tape.run_at(point, Precision::Single), tape.run(point));
        let mut steps = Vec::new();
        tape.run_into(point, Precision::Double, &mut steps);
        let largest = steps.iter().fold(0.0, |most: f64, step| most.max(step.abs()));
        // Past a division by 0 everything hangs on the sign of that 0.
        let finite = steps.iter().all(|step| step.is_finite());
        let stable =
            finite && (single - double).abs() <= 1e-3 * (1.0 + double.abs()) && largest < 1e6 * (1.0 + double.abs());
        if stable { double } else { f64::NAN }
    };
    check(text, &facts, &|x| at(&value, x), &|x| slope.run(Point::at(x, parameters)), points);
    facts
}

#[test]
fn no_fact_of_a_random_formula_contradicts_a_sample() {
    let mut dice = Dice(20_260_822);
    let points = samples();
    let rounds = std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1500);
    let mut known = [0_u32; 5];
    for _ in 0..rounds {
        let depth = 2 + u32::try_from(dice.roll(3)).unwrap();
        let text = formula(&mut dice, depth);
        let facts = trial(&text, &[], &points);
        let has = [
            facts.range.is_some(),
            facts.monotonicity.is_some(),
            facts.parity.is_some(),
            facts.kinks.is_some(),
            facts.lipschitz.is_some(),
        ];
        for (count, has) in known.iter_mut().zip(has) {
            *count += u32::from(has);
        }
    }
    println!("range, monotonicity, parity, kinks, lipschitz known: {known:?} of {rounds}");
}

#[test]
fn no_fact_of_a_catalogue_row_contradicts_a_sample() {
    let points = samples();
    for &(_, text, parameters) in super::catalogue::ROWS {
        trial(text, parameters, &points);
    }
}

#[test]
fn a_formula_of_ten_thousand_terms_is_given_up_quickly() {
    let mut arena = Arena::default();
    let x = arena.input();
    let mut sum = x;
    for n in 0..10_000 {
        let shift = arena.constant(f64::from(n) * 0.37 - 1000.0);
        let u = arena.difference(x, shift);
        let term = if n % 2 == 0 {
            arena.call(crate::function::Function::Relu, u)
        } else {
            let v = arena.call(crate::function::Function::Tanh, u);
            arena.quotient(v, u)
        };
        sum = arena.sum(sum, term);
    }
    let derived = super::helper::derive(&mut arena, sum);
    let second = super::helper::derive(&mut arena, derived);
    let subject = crate::analyze::Subject {
        value: sum,
        emitted: sum,
        derivative: derived,
        derived,
        second: Some(second),
        parameters: Vec::new(),
        learnable: false,
        domain: None,
    };
    let start = std::time::Instant::now();
    let facts = analyze(&mut arena, &subject);
    println!("10 000 terms: {:?}", start.elapsed());
    assert!(start.elapsed().as_secs() < 5);
    assert_eq!(facts.range, None);
}
