//! The operators between two operands, right and wrong ones.
//!
//! In: a cursor behind an operand. Out: the row of the operator that comes next. Must never move the cursor.

use super::cursor::Cursor;
use crate::ast::{Operator, Range};
use crate::diagnostic::Diagnostic;
use crate::ir::Comparison;

/// An operator between two operands.
pub(super) struct Infix {
    pub(super) symbol: &'static str,
    pub(super) precedence: u8,
    pub(super) meaning: Meaning,
    /// For what other languages write: the message; `meaning` is then what was probably meant.
    pub(super) mistake: Option<fn(Range, &str) -> Diagnostic>,
}

#[derive(Clone, Copy)]
pub(super) enum Meaning {
    Or,
    And,
    Compare(Comparison),
    Arithmetic(Operator),
}

/// The least precedence of an operator between numbers that gives a number.
pub(super) const ADDITIVE: u8 = 4;

/// Longer symbols before their beginnings.
static INFIX: &[Infix] = {
    use Comparison::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    use Meaning::{And, Arithmetic, Compare, Or};
    use Operator::{Add, Divide, Multiply, Subtract};
    const fn right(symbol: &'static str, precedence: u8, meaning: Meaning) -> Infix {
        Infix { symbol, precedence, meaning, mistake: None }
    }
    const fn wrong(symbol: &'static str, m: fn(Range, &str) -> Diagnostic, precedence: u8, meaning: Meaning) -> Infix {
        Infix { symbol, precedence, meaning, mistake: Some(m) }
    }
    &[
        right("||", 1, Or),
        right("&&", 2, And),
        right("==", 3, Compare(Equal)),
        right("!=", 3, Compare(NotEqual)),
        right("<=", 3, Compare(LessEqual)),
        right(">=", 3, Compare(GreaterEqual)),
        right("<", 3, Compare(Less)),
        right(">", 3, Compare(Greater)),
        right("+", ADDITIVE, Arithmetic(Add)),
        right("-", ADDITIVE, Arithmetic(Subtract)),
        wrong("**", Diagnostic::power, 6, Arithmetic(Multiply)),
        right("*", 5, Arithmetic(Multiply)),
        right("/", 5, Arithmetic(Divide)),
        wrong("=>", Diagnostic::assignment, 3, Compare(GreaterEqual)),
        wrong("=<", Diagnostic::assignment, 3, Compare(LessEqual)),
        wrong("=", Diagnostic::assignment, 3, Compare(Equal)),
        wrong("|", Diagnostic::bitwise, 1, Or),
        wrong("&", Diagnostic::bitwise, 2, And),
        wrong("^", Diagnostic::power, 6, Arithmetic(Multiply)),
        wrong("%", Diagnostic::remainder, 5, Arithmetic(Multiply)),
    ]
};

/// The operator that comes next.
pub(super) fn infix(cursor: &Cursor<'_>) -> Option<&'static Infix> {
    INFIX.iter().find(|infix| cursor.symbol(infix.symbol).is_some()).filter(|_| cursor.symbol("->").is_none())
}
