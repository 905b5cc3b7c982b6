//! What the compiler learns agrees with what the field knows.
//!
//! In: `golden/facts.tsv` (range and monotonicity of the catalogue's rows, from papers and libraries). Out: every row where
//! the compiler says something else. Must accept "unknown", and count it: the number may only fall.

#![allow(clippy::neg_cmp_op_on_partial_ord, reason = "a NaN is to fail, too")]
#![allow(clippy::format_push_string, reason = "reports of tests")]

use activation_core::{Activation, AnyActivation, Kinks, Monotonicity, Residual};

fn rows() -> impl Iterator<Item = (AnyActivation, [&'static str; 5])> {
    let lines = include_str!("golden/facts.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, low, low_attained, high, high_attained, monotone] = columns[..] else { panic!("{line}") };
        (name.parse().expect(name), [low, low_attained, high, high_attained, monotone])
    })
}

/// Equal to the six digits of the table.
fn agree(told: f64, known: &str) -> bool {
    let known: f64 = known.parse().expect(known);
    told == known || (told - known).abs() <= 1e-5 * known.abs().max(1.0)
}

#[test]
fn ranges_agree() {
    let (mut wrong, mut unknown) = (String::new(), 0);
    for (any, [low, low_attained, high, high_attained, _]) in rows() {
        let Some(range) = any.facts().range else {
            unknown += 1;
            continue;
        };
        let right = agree(range.low, low)
            && agree(range.high, high)
            && range.low_attained == (low_attained == "yes")
            && range.high_attained == (high_attained == "yes");
        if !right {
            wrong += &format!("{any}: {range:?} instead of {low} {low_attained} {high} {high_attained}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(unknown <= 10, "{unknown} ranges are unknown");
}

#[test]
fn monotonicity_agrees() {
    let (mut wrong, mut unknown) = (String::new(), 0);
    for (any, [.., monotone]) in rows() {
        let told = match any.facts().monotonicity {
            None => {
                unknown += 1;
                continue;
            }
            Some(Monotonicity::NonMonotone) => "no",
            Some(_) => "yes",
        };
        if told != monotone {
            wrong += &format!("{any}: {told} instead of {monotone}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(unknown <= 10, "{unknown} monotonicities are unknown");
}

fn facts(name: &str) -> AnyActivation {
    name.parse().expect(name)
}

#[test]
fn kinks_are_where_everybody_has_them() {
    let at = |name: &str| match facts(name).facts().kinks {
        Some(Kinks::Finite(kinks)) => kinks.iter().map(|kink| kink.at).collect::<Vec<_>>(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(at("relu"), [0.0]);
    assert_eq!(at("relu6"), [0.0, 6.0]);
    assert_eq!(at("hardtanh"), [-1.0, 1.0]);
    assert_eq!(at("hard_swish"), [-3.0, 3.0]);
    assert_eq!(at("plse"), [-4.0, 4.0]);
    assert_eq!(at("lhtan"), [0.0, 1.0]);
    assert_eq!(at("hard_shrink"), [-0.5, 0.5]);
    for smooth in ["sigmoid", "tanh", "silu", "gelu", "mish", "elu", "celu", "softsign", "sparse_plus", "relu_squared"]
    {
        assert_eq!(at(smooth), [0.0_f64; 0], "{smooth}");
    }
    assert_eq!(at("selu"), [0.0]);
    assert_eq!(facts("stair").facts().kinks, Some(Kinks::Periodic));
}

#[test]
fn the_residual_is_the_least_that_is_exact() {
    for (name, residual) in [
        ("identity", Residual::Nothing),
        ("heaviside", Residual::Nothing),
        ("relu", Residual::Output),
        ("relu6", Residual::Output),
        ("ramp", Residual::Output),
        ("leaky", Residual::Output),
        // The slope may be negative, and then y does not tell the side.
        ("leaky_relu", Residual::Derivative),
        ("tanh", Residual::Derivative),
        ("sigmoid", Residual::Derivative),
        ("elu", Residual::Derivative),
        ("silu", Residual::Derivative),
        ("prelu", Residual::Input),
    ] {
        assert_eq!(facts(name).residual(), residual, "{name}");
        let exact = matches!(residual, Residual::Output | Residual::Nothing);
        assert_eq!(facts(name).facts().derivative_exact_from_output, exact, "{name}");
    }
}

#[test]
fn lipschitz_bounds_are_the_known_ones() {
    for (name, bound) in [
        ("relu", 1.0),
        ("sigmoid", 0.25),
        ("tanh", 1.0),
        ("silu", 1.099_839),
        ("gelu", 1.128_904),
        ("square", f64::INFINITY),
    ] {
        let told = facts(name).facts().lipschitz.expect(name);
        assert!(told == bound || (told - bound).abs() < 2e-6, "{name}: {told}");
    }
}
