//! Messages about definitions that cannot be read: A001–A009, and A040–A041 on size.
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
    pub fn formula_without_name(place: Range, formula: &str) -> Self {
        Self::new("A002", place, "a formula without a name")
            .note("a definition is a name, `:` and a formula in `x`; the name becomes that of a struct")
            .help(format!("write `name: {formula}`, with a name of your choice"))
    }

    /// `a where t = tanh(x): x * t`
    pub fn early_where(name: &Ident, place: Range) -> Self {
        Self::new("A002", place, "`where` before the formula")
            .note("`where` comes last: its names serve the formula and the derivative alike")
            .help(format!("write `{name}: … where …`"))
    }

    /// `leaky relu: …`
    pub fn name_of_several_words(place: Range, joined: &str) -> Self {
        Self::new("A005", place, "a name is one word").help(format!("write `{joined}`"))
    }

    /// `public relu: …`
    pub fn foreign_visibility(word: &Ident) -> Self {
        Self::new("A005", word.span(), format!("`{word}` is no visibility"))
            .note("a definition with `pub` is public, one without it is private, as in Rust")
            .help(if word == "private" { "leave it out" } else { "write `pub`" })
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
        Self::new("A003", place, "missing binding after `where`")
            .note("`where` gives names to parts of the formula")
            .help("write `where u = …`, or leave `where` out")
    }

    /// `where u` or `where u =`
    pub fn missing_value(name: &Ident, place: Range) -> Self {
        Self::new("A003", place, format!("missing value of `{name}`")).help(format!("write `{name} = …`"))
    }

    /// `relu: x.max(0) tanh: x.tanh()`
    pub fn missing_semicolon(name: &Ident) -> Self {
        Self::new("A004", name.span(), format!("missing `;` before the definition of `{name}`"))
            .note("the `:` behind it begins a formula, and one definition has one formula")
            .help("write `;` at the end of the definition before it")
    }

    /// `relu: lambda x: max(x, 0)`
    pub fn lambda(word: Span, input: &Ident) -> Self {
        Self::new("A062", word, "a `lambda` is not part of the formula language")
            .note("a definition is already a function, of `x`: its formula follows the name and `:`")
            .help(if input == "x" {
                "leave out `lambda x:`".to_owned()
            } else {
                format!("leave out `lambda {input}:`, and write `x` for `{input}`")
            })
    }

    /// `relu: x.max(0), tanh: x.tanh()`
    pub fn comma_for_semicolon(comma: Span, name: &Ident) -> Self {
        Self::new("A004", comma, format!("`,` before the definition of `{name}` where `;` belongs"))
            .note("definitions are separated by `;`")
            .help("write `;`")
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

    /// `/// Rectified linear unit.`, or `pub`, without a definition behind it
    pub fn nothing_described(place: Range) -> Self {
        Self::new("A005", place, "no definition behind this")
            .note("comments with `///`, attributes and `pub` belong to the definition that follows them")
            .help("write one, such as `relu: x.max(0);`, or leave this out")
    }

    /// `match: x`
    pub fn keyword_as_name(name: &Ident, language: &str) -> Self {
        let diagnostic =
            Self::new("A005", name.span(), format!("`{name}` is a keyword of {language} and cannot be a name"));
        // `self_` would name the struct `Self`.
        if name.to_string().eq_ignore_ascii_case("self") {
            diagnostic.help("choose another name")
        } else {
            diagnostic.help(format!("choose another name, such as `{name}_`"))
        }
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

    /// `(learnable alpha = 1)`, `(mut alpha = 1)`
    pub fn foreign_learn(word: &Ident, name: &Ident) -> Self {
        Self::new("A006", word.span(), format!("`{word}` before a parameter"))
            .note("every parameter can be set; `learn` marks one that training changes")
            .help(format!("write `learn {name} = …`, or leave `{word}` out"))
    }

    /// `=> surogate 1`
    pub fn misspelt_surrogate(word: &Ident) -> Self {
        Self::new("A007", word.span(), format!("unknown word `{word}` before the derivative"))
            .note("only `surrogate` may stand there: it says that the derivative is meant to differ")
            .help("write `surrogate`")
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

    /// `where t: tanh(x)`
    pub fn colon_for_equals(name: &Ident, colon: Range) -> Self {
        Self::new("A003", colon, format!("`:` after `{name}` where `=` belongs"))
            .note("`:` leads to the formula of a definition")
            .help(format!("write `{name} = …`"))
    }

    /// `(alpha = 1; beta = 2)`
    pub fn semicolon_for_comma(place: Range) -> Self {
        Self::new("A008", place, "`;` between parameters where `,` belongs")
            .note("`;` ends a definition")
            .help("write `,`")
    }

    /// `relu: u + v where u = x v = 1`
    pub fn missing_comma(name: &Ident) -> Self {
        Self::new("A008", name.span(), format!("missing `,` before `{name}`"))
            .note("parameters and bindings are separated by `,`")
            .help(format!("write `, {name} = …`"))
    }

    /// `relu: u + v where u = x where v = 1`
    pub fn second_where(word: Span, name: &Ident) -> Self {
        Self::new("A008", word, format!("second `where`, before `{name}`"))
            .note("one `where` binds all names")
            .help(format!("write `, {name} = …`"))
    }

    /// `max(x,, 0)`
    pub fn stray_comma(place: Range) -> Self {
        Self::new("A008", place, "`,` without anything before it")
            .help("leave it out, or write what is missing before it")
    }

    /// `#![…]`, or `#` without brackets
    pub fn malformed_attribute(place: Range) -> Self {
        Self::new("A009", place, "`#` does not begin an attribute here")
            .note("attributes belong to the definition behind them, so none has a `!`")
            .help("write `#[…]` before the definition")
    }

    /// `//! Rectified linear unit.`
    pub fn inner_doc(place: Range) -> Self {
        Self::new("A009", place, "a comment with `//!` documents what it stands in")
            .note("what it stands in is the call of `activation!`, which has no documentation")
            .help("write `///`, which documents the definition behind it")
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
            .note("a definition has one condition for its `x`")
            .help("join the conditions: `#[domain(x > 0 && x < 1)]`")
    }

    /// `#[plot]`
    pub fn plot_that_is_not_off(place: Range) -> Self {
        Self::new("A009", place, "`#[plot(off)]` is the only `#[plot]`")
            .note("the documentation of a public activation has its graph, unless it is turned off")
            .help("write `#[plot(off)]`, or leave it out")
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
            .note("all of a call is checked and differentiated at once, whenever one token of it changes")
            .help("share the definitions between several calls")
    }
}
