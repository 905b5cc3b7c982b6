//! The derivative from the output: which formulas admit it to the last bit.
//!
//! In: formulas, some with a derivative in y. Out: assertions, with every f32 of a kink's neighbourhood tried.
//! Must never accept what holds for the default parameters only.

use super::helper::{read, subject};
use crate::analyze::{Subject, analyze};
use crate::eval::{Point, Precision, Tape};
use crate::ir::{Arena, Id};

fn exact(text: &str, given: Option<&str>, parameters: &[f64]) -> (Arena, Subject, Option<Id>) {
    let mut arena = Arena::default();
    let mut subject = subject(&mut arena, text, parameters);
    if let Some(given) = given {
        subject.derivative = read(&mut arena, given);
    }
    let found = analyze(&mut arena, &subject).exact_from_output;
    (arena, subject, found)
}

/// All f32 within 4096 steps of the kinks, the ends of the format, and every 65 537th bit pattern.
fn singles(kinks: &[f32]) -> impl Iterator<Item = f64> {
    let near = kinks.iter().flat_map(|kink| {
        let bits = kink.to_bits();
        (bits.saturating_sub(4096)..=bits.saturating_add(4096)).chain(0..64)
    });
    let bits: Vec<u32> = near.chain((0..=u32::MAX).step_by(65_537)).collect();
    bits.into_iter()
        .chain([f32::NAN.to_bits()])
        .flat_map(|bits| [bits, bits ^ 0x8000_0000])
        .map(|bits| f64::from(f32::from_bits(bits)))
}

#[test]
fn exact_ones_agree_at_every_float_near_their_kinks() {
    let rows: &[(&str, &[f64], &[f32])] = &[
        ("(max x 0)", &[], &[0.0]),
        ("(relu x)", &[], &[0.0]),
        ("(if (> x 0) x 0)", &[], &[0.0]),
        ("(min (max x 0) 6)", &[], &[0.0, 6.0]),
        ("(clamp x -1 1)", &[], &[1.0]),
        ("(+ (max x 0) (* 0.1 x))", &[], &[0.0]),
        ("(clamp (+ (/ x 6) 0.5) 0 1)", &[], &[3.0]),
        ("(clamp (+ (* p0 x) 0.5) 0 1)", &[0.2], &[2.5]),
        ("(clamp (/ (+ x 1) 2) 0 1)", &[], &[1.0]),
        ("(max x p0)", &[0.3], &[0.3]),
        ("(if (> x 0) x (* 0.01 x))", &[], &[0.0]),
        ("(if (> (abs x) 0.5) x 0)", &[], &[0.5]),
        ("(if (> (abs x) p0) x 0)", &[0.5], &[0.5]),
        ("(if (> (abs x) p0) x 0)", &[-0.5], &[0.5]),
    ];
    for &(text, parameters, kinks) in rows {
        let (arena, subject, found) = exact(text, None, parameters);
        let found = found.unwrap_or_else(|| panic!("{text}"));
        let tapes = [subject.emitted, subject.derivative, found].map(|root| Tape::new(&arena, &[root]));
        for x in singles(kinks) {
            let y = tapes[0].run_at(Point::at(x, parameters), Precision::Single);
            let want = tapes[1].run_at(Point::at(x, parameters), Precision::Single);
            let got = tapes[2].run_at(Point { x: f64::NAN, y, parameters }, Precision::Single);
            assert!(want.to_bits() == got.to_bits(), "{text} at {x}: {want}, from y = {y}: {got}");
        }
    }
}

#[test]
fn what_a_parameter_or_rounding_could_break_is_refused() {
    let rows: &[(&str, &[f64])] = &[
        ("(if (> x 0) x (* p0 x))", &[0.01]),
        ("(if (> x p0) x p1)", &[0.5, 0.0]),
        ("(clamp x p0 p1)", &[-1.0, 1.0]),
        ("(if (> x 0) x (* -0.01 x))", &[]),
        ("(if (< x 0) (* 0.001 x) (if (> x 1) (+ (* 0.001 (- x 1)) 1) x))", &[]),
        ("(if (< x -4) (* 0.01 (+ x 4)) (if (> x 4) (+ (* 0.01 (- x 4)) 1) (+ (/ x 8) 0.5)))", &[]),
        ("(tanh x)", &[]),
        ("(sigmoid x)", &[]),
        ("(if (> x 0) x (exp_m1 x))", &[]),
    ];
    for &(text, parameters) in rows {
        assert_eq!(exact(text, None, parameters).2, None, "{text}");
    }
}

#[test]
fn a_given_derivative_in_y_counts_when_y_only_chooses() {
    assert!(exact("(max x 0)", Some("(if (> y 0) 1 0)"), &[]).2.is_some());
    assert_eq!(exact("(tanh x)", Some("(- 1 (* y y))"), &[]).2, None);
    assert_eq!(exact("(sigmoid x)", Some("(* y (- 1 y))"), &[]).2, None);
    assert_eq!(exact("(if (> x 0) x (exp_m1 x))", Some("(if (> y 0) 1 (+ y 1))"), &[]).2, None);
}

#[test]
fn a_constant_is_exact() {
    let (arena, _, found) = exact("(+ (* p0 x) p1)", None, &[1.5, 0.25]);
    assert_eq!(arena.get(found.unwrap()), crate::ir::Node::Parameter(0));
}
