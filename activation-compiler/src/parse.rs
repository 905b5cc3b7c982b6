//! Tokens → ast; this module alone parses.
//!
//! In: `[core path]` and the program, as `activation_core::activation!` passes them on. Out: the ast, with `None` for
//! each part that could not be read, and a message for it. Must never stop at the first mistake, know mathematics, or
//! recurse deeper than `MAX_DEPTH`.

mod conditional;
mod cursor;
mod definition;
mod expression;
mod keyword;
mod mistake;
mod operator;
mod primary;
#[cfg(test)]
mod tests;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::ast::Program;
use crate::diagnostic::{Diagnostic, Diagnostics};
use cursor::Cursor;
use definition::in_condition;

/// Tokens in one call: a hundred times the whole catalogue.
const MAX_TOKENS: usize = 100_000;

/// Reads a whole `activation!` call.
pub fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Program {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let krate = match tokens.first() {
        Some(TokenTree::Group(path)) if path.delimiter() == Delimiter::Bracket => {
            let path = path.stream();
            tokens.remove(0);
            path
        }
        // Called by its back door, which nobody should use.
        _ => quote!(::activation_core),
    };
    let mut definitions = Vec::new();
    let program = Cursor::new(&tokens, Span::call_site());
    if let Some(excess) = first_in_excess(&tokens) {
        diagnostics.error(Diagnostic::too_many_tokens(excess.into(), MAX_TOKENS));
    } else if program.split(";").iter().all(Cursor::is_empty) {
        diagnostics.error(Diagnostic::empty_program(Span::call_site()));
    } else {
        for statement in program.split(";") {
            diagnostics.turn_to(definitions.len());
            for tokens in separate(statement, diagnostics) {
                diagnostics.turn_to(definitions.len());
                definitions.extend(definition::definition(tokens, diagnostics));
            }
        }
    }
    Program::new(krate, definitions)
}

/// The first token beyond the limit, groups counted with what they hold.
fn first_in_excess(tokens: &[TokenTree]) -> Option<Span> {
    let mut count = 0;
    let mut open: Vec<proc_macro2::token_stream::IntoIter> = Vec::new();
    let mut top = tokens.iter();
    loop {
        let token = match open.last_mut().map(Iterator::next) {
            None => top.next()?.clone(),
            Some(Some(token)) => token,
            Some(None) => {
                open.pop();
                continue;
            }
        };
        count += 1;
        if count > MAX_TOKENS {
            return Some(token.span());
        }
        if let TokenTree::Group(group) = token {
            open.push(group.stream().into_iter());
        }
    }
}

/// The definitions between two `;`: one, unless a `;` was forgotten.
fn separate<'a>(statement: Cursor<'a>, diagnostics: &mut Diagnostics) -> Vec<Cursor<'a>> {
    let mut definitions = Vec::new();
    let mut rest = statement;
    while let Some((definition, next, name)) = second_header(rest) {
        match definition.rest().split_last() {
            Some((TokenTree::Punct(comma), before)) if comma.as_char() == ',' => {
                diagnostics.error(Diagnostic::comma_for_semicolon(comma.span(), name));
                definitions.push(Cursor::new(before, comma.span()));
            }
            Some((TokenTree::Ident(word), [.., TokenTree::Punct(colon)]))
                if word == "lambda" && colon.as_char() == ':' =>
            {
                diagnostics.error(Diagnostic::lambda(word.span(), name));
                return definitions;
            }
            _ => {
                diagnostics.error(Diagnostic::missing_semicolon(name));
                definitions.push(definition);
            }
        }
        rest = next;
    }
    if !rest.is_empty() {
        definitions.push(rest);
    }
    definitions
}

/// What stands before and from a second `name:` on, and that name.
fn second_header(statement: Cursor<'_>) -> Option<(Cursor<'_>, Cursor<'_>, &Ident)> {
    let colon = |cursor: &Cursor<'_>| cursor.symbol(":").is_some() && cursor.symbol("::").is_none();
    let mut end = statement.find(colon)?;
    loop {
        end.eat(":");
        end = end.find(colon)?;
        let before_colon = statement.until(&end);
        // The `:` of `if x > 0: x else: 0` begins no formula.
        if !in_condition(&before_colon)
            && let Some((before, name)) = before_header(before_colon.rest())
        {
            let mut next = statement;
            for _ in before {
                next.bump();
            }
            return Some((statement.until(&next), next, name));
        }
    }
}

/// The name that the tokens end with, if a definition can begin there, and what stands before its attributes.
fn before_header(tokens: &[TokenTree]) -> Option<(&[TokenTree], &Ident)> {
    let is = |group: &Group, delimiter| group.delimiter() == delimiter;
    let tokens = match tokens {
        [before @ .., TokenTree::Group(parameters)] if is(parameters, Delimiter::Parenthesis) => before,
        _ => tokens,
    };
    let [before @ .., TokenTree::Ident(name)] = tokens else { return None };
    if name == "else" {
        return None;
    }
    let mut before = match before {
        [before @ .., TokenTree::Ident(word)] if word == "pub" => before,
        [before @ .., TokenTree::Ident(word), TokenTree::Group(scope)]
            if word == "pub" && is(scope, Delimiter::Parenthesis) =>
        {
            before
        }
        _ => before,
    };
    while let [earlier @ .., TokenTree::Punct(hash), TokenTree::Group(attribute)] = before {
        if hash.as_char() != '#' || !is(attribute, Delimiter::Bracket) {
            break;
        }
        before = earlier;
    }
    match before.last()? {
        TokenTree::Punct(punct) if !matches!(punct.as_char(), '>' | ',') => None,
        // `where t: …` binds, whatever the sign.
        TokenTree::Ident(word) if word == "where" => None,
        _ => Some((before, name)),
    }
}
