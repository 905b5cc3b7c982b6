//! The places where a definition may stand: functions, blocks, macros, modules.
//!
//! In: `activation!` in each of them. Out: tests that use what is declared there. It must never declare the same thing in
//! two places that behave alike.
#![deny(warnings)]

use activation_core::{Activation, Declared, activation};

#[test]
fn in_a_function() {
    // Local variables of the same names as a parameter and the input are none of the formula's business.
    let (alpha, x) = ("alpha", "x");
    {
        activation! { scaled(alpha = 2): alpha * x; bump: x / (1 + x * x) }
        assert_eq!(Bump.forward(1.0_f64), 0.5);
        assert_eq!((Scaled::default().forward(3.0_f32), alpha, x), (6.0, "alpha", "x"));
    }
}

/// Two functions and a block may each have a struct of the same name.
#[test]
fn in_a_block() {
    activation! { local: 2 * x }
    let outer = Local.forward(1.0_f64);
    let inner = {
        activation! { local: 3 * x }
        Local.forward(1.0_f64)
    };
    let in_a_closure = || {
        activation! { local: 4 * x }
        Local.forward(1.0_f64)
    };
    assert_eq!((outer, inner, in_a_closure()), (2.0, 3.0, 4.0));
}

/// In a generic function no type parameter of it may be meant by emitted code.
#[test]
fn in_a_generic_function() {
    fn generic<R: Into<f64>, A>(value: R, _: A) -> f64 {
        activation! { third: x / 3 }
        Third.forward(value.into())
    }
    assert_eq!(generic(6.0_f32, ()), 2.0);
}

#[test]
fn in_a_method_and_a_constant() {
    struct Holder<T>(T);
    impl<T: Copy + Into<f64>> Holder<T> {
        const SLOPE: f64 = {
            activation! { fixed(slope = 0.5): slope * x }
            Fixed::new(0.25).slope
        };
        fn apply(&self) -> f64 {
            activation! { shifted: x + 1 }
            Shifted.forward(self.0.into() * Self::SLOPE)
        }
    }
    assert_eq!(Holder(4.0_f32).apply(), 2.0);
}

#[test]
fn in_any_kind_of_brackets() {
    activation!(round: x * 2);
    activation![square: x * 3];
    assert_eq!((Round.forward(1.0_f32), Square.forward(1.0_f32)), (2.0, 3.0));
}

/// Each visibility reaches where it says, fields and `new` included.
mod outer {
    pub(super) mod middle {
        pub(in super::super) mod inner {
            activation_core::activation! {
                #[expect(unreachable_pub, reason = "the items of a test go nowhere")]
                pub everywhere(slope = 1): slope * x;
                pub(crate) in_the_crate(slope = 1): slope * x;
                pub(super) above(slope = 1): slope * x;
                pub(in crate::places::outer) within(slope = 1): slope * x;
                own(slope = 1): slope * x;
            }
            pub(super) fn own() -> f64 {
                Own::new(2.0).slope
            }
        }
        pub(super) fn above() -> f64 {
            inner::Above::new(3.0).slope + inner::own()
        }
    }
    pub(super) fn within() -> f64 {
        middle::inner::Within { slope: 4.0 }.slope + middle::above()
    }
}

#[test]
fn with_each_visibility() {
    use outer::middle::inner::{Everywhere, InTheCrate};
    let all = Everywhere { slope: 5.0 }.slope + InTheCrate::new(6.0).slope + outer::within();
    assert_eq!(all, 20.0);
}

/// A macro of the user's around ours, with every kind of piece that can stand in a definition.
macro_rules! declare {
    ($(#[$meta:meta])* $vis:vis $name:ident($parameter:ident = $default:expr): $left:expr, $right:expr) => {
        activation! {
            $(#[$meta])*
            $vis $name($parameter = $default): $parameter * $left * x / $right;
        }
    };
}

macro_rules! step {
    ($name:ident, $condition:expr, $high:literal, $low:tt, $other:expr) => {
        activation! { $name: if $condition <$high> else if x < -9 <$low> else {$other} => surrogate $high }
    };
}

macro_rules! around {
    ($name:ident, $path:path, $other:ident) => {
        activation! { $name: 2 * $path(x) + $other(x) }
    };
}

macro_rules! documented {
    ($name:ident, $text:literal, $($formula:tt)*) => {
        activation! {
            #[doc = $text]
            #[doc = concat!("The formula has ", stringify!($name), " for a name.")]
            $name: $($formula)*
        }
    };
}

/// `$crate` names the crate of the macro, in front of ours and in a path.
macro_rules! rooted {
    ($name:ident) => {
        $crate::places::activation! { $name: $crate::places::Whole(x) * 2 }
    };
}

activation! { pub(crate) whole: x * sigmoid(x) }
declare! {
    /// From pieces.
    pub(crate) pieces(factor = 1.0 + 1.0): 1 + 2, 3 - 1
}
declare! { quiet(factor = -2.5): x.max(0.0), 1 }
step!(stepped, x > 0 && x < 5, 3, 2, 0.25 + 0.25);
around!(surrounded, activation_core::catalogue::Relu, sigmoid);
documented!(worded, "From a literal.", tanh(x) => 1 - y * y);
rooted!(rooted_one);

#[test]
fn in_a_macro_by_example() {
    // A piece is one operand, whatever the operators around it: 2 · (1 + 2) · x / (3 − 1).
    assert_eq!(Pieces::default().forward(5.0_f64), 15.0);
    assert_eq!(Quiet::default().forward(2.0_f64), -10.0);
    assert_eq!([1.0, -10.0, 7.0].map(|x: f64| Stepped.forward(x)), [3.0, 2.0, 0.5]);
    assert_eq!(Surrounded.forward(0.0_f64), 0.5);
    assert_eq!(Worded.derivative(0.0_f32), 1.0);
    assert_eq!(RootedOne.forward(1.5_f64), 2.0 * Whole.forward(1.5_f64));
    assert_eq!(RootedOne::FACTS.name, "rooted_one");
}

/// What a macro declares under a name of its own can be used outside of it, and twice.
macro_rules! fixed_names {
    ($module:ident, $slope:expr) => {
        mod $module {
            activation_core::activation! { pub(super) fixed(slope = $slope): slope * x }
        }
    };
}
fixed_names!(first, 2);
fixed_names!(second, 3);

#[test]
fn with_names_that_a_macro_chose() {
    assert_eq!(first::Fixed::default().forward(1.0_f64), 2.0);
    assert_eq!(second::Fixed { slope: 5.0 }.forward(1.0_f64), 5.0);
}
