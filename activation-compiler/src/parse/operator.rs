//! The operators between two operands, right and wrong ones.
//!
//! In: a cursor behind an operand. Out: the row of the operator that comes next. Must never move the cursor.

use super::cursor::Cursor;
use crate::ast::{Operator, Range};
use crate::ir::Comparison;

/// An operator between two operands.
pub(super) struct Infix {
    pub(super) symbol: &'static str,
    pub(super) precedence: u8,
    pub(super) meaning: Meaning,
    /// For what other languages write: the mistake; `meaning` is then what was probably meant.
    pub(super) mistake: Option<Mistake>,
}

impl Infix {
    /// Its range, if it comes next.
    pub(super) fn eat(&self, cursor: &mut Cursor<'_>) -> Option<Range> {
        if self.symbol.starts_with(char::is_alphabetic) {
            cursor.eat_word(self.symbol).map(Range::from)
        } else {
            cursor.eat(self.symbol)
        }
    }
}

/// An operator that is none here.
#[derive(Clone, Copy)]
pub(super) enum Mistake {
    /// `^`, `**`
    Power,
    /// `=` and its like for a comparison.
    Assignment,
    /// `&`, `|`
    Bitwise,
    /// `and`, `or`
    Word,
    /// `%`
    Remainder,
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

/// The precedence of comparisons.
pub(super) const COMPARISON: u8 = 3;

/// Longer symbols before their beginnings.
static INFIX: &[Infix] = {
    use Comparison::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    use Meaning::{And, Arithmetic, Compare, Or};
    use Operator::{Add, Divide, Multiply, Subtract};
    const fn right(symbol: &'static str, precedence: u8, meaning: Meaning) -> Infix {
        Infix { symbol, precedence, meaning, mistake: None }
    }
    const fn wrong(symbol: &'static str, mistake: Mistake, precedence: u8, meaning: Meaning) -> Infix {
        Infix { symbol, precedence, meaning, mistake: Some(mistake) }
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
        wrong("**", Mistake::Power, 6, Arithmetic(Multiply)),
        right("*", 5, Arithmetic(Multiply)),
        right("/", 5, Arithmetic(Divide)),
        wrong("=>", Mistake::Assignment, 3, Compare(GreaterEqual)),
        wrong("=<", Mistake::Assignment, 3, Compare(LessEqual)),
        wrong("=!", Mistake::Assignment, 3, Compare(NotEqual)),
        wrong("=", Mistake::Assignment, 3, Compare(Equal)),
        wrong("or", Mistake::Word, 1, Or),
        wrong("and", Mistake::Word, 2, And),
        wrong("|", Mistake::Bitwise, 1, Or),
        wrong("&", Mistake::Bitwise, 2, And),
        wrong("^", Mistake::Power, 6, Arithmetic(Multiply)),
        wrong("%", Mistake::Remainder, 5, Arithmetic(Multiply)),
    ]
};

/// The operator that comes next.
pub(super) fn infix(cursor: &Cursor<'_>) -> Option<&'static Infix> {
    INFIX.iter().find(|infix| infix.eat(&mut { *cursor }).is_some()).filter(|_| cursor.symbol("->").is_none())
}
