//! Messages about expressions that cannot be read: A011 without parentheses, A050–A064.
//!
//! In: the guilty tokens' range and the words to quote. Out: diagnostics. Must never look at a syntax tree.

use proc_macro2::{Ident, Span};

use super::Diagnostic;
use crate::ast::Range;

impl Diagnostic {
    /// `1 +` or `* x`
    pub fn missing_operand(place: Range, found: Option<&str>) -> Self {
        let message = match found {
            Some(found) => format!("`{found}` where a number is needed"),
            None => "the expression ends where a number is needed".to_owned(),
        };
        Self::new("A050", place, message).help("write `x`, a literal, a parameter, a call or parentheses here")
    }

    /// `()`, `<>` or `{}`
    pub fn empty_brackets(place: Range, brackets: &str) -> Self {
        Self::new("A050", place, format!("nothing inside `{brackets}`"))
            .help("write an expression between them, such as `0`")
    }

    /// `.5`
    pub fn missing_zero(place: Range, digits: &str) -> Self {
        Self::new("A050", place, "a number cannot begin with a point").help(format!("write `0.{digits}`"))
    }

    /// `2 x` or `(a)(b)`
    pub fn missing_operator(place: Range, found: &str) -> Self {
        Self::new("A051", place, format!("missing operator before `{found}`"))
            .note("multiplication is always written")
            .help(format!("write `* {found}`, or another operator"))
    }

    /// `x ) :` and its like: anything else behind a complete expression
    pub fn unexpected(place: Range, found: &str) -> Self {
        Self::new("A051", place, format!("`{found}` after the end of an expression"))
            .help(format!("leave `{found}` out, or write an operator that is known here: + - * /"))
    }

    /// `if x > 0 <1 else <0>`
    pub fn unclosed_angle(place: Range) -> Self {
        Self::new("A052", place, "this `<` is never closed")
            .note("a branch stands in `<…>` or `{…}`; a comparison inside `<…>` needs parentheses")
            .help("write `>` at the end of the branch")
    }

    /// `if x > 0 <1>`
    pub fn missing_else(place: Range, found: Option<&str>) -> Self {
        let message = match found {
            Some(found) => format!("`{found}` where `else` is needed"),
            None => "the expression ends where `else` is needed".to_owned(),
        };
        let diagnostic =
            Self::new("A053", place, message).note("a formula has a value for every `x`, so every `if` has an `else`");
        match found {
            Some("elif" | "elseif" | "elsif") => diagnostic.help("write `else if`"),
            _ => diagnostic.help("write `else <…>` or `else if … <…> else <…>`"),
        }
    }

    /// `if x > 0 1 else 0`
    pub fn missing_branch(place: Range, found: Option<&str>, cure: Option<&str>) -> Self {
        let message = match found {
            Some(found) => format!("`{found}` where a branch is needed"),
            None => "the expression ends where a branch is needed".to_owned(),
        };
        let diagnostic = Self::new("A054", place, message).note("each branch of an `if` stands in `<…>` or `{…}`");
        match cure {
            Some(cure) => diagnostic.help(format!("write `{cure}`")),
            None => diagnostic.help("write `if x > 0 <1> else <0>`, or `{1}` for `<1>`"),
        }
    }

    /// `where(x > 0, x, 0)`
    pub fn choice(word: Range, cure: Option<&str>) -> Self {
        Self::new("A062", word, "`where` is not a function here")
            .note("it binds names, behind the formula and its derivative")
            .help(format!("write `{}`", cure.unwrap_or("if x > 0 <…> else <…>")))
    }

    /// `if x = 0 …`, `if x => 0 …`, `if x =< 0 …` or `if x =! 0 …`
    pub fn assignment(place: Range, symbol: &str) -> Self {
        let right = match symbol {
            "=>" => ">=",
            "=<" => "<=",
            "=!" => "!=",
            _ => "==",
        };
        Self::new("A055", place, format!("`{symbol}` does not compare"))
            .note("as in Rust, comparisons are `<`, `<=`, `>`, `>=`, `==` and `!=`")
            .help(format!("write `{right}`"))
    }

    /// `if x > 0 & x < 1 …` or `if x > 0 and x < 1 …`
    pub fn bitwise(place: Range, symbol: &str, right: &str) -> Self {
        Self::new("A056", place, format!("`{symbol}` does not join conditions"))
            .note("as in Rust, `&&` means and, `||` means or")
            .help(format!("write `{right}`"))
    }

    /// `x & 1`
    pub fn bitwise_numbers(place: Range, symbol: &str) -> Self {
        Self::new("A056", place, format!("`{symbol}` is not an operator between numbers"))
            .note("the numbers of a formula have no bits, and are not true or false")
            .help("between conditions write `&&` or `||`, as in `x > 0 && x < 1`")
    }

    /// `if not x > 0 …`
    pub fn word_for_not(word: Span, condition: &str) -> Self {
        Self::new("A056", word, "`not` does not negate")
            .note("as in Rust, `!` negates a condition")
            .help(format!("write `!{condition}`"))
    }

    /// `if 0 < x < 1 …`
    pub fn chained_comparison(place: Range) -> Self {
        Self::new("A057", place, "chained comparison")
            .note("a comparison has two sides, and its result is not a number to compare further")
            .help("compare twice: `0 < x && x < 1` instead of `0 < x < 1`")
    }

    /// `x ^ 2` or `x ** 2`
    pub fn power(place: Range, symbol: &str, cure: Option<&str>) -> Self {
        let diagnostic =
            Self::new("A058", place, format!("`{symbol}` is not a power")).note("as in Rust, powers are calls");
        match cure {
            Some(cure) => diagnostic.help(format!("write `{cure}`")),
            None => diagnostic.help("write `x.powi(2)` for a whole exponent, `x.powf(alpha)` for any other"),
        }
    }

    /// `x % 2`
    pub fn remainder(place: Range, left: &str, right: Option<&str>) -> Self {
        let right = right.unwrap_or("…");
        Self::new("A059", place, "`%` is not an operator here")
            .note("a remainder is written out, so that everybody sees where it jumps")
            .help(format!("write `{left} - {right} * ({left} / {right}).trunc()`"))
    }

    /// `|x|`, or `2|x|`
    pub fn bars(place: Range, times: &str, inside: &str) -> Self {
        Self::new("A062", place, "`|…|` is not part of the formula language")
            .help(format!("write `{times}abs({inside})`"))
    }

    /// `tanh x`
    pub fn call_without_parentheses(name: &Ident, call: &str) -> Self {
        Self::new("A011", name.span(), format!("`{name}` without parentheses"))
            .note("the arguments of a function stand in parentheses")
            .help(format!("write `{call}`"))
    }

    /// `torch.nn.functional.relu(x)`
    pub fn module_prefix(place: Range, call: &str) -> Self {
        Self::new("A062", place, "a module in front of a function is not part of the formula language")
            .note("functions are known by their own names")
            .help(format!("write `{call}`"))
    }

    /// `Math.PI`
    pub fn module_of_a_constant(place: Range, constant: &str) -> Self {
        Self::new("A062", place, "a module in front of a constant is not part of the formula language")
            .note("constants have one word, that of Rust's `std::f64::consts`")
            .help(format!("write `{constant}`"))
    }

    /// `|x| x.max(0)`
    pub fn closure(bar: Range) -> Self {
        Self::new("A062", bar, "a closure is not part of the formula language")
            .note("the input of every formula is `x`, and no other is declared")
            .help("leave `|…|` out, or write `abs(x)` for an absolute value")
    }

    /// `max(x, y = 0)`
    pub fn named_argument(name: &Ident) -> Self {
        Self::new("A062", name.span(), "a named argument is not part of the formula language")
            .note("arguments are told apart by their order, and an activation that is called keeps its defaults")
            .help(format!("leave `{name} =` out, or all of it if the function has no such argument"))
    }

    /// `max(x 0)`
    pub fn missing_comma_of_arguments(place: Range, found: &str) -> Self {
        Self::new("A051", place, format!("missing `,` or operator before `{found}`"))
            .note("multiplication is always written, and so is the `,` between arguments")
            .help(format!("write `, {found}` if it is another argument, `* {found}` if it is a factor"))
    }

    /// `"x"`, `'x'`, `true`
    pub fn not_a_number(place: Range, found: &str) -> Self {
        let diagnostic = Self::new("A060", place, format!("`{found}` is not a number"))
            .note("formulas are made of numbers, and conditions of comparisons");
        let inside = found.trim_matches(['"', '\'']);
        match inside.parse::<f64>() {
            Ok(value) if value.is_finite() && inside.starts_with(|first: char| first.is_ascii_digit()) => {
                diagnostic.help(format!("write `{inside}`"))
            }
            _ => diagnostic.help("write a number such as `2` or `0.5`, or a comparison such as `x > 0`"),
        }
    }

    /// `1f32` or `2x`
    pub fn suffix(place: Range, number: &str, suffix: &str) -> Self {
        let diagnostic = Self::new("A061", place, format!("the number `{number}` has the suffix `{suffix}`"));
        if matches!(suffix, "f16" | "f32" | "f64" | "f128") || suffix.starts_with(['i', 'u']) {
            diagnostic
                .note("a formula serves every element type, so its numbers have none")
                .help(format!("write `{number}`"))
        } else {
            diagnostic.note("multiplication is always written").help(format!("write `{number} * {suffix}`"))
        }
    }

    /// Rust that formulas have no use for.
    pub fn unsupported(place: Range, what: &str, help: &str) -> Self {
        Self::new("A062", place, format!("{what} is not part of the formula language")).help(help)
    }

    /// `x.tanh`
    pub fn method_without_arguments(name: &Ident) -> Self {
        Self::new("A063", name.span(), format!("`.{name}` without parentheses"))
            .note("numbers have methods but no fields")
            .help(format!("write `.{name}()`"))
    }

    /// `std::f64::consts::PI`
    pub fn path_without_call(place: Range, path: &str) -> Self {
        let diagnostic = Self::new("A064", place, format!("`{path}` is not called"))
            .note("a path names the activation of another module or crate; constants have one word, such as `PI`");
        match path.rsplit("::").next() {
            Some(constant) if !constant.contains(char::is_lowercase) => diagnostic.help(format!("write `{constant}`")),
            _ => diagnostic.help(format!("write `{path}(x)`")),
        }
    }
}
