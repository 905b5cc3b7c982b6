//! Dual numbers against central differences, at kinks and limits against what is documented, and
//! nested for second derivatives.

mod common;

use activation_core::{Activation, Derivative, Dual, Real};
use common::{Prelu, Relu, Silu, Swish};

type F = Dual<f64>;

fn tangent(f: impl Fn(F) -> F, x: f64) -> f64 {
    f(Dual::variable(x)).tangent
}

/// Richardson's extrapolation of the central difference, good to 1e-9 for the functions below.
fn difference(f: impl Fn(F) -> F, x: f64) -> f64 {
    let value = |x: f64| f(Dual::variable(x)).value;
    let central = |h: f64| (value(x + h) - value(x - h)) / (2.0 * h);
    let h = 1e-3 * x.abs().clamp(0.1, 1.0);
    (4.0 * central(h / 2.0) - central(h)) / 3.0
}

/// One function, and points where it is smooth.
struct Case {
    name: &'static str,
    function: fn(F) -> F,
    points: &'static [f64],
}

const LINE: &[f64] = &[-7.3, -2.1, -0.4, 0.3, 1.7, 5.9];
const POSITIVE: &[f64] = &[0.02, 0.3, 1.7, 40.0];
const UNIT: &[f64] = &[-0.9, -0.3, 0.2, 0.8];

macro_rules! cases {
    ($($points:ident: $($function:ident)*;)*) => {
        [$($(Case { name: stringify!($function), function: F::$function, points: $points },)*)*]
    };
}

#[test]
fn functions_of_one_operand() {
    let cases = cases! {
        LINE: exp exp2 exp_m1 cbrt recip abs signum sign floor ceil round trunc fract sin cos tan atan
            sinh cosh tanh asinh erf erfc norm_cdf norm_pdf exp_neg_square sigmoid softplus log_sigmoid
            relu neg;
        POSITIVE: ln ln_1p log2 log10 sqrt;
        UNIT: asin acos atanh;
    };
    for case in &cases {
        for &x in case.points {
            agree(case.name, case.function, x);
        }
    }
    for x in [1.1, 2.0, 30.0] {
        agree("acosh", F::acosh, x);
    }
}

fn agree(name: &str, f: impl Fn(F) -> F, x: f64) {
    let (dual, difference) = (tangent(&f, x), difference(&f, x));
    let scale = f(Dual::variable(x)).value.abs().max(dual.abs()).max(1e-3);
    assert!((dual - difference).abs() <= 1e-8 * scale, "{name}'({x}) = {dual}, by differences {difference}");
}

#[test]
fn functions_of_two_operands() {
    // Each operand depends on x.
    for x in [-2.3, -0.6, 0.7, 1.9] {
        let square = |x: F| x.mul(x);
        let line = |x: F| x.constant(3.0).sub(x);
        agree("add", |x| square(x).add(line(x)), x);
        agree("sub", |x| square(x).sub(line(x)), x);
        agree("mul", |x| square(x).mul(line(x)), x);
        agree("div", |x| square(x).div(line(x)), x);
        agree("powf", |x| square(x).powf(line(x)), x);
        agree("hypot", |x| square(x).hypot(line(x)), x);
        agree("atan2", |x| square(x).atan2(line(x)), x);
        agree("atan2", |x| x.atan2(line(x).neg()), x);
        agree("min", |x| square(x).min(line(x)), x);
        agree("max", |x| square(x).max(line(x)), x);
        agree("copysign", |x| line(x).copysign(x), x);
        agree("clamp", |x| square(x).clamp(x.constant(0.5), line(x)), x);
        for n in [-3, -1, 0, 1, 2, 5] {
            agree("powi", |x| x.powi(n), x);
        }
    }
}

#[test]
fn kinks_take_the_documented_side() {
    let zero = |x: F| x.constant(0.0);
    assert_eq!(tangent(|x| x.max(zero(x)), 0.0), 0.0);
    assert_eq!(tangent(|x| x.min(zero(x)), 0.0), 0.0);
    assert_eq!(tangent(|x| zero(x).max(x), 0.0), 1.0);
    assert_eq!(tangent(F::relu, 0.0), 0.0);
    assert_eq!(tangent(F::abs, 0.0), 0.0);
    for bound in [-1.0, 1.0] {
        assert_eq!(tangent(|x| x.clamp(x.constant(-1.0), x.constant(1.0)), bound), 0.0);
    }
    for step in [F::floor, F::ceil, F::round, F::trunc, F::sign, F::signum] {
        assert_eq!(tangent(step, 1.0), 0.0);
    }
    assert_eq!(tangent(|x| x.hypot(zero(x)), 0.0), 0.0);
}

#[test]
fn the_branch_not_taken_never_leaks() {
    // elu: exp overflows to the right of 709.
    let elu = |x: F| {
        let positive = Real::gt(&x, &x.constant(0.0));
        F::select(positive, x, x.exp_m1())
    };
    assert_eq!(tangent(elu, 1000.0), 1.0);
    // A constant has no derivative, whatever the slope there.
    assert_eq!(tangent(|x| x.constant(0.0).sqrt().add(x), 2.0), 1.0);
    assert_eq!(tangent(|x| x.exp().mul(x.constant(2.0)), 1000.0), f64::INFINITY);
}

#[test]
fn derivatives_are_stable_in_the_tails() {
    // 1 - tanh² and y(1 - y) would be 0 here.
    let expected = 4.0 * (-60.0_f64).exp();
    assert!((tangent(F::tanh, 30.0) / expected - 1.0).abs() < 1e-14);
    assert!((tangent(F::sigmoid, 60.0) / (-60.0_f64).exp() - 1.0).abs() < 1e-14);
    assert!((tangent(F::log_sigmoid, 60.0) / (-60.0_f64).exp() - 1.0).abs() < 1e-14);
    for (f, x, limit) in [
        (F::tanh as fn(F) -> F, f64::INFINITY, 0.0),
        (F::norm_pdf, f64::INFINITY, 0.0),
        (F::exp_neg_square, f64::NEG_INFINITY, 0.0),
        (F::softplus, f64::INFINITY, 1.0),
        (F::asinh, 1e300, 1e-300),
    ] {
        assert_eq!(tangent(f, x), limit);
        assert!(tangent(f, f64::NAN).is_nan());
    }
}

#[test]
fn nested_duals_give_second_derivatives() {
    let second = |f: fn(Dual<F>) -> Dual<F>, x: f64| f(Dual::variable(Dual::variable(x))).tangent.tangent;
    // At 0 the first derivative of x² is 0 and the second is not.
    assert_eq!(second(|x| x.mul(x), 0.0), 2.0);
    assert_eq!(second(|x| x.powi(2), 0.0), 2.0);
    assert_eq!(second(Real::exp, 0.0), 1.0);
    assert_eq!(second(Real::sigmoid, 0.0), 0.0);
    assert!((second(Real::softplus, 0.0) - 0.25).abs() < 1e-16);
    assert!((second(Real::cosh, 1.0) - 1.0_f64.cosh()).abs() < 1e-15);
}

/// The laws of an activation, by dual numbers.
fn check_laws<A: Activation>(activation: &A, points: &[f64]) {
    for &x in points {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-13, "{} at {x}: {a}, {b}", activation.name());
        close(activation.derivative(x), tangent(|x| activation.forward(x), x));
        close(activation.second_derivative(x), tangent(|x| activation.derivative(x), x));
        let both = activation.forward_with_derivative(x);
        assert_eq!(both, (activation.forward(x), activation.derivative(x)));
    }
}

#[test]
fn a_derivative_is_an_activation() {
    check_laws(&Silu, LINE);
    check_laws(&Relu, LINE);
    check_laws(&Swish { beta: 1.7 }, LINE);
    check_laws(&Derivative(Silu), LINE);
    check_laws(&Derivative(Swish { beta: 1.7 }), LINE);
    check_laws(&Derivative(Derivative(Silu)), LINE);

    assert_eq!(Derivative(Silu).name(), "derivative");
    assert_eq!(Derivative(Silu).derivative_from_output(0.5_f32), None);
}

#[test]
fn a_derivative_has_the_parameters_of_its_activation() {
    let mut derivative = Derivative(Prelu { slope: 0.25 });
    assert!(derivative.set_parameter(0, 0.5) && !derivative.set_parameter(1, 0.5));
    assert_eq!((derivative.parameter(0), derivative.parameter(1)), (Some(0.5), None));
    assert_eq!(derivative.forward(-3.0_f32), 0.5);
    assert_eq!(derivative.parameter_derivative(0, -3.0), Some(1.0));
    assert_eq!(derivative.parameter_derivative(0, 3.0), Some(0.0));
    assert_eq!(derivative.parameter_derivative(1, 3.0), None);

    let (x, h) = (0.7, 1e-5);
    let at = |beta: f64| Derivative(Swish { beta }).forward(x);
    let by_difference = (at(1.2 + h) - at(1.2 - h)) / (2.0 * h);
    let exact = Derivative(Swish { beta: 1.2 }).parameter_derivative(0, x);
    assert!((exact.unwrap() - by_difference).abs() < 1e-9);
}
