//! Tokens that cannot stand where they stand, and what their author meant.
//!
//! In: a cursor at the guilty token. Out: the diagnostic. Must never move the cursor.

use proc_macro2::{Delimiter, TokenTree};

use super::cursor::{Cursor, quoted};
use super::keyword::keyword_of;
use super::operator::Mistake;
use super::primary::begins_operand;
use crate::ast::{ExpressionId, Expressions, Kind, Range};
use crate::constant::whole_exponent;
use crate::diagnostic::Diagnostic;
use crate::spell::{spell, spell_receiver};

/// An operator of another language between two operands, of which the second may be unreadable.
pub(super) fn of_infix(
    mistake: Mistake,
    place: Range,
    symbol: &str,
    (expressions, left, right): (&Expressions, ExpressionId, Option<ExpressionId>),
) -> Diagnostic {
    let is_condition = |id: ExpressionId| expressions.get(id).kind.is_condition();
    match mistake {
        Mistake::Power => {
            Diagnostic::power(place, symbol, right.map(|right| power(expressions, left, right)).as_deref())
        }
        Mistake::Assignment => Diagnostic::assignment(place, symbol),
        Mistake::Bitwise | Mistake::Word if !is_condition(left) && right.is_some_and(|right| !is_condition(right)) => {
            Diagnostic::bitwise_numbers(place, symbol)
        }
        Mistake::Bitwise => Diagnostic::bitwise(place, symbol, &symbol.repeat(2)),
        Mistake::Word => Diagnostic::bitwise(place, symbol, if symbol == "and" { "&&" } else { "||" }),
        Mistake::Remainder => {
            let right = right.map(|right| spell_receiver(expressions, right));
            Diagnostic::remainder(place, &spell_receiver(expressions, left), right.as_deref())
        }
    }
}

/// `left ^ right` as a call; a sign before the base is not part of it.
fn power(expressions: &Expressions, left: ExpressionId, right: ExpressionId) -> String {
    let base = match expressions.get(left).kind {
        Kind::Negate(inner) => inner,
        _ => left,
    };
    if is_euler(expressions, base) {
        return format!("exp({})", spell(expressions, right));
    }
    match (&expressions.get(base).kind, whole_exponent(expressions, right)) {
        (Kind::Number { value }, None) if *value == 2.0 => format!("exp2({})", spell(expressions, right)),
        (_, Some(exponent)) => format!("{}.powi({exponent})", spell_receiver(expressions, base)),
        (_, None) => format!("{}.powf({})", spell_receiver(expressions, base), spell(expressions, right)),
    }
}

/// Whether this is e, in either spelling.
pub(super) fn is_euler(expressions: &Expressions, id: ExpressionId) -> bool {
    matches!(&expressions.get(id).kind, Kind::Name(name) if name == "e" || name == "E")
}

/// Whether a `not` comes next that negates.
pub(super) fn is_negation(cursor: &Cursor<'_>) -> bool {
    let mut behind = *cursor;
    behind.eat_word("not").is_some() && begins_operand(&behind)
}

/// What stands where a number should begin.
pub(super) fn in_place_of_operand(cursor: &Cursor<'_>) -> Diagnostic {
    let place = cursor.place();
    let Some(token) = cursor.peek() else { return Diagnostic::missing_operand(place, None) };
    let found = quoted(token);
    let unsupported = |what: &str, help: &str| Diagnostic::unsupported(place, what, help);
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            unsupported("a block", "group with parentheses; `{…}` is a branch of `if`")
        }
        TokenTree::Group(_) => unsupported("an array", "leave the brackets out: a formula is about one number"),
        TokenTree::Ident(word) => match word.to_string().as_str() {
            "true" | "false" => Diagnostic::not_a_number(place, &found),
            "let" => unsupported("`let`", "name a value behind the definition: `… where u = x * x`"),
            "match" => unsupported("`match`", "write `if … <…> else if … <…> else <…>`"),
            "else" => unsupported("`else` without `if`", "write `if x > 0 <…> else <…>`"),
            "where" => unsupported("a second `where`", "separate bindings by `,`: `where u = x, v = 2 * u`"),
            "learn" => unsupported(
                "`learn` outside the parameters",
                "write it before a parameter: `prelu(learn alpha = 0.25): …`",
            ),
            "surrogate" => {
                unsupported("`surrogate` outside a derivative", "write it first behind `=>`: `=> surrogate …`")
            }
            _ => unsupported(&format!("`{found}`"), "a formula is one expression: name its parts with `where`"),
        },
        TokenTree::Punct(punct) => match (punct.as_char(), cursor.rest()) {
            ('.', [_, TokenTree::Literal(digits), ..]) => Diagnostic::missing_zero(place, &digits.to_string()),
            ('|', _) => Diagnostic::closure(place),
            ('&', _) => unsupported("a reference", "write the number without `&`"),
            _ => Diagnostic::missing_operand(place, Some(&found)),
        },
        TokenTree::Literal(_) => Diagnostic::missing_operand(place, Some(&found)),
    }
}

/// What follows a complete expression.
pub(super) fn after_expression(cursor: &Cursor<'_>) -> Diagnostic {
    let place = cursor.place();
    let Some(token) = cursor.peek() else { return Diagnostic::missing_operand(place, None) };
    let found = quoted(token);
    let unsupported = |what: &str, help: &str| Diagnostic::unsupported(place, what, help);
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Bracket => unsupported(
                "indexing",
                "leave it out: a formula is about one number, and a layer takes it to all of an array",
            ),
            Delimiter::Brace => Diagnostic::unexpected(place, &found),
            Delimiter::Parenthesis | Delimiter::None => Diagnostic::missing_operator(place, &found),
        },
        TokenTree::Literal(_) => Diagnostic::missing_operator(place, &found),
        TokenTree::Ident(word) => match word.to_string().as_str() {
            "as" => unsupported("`as`", "leave it and the type out: every number has the element's type"),
            "if" => unsupported("`if` behind an expression", "write `if x > 0 <…> else <…>`"),
            "else" | "where" | "learn" | "surrogate" => in_place_of_operand(cursor),
            keyword if keyword_of(keyword).is_some() => Diagnostic::unexpected(place, &found),
            _ => Diagnostic::missing_operator(place, &found),
        },
        TokenTree::Punct(punct) => match punct.as_char() {
            '=' => cursor.symbol("=>").map_or_else(|| Diagnostic::unexpected(place, &found), Diagnostic::second_arrow),
            ';' => unsupported("`;` inside brackets", "a branch is one expression: name its parts with `where`"),
            '?' => unsupported("`?`", "write `if x > 0 <…> else <…>`"),
            ',' => unsupported("a pair", "separate arguments by `,` only in calls such as `max(x, 0)`"),
            '!' => unsupported("a macro call", "call functions without `!`: `max(x, 0)`"),
            _ => Diagnostic::unexpected(place, &found),
        },
    }
}

/// What follows the inside of a `<` that a `>` should close; `condition` is what stands before the `<`.
pub(super) fn in_place_of_closing_angle(
    cursor: &Cursor<'_>,
    condition: Option<Range>,
    inside: Range,
    angle: Range,
) -> Diagnostic {
    match (cursor.peek(), condition) {
        (None, _) => Diagnostic::unclosed_angle(angle),
        (Some(TokenTree::Group(group)), Some(condition)) if group.delimiter() == Delimiter::Brace => {
            Diagnostic::chained_comparison(condition.to(inside))
        }
        (Some(TokenTree::Punct(punct)), Some(condition)) if matches!(punct.as_char(), '<' | '&' | '|') => {
            Diagnostic::chained_comparison(condition.to(inside))
        }
        (Some(TokenTree::Ident(word)), _) if word == "else" => Diagnostic::unclosed_angle(angle),
        _ => after_expression(cursor),
    }
}

/// Whether digits that are read as 0 mean something else.
pub(super) fn vanishes(digits: &str) -> bool {
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    mantissa.contains(|digit: char| ('1'..='9').contains(&digit))
}
