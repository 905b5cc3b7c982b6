//! Where the definitions of a source are.
//!
//! In: the tokens of a source. Out: what stands between the braces of each `activation!` call in it; without any, all of
//! it. A call with `$` in it is the template of a `macro_rules!`, and left out. Must never look into the definitions.

use std::ops::Range;

use proc_macro2::{Ident, TokenStream, TokenTree};

/// One `activation!` call.
pub(super) struct Call {
    /// What stands between its braces.
    pub(super) definitions: TokenStream,
    /// The whole call: where a mistake is shown that no token is guilty of.
    pub(super) place: Range<usize>,
}

/// The calls, in order.
pub(super) fn calls(tokens: TokenStream, source: &str) -> Vec<Call> {
    let (mut calls, mut templates) = (Vec::new(), 0);
    let mut open = vec![tokens.clone().into_iter()];
    let (mut name, mut bang): (Option<Ident>, bool) = (None, false);
    while let Some(next) = open.last_mut().map(Iterator::next) {
        match next {
            None => {
                open.pop();
                (name, bang) = (None, false);
            }
            Some(TokenTree::Group(group)) => {
                match name.take() {
                    Some(name) if bang => {
                        let place = name.span().byte_range().start..group.span().byte_range().end;
                        if has_dollar(group.stream()) {
                            templates += 1;
                        } else {
                            calls.push(Call { definitions: group.stream(), place });
                        }
                    }
                    _ => open.push(group.stream().into_iter()),
                }
                bang = false;
            }
            Some(TokenTree::Ident(ident)) => (name, bang) = (Some(ident).filter(|ident| ident == "activation"), false),
            Some(TokenTree::Punct(punct)) if punct.as_char() == '!' && !bang => bang = true,
            Some(_) => (name, bang) = (None, false),
        }
    }
    if calls.is_empty() && templates == 0 {
        let start = source.len() - source.trim_start().len();
        calls.push(Call { definitions: tokens, place: start..source.trim_end().len().max(start) });
    }
    calls
}

fn has_dollar(tokens: TokenStream) -> bool {
    let mut open = vec![tokens.into_iter()];
    while let Some(next) = open.last_mut().map(Iterator::next) {
        match next {
            None => drop(open.pop()),
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(TokenTree::Punct(punct)) if punct.as_char() == '$' => return true,
            Some(_) => {}
        }
    }
    false
}
