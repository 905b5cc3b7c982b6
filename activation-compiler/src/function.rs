//! THE table of functions: a row each, which every stage reads.
//!
//! In: a name, or a `Function`. Out: its row: arity, `Real` method, value, derivative rule, shape, kinks, domain.
//! Must never know syntax or emit anything; what the language lets a user call is exactly what stands here.

mod table;

use crate::ir::{Arena, Id};
use table::TABLE;
pub use table::{max, min};

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
    ExpNegAbs,
    Ln1pOfUnit,
    Recip1pOfUnit,
    SechSquare,
    ConstantRest,
    ProductRest,
    SumRest,
    ExpSum,
    SigmoidSum,
    SoftplusSum,
    ExpNegAbsSum,
    ExpNegAbsRaised,
    ExpNegAbsSumRaised,
    ExpLowering,
    NormCdfRaised,
    NormPdfRaised,
    NormLowering,
    TimesNormCdf,
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

/// ∂y/∂a and ∂y/∂b; `None` is 0 by structure.
pub type Partials = (Option<Id>, Option<Id>);

/// How a function is differentiated.
#[derive(Clone, Copy)]
pub enum Rule {
    /// dy/du from the argument u and the value y.
    One(fn(&mut Arena, Id, Id) -> Id),
    /// ∂y/∂a and ∂y/∂b from both arguments and the value.
    Two(fn(&mut Arena, Id, Id, Id) -> Partials),
    /// The derivative of the argument passes unchanged (`fract`).
    Identity,
    /// Zero wherever there is a derivative (`floor`, `signum` …).
    Flat,
    /// The derivative of the argument that is chosen: `min`, `max`, `clamp`; `differentiate` holds the tie policy.
    Choice,
    /// Not a node of its own: `lower` writes it with others (`recip`, `powi`, `powf`).
    Lowered,
    /// Nothing that a formula may call: `share` writes with it what has been differentiated.
    Shared,
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

impl Function {
    /// The row of this function.
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The function that a formula calls by this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|function| function.row().name == name)
    }

    /// Every function that a formula can call, in the table's order.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().filter(|row| !matches!(row.rule, Rule::Shared)).map(|row| row.function)
    }
}

/// What a name of another language or library is called here.
pub fn foreign(name: &str) -> Option<&'static str> {
    Some(match name {
        "log" | "loge" => "ln",
        "log1p" => "ln_1p",
        "expm1" => "exp_m1",
        "pow" | "powf_scalar" => "powf",
        "sgn" => "sign",
        "fabs" | "absolute" => "abs",
        "arctan2" => "atan2",
        "arcsin" => "asin",
        "arccos" => "acos",
        "arctan" => "atan",
        "arcsinh" => "asinh",
        "arccosh" => "acosh",
        "arctanh" => "atanh",
        "maximum" | "clamp_min" => "max",
        "minimum" | "clamp_max" => "min",
        "clip" => "clamp",
        "sig" | "logistic" | "expit" => "sigmoid",
        "logsigmoid" => "log_sigmoid",
        "reciprocal" => "recip",
        "ceiling" => "ceil",
        "square" | "sqr" | "powi_scalar" => "powi",
        _ => return None,
    })
}

/// What a constant's name elsewhere is here.
pub fn foreign_constant(name: &str) -> Option<&'static str> {
    Some(match name {
        "inf" | "Inf" | "infty" | "infinity" | "Infinity" => "INFINITY",
        "π" => "PI",
        "τ" => "TAU",
        _ => return None,
    })
}

/// The constants a formula may name: those of `std::f64::consts`, and the infinities' one spelling. Each with what its `f64` lacks.
pub const CONSTANTS: &[(&str, f64, f64)] = {
    use std::f64::consts as c;
    &[
        ("PI", c::PI, 1.224_646_799_147_353_2e-16),
        ("TAU", c::TAU, 2.449_293_598_294_706_4e-16),
        ("E", c::E, 1.445_646_891_729_250_2e-16),
        ("LN_2", c::LN_2, 2.319_046_813_846_299_6e-17),
        ("LN_10", c::LN_10, -2.170_756_223_382_249_4e-16),
        ("LOG2_E", c::LOG2_E, 2.035_527_374_093_103_3e-17),
        ("LOG10_E", c::LOG10_E, 1.098_319_650_216_765e-17),
        ("LOG2_10", c::LOG2_10, 1.661_617_516_973_592e-16),
        ("LOG10_2", c::LOG10_2, -2.803_728_127_785_170_4e-18),
        ("SQRT_2", c::SQRT_2, -9.667_293_313_452_913e-17),
        ("FRAC_1_SQRT_2", c::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17),
        ("FRAC_1_PI", c::FRAC_1_PI, -1.967_867_667_518_248_6e-17),
        ("FRAC_2_PI", c::FRAC_2_PI, -3.935_735_335_036_497e-17),
        ("FRAC_2_SQRT_PI", c::FRAC_2_SQRT_PI, 1.533_545_961_316_588e-17),
        ("FRAC_PI_2", c::FRAC_PI_2, 6.123_233_995_736_766e-17),
        ("FRAC_PI_3", c::FRAC_PI_3, -1.072_081_766_451_091e-16),
        ("FRAC_PI_4", c::FRAC_PI_4, 3.061_616_997_868_383e-17),
        ("FRAC_PI_6", c::FRAC_PI_6, -5.360_408_832_255_455e-17),
        ("FRAC_PI_8", c::FRAC_PI_8, 1.530_808_498_934_191_5e-17),
        ("INFINITY", f64::INFINITY, 0.0),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_variants() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.function as usize, index, "{}", row.name);
            let of_the_language = (!matches!(row.rule, Rule::Shared)).then_some(row.function);
            assert_eq!(Function::from_name(row.name), of_the_language);
        }
    }

    #[test]
    fn what_the_compiler_keeps_for_itself_has_no_name() {
        let mut kept = TABLE.iter().filter(|row| matches!(row.rule, Rule::Shared)).peekable();
        assert!(kept.peek().is_some());
        for row in kept {
            assert!(Function::from_name(row.name).is_none() && Function::all().all(|known| known != row.function));
        }
    }

    #[test]
    fn foreign_names_lead_to_rows() {
        for name in ["log", "log1p", "expm1", "pow", "sgn", "arctan", "clip", "expit", "square", "clamp_min"] {
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
