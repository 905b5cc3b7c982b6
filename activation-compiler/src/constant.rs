//! Expressions without variables: their value.
//!
//! In: an expression made of literals, constants and functions. Out: its value in f64, NaN if it has none.
//! Must never see a definition's names: a default depends on nothing.

use crate::ast::{ExpressionId, Expressions, Kind, Operator};
use crate::function::{Function, Value};
use crate::resolve::constant;

/// The value of a constant expression; conditions are 1 and 0.
pub(crate) fn value(expressions: &Expressions, root: ExpressionId) -> f64 {
    let mut values = vec![f64::NAN; root.index() + 1];
    for id in expressions.below(root) {
        let of = |id: &ExpressionId| values[id.index()];
        let truth = |holds: bool| f64::from(u8::from(holds));
        values[id.index()] = match &expressions.get(id).kind {
            Kind::Number { value } => *value,
            Kind::Name(name) => constant(name).unwrap_or(f64::NAN),
            Kind::Negate(a) => -of(a),
            Kind::Binary(Operator::Add, _, a, b) => of(a) + of(b),
            Kind::Binary(Operator::Subtract, _, a, b) => of(a) - of(b),
            Kind::Binary(Operator::Multiply, _, a, b) => of(a) * of(b),
            Kind::Binary(Operator::Divide, _, a, b) => of(a) / of(b),
            Kind::Call { function, arguments, .. } => {
                let arguments: Vec<f64> = arguments.iter().map(of).collect();
                Function::from_name(&function.to_string()).map_or(f64::NAN, |function| apply(function, &arguments))
            }
            Kind::PathCall { .. } => f64::NAN,
            Kind::If(condition, a, b) => of(if of(condition) == 0.0 { b } else { a }),
            Kind::Compare(comparison, _, a, b) => truth(comparison.holds(of(a), of(b))),
            Kind::And(a, b) => truth(of(a) != 0.0 && of(b) != 0.0),
            Kind::Or(a, b) => truth(of(a) != 0.0 || of(b) != 0.0),
            Kind::Not(a) => truth(of(a) == 0.0),
        };
    }
    values[root.index()]
}

fn apply(function: Function, arguments: &[f64]) -> f64 {
    match (function.row().value, arguments) {
        (Value::One(f), [a]) => f(*a),
        (Value::Two(f), [a, b]) => f(*a, *b),
        (Value::Three(f), [a, b, c]) => f(*a, *b, *c),
        _ => f64::NAN,
    }
}

/// The greatest exponent of `powi`: beyond it, repeated multiplication loses more digits than `powf` does.
pub(crate) const MAX_EXPONENT: i32 = 64;

/// A literal with a whole value, `2` or `2.0`, from −`MAX_EXPONENT` to `MAX_EXPONENT`, with or without a sign.
pub(crate) fn whole_exponent(expressions: &Expressions, id: ExpressionId) -> Option<i32> {
    let number = match expressions.get(id).kind {
        Kind::Negate(inner) => inner,
        _ => id,
    };
    let Kind::Number { .. } = expressions.get(number).kind else { return None };
    let exponent = value(expressions, id);
    (-MAX_EXPONENT..=MAX_EXPONENT).find(|&n| f64::from(n) == exponent)
}
