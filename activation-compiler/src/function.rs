//! THE table of functions: a row each, which every stage reads.
//!
//! In: a name, or a `Function`. Out: its row: arity, `Real` method, value, derivative rule, shape, kinks, domain.
//! Must never know syntax or emit anything; what the language lets a user call is exactly what stands here.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10, PI, SQRT_2};

use crate::ir::{Arena, Comparison, Id};

/// A function of the language; `row` tells all about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is documented by its row's `meaning`")]
pub enum Function {
    Exp,
    Exp2,
    ExpM1,
    Ln,
    Ln1p,
    Log2,
    Log10,
    Sqrt,
    Cbrt,
    Recip,
    Powi,
    Powf,
    Abs,
    Signum,
    Sign,
    Min,
    Max,
    Clamp,
    Floor,
    Ceil,
    Round,
    Trunc,
    Fract,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    Hypot,
    Atan2,
    Copysign,
    Erf,
    Erfc,
    Sigmoid,
    Softplus,
    LogSigmoid,
    NormCdf,
    NormPdf,
    ExpNegSquare,
    Relu,
}

/// How a function is evaluated in f64; the oracle's arithmetic, accurate to a few ULP.
#[derive(Clone, Copy)]
pub enum Value {
    /// One argument.
    One(fn(f64) -> f64),
    /// Two arguments.
    Two(fn(f64, f64) -> f64),
    /// `clamp` alone.
    Three(fn(f64, f64, f64) -> f64),
}

/// How a function is differentiated.
#[derive(Clone, Copy)]
pub enum Rule {
    /// dy/du from the argument u and the value y.
    One(fn(&mut Arena, Id, Id) -> Id),
    /// ∂y/∂a and ∂y/∂b from both arguments and the value.
    Two(fn(&mut Arena, Id, Id, Id) -> (Option<Id>, Option<Id>)),
    /// The derivative of the argument passes unchanged (`fract`).
    Identity,
    /// Zero wherever there is a derivative (`floor`, `signum` …).
    Flat,
    /// The derivative of the argument that is chosen: `min`, `max`, `clamp`; `differentiate` holds the tie policy.
    Choice,
    /// Not a node of its own: `lower` writes it with others (`recip`, `powi`, `powf`).
    Lowered,
}

/// What a function's graph looks like, for interval arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nowhere decreasing on its domain.
    Increasing,
    /// Nowhere increasing on its domain.
    Decreasing,
    /// Even, least at 0.
    Valley,
    /// Even, greatest at 0.
    Hill,
    /// None of these.
    Other,
}

/// Whether f(−u) is f(u), −f(u), or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are the mathematics")]
pub enum Parity {
    Even,
    Odd,
    Neither,
}

/// Where the derivative (or the value itself) jumps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kinks {
    /// Smooth on its domain.
    None,
    /// At argument 0.
    Zero,
    /// At every whole number.
    Integers,
    /// At every odd multiple of one half.
    HalfIntegers,
    /// Where two arguments are equal.
    Tie,
}

/// All that is known of a function.
pub struct Row {
    /// Which one.
    pub function: Function,
    /// As it is written in a formula, and the name of the `Real` method.
    pub name: &'static str,
    /// Number of arguments, the receiver of a method call included.
    pub arity: usize,
    /// Evaluation in f64.
    pub value: Value,
    /// Differentiation.
    pub rule: Rule,
    /// The closed interval of (first) arguments with a value that is not NaN.
    pub domain: (f64, f64),
    /// The closure of the image.
    pub range: (f64, f64),
    /// For interval arithmetic.
    pub shape: Shape,
    /// For symmetry analysis.
    pub parity: Parity,
    /// For verification and analysis.
    pub kinks: Kinks,
    /// Whether it counts as a transcendental call in a cost.
    pub transcendental: bool,
    /// One line for docs and messages.
    pub meaning: &'static str,
}

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
static TABLE: &[Row] = &[
    row(F::Exp, "exp", One(f64::exp), Rule::One(|_, _, y| y), "eᵘ").onto(POSITIVE).rising(),
    row(F::Exp2, "exp2", One(f64::exp2), Rule::One(|a, _, y| scaled(a, LN_2, y)), "2ᵘ").onto(POSITIVE).rising(),
    row(F::ExpM1, "exp_m1", One(f64::exp_m1), Rule::One(|a, u, _| a.call(F::Exp, u)), "eᵘ − 1, accurate near 0")
        .onto((-1.0, f64::INFINITY)).rising(),
    row(F::Ln, "ln", One(f64::ln), Rule::One(|a, u, _| reciprocal(a, u)), "natural logarithm").on(POSITIVE).rising(),
    row(F::Ln1p, "ln_1p", One(f64::ln_1p), Rule::One(|a, u, _| { let v = one_plus(a, u); reciprocal(a, v) }),
        "ln(1 + u), accurate near 0").on((-1.0, f64::INFINITY)).rising(),
    row(F::Log2, "log2", One(f64::log2), Rule::One(|a, u, _| { let v = scaled(a, LN_2, u); reciprocal(a, v) }),
        "binary logarithm").on(POSITIVE).rising(),
    row(F::Log10, "log10", One(f64::log10), Rule::One(|a, u, _| { let v = scaled(a, LN_10, u); reciprocal(a, v) }),
        "decimal logarithm").on(POSITIVE).rising(),
    row(F::Sqrt, "sqrt", One(f64::sqrt), Rule::One(|a, _, y| { let half = a.constant(0.5); a.quotient(half, y) }),
        "square root").on(POSITIVE).onto(POSITIVE).rising().cheap(),
    row(F::Cbrt, "cbrt", One(f64::cbrt),
        Rule::One(|a, _, y| { let square = a.product(y, y); let v = scaled(a, 3.0, square); reciprocal(a, v) }),
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
            let one = a.constant(1.0); let h = a.add(crate::ir::Node::Call2(F::Hypot, one, u)); reciprocal(a, h) }),
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
            let h = a.add(crate::ir::Node::Call2(F::Hypot, u, v)); let (p, q) = (a.quotient(v, h), a.quotient(u, h));
            let (p, q) = (a.quotient(p, h), a.quotient(q, h)); (Some(p), Some(a.neg(q))) }),
        "angle of the point (v, u)").onto((-PI, PI)),
    row(F::Copysign, "copysign", Two(f64::copysign), Rule::Two(|a, u, v, _| {
            let (p, q) = (a.call(F::Signum, u), a.call(F::Signum, v)); (Some(a.product(p, q)), None) }),
        "|u| with the sign of v").kinked(Kinks::Zero).cheap(),
    row(F::Erf, "erf", One(libm::erf), Rule::One(|a, u, _| { let g = a.call(F::ExpNegSquare, u); scaled(a, FRAC_2_SQRT_PI, g) }),
        "error function").onto(UNIT).rising().odd(),
    row(F::Erfc, "erfc", One(libm::erfc), Rule::One(|a, u, _| { let g = a.call(F::ExpNegSquare, u); scaled(a, -FRAC_2_SQRT_PI, g) }),
        "1 − erf(u), accurate for large u").onto((0.0, 2.0)).falling(),
    row(F::Sigmoid, "sigmoid", One(sigmoid), Rule::One(|a, u, y| { let m = a.neg(u); let s = a.call(F::Sigmoid, m); a.product(y, s) }),
        "1 / (1 + e⁻ᵘ)").onto(CDF).rising(),
    row(F::Softplus, "softplus", One(softplus), Rule::One(|a, u, _| a.call(F::Sigmoid, u)), "ln(1 + eᵘ)").onto(POSITIVE).rising(),
    row(F::LogSigmoid, "log_sigmoid", One(|u| -softplus(-u)), Rule::One(|a, u, _| { let m = a.neg(u); a.call(F::Sigmoid, m) }),
        "ln(sigmoid(u))").onto((f64::NEG_INFINITY, 0.0)).rising(),
    row(F::NormCdf, "norm_cdf", One(norm_cdf), Rule::One(|a, u, _| a.call(F::NormPdf, u)), "standard normal distribution Φ").onto(CDF).rising(),
    row(F::NormPdf, "norm_pdf", One(norm_pdf), Rule::One(|a, u, y| { let p = a.product(u, y); a.neg(p) }), "standard normal density φ")
        .onto((0.0, 0.398_942_280_401_432_7)).hill(),
    row(F::ExpNegSquare, "exp_neg_square", One(exp_neg_square), Rule::One(|a, u, y| { let p = a.product(u, y); scaled(a, -2.0, p) }),
        "exp(−u²), accurate for large u").onto(CDF).hill(),
    row(F::Relu, "relu", One(|u| max(u, 0.0)), Rule::One(|a, u, _| {
            let (zero, one) = (a.constant(0.0), a.constant(1.0)); let m = a.compare(Comparison::Greater, u, zero); a.select(m, one, zero) }),
        "max(u, 0)").onto(POSITIVE).rising().kinked(Kinks::Zero).cheap(),
];

impl Function {
    /// The row of this function.
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The function that a formula calls by this name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.function)
    }

    /// Every function, in the table's order.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.function)
    }
}

/// What a name of another language or library is called here.
pub fn foreign(name: &str) -> Option<&'static str> {
    Some(match name {
        "log" | "loge" => "ln",
        "log1p" => "ln_1p",
        "expm1" => "exp_m1",
        "pow" => "powf",
        "sgn" => "sign",
        "fabs" | "absolute" => "abs",
        "arcsin" => "asin",
        "arccos" => "acos",
        "arctan" => "atan",
        "arcsinh" => "asinh",
        "arccosh" => "acosh",
        "arctanh" => "atanh",
        "maximum" => "max",
        "minimum" => "min",
        "clip" => "clamp",
        "logistic" | "expit" => "sigmoid",
        "logsigmoid" => "log_sigmoid",
        "reciprocal" => "recip",
        "square" => "powi",
        _ => return None,
    })
}

/// The constants a formula may name: those of `std::f64::consts`, and the infinities' one spelling.
pub const CONSTANTS: &[(&str, f64)] = {
    use std::f64::consts as c;
    &[
        ("PI", c::PI),
        ("TAU", c::TAU),
        ("E", c::E),
        ("LN_2", c::LN_2),
        ("LN_10", c::LN_10),
        ("LOG2_E", c::LOG2_E),
        ("LOG10_E", c::LOG10_E),
        ("LOG2_10", c::LOG2_10),
        ("LOG10_2", c::LOG10_2),
        ("SQRT_2", c::SQRT_2),
        ("FRAC_1_SQRT_2", c::FRAC_1_SQRT_2),
        ("FRAC_1_PI", c::FRAC_1_PI),
        ("FRAC_2_PI", c::FRAC_2_PI),
        ("FRAC_2_SQRT_PI", c::FRAC_2_SQRT_PI),
        ("FRAC_PI_2", c::FRAC_PI_2),
        ("FRAC_PI_3", c::FRAC_PI_3),
        ("FRAC_PI_4", c::FRAC_PI_4),
        ("FRAC_PI_6", c::FRAC_PI_6),
        ("FRAC_PI_8", c::FRAC_PI_8),
        ("INFINITY", f64::INFINITY),
    ]
};

fn scaled(arena: &mut Arena, factor: f64, u: Id) -> Id {
    let factor = arena.constant(factor);
    arena.product(factor, u)
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
    let double = scaled(arena, 2.0, u);
    let minus = arena.neg(double);
    let (p, q) = (arena.call(F::Sigmoid, double), arena.call(F::Sigmoid, minus));
    let product = arena.product(p, q);
    scaled(arena, 4.0, product)
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

/// std's `asinh` squares its argument and overflows; libm's does not.
fn asinh(u: f64) -> f64 {
    libm::asinh(u)
}

fn sigmoid(u: f64) -> f64 {
    let t = (-u.abs()).exp();
    if u < 0.0 { t / (1.0 + t) } else { 1.0 / (1.0 + t) }
}

fn softplus(u: f64) -> f64 {
    max(u, 0.0) + (-u.abs()).exp().ln_1p()
}

fn norm_cdf(u: f64) -> f64 {
    0.5 * libm::erfc(-u / SQRT_2)
}

fn norm_pdf(u: f64) -> f64 {
    0.398_942_280_401_432_7 * exp_neg_square(u / SQRT_2)
}

/// exp(−u²) with the part of u² that rounding loses put back.
fn exp_neg_square(u: f64) -> f64 {
    let square = u * u;
    let main = (-square).exp();
    if main > 0.0 && square > 1.0 { main * (1.0 - u.mul_add(u, -square)) } else { main }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_variants() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.function as usize, index, "{}", row.name);
            assert_eq!(Function::from_name(row.name), Some(row.function));
        }
    }

    #[test]
    fn foreign_names_lead_to_rows() {
        for name in ["log", "log1p", "expm1", "pow", "sgn", "arctan", "clip", "expit", "square"] {
            let here = foreign(name).and_then(Function::from_name);
            assert!(here.is_some(), "{name}");
            assert!(Function::from_name(name).is_none(), "{name} needs no translation");
        }
    }

    #[test]
    fn shapes_ranges_and_parities_are_true_of_the_values() {
        let points: Vec<f64> = (-400..=400).map(|n| f64::from(n) / 37.0).collect();
        for row in TABLE {
            let Value::One(f) = row.value else { continue };
            let inside = |u: f64| row.domain.0 <= u && u <= row.domain.1;
            for pair in points.windows(2).filter(|pair| inside(pair[0]) && inside(pair[1])) {
                let (p, q) = (f(pair[0]), f(pair[1]));
                assert!(!p.is_nan(), "{} at {}", row.name, pair[0]);
                assert!(row.range.0 <= p && p <= row.range.1, "{} at {}: {p}", row.name, pair[0]);
                match row.shape {
                    Shape::Increasing => assert!(p <= q, "{} at {}", row.name, pair[0]),
                    Shape::Decreasing => assert!(p >= q, "{} at {}", row.name, pair[0]),
                    Shape::Valley => assert!((q - p) * pair[0].signum() >= 0.0, "{} at {}", row.name, pair[0]),
                    Shape::Hill => assert!((q - p) * pair[0].signum() <= 0.0, "{} at {}", row.name, pair[0]),
                    Shape::Other => {}
                }
                match row.parity {
                    Parity::Odd => assert_eq!(f(-pair[0]), -p, "{}", row.name),
                    Parity::Even => assert_eq!(f(-pair[0]), p, "{}", row.name),
                    Parity::Neither => {}
                }
            }
            for outside in [row.domain.0 - 0.5, row.domain.1 + 0.5] {
                assert!(outside.is_infinite() || f(outside).is_nan(), "{} at {outside}", row.name);
            }
        }
    }
}
