//! Every row of the reference table, in f64 and f32: value, first and second derivative.
//!
//! In: `golden/activations.tsv` (760-digit arithmetic). Out: the worst error per activation. Must never loosen a bound for
//! one activation silently: exceptions are listed with their reason.

#![allow(clippy::neg_cmp_op_on_partial_ord, reason = "a NaN is to fail, too")]
#![allow(clippy::format_push_string, reason = "reports of tests")]

use activation_core::{Activation, AnyActivation, Derivative, Element, Real};
use activation_tests::accuracy::{Format, NAMED, check};
use activation_tests::golden;

/// Number by number.
fn scalar<T: Element + Real>(a: &AnyActivation, x: T) -> [T; 3] {
    [a.forward(x), a.derivative(x), a.second_derivative(x)]
}

#[test]
fn what_has_no_excuse_is_in_the_table() {
    let rows = golden().expect("a readable table");
    for name in NAMED {
        assert!(rows.iter().any(|row| row.activation.name() == name), "{name}");
    }
}

#[test]
fn f64_agrees_with_the_table() {
    let rows = golden().expect("a readable table");
    check(&Format::DOUBLE, &rows, [4.0, 4.0, 64.0], scalar::<f64>);
}

#[test]
fn f32_agrees_with_the_table() {
    let rows = golden().expect("a readable table");
    check(&Format::SINGLE, &rows, [4.0, 4.0, 64.0], scalar::<f32>);
}

#[test]
fn the_derivative_is_an_activation_with_the_second_as_its_derivative() {
    for row in golden().expect("a readable table") {
        let derivative = Derivative(row.activation.clone());
        assert_eq!(derivative.forward(row.x).to_bits(), row.activation.derivative(row.x).to_bits(), "{}", row.spec);
        assert_eq!(
            derivative.derivative(row.x).to_bits(),
            row.activation.second_derivative(row.x).to_bits(),
            "{}",
            row.spec
        );
    }
}

/// Fused and separate evaluation are the same function, to the last bit.
#[test]
fn the_fused_pair_is_the_pair() {
    for row in golden().expect("a readable table") {
        let any = row.activation;
        let bits = |(value, derivative): (f64, f64)| (value.to_bits(), derivative.to_bits());
        let apart = (any.forward(row.x), any.derivative(row.x));
        assert_eq!(bits(any.forward_with_derivative(row.x)), bits(apart), "{} at {}", row.spec, row.x);
        #[expect(clippy::cast_possible_truncation, reason = "the table's inputs are exact in f32")]
        let x = row.x as f32;
        let (value, derivative) = any.forward_with_derivative(x);
        let apart = (any.forward(x).to_bits(), any.derivative(x).to_bits());
        assert_eq!((value.to_bits(), derivative.to_bits()), apart, "{} at {x} in f32", row.spec);
    }
}

/// Dual numbers, whose rules are written by hand in core, against the symbolic derivative and the table.
#[test]
fn dual_numbers_agree() {
    use activation_core::Dual;
    let mut report = std::collections::BTreeMap::new();
    for row in golden().expect("a readable table") {
        let dual = row.activation.forward(Dual::variable(row.x));
        let [_, first, _] = row.expected;
        let scale = first.abs().max(1e-6);
        let error = (dual.tangent - first).abs() / scale;
        // Dual numbers do not know which factor of 0 · ∞ wins in the far tails; there the table stands alone.
        let overflowed =
            dual.tangent == first || dual.tangent.is_nan() && (row.activation.derivative(row.x) - first).abs() < 1e-300;
        if !overflowed && !(error <= 1e-9) {
            report.entry(row.spec).or_insert_with(|| format!("{} at {}: {} {first}", row.spec, row.x, dual.tangent));
        }
    }
    assert!(report.is_empty(), "{report:#?}");
    assert_eq!(Dual::variable(2.0_f64).exp().tangent, 2.0_f64.exp());
}
