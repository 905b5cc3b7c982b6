//! In: small expressions. Out: assertions on the values of their derivatives. Must never look at how these are written.

use super::*;
use crate::eval::{Point, Tape};

fn derivative_at(build: impl Fn(&mut Arena, Id) -> Id, x: f64) -> f64 {
    let mut arena = Arena::default();
    let input = arena.input();
    let root = build(&mut arena, input);
    let derivative = differentiate(&mut arena, root, Node::Input);
    Tape::new(&arena, &[derivative]).run(Point::at(x, &[]))
}

/// Every row of the table against central differences: the rules are the table's, so the test is here once.
#[test]
fn every_rule_agrees_with_differences() {
    for function in Function::all() {
        let row = function.row();
        for x in [-2.3, -0.71, -0.2, 0.3, 0.77, 1.9] {
            let (low, high) = row.domain;
            if x - 1e-4 <= low || x + 1e-4 >= high {
                continue;
            }
            let build = |arena: &mut Arena, u: Id| match row.rule {
                Rule::Choice | Rule::Two(_) if row.arity == 2 => {
                    let other = arena.constant(0.45);
                    arena.add(Node::Call2(function, u, other))
                }
                _ if function == Function::Powi => arena.powi(u, -3),
                _ if function == Function::Powf => {
                    let (size, exponent) = (arena.call(Function::Abs, u), arena.constant(1.7));
                    arena.add(Node::Power(size, exponent))
                }
                Rule::Lowered | Rule::Shared => {
                    let one = arena.constant(1.0);
                    arena.quotient(one, u)
                }
                Rule::Choice | Rule::Two(_) => {
                    let (low, high) = (arena.constant(-0.5), arena.product(u, u));
                    arena.add(Node::Clamp(u, low, high))
                }
                Rule::One(_) | Rule::Identity | Rule::Flat => arena.call(function, u),
            };
            let value = |x: f64| {
                let mut arena = Arena::default();
                let input = arena.input();
                let root = build(&mut arena, input);
                Tape::new(&arena, &[root]).run(Point::at(x, &[]))
            };
            let h = 1e-5;
            let difference = (value(x + h) - value(x - h)) / (2.0 * h);
            let exact = derivative_at(build, x);
            assert!(
                (difference - exact).abs() <= 1e-7 * (1.0 + exact.abs()),
                "{} at {x}: {difference} {exact}",
                row.name
            );
        }
    }
}

#[test]
fn a_constant_argument_wins_a_tie() {
    for (function, tie) in [(Function::Max, 0.0), (Function::Min, 6.0)] {
        for flipped in [false, true] {
            let derivative = derivative_at(
                |arena, x| {
                    let bound = arena.constant(tie);
                    let (a, b) = if flipped { (bound, x) } else { (x, bound) };
                    arena.add(Node::Call2(function, a, b))
                },
                tie,
            );
            assert_eq!(derivative, 0.0);
        }
    }
}

#[test]
fn a_collapsed_quotient_does_not_overflow_in_its_square() {
    let mut arena = Arena::default();
    let (x, one) = (arena.input(), arena.constant(1.0));
    let square = arena.product(x, x);
    let bottom = arena.sum(one, square);
    let root = arena.quotient(square, bottom);
    let derivative = differentiate(&mut arena, root, Node::Input);
    let tape = Tape::new(&arena, &[derivative]);
    let got = tape.run_at(Point::at(1e10, &[]), crate::eval::Precision::Single);
    assert!((got / 2e-30 - 1.0).abs() < 1e-6, "{got}");
}

#[test]
fn a_chosen_zero_meets_no_infinity() {
    // sqrt(max(x, 0)) left of 0: the root's derivative is infinite there.
    let derivative = derivative_at(
        |arena, x| {
            let zero = arena.constant(0.0);
            let positive = arena.add(Node::Call2(Function::Max, x, zero));
            arena.call(Function::Sqrt, positive)
        },
        -1.0,
    );
    assert_eq!(derivative, 0.0);
}

#[test]
fn the_numerator_of_softsign_collapses() {
    let derivative = derivative_at(
        |arena, x| {
            let one = arena.constant(1.0);
            let size = arena.call(Function::Abs, x);
            let bottom = arena.sum(one, size);
            arena.quotient(x, bottom)
        },
        1e10,
    );
    assert!((derivative * (1.0 + 1e10_f64).powi(2) - 1.0).abs() < 1e-14);
}
