//! Activations and parameters whose own names are those of the prelude, of emitted code, or almost keywords.
//!
//! In: definitions. Out: tests that use them. It must never import what they are named after.

use activation_core::{Activation as _, Declared as _};

mod prelude {
    activation_core::activation! {
        pub(super) option(some = 1, none = INFINITY): if x < none {some * x} else {0};
        pub(super) result(ok = 1, err = 2): ok * x + err;
        pub(super) clone: 2 * x;
        pub(super) copy(default = 3): default * x;
        pub(super) default: 4 * x;
        pub(super) debug: 5 * x;
        pub(super) partial_eq: 6 * x;
        pub(super) serialize(serializer = 7, name = 1): serializer * x * name;
        pub(super) deserialize(deserializer = 8): deserializer * x;
        pub(super) sized: 9 * x;
        pub(super) r: 10 * x;
        pub(super) s(learn d = 11): d * x;
        pub(super) d(learn r = 12): r * x;
        pub(super) real: 13 * x;
        pub(super) activation: 14 * x;
        pub(super) declared: 15 * x;
        pub(super) facts: 16 * x;
        pub(super) f64(f32 = 17, bool = 0, usize = 0, i32 = 0, str = 0): f32 * x + bool + usize + i32 + str;
        pub(super) core(std = 18, alloc = 0): std * x + alloc;
        pub(super) self_: 19 * x;
        pub(super) string(vec = 20, boxed = 0): vec * x + boxed;
    }
}

#[test]
fn names_of_the_prelude_name_activations() {
    use prelude as p;
    let values = [
        p::Option::default().forward(1.0_f64),
        p::Result::new(1.0, 1.0).forward(1.0),
        p::Clone.forward(0.5),
        p::Copy::default().forward(1.0),
        p::Default.forward(1.0),
        p::Debug.forward(1.0),
        p::PartialEq.forward(1.0),
        p::Serialize::default().forward(1.0),
        p::Deserialize::default().forward(1.0),
        p::Sized.forward(1.0),
        p::R.forward(1.0),
        p::S::default().forward(1.0),
        p::D { r: 12.0 }.forward(1.0),
        p::Real.forward(1.0),
        p::Activation.forward(1.0),
        p::Declared.forward(1.0),
        p::Facts.forward(1.0),
        p::F64::default().forward(1.0),
        p::Core::default().forward(1.0),
        p::Self_.forward(1.0),
        p::String::default().forward(1.0),
    ];
    assert_eq!(
        values,
        [
            1.0, 2.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0,
            19.0, 20.0
        ]
    );
}

mod parameters {
    activation_core::activation! {
        /// The names of methods and their arguments.
        pub(super) methods(learn forward = 1, learn derivative = 0, new = 0, parameter = 0, index = 0, value = 0):
            forward * x + derivative * x * x + new + parameter + index + value;
        /// Words that are keywords in places.
        pub(super) contextual(union = 1, auto = 0, default = 0, raw = 0, macro_rules = 0, safe = 0):
            union * x + auto + default + raw + macro_rules + safe;
        /// Beyond ASCII.
        pub(super) größe(maß = 2, ñ_1 = 0): maß * x + ñ_1;
        /// More than seven, which clippy would count.
        pub(super) many(a = 1, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0): a * x + b + c + d + e + f + g + h;
    }
}

#[test]
fn parameters_may_be_named_after_methods() {
    let mut methods = parameters::Methods { forward: 2.0, ..Default::default() };
    assert_eq!((methods.forward, methods.forward(3.0_f32), methods.derivative(1.0_f64)), (2.0, 6.0, 2.0));
    assert!(methods.set_parameter(1, 1.0));
    assert_eq!((methods.derivative, methods.parameter_derivative(1, 3.0_f64)), (1.0, Some(9.0)));
    assert_eq!(parameters::Contextual::new(2.0, 0.0, 0.0, 0.0, 0.0, 1.0).forward(1.0_f64), 3.0);
    assert_eq!(parameters::Größe { maß: 3.0, ñ_1: 0.0 }.forward(1.0_f64), 3.0);
    assert_eq!(parameters::Größe::FACTS.parameters.map_names(), ["maß", "ñ_1"]);
    assert_eq!(parameters::Many::default().forward(4.0_f64), 4.0);
}

trait MapNames {
    fn map_names(&self) -> Vec<&'static str>;
}
impl MapNames for [activation_core::Parameter] {
    fn map_names(&self) -> Vec<&'static str> {
        self.iter().map(|parameter| parameter.name).collect()
    }
}
