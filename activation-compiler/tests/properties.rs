//! The laws on thousands of random formulas.
//!
//! In: bytes from a fixed seed. Out: the smallest formula that breaks a law. Must never be lucky: seeds and numbers of cases
//! stand here, and a law that could tell nothing on most formulas fails.

mod oracle;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use arbitrary::Unstructured;
use oracle::laws::{self, Outcome};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// Holds a law against random definitions.
fn hold(cases: u32, share: f64, law: impl Fn(&str) -> Outcome) {
    hold_of(cases, share, oracle::formula::definition, law);
}

/// Holds a law against random texts; at least a share of them must have been able to break it. `FORMULAS=100` in
/// the environment tries a hundred times as many.
fn hold_of(
    cases: u32,
    share: f64,
    text: impl Fn(&mut Unstructured<'_>) -> arbitrary::Result<String>,
    law: impl Fn(&str) -> Outcome,
) {
    let factor = std::env::var("FORMULAS").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1);
    let cases = cases * factor;
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 4096, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let telling = Cell::new(0_u32);
    let result = runner.run(&vec(any::<u8>(), 8..160), |bytes| {
        let text = text(&mut Unstructured::new(&bytes)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        match law(&text) {
            Ok(points) => telling.set(telling.get() + u32::from(points > 0)),
            Err(breach) => return Err(TestCaseError::fail(format!("{text}\n{breach}"))),
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let told = f64::from(telling.get()) / f64::from(cases);
    assert!(told >= share, "only {told} of the formulas could tell");
}

#[test]
fn every_text_gets_an_answer() {
    hold_of(5000, 0.5, oracle::formula::soup, laws::answers);
}

#[test]
fn everything_compiled_is_rust() {
    hold(600, 0.4, laws::emits_rust);
}

#[test]
fn what_is_written_reads_back() {
    hold(2000, 0.5, laws::written_reads_back);
}

#[test]
fn simplify_keeps_every_bit() {
    hold(3000, 0.9, laws::simplify_keeps);
}

#[test]
fn stable_forms_are_the_same_functions() {
    hold(3000, 0.5, laws::stabilize_agrees);
}

#[test]
fn derivatives_agree_with_dual_numbers_and_differences() {
    hold(3000, 0.4, laws::derivative_agrees);
}

#[test]
fn second_derivatives_agree_with_dual_numbers() {
    hold(2000, 0.75, laws::second_derivative_agrees);
}

#[test]
fn derivatives_by_parameters_agree_with_dual_numbers() {
    hold(2000, 0.4, laws::parameter_derivatives_agree);
}

#[test]
fn derivatives_are_numbers_where_formulas_are() {
    hold(1000, 0.3, laws::derivative_is_a_number);
}

#[test]
fn every_rule_is_put_to_the_test() {
    let found = RefCell::new(BTreeSet::new());
    hold(3000, 1.0, |text| laws::rules_at_work(text, &mut found.borrow_mut()));
    let idle: Vec<_> = laws::rules().difference(&found.borrow()).copied().collect();
    assert_eq!(idle, [] as [&str; 0], "no random formula shows what these do: give `IDIOMS` one");
}

#[test]
fn limits_keep_every_number() {
    hold_of(1000, 0.5, oracle::formula::edge, laws::limits_keep);
    hold(1000, 0.02, laws::limits_keep);
}

#[test]
fn sharing_keeps_the_values() {
    hold_of(1000, 0.5, oracle::formula::family, laws::share_keeps);
    hold(1000, 0.02, laws::share_keeps);
}

#[test]
fn right_derivatives_are_accepted_and_wrong_ones_are_not() {
    hold(250, 0.3, laws::verify_is_fair);
}
