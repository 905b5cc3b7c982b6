//! What rustc says of emitted code: of the struct what it says of any, of the rest nothing.
//!
//! In: definitions under `deny(warnings)` and more, used and unused. Out: it compiles. It must never allow a lint.
#![deny(warnings, missing_docs, unreachable_pub, unfulfilled_lint_expectations)]

use activation_core::{Activation, Declared, activation};

mod unused {
    activation_core::activation! {
        #[expect(dead_code)]
        alone: x * tanh(x);
        #[expect(dead_code)]
        with_parameters(learn alpha = 1, beta = 2): alpha * exp(x / beta);
        #[expect(dead_code)]
        with_derivative: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;
    }
}

/// What other definitions are made of isn't dead, though its formula has been put into theirs.
mod parts {
    activation_core::activation! {
        part: x + 1;
        part_of_a_derivative(slope = 1): if x > 0 <slope> else <0> + 0 * x => 0;
        pub(super) whole: relu(part(x)) => part_of_a_derivative(x + 1);
    }
}

/// Only the fields are used, or only the default, or only `new`, or only the trait: no part of the rest is "dead".
#[test]
fn one_use_is_enough() {
    activation! {
        by_literal(alpha = 1): alpha * x;
        by_default(alpha = 1): alpha * x;
        by_new(alpha = 1): alpha * x;
        by_name: 2 * x;
    }
    let _ = (ByLiteral { alpha: 2.0 }, ByDefault::default(), ByNew::new(1.0), ByName);
}

mod attributes {
    activation_core::activation! {
        #[deprecated(note = "for the test")]
        pub(super) old(learn alpha = 1): alpha * x;
        #[must_use]
        pub(super) needed: 2 * x;
        #[doc(hidden)]
        pub(super) hidden: 2 * x;
        #[derive(Eq, Hash, PartialOrd)]
        #[repr(C)]
        pub(super) derived: 2 * x;
        #[non_exhaustive]
        pub(super) extensible(alpha = 2): alpha * x;
        #[cfg_attr(all(), derive(PartialOrd))]
        pub(super) ordered(alpha = 2): alpha * x;
        #[cfg(any())]
        pub(super) absent(learn alpha = 2): alpha * this_module_has_no_such_thing::Activation(x);
        #[cfg(all())]
        pub(super) present(learn alpha = 2): alpha * x;
    }
    #[cfg(any())]
    activation_core::activation! { pub(super) also_absent: 2 * x }
}

/// Free for another definition, as the one above is configured away.
mod absent {
    activation_core::activation! {
        #[cfg(any())]
        pub(super) chosen: 2 * x;
    }
    activation_core::activation! {
        #[cfg(all())]
        pub(super) chosen: 3 * x;
    }
}

#[test]
fn attributes_are_passed_on_and_mean_what_they_mean() {
    use std::collections::HashSet;
    #[expect(deprecated)]
    let old = attributes::Old::default();
    assert_eq!(old.forward(1.0_f64), 1.0);
    let set: HashSet<_> = [attributes::Derived, attributes::Derived].into();
    assert_eq!(set.len(), 1);
    assert!(attributes::Ordered::new(1.0) < attributes::Ordered::new(2.0));
    let values = (attributes::Needed.forward(1.0_f64), attributes::Hidden.forward(1.0_f64));
    assert_eq!(values, (2.0, 2.0));
    assert_eq!(attributes::Extensible::FACTS.parameters.len() + attributes::Present::FACTS.parameters.len(), 2);
    assert_eq!(parts::Whole.derivative(1.0_f64), 1.0);
    assert_eq!(absent::Chosen.forward(1.0_f64), 3.0);
}

/// `pub` where nobody can reach it: one remark at the user's word, none on fields or `new`.
mod private {
    activation_core::activation! {
        #[expect(unreachable_pub)]
        pub unreachable(alpha = 1): alpha * x;
    }
}

/// An `allow` in emitted code would be an error here.
#[forbid(dead_code, deprecated, missing_docs, unreachable_pub, unused_variables)]
mod forbidding {
    activation_core::activation! {
        pub(super) forbidden(learn alpha = 1, beta = 1): if x > 0 <alpha * x> else <beta * x>;
    }
}

#[test]
fn a_public_item_in_a_private_module_is_usable() {
    assert_eq!(private::Unreachable::new(2.0).forward(1.0_f64), 2.0);
    assert_eq!(forbidding::Forbidden::default().forward(1.0_f64), 1.0);
}
