//! What goes wrong, collected: messages with a code and a place, and how they reach the user.
//!
//! In: mistakes, through the named constructors of `definition`, `expression`, `semantic` and `calculus`. Out: tokens that make rustc show them.
//! Must never decide what a mistake is, nor stop at the first.

mod calculus;
mod definition;
mod expression;
mod semantic;

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::ast::Range;

/// Every code and the mistake it stands for; docs/language.md has an entry for each, tests/ui/fail a program.
pub const CATALOGUE: &[(&str, &str)] = &[
    ("A001", "empty macro"),
    ("A002", "missing `:`"),
    ("A003", "missing part"),
    ("A004", "missing `;`"),
    ("A005", "unusable name"),
    ("A006", "malformed parameter"),
    ("A007", "misplaced derivative"),
    ("A008", "missing or doubled `,`"),
    ("A009", "malformed attribute"),
    ("A010", "unknown variable"),
    ("A011", "function used as a variable"),
    ("A012", "unknown function"),
    ("A013", "wrong number of arguments"),
    ("A014", "number where a condition is needed"),
    ("A015", "condition where a number is needed"),
    ("A016", "duplicate definition"),
    ("A017", "duplicate name"),
    ("A018", "name that means something else"),
    ("A019", "`y` outside a derivative"),
    ("A020", "default that is not a constant"),
    ("A021", "default that is not finite"),
    ("A022", "exponent of `powi`"),
    ("A023", "number out of range"),
    ("A024", "definition by itself"),
    ("A025", "binding used before it is bound"),
    ("A026", "unused binding"),
    ("A027", "unused parameter"),
    ("A028", "formula without `x`"),
    ("A029", "parameter that cannot be learnt"),
    ("A030", "formula without a value"),
    ("A031", "wrong derivative"),
    ("A032", "unstable derivative"),
    ("A033", "flat formula"),
    ("A034", "derivative that is not a number"),
    ("A035", "needless `surrogate`"),
    ("A036", "derivative that cannot be checked"),
    ("A037", "derivative at a point that cannot be derived"),
    ("A038", "empty domain"),
    ("A039", "swapped bounds"),
    ("A040", "nesting too deep"),
    ("A041", "too many tokens"),
    ("A042", "too large once inlined"),
    ("A050", "missing number"),
    ("A051", "missing operator"),
    ("A052", "unclosed `<`"),
    ("A053", "missing `else`"),
    ("A054", "missing branch"),
    ("A055", "`=` that should compare"),
    ("A056", "`&` or `|` between conditions"),
    ("A057", "chained comparison"),
    ("A058", "`^` or `**`"),
    ("A059", "`%`"),
    ("A060", "literal that is not a number"),
    ("A061", "suffix on a number"),
    ("A062", "unsupported syntax"),
    ("A063", "method without arguments"),
    ("A064", "path that is not called"),
];

/// Whether the macro refuses or merely remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is emitted but a fallback.
    Error,
    /// The activation is emitted all the same.
    Warning,
}

/// One message.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its code in `CATALOGUE`.
    pub code: &'static str,
    /// What rustc underlines.
    pub range: Range,
    /// What is wrong.
    pub message: String,
    /// Why.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Option<String>,
    /// How grave it is.
    pub level: Level,
}

impl Diagnostic {
    fn new(code: &'static str, range: impl Into<Range>, message: impl Into<String>) -> Self {
        let (range, message) = (range.into(), message.into());
        Self { code, range, message, notes: Vec::new(), help: None, level: Level::Error }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The message as the user reads it.
    fn text(&self) -> String {
        let mut text = format!("[{}] {}", self.code, self.message);
        for note in &self.notes {
            text += "\n  note: ";
            text += note;
        }
        if let Some(help) = &self.help {
            text += "\n  help: ";
            text += help;
        }
        text
    }

    /// Tokens that make rustc show the message: an error under the whole range, for it joins the spans of the first and
    /// the last token of a macro call; a warning, which stable Rust has for deprecated items alone, under its start.
    pub fn into_tokens(self) -> TokenStream {
        let Range { start, end } = self.range;
        let text = self.text();
        match self.level {
            Level::Error => {
                let mut message = Literal::string(&text);
                message.set_span(end);
                let mut body = Group::new(Delimiter::Brace, TokenTree::from(message).into());
                body.set_span(end);
                quote_spanned!(start=> ::core::compile_error! #body)
            }
            Level::Warning => {
                let warning = Ident::new("WARNING", start);
                quote! {
                    const _: () = {
                        #[deprecated(note = #text)]
                        const WARNING: () = ();
                        #warning
                    };
                }
            }
        }
    }
}

/// All messages about one `activation!` call.
#[derive(Debug, Default)]
#[must_use = "messages that are not emitted never reach the user"]
pub struct Diagnostics {
    /// Each with the position of the definition that it is about: on stable Rust a macro's spans have no order.
    messages: Vec<(usize, Diagnostic)>,
    position: usize,
}

impl Diagnostics {
    /// What is added from now on is about the definition at this position.
    pub fn turn_to(&mut self, position: usize) {
        self.position = position;
    }

    /// Adds a refusal.
    pub fn error(&mut self, diagnostic: Diagnostic) {
        self.messages.push((self.position, Diagnostic { level: Level::Error, ..diagnostic }));
    }

    /// Adds a remark.
    pub fn warning(&mut self, diagnostic: Diagnostic) {
        self.messages.push((self.position, Diagnostic { level: Level::Warning, ..diagnostic }));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// How many refusals there are.
    pub fn error_count(&self) -> usize {
        self.messages.iter().filter(|(_, diagnostic)| diagnostic.level == Level::Error).count()
    }

    /// Whether the macro must refuse.
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// In the order of the definitions, whichever stage found them.
    fn sorted(mut self) -> impl Iterator<Item = Diagnostic> {
        self.messages.sort_by_key(|(position, _)| *position);
        self.messages.into_iter().map(|(_, diagnostic)| diagnostic)
    }

    /// The tokens of all messages, in order.
    pub fn into_compile_errors(self) -> TokenStream {
        self.sorted().map(Diagnostic::into_tokens).collect()
    }
}

#[cfg(test)]
impl Diagnostics {
    /// The codes, as they were found: what the tests of the stages compare.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.messages.iter().map(|(_, diagnostic)| diagnostic.code).collect()
    }

    /// The messages with notes and help, as they were found.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.messages.iter().map(|(_, diagnostic)| diagnostic.text()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn sample() -> Diagnostic {
        Diagnostic::new("A012", Span::call_site(), "unknown function `foo`").note("why").help("write `bar`")
    }

    #[test]
    fn text_is_laid_out_in_lines() {
        assert_eq!(sample().text(), "[A012] unknown function `foo`\n  note: why\n  help: write `bar`");
    }

    #[test]
    fn errors_become_compile_errors() {
        let mut diagnostics = Diagnostics::default();
        assert!(diagnostics.is_empty());
        diagnostics.error(sample());
        assert!(diagnostics.has_errors());
        let tokens = diagnostics.into_compile_errors().to_string();
        assert!(tokens.starts_with(":: core :: compile_error ! { \"[A012] unknown function"), "{tokens}");
    }

    #[test]
    fn messages_come_in_the_order_of_the_definitions() {
        let mut diagnostics = Diagnostics::default();
        for (position, name) in [(1, "later"), (0, "first"), (1, "last")] {
            diagnostics.turn_to(position);
            diagnostics.error(Diagnostic::new("A012", Span::call_site(), name));
        }
        let messages: Vec<String> = diagnostics.sorted().map(|diagnostic| diagnostic.message).collect();
        assert_eq!(messages, ["first", "later", "last"]);
    }

    #[test]
    fn warnings_become_uses_of_something_deprecated() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.warning(sample());
        assert!(!diagnostics.has_errors() && !diagnostics.is_empty());
        let tokens = diagnostics.into_compile_errors();
        assert!(tokens.to_string().contains("deprecated (note = \"[A012]"), "{tokens}");
    }

    #[test]
    fn the_catalogue_lists_exactly_the_codes_in_use() {
        let sources = concat!(
            include_str!("diagnostic/definition.rs"),
            include_str!("diagnostic/expression.rs"),
            include_str!("diagnostic/semantic.rs"),
            include_str!("diagnostic/calculus.rs")
        );
        for (code, _) in CATALOGUE {
            assert!(sources.contains(&format!("\"{code}\"")), "{code} is never used");
        }
        for code in sources.split("\"A0").skip(1).filter_map(|rest| rest.get(..2)) {
            assert!(CATALOGUE.iter().any(|(listed, _)| listed[2..] == *code), "A0{code} is not listed");
        }
        assert!(CATALOGUE.is_sorted(), "in order of their codes");
    }
}
