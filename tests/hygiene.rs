//! Emitted code in surroundings that are hostile to it: shadowed names, odd places, strict lints.
//!
//! In: `activation!` in one module per kind of hostility; crates of their own are beside them in `hygiene/` (core renamed
//! or re-exported, no prelude, other editions). Out: it compiles and computes. It must never soften the surroundings to make
//! a definition pass.

#[path = "hygiene/lints.rs"]
mod lints;
#[path = "hygiene/names.rs"]
mod names;
#[path = "hygiene/places.rs"]
mod places;
#[path = "hygiene/shadowed.rs"]
mod shadowed;

use activation_core::{Activation, Declared};

#[test]
fn shadowed_names_do_not_matter() {
    assert_eq!(shadowed::Rectified.forward_with_derivative(2.0_f32), (2.0, 1.0));
    assert_eq!(shadowed::Wide::new(1.0, 2.0, 0.0).derivative(0.5_f64), 2.0 * 1.0_f64.exp());
    assert_eq!(shadowed::Wide::FACTS.parameters[2].default, f64::NEG_INFINITY);
    assert_eq!([-2.0, -0.5, 0.5, 2.0].map(|x: f64| shadowed::Masked.forward(x)), [-2.0, -0.25, 0.5, 1.0]);
    assert_eq!(shadowed::Leaning.derivative_from_output(-3.0_f64), Some(0.1));
    assert_eq!(shadowed::Borrowed.derivative(0.0_f64), 1.0);
    assert_eq!(shadowed::Both.forward(0.0_f64), 1.0);
}
