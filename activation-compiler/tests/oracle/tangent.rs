//! Forward-mode differentiation, a rule per node, written from a handbook.
//!
//! In: a node, its operands' values and tangents, its own value. Out: its tangent. Must never look at the compiler's
//! table: that is what it is held against.

use std::f64::consts::{FRAC_2_SQRT_PI, LN_2, LN_10, PI, SQRT_2};

use activation_compiler::function::Function as F;
use activation_compiler::ir::Node;

/// A tangent that is 0 by structure stays 0, whatever it is multiplied with.
fn times(partial: f64, tangent: f64) -> f64 {
    if tangent == 0.0 { 0.0 } else { partial * tangent }
}

/// The tangent of a node, as two terms that are rounded apart; `None` where there is none: at a kink, at a tie, at a jump.
pub fn tangent(node: Node, values: [f64; 3], tangents: [f64; 3], value: f64) -> Option<[f64; 2]> {
    let ([a, b, _], [da, db, _]) = (values, tangents);
    Some(match node {
        Node::Add(..) => [da, db],
        Node::Subtract(..) => [da, -db],
        Node::Multiply(..) => [times(b, da), times(a, db)],
        Node::Divide(..) => [times(1.0 / b, da), -times(value, db / b)],
        Node::Power(..) => {
            let base = times(vanishing(b * a.powf(b - 1.0), a * b)?, da);
            [base, if db == 0.0 { 0.0 } else { times(value * a.ln(), db) }]
        }
        Node::Call2(F::Hypot, ..) => {
            let size = a.hypot(b);
            [times(a / size, da), times(b / size, db)]
        }
        Node::Call2(F::Atan2, ..) => {
            let size = a.hypot(b);
            [times(b / size / size, da), -times(a / size / size, db)]
        }
        _ => [single(node, values, tangents, value)?, 0.0],
    })
}

/// The tangent of a node that has one term.
fn single(node: Node, values: [f64; 3], tangents: [f64; 3], value: f64) -> Option<f64> {
    let ([a, b, c], [da, db, dc]) = (values, tangents);
    Some(match node {
        Node::Input => 1.0,
        Node::Constant(_) | Node::Largest | Node::Output | Node::Parameter(_) => 0.0,
        Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => 0.0,
        Node::Negate(_) => -da,
        Node::PowerInteger(_, 0) => 0.0,
        Node::PowerInteger(_, n) => times(vanishing(f64::from(n) * a.powi(n - 1), a)?, da),
        Node::Call1(function, _) => {
            if da == 0.0 {
                return Some(0.0);
            }
            let flat = matches!(function, F::Relu | F::Signum | F::Sign | F::Floor | F::Ceil | F::Round | F::Trunc);
            let partial = partial(function, a, value)?;
            times(if flat { partial } else { vanishing(partial, a)? }, da)
        }
        Node::Call2(function, ..) => two(function, [a, b], [da, db])?,
        Node::Clamp(..) => {
            if a == b || a == c || b >= c {
                return None;
            }
            if a < b {
                db
            } else if a > c {
                dc
            } else {
                da
            }
        }
        Node::Select(..) => {
            if a == 0.0 {
                dc
            } else {
                db
            }
        }
        _ => return None,
    })
}

fn gauss(u: f64) -> f64 {
    (-u * u).exp()
}

fn density(u: f64) -> f64 {
    gauss(u / SQRT_2) / (2.0 * PI).sqrt()
}

fn logistic(u: f64) -> f64 {
    if u > 0.0 { 1.0 / (1.0 + (-u).exp()) } else { u.exp() / (1.0 + u.exp()) }
}

/// A partial derivative that is 0 though its argument is not has underflowed: nothing is known.
fn vanishing(partial: f64, argument: f64) -> Option<f64> {
    (partial != 0.0 || argument == 0.0).then_some(partial)
}

/// dy/du.
fn partial(function: F, u: f64, y: f64) -> Option<f64> {
    Some(match function {
        F::Exp => u.exp(),
        F::Exp2 => u.exp2() * LN_2,
        F::ExpM1 => u.exp(),
        F::Ln => 1.0 / u,
        F::Ln1p => 1.0 / (1.0 + u),
        F::Log2 => 1.0 / (u * LN_2),
        F::Log10 => 1.0 / (u * LN_10),
        F::Sqrt => 0.5 / u.sqrt(),
        F::Cbrt => 1.0 / (3.0 * u.cbrt().powi(2)),
        F::Abs if u != 0.0 => u.signum(),
        F::Relu if u != 0.0 => f64::from(u8::from(u > 0.0)),
        F::Abs | F::Relu => return None,
        F::Signum | F::Sign | F::Floor | F::Ceil | F::Round | F::Trunc => 0.0,
        F::Fract => 1.0,
        F::Sin => u.cos(),
        F::Cos => -u.sin(),
        F::Tan => 1.0 / u.cos().powi(2),
        F::Asin => 1.0 / ((1.0 - u) * (1.0 + u)).sqrt(),
        F::Acos => -1.0 / ((1.0 - u) * (1.0 + u)).sqrt(),
        F::Atan => 1.0 / (1.0 + u * u),
        F::Sinh => u.cosh(),
        F::Cosh => u.sinh(),
        F::Tanh => u.cosh().powi(-2),
        F::Asinh => 1.0 / u.hypot(1.0),
        F::Acosh => 1.0 / ((u - 1.0).sqrt() * (u + 1.0).sqrt()),
        F::Atanh => 1.0 / ((1.0 - u) * (1.0 + u)),
        F::Erf => FRAC_2_SQRT_PI * gauss(u),
        F::Erfc => -FRAC_2_SQRT_PI * gauss(u),
        F::Sigmoid => logistic(u) * logistic(-u),
        F::Softplus => logistic(u),
        F::LogSigmoid => logistic(-u),
        F::NormCdf => density(u),
        F::NormPdf => -u * density(u),
        F::ExpNegSquare => -2.0 * u * y,
        F::ExpNegAbs => -u.signum() * y,
        F::Ln1pOfUnit => 1.0 / (1.0 + u),
        F::Recip1pOfUnit => -y * y,
        F::SechSquare => -2.0 * u.tanh() * y,
        // Of two arguments, and what the compiler writes when all is differentiated.
        _ => return None,
    })
}

fn two(function: F, [a, b]: [f64; 2], [da, db]: [f64; 2]) -> Option<f64> {
    Some(match function {
        F::Min | F::Max if a == b => {
            if da == db {
                da
            } else {
                return None;
            }
        }
        F::Min => {
            if a < b {
                da
            } else {
                db
            }
        }
        F::Max => {
            if a > b {
                da
            } else {
                db
            }
        }
        F::Copysign if a == 0.0 || b == 0.0 => return None,
        F::Copysign => times(a.signum() * b.signum(), da),
        _ => return None,
    })
}
