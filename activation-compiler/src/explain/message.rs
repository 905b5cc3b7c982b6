//! One message as data.
//!
//! In: the tokens by which the compiler makes rustc show its messages. Out: the same messages with their places. Must
//! never word anything itself: reading what rustc is given is what makes the two say the same.

use std::ops::Range;

use proc_macro2::{Group, Literal, Span, TokenStream, TokenTree};

use crate::diagnostic::Level;

/// What is wrong or remarkable, where, why, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whether it is a refusal.
    pub level: Level,
    /// Its code in `diagnostic::CATALOGUE`; none when the text is not even tokens.
    pub code: Option<String>,
    /// What is wrong.
    pub title: String,
    /// The guilty bytes of the source.
    pub bytes: Range<usize>,
    /// Why.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Option<String>,
}

impl Message {
    /// Whether it is a refusal.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// From the text that `Diagnostic::into_tokens` lays out.
    fn new(level: Level, text: &str, bytes: Range<usize>) -> Self {
        let (text, help) = match text.split_once("\n  help: ") {
            Some((text, help)) => (text, Some(help.to_owned())),
            None => (text, None),
        };
        let mut parts = text.split("\n  note: ");
        let title = parts.next().unwrap_or_default();
        let (code, title) = match title.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
            Some((code, title)) => (Some(code.to_owned()), title),
            None => (None, title),
        };
        Self { level, code, title: title.to_owned(), bytes, notes: parts.map(str::to_owned).collect(), help }
    }
}

/// The messages in `compile_error!`s and in uses of deprecated items; `whole` is the place of those without any.
pub(super) fn read(tokens: TokenStream, whole: &Range<usize>) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut previous = None;
    for token in tokens {
        if let (Some(TokenTree::Punct(punct)), TokenTree::Group(body)) = (&previous, &token) {
            let read = match punct.as_char() {
                // `compile_error! { "…" }`, its path at the start of the range and its body at the end.
                '!' => text(body.stream()).map(|text| (Level::Error, text, punct.span(), body.span())),
                // `= { #[deprecated(note = "…")] … WARNING }`
                '=' => warning(body).map(|(text, place)| (Level::Warning, text, place, place)),
                _ => None,
            };
            messages.extend(read.map(|(level, text, start, end)| Message::new(level, &text, bytes(start, end, whole))));
        }
        previous = Some(token);
    }
    messages
}

/// From the start of one token to the end of another.
pub(super) fn bytes(start: Span, end: Span, whole: &Range<usize>) -> Range<usize> {
    let (start, end) = (start.byte_range(), end.byte_range());
    // No token is empty: this is the call as such.
    if start.is_empty() || end.is_empty() { whole.clone() } else { start.start..end.end.max(start.end) }
}

fn warning(body: &Group) -> Option<(String, Span)> {
    let mut note = None;
    let mut place = None;
    for token in body.stream() {
        match token {
            // `[deprecated(note = "…")]`
            TokenTree::Group(attribute) if note.is_none() => {
                note = attribute.stream().into_iter().find_map(|inner| match inner {
                    TokenTree::Group(arguments) => text(arguments.stream()),
                    _ => None,
                });
            }
            TokenTree::Ident(name) => place = Some(name.span()),
            _ => {}
        }
    }
    Some((note?, place?))
}

fn text(tokens: TokenStream) -> Option<String> {
    let literal = |literal: Literal| match syn::Lit::new(literal) {
        syn::Lit::Str(text) => Some(text.value()),
        _ => None,
    };
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Literal(token) => literal(token),
        _ => None,
    })
}
