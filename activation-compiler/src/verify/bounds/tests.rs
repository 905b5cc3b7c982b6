//! In: tapes and points. Out: whether each value's bound holds its rounding, and no more than that. Must never check a bound
//! against itself: exact values are written down.

use super::*;
use crate::function::Function;
use crate::ir::Arena;

fn at(build: impl Fn(&mut Arena, crate::ir::Id) -> crate::ir::Id, x: f64) -> Option<Bounded> {
    let mut arena = Arena::default();
    let input = arena.input();
    let root = build(&mut arena, input);
    bounded(&Tape::new(&arena, &[root]), Point::at(x, &[]), 0.0, &mut Scratch::default())
}

#[test]
fn cancellation_is_seen() {
    let Some(result) = at(
        |arena, x| {
            let (one, tanh) = (arena.constant(1.0), arena.call(Function::Tanh, x));
            let square = arena.product(tanh, tanh);
            arena.difference(one, square)
        },
        15.0,
    ) else {
        panic!("decided")
    };
    let truth = 1.0 / 15.0_f64.cosh().powi(2);
    assert!((result.value - truth).abs() <= result.error);
    assert!(result.error < 1e-14);
}

#[test]
fn a_sine_far_out_is_known_to_be_a_sine_only() {
    let Some(result) = at(
        |arena, x| {
            let quarter = arena.constant(0.25 * PI);
            let shifted = arena.sum(x, quarter);
            arena.call(Function::Sin, shifted)
        },
        1.7e28,
    ) else {
        panic!("decided")
    };
    assert!((2.0..2.1).contains(&result.error));
}

#[test]
fn an_overflow_in_a_denominator_leaves_little() {
    let Some(result) = at(
        |arena, x| {
            let (one, exp) = (arena.constant(1.0), arena.call(Function::Exp, x));
            arena.quotient(one, exp)
        },
        710.0,
    ) else {
        panic!("decided")
    };
    assert!(result.value == 0.0 && (-710.0_f64).exp() <= result.error && result.error < 1e-307);
}

#[test]
fn an_overflow_of_unknown_size_in_a_denominator_leaves_anything() {
    let Some(result) = at(
        |arena, x| {
            let (one, small, exp) = (arena.constant(1.0), arena.constant(0.001), arena.call(Function::Exp, x));
            let bottom = arena.product(small, exp);
            arena.quotient(one, bottom)
        },
        710.0,
    ) else {
        panic!("decided")
    };
    assert!(result.value == 0.0 && result.error.is_infinite());
}

#[test]
fn a_root_of_an_overflow_may_be_anything() {
    let Some(result) = at(
        |arena, x| {
            let square = arena.product(x, x);
            arena.call(Function::Sqrt, square)
        },
        1e200,
    ) else {
        panic!("decided")
    };
    assert!(result.error.is_infinite());
}

#[test]
fn a_condition_on_an_overflow_is_undecided_unless_another_settles_it() {
    use crate::ir::Comparison::Greater;
    let build = |arena: &mut Arena, x: crate::ir::Id| {
        let minus = arena.neg(x);
        let (grows, falls) = (arena.call(Function::Exp, x), arena.call(Function::Exp, minus));
        let (one, half, limit) = (arena.product(grows, falls), arena.constant(0.5), arena.constant(800.0));
        let (likely, near) = (arena.compare(Greater, one, half), arena.compare(Greater, limit, x));
        let both = arena.add(Node::And(likely, near));
        arena.select(both, x, one)
    };
    assert!(at(build, 700.0).is_some());
    assert!(at(build, 790.0).is_none());
    assert!(at(build, 810.0).is_some());
}

#[test]
fn a_condition_on_rounding_is_undecided() {
    let build = |arena: &mut Arena, x| {
        let (exp, e) = (arena.call(Function::Exp, x), arena.constant(std::f64::consts::E));
        let mask = arena.compare(crate::ir::Comparison::Greater, exp, e);
        arena.select(mask, exp, x)
    };
    assert!(at(build, 1.0).is_none());
    assert!(at(build, 1.1).is_some());
}
