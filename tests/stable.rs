//! Naive formulas become stable code, value and derivative.
//!
//! In: formulas as people write them, which overflow or cancel when computed as written. Out: their worst error against
//! stable f64 forms written by hand. Must never test only where the naive form works: ±1000 and tiny inputs are in.

use activation_core::{Activation, activation};
use activation_tests::ulp_f32;

activation! {
    softplus_: ln(1 + exp(x));
    sigmoid_: 1 / (1 + exp(-x));
    exp_m1_: exp(x) - 1;
    one_plus_tanh: 1 + tanh(x);
    one_plus_erf: 1 + erf(x);
    silu_: x * x.exp() / (1 + x.exp());
    tanh_: (exp(x) - exp(-x)) / (exp(x) + exp(-x));
    one_minus_sigmoid: 1 - sigmoid(x);
    size: sqrt(x * x);
    mish_: x * tanh(ln(1 + exp(x)));
    log_sigmoid_: -ln(1 + exp(-x));
    loggy_: 2 / (1 + exp(-x)) - 1;
    gelu_: 0.5 * x * (1 + erf(x / SQRT_2));
    elu_: if x > 0 <x> else <exp(x) - 1>;
    selu_: lambda * if x > 0 <x> else <alpha * (exp(x) - 1)>
        where alpha = 1.6732632423543772848, lambda = 1.0507009873554804934;
    celu_(alpha = 2): if x > 0 <x> else <alpha * (exp(x / alpha) - 1)>;
    #[domain(x > -1)]
    log_one_plus: ln(1 + x);
}

fn sigmoid(x: f64) -> f64 {
    if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// x from tiny to far, both signs.
fn inputs() -> impl Iterator<Item = f32> {
    let sizes = [
        1e-30, 1e-20, 1e-8, 1e-4, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 16.0, 17.0, 30.0, 80.0, 86.0, 88.0, 89.0, 100.0,
        1000.0,
    ];
    sizes.into_iter().flat_map(|size| [size, -size])
}

fn check<A: Activation>(activation: &A, value: impl Fn(f64) -> f64, derivative: impl Fn(f64) -> f64) {
    for x in inputs() {
        #[expect(clippy::cast_possible_truncation, reason = "the reference rounded once")]
        let (wanted, slope) = (value(f64::from(x)) as f32, derivative(f64::from(x)) as f32);
        for (got, wanted, what) in
            [(activation.forward(x), wanted, "value"), (activation.derivative(x), slope, "derivative")]
        {
            let subnormal = wanted.abs() < f32::MIN_POSITIVE && got.abs() <= f32::MIN_POSITIVE;
            // A derivative that crosses zero is right to 2⁻²² absolute.
            let near = (got - wanted).abs() <= 2.4e-7 && wanted.abs() > 1e-3;
            // Beyond −87 a sigmoid is subnormal and has lost digits that x · sigmoid(x) shows.
            let bound = if x < -87.0 { 32 } else { 4 };
            assert!(
                subnormal || near || ulp_f32(got, wanted) <= bound,
                "{} {what} at {x}: {got:e} instead of {wanted:e}",
                activation.name()
            );
        }
    }
}

#[test]
fn naive_formulas_are_right_everywhere() {
    let sech2 = |x: f64| 4.0 * sigmoid(2.0 * x) * sigmoid(-2.0 * x);
    let bell = |x: f64| std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp();
    check(&Softplus, softplus, sigmoid);
    check(&Sigmoid, sigmoid, |x| sigmoid(x) * sigmoid(-x));
    check(&ExpM1, f64::exp_m1, f64::exp);
    check(&OnePlusTanh, |x| 2.0 * sigmoid(2.0 * x), sech2);
    check(&OnePlusErf, |x| libm::erfc(-x), bell);
    check(&Silu, |x| x * sigmoid(x), |x| sigmoid(x) + x * sigmoid(x) * sigmoid(-x));
    check(&Tanh, f64::tanh, sech2);
    check(&OneMinusSigmoid, |x| sigmoid(-x), |x| -sigmoid(x) * sigmoid(-x));
    check(&Size, f64::abs, f64::signum);
    check(&LogSigmoid, |x| -softplus(-x), |x| sigmoid(-x));
    check(&Loggy, |x| (x / 2.0).tanh(), |x| 2.0 * sigmoid(x) * sigmoid(-x));
    check(&Elu, |x| if x > 0.0 { x } else { x.exp_m1() }, |x| if x > 0.0 { 1.0 } else { x.exp() });
    let root = std::f64::consts::FRAC_1_SQRT_2;
    let density = |x: f64| 0.398_942_280_401_432_7 * (-x * x / 2.0).exp();
    check(&Gelu, |x| 0.5 * x * libm::erfc(-x * root), |x| 0.5 * libm::erfc(-x * root) + x * density(x));
    let gate = |x: f64| softplus(x).tanh();
    check(&Mish, |x| x * gate(x), |x| gate(x) + x * sech2(softplus(x)) * sigmoid(x));
}

#[test]
fn the_branch_not_taken_never_leaks() {
    assert_eq!(Elu.derivative(1000.0_f32), 1.0);
    assert_eq!(Elu.derivative(1000.0_f64), 1.0);
    assert_eq!(Selu.derivative(1000.0_f32), 1.050_701);
    assert_eq!(Celu::default().derivative(1000.0_f32), 1.0);
    assert_eq!(Elu.forward_with_derivative(1000.0_f32), (1000.0, 1.0));
}

#[test]
fn mish_written_naively_is_finite_and_right_far_out() {
    assert_eq!(Mish.forward_with_derivative(1000.0_f32), (1000.0, 1.0));
    assert_eq!(Mish.forward_with_derivative(-1000.0_f32), (0.0, 0.0));
}

#[test]
fn a_logarithm_near_one_keeps_its_digits() {
    assert_eq!(LogOnePlus.forward(1e-20_f32), 1e-20);
    assert_eq!(LogOnePlus.derivative(1.0_f64), 0.5);
}
