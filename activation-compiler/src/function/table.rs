//! The rows themselves, with the rules and the f64 values they refer to.
//!
//! In: nothing. Out: `TABLE`, in the order of `Function`'s variants. Must never be read but through `Function::row`.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10, PI, SQRT_2};

use super::{Function, Kinks, Parity, Row, Rule, Shape, Value};
use crate::ir::{Arena, Comparison, Id, Node};

const ALL: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);
const UNIT: (f64, f64) = (-1.0, 1.0);
const CDF: (f64, f64) = (0.0, 1.0);

/// The common shape of a row; the table below changes what differs.
const fn row(function: Function, name: &'static str, value: Value, rule: Rule, meaning: &'static str) -> Row {
    let arity = match value {
        Value::One(_) => 1,
        Value::Two(_) => 2,
        Value::Three(_) => 3,
    };
    Row {
        function,
        name,
        arity,
        value,
        rule,
        domain: ALL,
        range: ALL,
        shape: Shape::Other,
        parity: Parity::Neither,
        kinks: Kinks::None,
        transcendental: true,
        meaning,
    }
}

impl Row {
    const fn on(self, domain: (f64, f64)) -> Self {
        Self { domain, ..self }
    }
    const fn onto(self, range: (f64, f64)) -> Self {
        Self { range, ..self }
    }
    const fn rising(self) -> Self {
        Self { shape: Shape::Increasing, ..self }
    }
    const fn falling(self) -> Self {
        Self { shape: Shape::Decreasing, ..self }
    }
    const fn odd(self) -> Self {
        Self { parity: Parity::Odd, ..self }
    }
    const fn even(self) -> Self {
        Self { parity: Parity::Even, ..self }
    }
    const fn valley(self) -> Self {
        Self { shape: Shape::Valley, parity: Parity::Even, ..self }
    }
    const fn hill(self) -> Self {
        Self { shape: Shape::Hill, parity: Parity::Even, ..self }
    }
    const fn kinked(self, kinks: Kinks) -> Self {
        Self { kinks, ..self }
    }
    const fn cheap(self) -> Self {
        Self { transcendental: false, ..self }
    }
}

use Function as F;
use Rule::{Choice, Flat, Identity, Lowered};
use Value::{One, Three, Two};

/// The rows, in the order of `Function`'s variants.
#[rustfmt::skip]
pub(super) static TABLE: &[Row] = &[
    row(F::Exp, "exp", One(f64::exp), Rule::One(|_, _, y| y), "eᵘ").onto(POSITIVE).rising(),
    row(F::Exp2, "exp2", One(f64::exp2), Rule::One(|a, _, y| a.scaled(LN_2, y)), "2ᵘ").onto(POSITIVE).rising(),
    row(F::ExpM1, "exp_m1", One(f64::exp_m1), Rule::One(|a, u, _| a.call(F::Exp, u)), "eᵘ − 1, accurate near 0")
        .onto((-1.0, f64::INFINITY)).rising(),
    row(F::Ln, "ln", One(f64::ln), Rule::One(|a, u, _| reciprocal(a, u)), "natural logarithm").on(POSITIVE).rising(),
    row(F::Ln1p, "ln_1p", One(f64::ln_1p), Rule::One(|a, u, _| { let v = one_plus(a, u); reciprocal(a, v) }),
        "ln(1 + u), accurate near 0").on((-1.0, f64::INFINITY)).rising(),
    row(F::Log2, "log2", One(f64::log2), Rule::One(|a, u, _| { let v = a.scaled(LN_2, u); reciprocal(a, v) }),
        "binary logarithm").on(POSITIVE).rising(),
    row(F::Log10, "log10", One(f64::log10), Rule::One(|a, u, _| { let v = a.scaled(LN_10, u); reciprocal(a, v) }),
        "decimal logarithm").on(POSITIVE).rising(),
    row(F::Sqrt, "sqrt", One(f64::sqrt), Rule::One(|a, _, y| { let half = a.constant(0.5); a.quotient(half, y) }),
        "square root").on(POSITIVE).onto(POSITIVE).rising().cheap(),
    row(F::Cbrt, "cbrt", One(f64::cbrt),
        Rule::One(|a, _, y| { let square = a.product(y, y); let v = a.scaled(3.0, square); reciprocal(a, v) }),
        "cube root").rising().odd(),
    row(F::Recip, "recip", One(f64::recip), Lowered, "1 / u").odd().cheap(),
    row(F::Powi, "powi", Two(f64::powf), Lowered, "uⁿ for a whole number n").cheap(),
    row(F::Powf, "powf", Two(f64::powf), Lowered, "u to any power"),
    row(F::Abs, "abs", One(f64::abs), Rule::One(|a, u, _| a.call(F::Sign, u)), "absolute value")
        .onto(POSITIVE).valley().kinked(Kinks::Zero).cheap(),
    row(F::Signum, "signum", One(f64::signum), Flat, "±1, the sign of u (Rust's: signum(0) = 1)")
        .onto(UNIT).rising().odd().kinked(Kinks::Zero).cheap(),
    row(F::Sign, "sign", One(sign), Flat, "−1, 0 or 1 (the mathematical sign: sign(0) = 0)")
        .onto(UNIT).rising().odd().kinked(Kinks::Zero).cheap(),
    row(F::Min, "min", Two(min), Choice, "the lesser of two; NaN when either is").kinked(Kinks::Tie).cheap(),
    row(F::Max, "max", Two(max), Choice, "the greater of two; NaN when either is").kinked(Kinks::Tie).cheap(),
    row(F::Clamp, "clamp", Three(|u, low, high| min(max(u, low), high)), Choice, "u kept between two bounds")
        .kinked(Kinks::Tie).cheap(),
    row(F::Floor, "floor", One(f64::floor), Flat, "greatest whole number not above u").rising().kinked(Kinks::Integers).cheap(),
    row(F::Ceil, "ceil", One(f64::ceil), Flat, "least whole number not below u").rising().kinked(Kinks::Integers).cheap(),
    row(F::Round, "round", One(f64::round), Flat, "nearest whole number, halves away from 0")
        .rising().odd().kinked(Kinks::HalfIntegers).cheap(),
    row(F::Trunc, "trunc", One(f64::trunc), Flat, "whole part").rising().odd().kinked(Kinks::Integers).cheap(),
    row(F::Fract, "fract", One(f64::fract), Identity, "u − trunc(u)").onto(UNIT).odd().kinked(Kinks::Integers).cheap(),
    row(F::Sin, "sin", One(f64::sin), Rule::One(|a, u, _| a.call(F::Cos, u)), "sine").onto(UNIT).odd(),
    row(F::Cos, "cos", One(f64::cos), Rule::One(|a, u, _| { let s = a.call(F::Sin, u); a.neg(s) }), "cosine").onto(UNIT).even(),
    row(F::Tan, "tan", One(f64::tan), Rule::One(|a, _, y| { let s = a.product(y, y); one_plus(a, s) }), "tangent").odd(),
    row(F::Asin, "asin", One(f64::asin),
        Rule::One(|a, u, _| { let v = one_minus_square(a, u); let r = a.call(F::Sqrt, v); reciprocal(a, r) }), "inverse sine")
        .on(UNIT).onto((-PI / 2.0, PI / 2.0)).rising().odd(),
    row(F::Acos, "acos", One(f64::acos),
        Rule::One(|a, u, _| { let v = one_minus_square(a, u); let r = a.call(F::Sqrt, v); let q = reciprocal(a, r); a.neg(q) }),
        "inverse cosine").on(UNIT).onto((0.0, PI)).falling(),
    row(F::Atan, "atan", One(f64::atan), Rule::One(|a, u, _| { let s = a.product(u, u); let v = one_plus(a, s); reciprocal(a, v) }),
        "inverse tangent").onto((-PI / 2.0, PI / 2.0)).rising().odd(),
    row(F::Sinh, "sinh", One(f64::sinh), Rule::One(|a, u, _| a.call(F::Cosh, u)), "hyperbolic sine").rising().odd(),
    row(F::Cosh, "cosh", One(f64::cosh), Rule::One(|a, u, _| a.call(F::Sinh, u)), "hyperbolic cosine")
        .onto((1.0, f64::INFINITY)).valley(),
    row(F::Tanh, "tanh", One(f64::tanh), Rule::One(sech_square), "hyperbolic tangent").onto(UNIT).rising().odd(),
    row(F::Asinh, "asinh", One(asinh), Rule::One(|a, u, _| {
            let one = a.constant(1.0); let h = a.add(Node::Call2(F::Hypot, one, u)); reciprocal(a, h) }),
        "inverse hyperbolic sine").rising().odd(),
    row(F::Acosh, "acosh", One(f64::acosh), Rule::One(|a, u, _| {
            let one = a.constant(1.0); let below = a.difference(u, one); let above = a.sum(u, one);
            let (p, q) = (a.call(F::Sqrt, below), a.call(F::Sqrt, above)); let r = a.product(p, q); reciprocal(a, r) }),
        "inverse hyperbolic cosine").on((1.0, f64::INFINITY)).onto(POSITIVE).rising(),
    row(F::Atanh, "atanh", One(libm::atanh), Rule::One(|a, u, _| { let v = one_minus_square(a, u); reciprocal(a, v) }),
        "inverse hyperbolic tangent").on(UNIT).rising().odd(),
    row(F::Hypot, "hypot", Two(f64::hypot), Rule::Two(|a, u, v, y| (Some(share(a, u, v, y)), Some(share(a, v, u, y)))),
        "√(u² + v²) without overflow").onto(POSITIVE),
    row(F::Atan2, "atan2", Two(f64::atan2), Rule::Two(|a, u, v, _| {
            let h = a.add(Node::Call2(F::Hypot, u, v)); let (p, q) = (a.quotient(v, h), a.quotient(u, h));
            let (p, q) = (a.quotient(p, h), a.quotient(q, h)); (Some(p), Some(a.neg(q))) }),
        "angle of the point (v, u)").onto((-PI, PI)),
    row(F::Copysign, "copysign", Two(f64::copysign), Rule::Two(|a, u, v, _| {
            let (p, q) = (a.call(F::Signum, u), a.call(F::Signum, v)); (Some(a.product(p, q)), None) }),
        "|u| with the sign of v").kinked(Kinks::Zero).cheap(),
    row(F::Erf, "erf", One(libm::erf), Rule::One(|a, u, _| { let g = a.call(F::ExpNegSquare, u); a.scaled(FRAC_2_SQRT_PI, g) }),
        "error function").onto(UNIT).rising().odd(),
    row(F::Erfc, "erfc", One(libm::erfc), Rule::One(|a, u, _| { let g = a.call(F::ExpNegSquare, u); a.scaled(-FRAC_2_SQRT_PI, g) }),
        "1 − erf(u), accurate for large u").onto((0.0, 2.0)).falling(),
    row(F::Sigmoid, "sigmoid", One(sigmoid), Rule::One(|a, u, y| { let m = a.neg(u); let s = a.call(F::Sigmoid, m); a.product(y, s) }),
        "1 / (1 + e⁻ᵘ)").onto(CDF).rising(),
    row(F::Softplus, "softplus", One(softplus), Rule::One(|a, u, _| a.call(F::Sigmoid, u)), "ln(1 + eᵘ)").onto(POSITIVE).rising(),
    row(F::LogSigmoid, "log_sigmoid", One(|u| -softplus(-u)), Rule::One(|a, u, _| { let m = a.neg(u); a.call(F::Sigmoid, m) }),
        "ln(sigmoid(u))").onto((f64::NEG_INFINITY, 0.0)).rising(),
    row(F::NormCdf, "norm_cdf", One(norm_cdf), Rule::One(|a, u, _| a.call(F::NormPdf, u)), "standard normal distribution Φ").onto(CDF).rising(),
    row(F::NormPdf, "norm_pdf", One(norm_pdf), Rule::One(|a, u, y| { let p = a.product(u, y); a.neg(p) }), "standard normal density φ")
        .onto((0.0, 0.398_942_280_401_432_7)).hill(),
    row(F::ExpNegSquare, "exp_neg_square", One(exp_neg_square), Rule::One(|a, u, y| { let p = a.product(u, y); a.scaled(-2.0, p) }),
        "exp(−u²), accurate for large u").onto(CDF).hill(),
    row(F::Relu, "relu", One(|u| max(u, 0.0)), Rule::One(|a, u, _| {
            let (zero, one) = (a.constant(0.0), a.constant(1.0)); let m = a.compare(Comparison::Greater, u, zero); a.select(m, one, zero) }),
        "max(u, 0)").onto(POSITIVE).rising().kinked(Kinks::Zero).cheap(),
    row(F::ExpNegAbs, "exp_neg_abs", One(|u| (-u.abs()).exp()), Rule::Shared, "exp(−|u|)").onto(CDF).hill().kinked(Kinks::Zero),
    row(F::Ln1pOfUnit, "ln_1p_of_unit", One(f64::ln_1p), Rule::Shared, "ln(1 + u) for 0 ≤ u ≤ 1").on((-1.0, f64::INFINITY)).rising(),
    row(F::Recip1pOfUnit, "recip_1p_of_unit", One(|u| 1.0 / (1.0 + u)), Rule::Shared, "1 / (1 + u) for 0 ≤ u ≤ 2").cheap(),
    row(F::SechSquare, "sech_square", One(hyperbolic_slope), Rule::Shared, "1 − tanh(u)²").onto(CDF).hill(),
    // Written by `carry`.
    row(F::ConstantRest, "constant_rest", Two(|_, rest| rest), Rule::Shared, "what a constant lost when it was rounded").cheap(),
    row(F::ProductRest, "product_rest", Two(|a, b| libm::fma(a, b, -(a * b))), Rule::Shared, "what a product lost").cheap(),
    row(F::SumRest, "sum_rest", Two(|a, b| { let (s, t) = (a + b, a + b - a); (a - (s - t)) + (b - t) }), Rule::Shared,
        "what a sum lost").cheap(),
    row(F::ExpSum, "exp_sum", Two(exp_sum), Rule::Shared, "exp(u + rest)"),
    row(F::SigmoidSum, "sigmoid_sum", Two(|u, rest| { let y = sigmoid(u); if rest.abs() < 1.0 { y + y * sigmoid(-u) * rest } else { y } }),
        Rule::Shared, "sigmoid(u + rest)"),
    row(F::SoftplusSum, "softplus_sum", Two(|u, rest| if rest.abs() < 1.0 { softplus(u) + sigmoid(u) * rest } else { softplus(u) }),
        Rule::Shared, "softplus(u + rest)"),
    row(F::ExpNegAbsSum, "exp_neg_abs_sum", Two(|u, rest| exp_sum(-u.abs(), if u < 0.0 { rest } else { -rest })), Rule::Shared, "exp(−|u + rest|)"),
    // Written by `raise`. Nothing is raised here: f64 has room enough for what the compiler looks at.
    row(F::ExpNegAbsRaised, "exp_neg_abs_raised", One(|u| (-u.abs()).exp()), Rule::Shared, "exp(−|u|), raised").onto(CDF).hill().kinked(Kinks::Zero),
    row(F::ExpNegAbsSumRaised, "exp_neg_abs_sum_raised", Two(|u, rest| exp_sum(-u.abs(), if u < 0.0 { rest } else { -rest })), Rule::Shared,
        "exp(−|u + rest|), raised"),
    row(F::ExpLowering, "exp_lowering", One(|_| 1.0), Rule::Shared, "what takes the raising back").onto((1.0, 1.0)).cheap(),
    row(F::NormCdfRaised, "norm_cdf_raised", One(norm_cdf), Rule::Shared, "Φ(u), raised").onto(CDF).rising(),
    row(F::NormPdfRaised, "norm_pdf_raised", One(norm_pdf), Rule::Shared, "φ(u), raised").onto((0.0, 0.398_942_280_401_432_7)).hill(),
    row(F::NormLowering, "norm_lowering", One(|_| 1.0), Rule::Shared, "what takes the raising back").onto((1.0, 1.0)).cheap(),
    row(F::TimesNormCdf, "times_norm_cdf", One(|u| u.max(-f64::MAX) * norm_cdf(u)), Rule::Shared, "u · Φ(u)"),
];

/// exp(u + rest), where the rest is one.
fn exp_sum(u: f64, rest: f64) -> f64 {
    let y = u.exp();
    if rest.abs() < 1.0 && y.is_finite() { y + y * rest } else { y }
}

fn one_plus(arena: &mut Arena, u: Id) -> Id {
    let one = arena.constant(1.0);
    arena.sum(one, u)
}

fn reciprocal(arena: &mut Arena, u: Id) -> Id {
    let one = arena.constant(1.0);
    arena.quotient(one, u)
}

/// (1 − u)(1 + u): 1 − u² without its cancellation.
fn one_minus_square(arena: &mut Arena, u: Id) -> Id {
    let one = arena.constant(1.0);
    let below = arena.difference(one, u);
    let above = arena.sum(one, u);
    arena.product(below, above)
}

/// 4 σ(2u) σ(−2u) = 1 − tanh²u, which keeps full precision where 1 − y² has none left.
fn sech_square(arena: &mut Arena, u: Id, _: Id) -> Id {
    let double = arena.scaled(2.0, u);
    let minus = arena.neg(double);
    let (p, q) = (arena.call(F::Sigmoid, double), arena.call(F::Sigmoid, minus));
    let product = arena.product(p, q);
    arena.scaled(4.0, product)
}

/// u / y, and 0 where y is: the middle of the subgradients of `hypot` at its tip, which a constant side rules out.
fn share(arena: &mut Arena, u: Id, other: Id, y: Id) -> Id {
    if [u, other].iter().any(|&side| arena.constant_value(side).is_some_and(|value| value != 0.0)) {
        return arena.quotient(u, y);
    }
    let zero = arena.constant(0.0);
    let off = arena.compare(Comparison::NotEqual, y, zero);
    let quotient = arena.quotient(u, y);
    arena.select(off, quotient, zero)
}

fn sign(u: f64) -> f64 {
    if u == 0.0 { u } else { u.signum() }
}

/// The lesser; NaN when either is, which std's `min` hides.
pub fn min(a: f64, b: f64) -> f64 {
    if a < b || a.is_nan() { a } else { b }
}

/// The greater; NaN when either is, which std's `max` hides.
pub fn max(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// std's `asinh` overflows at the end of the line; libm's, which emitted code calls as well, does not.
fn asinh(u: f64) -> f64 {
    libm::asinh(u)
}

fn sigmoid(u: f64) -> f64 {
    let t = (-u.abs()).exp();
    if u < 0.0 { t / (1.0 + t) } else { 1.0 / (1.0 + t) }
}

/// 4t / (1 + t)², t = exp(−2|u|), in the order of core's.
fn hyperbolic_slope(u: f64) -> f64 {
    let t = (-2.0 * u.abs()).exp();
    let right = (1.0 + t).recip();
    4.0 * (t * right * right)
}

fn softplus(u: f64) -> f64 {
    max(u, 0.0) + (-u.abs()).exp().ln_1p()
}

/// ½ erfc(v) for v = −u/√2, with the rounding of v put back, which the tail would magnify.
fn norm_cdf(u: f64) -> f64 {
    // √2 is SQRT_2 + REST.
    const REST: f64 = -9.667_293_313_452_913e-17;
    let v = -u / SQRT_2;
    let lost = ((-v).mul_add(SQRT_2, -u) - v * REST) / SQRT_2;
    let correction = lost * FRAC_2_SQRT_PI * exp_neg_square(v);
    let main = libm::erfc(v);
    0.5 * if correction.is_finite() { main - correction } else { main }
}

/// exp(−u²/2)/√(2π) with the part of u² that rounding loses put back.
fn norm_pdf(u: f64) -> f64 {
    let square = u * u;
    let main = 0.398_942_280_401_432_7 * (-0.5 * square).exp();
    if main > 0.0 && square > 1.0 { main * (1.0 - 0.5 * u.mul_add(u, -square)) } else { main }
}

/// exp(−u²) with the part of u² that rounding loses put back.
fn exp_neg_square(u: f64) -> f64 {
    let square = u * u;
    let main = (-square).exp();
    if main > 0.0 && square > 1.0 { main * (1.0 - u.mul_add(u, -square)) } else { main }
}
