//! What the user wrote, as text to quote in a cure.
//!
//! In: an expression of the ast. Out: one line that reads back as the same, or `…` where it would be too long to quote.
//! Must never look up what a name means.

use proc_macro2::Ident;

use crate::ast::{ExpressionId, Expressions, Kind, Operator};
use crate::pretty::{number, operator};

/// Beyond this nobody compares a quotation with the original.
const LONGEST: usize = 48;

/// How tightly a text binds; a looser one is put in parentheses inside a tighter place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Sign,
    Call,
}

/// The expression as one line.
pub(crate) fn spell(expressions: &Expressions, root: ExpressionId) -> String {
    spelt(expressions, root, Level::Or)
}

/// The same with parentheses where a method call behind it, or `!` before it, would take only a part.
pub(crate) fn spell_receiver(expressions: &Expressions, root: ExpressionId) -> String {
    spelt(expressions, root, Level::Call)
}

/// The condition that another language's test is here, and the name of that test.
pub(crate) fn spell_test(expressions: &Expressions, call: ExpressionId) -> Option<(&Ident, String)> {
    let Kind::Call { function, arguments, .. } = &expressions.get(call).kind else { return None };
    let &[argument] = arguments.as_slice() else { return None };
    let [inner, sum] = [Level::Or, Level::Sum].map(|least| spelt(expressions, argument, least));
    Some((
        function,
        match function.to_string().as_str() {
            "isnan" | "is_nan" | "isNaN" => format!("{sum} != {sum}"),
            "isfinite" | "is_finite" | "isFinite" => format!("abs({inner}) < INFINITY"),
            "isinf" | "is_infinite" => format!("abs({inner}) == INFINITY"),
            "not" => format!("!({inner})"),
            _ => return None,
        },
    ))
}

fn spelt(expressions: &Expressions, root: ExpressionId, least: Level) -> String {
    let mut texts: Vec<Option<(String, Level)>> = vec![None; root.index() + 1];
    for id in expressions.below(root) {
        let at = |operand: ExpressionId, least: Level| match texts.get(operand.index()) {
            Some(Some((text, level))) if *level >= least => text.clone(),
            Some(Some((text, _))) => format!("({text})"),
            _ => String::from("…"),
        };
        let (text, level) = write(&expressions.get(id).kind, &at);
        let short = text.chars().count() <= LONGEST;
        texts[id.index()] = Some(if short { (text, level) } else { (String::from("…"), Level::Call) });
    }
    match texts[root.index()].take() {
        Some((text, level)) if level >= least => text,
        Some((text, _)) => format!("({text})"),
        None => String::from("…"),
    }
}

fn write(kind: &Kind, at: &impl Fn(ExpressionId, Level) -> String) -> (String, Level) {
    let call = |name: &str, arguments: &[ExpressionId]| {
        let arguments: Vec<String> = arguments.iter().map(|&argument| at(argument, Level::Or)).collect();
        (format!("{name}({})", arguments.join(", ")), Level::Call)
    };
    match kind {
        Kind::Number { value } if value.is_nan() => (String::from("…"), Level::Call),
        Kind::Number { value } => (number(*value), Level::Call),
        Kind::Name(name) => (name.to_string(), Level::Call),
        Kind::Negate(a) => (format!("-{}", at(*a, Level::Sign)), Level::Sign),
        Kind::Binary(operator, _, a, b) => {
            let (symbol, left, right) = match operator {
                Operator::Add => ("+", Level::Sum, Level::Product),
                Operator::Subtract => ("-", Level::Sum, Level::Product),
                Operator::Multiply => ("*", Level::Product, Level::Sign),
                Operator::Divide => ("/", Level::Product, Level::Sign),
            };
            (format!("{} {symbol} {}", at(*a, left), at(*b, right)), left)
        }
        Kind::Call { function, arguments, method: true } => {
            let (receiver, rest) = arguments
                .split_first()
                .map_or((String::from("…"), [].as_slice()), |(first, rest)| (at(*first, Level::Call), rest));
            let (text, level) = call(&function.to_string(), rest);
            (format!("{receiver}.{text}"), level)
        }
        Kind::Call { function, arguments, method: false } => call(&function.to_string(), arguments),
        Kind::PathCall { path, arguments } => {
            let path: String = path.clone().into_iter().map(|token| token.to_string()).collect();
            call(&path, arguments)
        }
        Kind::If(condition, a, b) => {
            let [condition, a, b] =
                [(condition, Level::Or), (a, Level::Sum), (b, Level::Sum)].map(|(&id, level)| at(id, level));
            (format!("if {condition} <{a}> else <{b}>"), Level::Or)
        }
        Kind::Compare(comparison, _, a, b) => {
            let symbol = operator(*comparison);
            (format!("{} {symbol} {}", at(*a, Level::Sum), at(*b, Level::Sum)), Level::Comparison)
        }
        Kind::And(a, b) => (format!("{} && {}", at(*a, Level::And), at(*b, Level::And)), Level::And),
        Kind::Or(a, b) => (format!("{} || {}", at(*a, Level::Or), at(*b, Level::Or)), Level::Or),
        Kind::Not(a) => (format!("!{}", at(*a, Level::Call)), Level::Sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::parse::parse;

    #[test]
    fn what_was_written_is_quoted() {
        for formula in [
            "-x.powi(2) + 2 * (x - 1) / (x * 3)",
            "max(x, 0).tanh() - (1 - x)",
            "if x > 0 && !(x > 1) <x> else <crate::Silu(-x)>",
            "(if x > 0 <1> else <0>) * 0.5",
        ] {
            let mut diagnostics = Diagnostics::default();
            let program = parse(format!("[core] f: {formula}").parse().unwrap(), &mut diagnostics);
            let definition = &program.definitions[0];
            assert_eq!(spell(&definition.expressions, definition.formula.unwrap()), formula);
        }
    }
}
