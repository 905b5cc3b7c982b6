//! Messages about what cannot be read: A001–A009 on definitions, A040–A041 on size, A050–A064 on expressions.
//!
//! In: the guilty tokens' range and the words to quote. Out: diagnostics. Must never look at a syntax tree.

use proc_macro2::{Ident, Span};

use super::Diagnostic;
use crate::ast::Range;

/// Definitions.
impl Diagnostic {
    /// `activation! {}`
    pub fn empty_program(call: Span) -> Self {
        Self::new("A001", call, "`activation!` without a definition")
            .note("a definition is a name, `:` and a formula in `x`")
            .help("write one, such as `relu: x.max(0);`")
    }

    /// `relu x.max(0)`
    pub fn missing_colon(name: &Ident, place: Range) -> Self {
        Self::new("A002", place, format!("missing `:` after `{name}`"))
            .note("a definition is a name, its parameters in parentheses if it has some, `:` and a formula in `x`")
            .help(format!("write `{name}: …` or `{name}(alpha = 1): …`"))
    }

    /// `x.max(0)`
    pub fn formula_without_name(place: Range) -> Self {
        Self::new("A002", place, "a formula without a name")
            .note("a definition is a name, `:` and a formula in `x`; the name becomes that of a struct")
            .help("write `my_activation: …` before the formula")
    }

    /// `relu = x.max(0)`
    pub fn equals_for_colon(name: &Ident, equals: Range) -> Self {
        Self::new("A002", equals, format!("`=` after `{name}` where `:` belongs"))
            .note("`=` binds constants: parameters and the names behind `where`")
            .help(format!("write `{name}: …`"))
    }

    /// `relu: ;`
    pub fn missing_formula(place: Range) -> Self {
        Self::new("A003", place, "missing formula after `:`").help("write an expression in `x`, such as `x.max(0)`")
    }

    /// `relu: x.max(0) =>`
    pub fn missing_derivative(place: Range) -> Self {
        Self::new("A003", place, "missing derivative after `=>`")
            .help("write the derivative, or leave `=>` out: the derivative is then derived from the formula")
    }

    /// `relu: u where`
    pub fn missing_bindings(place: Range) -> Self {
        Self::new("A003", place, "missing binding after `where`").help("write `where u = …`, or leave `where` out")
    }

    /// `where u` or `where u =`
    pub fn missing_value(name: &Ident, place: Range) -> Self {
        Self::new("A003", place, format!("missing value of `{name}`")).help(format!("write `{name} = …`"))
    }

    /// `relu: x.max(0) tanh: x.tanh()`
    pub fn missing_semicolon(name: &Ident) -> Self {
        Self::new("A004", name.span(), format!("missing `;` before the definition of `{name}`"))
            .note("the `:` behind it begins a formula, and one definition has one formula")
            .help(format!("write `; {name}`"))
    }

    /// `relu: x.max(0), tanh: x.tanh()`
    pub fn comma_for_semicolon(comma: Span, name: &Ident) -> Self {
        Self::new("A004", comma, format!("`,` before the definition of `{name}` where `;` belongs"))
            .help(format!("write `; {name}`"))
    }

    /// `2: x` or `"relu": x`
    pub fn missing_name(place: Range, found: Option<&str>) -> Self {
        let message = match found {
            Some(found) => format!("`{found}` where a name is needed"),
            None => "missing name".to_owned(),
        };
        Self::new("A005", place, message)
            .note("a name is a Rust identifier that begins with a letter")
            .help("write a name such as `leaky_relu` or `alpha`")
    }

    /// `match: x`
    pub fn keyword_as_name(name: &Ident, language: &str) -> Self {
        Self::new("A005", name.span(), format!("`{name}` is a keyword of {language} and cannot be a name"))
            .help("choose another name")
    }

    /// `_relu: x`
    pub fn underscored_name(name: &Ident) -> Self {
        let text = name.to_string();
        let diagnostic = Self::new("A005", name.span(), format!("the name `{text}` begins with an underscore"))
            .note("a name begins with a letter: a definition's becomes the name of a struct");
        match text.trim_start_matches('_') {
            rest if rest.starts_with(char::is_alphabetic) => diagnostic.help(format!("write `{rest}`")),
            _ => diagnostic.help("choose another name"),
        }
    }

    /// `relu(x): x.max(0)`
    pub fn input_as_parameter(name: &Ident) -> Self {
        Self::new("A006", name.span(), "the input `x` is not a parameter")
            .note("every formula has it; the parentheses hold constants that a user may change, such as `alpha = 1`")
            .help("leave `x` out of the parentheses")
    }

    /// `elu(alpha): …`
    pub fn parameter_without_default(name: &Ident) -> Self {
        Self::new("A006", name.span(), format!("parameter `{name}` without a default"))
            .note("the struct implements `Default`, which needs a value for each parameter")
            .help(format!("write `{name} = 1`, with the value that most users want"))
    }

    /// `elu(alpha: f64 = 1): …`
    pub fn parameter_with_type(name: &Ident, colon: Range) -> Self {
        Self::new("A006", colon, format!("parameter `{name}` with a type"))
            .note("every parameter is a number of type `f64`")
            .help(format!("write `{name} = 1`, with its default"))
    }

    /// `relu: x.max(0) -> 1`
    pub fn wrong_arrow(place: Range, found: &str) -> Self {
        Self::new("A007", place, format!("`{found}` after the formula where `=>` belongs"))
            .note("only `=>` leads to the derivative")
            .help("write `=> …`")
    }

    /// `relu: x => 1 => 0`
    pub fn second_arrow(place: Range) -> Self {
        Self::new("A007", place, "second `=>` in a definition")
            .note("a definition has one derivative; definitions are separated by `;`")
            .help("leave it out, or write `>=` if a comparison is meant")
    }

    /// `relu: u where u = x => 1`
    pub fn late_arrow(place: Range) -> Self {
        Self::new("A007", place, "`=>` after `where`")
            .note("`where` comes last: its names serve the formula and the derivative alike")
            .help("write `formula => derivative where …`")
    }

    /// `relu: u + v where u = x v = 1`
    pub fn missing_comma(name: &Ident) -> Self {
        Self::new("A008", name.span(), format!("missing `,` before `{name}`")).help(format!("write `, {name} = …`"))
    }

    /// `relu: u + v where u = x where v = 1`
    pub fn second_where(word: Span, name: &Ident) -> Self {
        Self::new("A008", word, format!("second `where`, before `{name}`"))
            .note("one `where` binds all names")
            .help(format!("write `, {name} = …`"))
    }

    /// `max(x,, 0)`
    pub fn stray_comma(place: Range) -> Self {
        Self::new("A008", place, "`,` without anything before it").help("leave it out")
    }

    /// `#![…]`, or `#` without brackets
    pub fn malformed_attribute(place: Range) -> Self {
        Self::new("A009", place, "`#` does not begin an attribute here").help("write `#[…]` before the definition")
    }

    /// `#[domain]`
    pub fn domain_without_condition(place: Range) -> Self {
        Self::new("A009", place, "`#[domain]` without a condition")
            .note("it says for which `x` the formula is meant to have a value")
            .help("write `#[domain(x > 0)]`")
    }

    /// `#[domain(x > 0)] #[domain(x < 1)]`
    pub fn second_domain(place: Range) -> Self {
        Self::new("A009", place, "second `#[domain]` of a definition")
            .help("join the conditions: `#[domain(x > 0 && x < 1)]`")
    }
}

/// Limits.
impl Diagnostic {
    /// Hundreds of parentheses.
    pub fn nested_too_deeply(place: Range, limit: usize) -> Self {
        Self::new("A040", place, format!("more than {limit} levels of nesting"))
            .note("parentheses, calls, branches, `-` and `!` each open a level")
            .help("name the inner part with `where`")
    }

    /// A program that somebody generated.
    pub fn too_many_tokens(place: Range, limit: usize) -> Self {
        Self::new("A041", place, format!("more than {limit} tokens in one `activation!`"))
            .help("share the definitions between several calls")
    }
}

/// Expressions.
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
        Self::new("A053", place, message)
            .note("a formula has a value for every `x`, so every `if` has an `else`")
            .help("write `else <…>` or `else if … <…> else <…>`")
    }

    /// `if x > 0 1 else 0`
    pub fn missing_branch(place: Range, found: Option<&str>) -> Self {
        let message = match found {
            Some(found) => format!("`{found}` where a branch is needed"),
            None => "the expression ends where a branch is needed".to_owned(),
        };
        Self::new("A054", place, message)
            .note("each branch of an `if` stands in `<…>` or `{…}`")
            .help("write `if x > 0 <1> else <0>`, or `{1}` for `<1>`")
    }

    /// `if x = 0 …`, `if x => 0 …` or `if x =< 0 …`
    pub fn assignment(place: Range, symbol: &str) -> Self {
        let right = match symbol {
            "=>" => ">=",
            "=<" => "<=",
            _ => "==",
        };
        Self::new("A055", place, format!("`{symbol}` does not compare")).help(format!("write `{right}`"))
    }

    /// `if x > 0 & x < 1 …`
    pub fn bitwise(place: Range, symbol: &str) -> Self {
        Self::new("A056", place, format!("`{symbol}` does not join conditions"))
            .help(format!("write `{symbol}{symbol}`"))
    }

    /// `if 0 < x < 1 …`
    pub fn chained_comparison(place: Range) -> Self {
        Self::new("A057", place, "chained comparison")
            .note("a comparison has two sides, and its result is not a number to compare further")
            .help("compare twice: `0 < x && x < 1` instead of `0 < x < 1`")
    }

    /// `x ^ 2` or `x ** 2`
    pub fn power(place: Range, symbol: &str) -> Self {
        Self::new("A058", place, format!("`{symbol}` is not a power"))
            .note("as in Rust, powers are calls")
            .help("write `x.powi(2)` for a whole exponent, `x.powf(alpha)` for any other")
    }

    /// `x % 2`
    pub fn remainder(place: Range, _: &str) -> Self {
        Self::new("A059", place, "`%` is not an operator here").help("write `x - 2 * (x / 2).trunc()` for `x % 2`")
    }

    /// `"x"`, `'x'`, `true`
    pub fn not_a_number(place: Range, found: &str) -> Self {
        Self::new("A060", place, format!("`{found}` is not a number"))
            .note("formulas are made of numbers, and conditions of comparisons")
            .help("write a number such as `2` or `0.5`, or a comparison such as `x > 0`")
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
