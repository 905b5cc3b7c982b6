//! Every form of docs/language.md in one call.

use activation_core::{Activation, activation};

activation! {
    /// Documented.
    #[must_use]
    pub leaky_relu(negative_slope = 0.01): if x > 0 <x> else <negative_slope * x>;
    pub(crate) clipped(low = -1, high = 1): if x < low {low} else if x > high {high} else {x};
    nested: if x > 0 <if x > 1 <2 * x - 1> else <x>> else <if !(x < -1 || x > 0) && true_ == 1 <0.5 * x> else <0.5 * x>>
        where true_ = 1;
    given: tanh(x) => 1 - y * y;
    bound: (u + v) / 2 where u = sigmoid(x), v = u * u;
    constants: x * FRAC_1_SQRT_2 / PI + E * 2 - 1e-3;
    methods: x.exp_m1().max(-0.5).powi(2) + x.powf(2);
    of_another: 2 * leaky_relu(x) + Given(x);
    by_path: activation_core::catalogue::Silu(x) * 2;
    at_its_default: activation_core::catalogue::LeakyRelu(x);
    whole: x.powi(2.0) + powi(x, 2);
    Spelt: x.abs().sqrt().atan2(1.0);
    prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x>;
    #[domain(x > -1)] logarithm: ln_1p(x);
    step: sign(x) => surrogate if abs(x) <= 1 <1> else <0>;
    named(max = 6, min = 0): min(max(x, min), max)
}

fn main() {
    assert_eq!(LeakyRelu::default().forward(-100.0_f64), -1.0);
    assert_eq!(LeakyRelu::new(0.5).forward(-2.0_f32), -1.0);
    assert_eq!(LeakyRelu { negative_slope: 0.5 }, LeakyRelu::new(0.5));
    assert_eq!(Clipped::default().forward(7.0_f64), 1.0);
    assert_eq!(Nested.forward(3.0_f64), 5.0);
    assert_eq!(Nested.forward(-3.0_f64), -1.5);
    assert_eq!(Given.derivative(0.0_f64), 1.0);
    assert_eq!(Bound.forward(0.0_f64), 0.375);
    assert!(Constants.forward(0.0_f64) > 5.0);
    assert_eq!(Methods.forward(0.0_f64), 0.0);
    assert_eq!(OfAnother.forward(0.0_f64), 0.0);
    assert_eq!(ByPath.forward(0.0_f64), 0.0);
    assert_eq!(ByPath.derivative(0.0_f64), 1.0);
    assert_eq!(ByPath.second_derivative(0.0_f64), 1.0);
    assert_eq!(AtItsDefault.forward(-1.0_f64), -0.01);
    assert_eq!(Whole.forward(3.0_f64), 18.0);
    assert_eq!(Spelt.forward(0.0_f64), 0.0);
    assert_eq!(Prelu::default().parameter_derivative(0, -2.0_f64), Some(-2.0));
    assert_eq!(Logarithm.derivative(0.0_f64), 1.0);
    assert_eq!((Step.derivative(0.5_f64), Step.facts().surrogate), (1.0, true));
    assert_eq!(Named::default().forward(9.0_f64), 6.0);
}
