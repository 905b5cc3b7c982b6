//! Text that is not even tokens: what rustc would say before it calls the macro.
//!
//! In: a source and where its tokens end. Out: one message without a code. Must never guess beyond the character found.

use super::Message;
use crate::diagnostic::Level;

/// What people write or paste from a page, and what to write for it.
const SIGNS: &[(&str, &str)] = &[
    ("−–—－", "`-`"),
    ("×∙⋅∗·•＊", "`*`"),
    ("＋", "`+`"),
    ("（", "`(`"),
    ("）", "`)`"),
    ("，", "`,`"),
    ("：", "`:`"),
    ("；", "`;`"),
    ("＝", "`=`"),
    ("“”„", "the number without quotes"),
    ("÷∕⁄／", "`/`"),
    ("≤⩽", "`<=`"),
    ("≥⩾", "`>=`"),
    ("≠", "`!=`"),
    ("⇒→↦", "`=>`"),
    ("∞", "`INFINITY`"),
    ("√", "`sqrt(x)`"),
    ("∛", "`cbrt(x)`"),
    ("²³⁴⁵⁶⁷⁸⁹⁰¹⁻ⁿ", "`x.powi(2)` for a power"),
    ("½⅓¼⅔¾⅙⅛", "`1 / 2` for a fraction"),
    ("⟨〈‹＜", "`<`"),
    ("⟩〉›＞", "`>`"),
    ("′’‘`", "the formula of the derivative behind `=>`"),
];

/// The message about the character at a byte of the source.
pub(super) fn message(source: &str, at: usize) -> Message {
    let found = source.get(at..).and_then(|rest| rest.chars().next());
    let (title, note, help) = match found {
        None => (String::from("the source ends too early"), None, None),
        Some(open @ ('(' | '[' | '{')) => {
            let close =
                [('(', ')'), ('[', ']'), ('{', '}')].into_iter().find(|pair| pair.0 == open).map_or(')', |p| p.1);
            (format!("unclosed `{open}`"), None, Some(format!("write `{close}` where it should end")))
        }
        Some(close @ (')' | ']' | '}')) => {
            let note = "what was opened last is not closed by it";
            (format!("`{close}` without its opening half"), Some(note.to_owned()), None)
        }
        Some(quote @ ('"' | '\'')) => (
            format!("`{quote}` begins a literal that does not end"),
            None,
            Some(String::from("leave it out: formulas have no texts, and the derivative goes behind `=>`")),
        ),
        Some('/') => (String::from("unclosed comment"), None, Some(String::from("write `*/` where it should end"))),
        Some(sign) => {
            let row = SIGNS.iter().find(|(signs, _)| signs.contains(sign));
            (
                format!("`{sign}` is not a sign of the language"),
                Some(String::from("formulas are written with the signs of Rust")),
                row.map(|(_, instead)| format!("write {instead}")),
            )
        }
    };
    let end = at + found.map_or(0, char::len_utf8);
    Message { level: Level::Error, code: None, title, bytes: at..end, notes: note.into_iter().collect(), help }
}
