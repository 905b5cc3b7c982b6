//! A place in a list of tokens, and the ways to move on and to cut the list.
//!
//! In: the tokens of one group. Out: what comes next, symbol by symbol. Must never report anything.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

use crate::ast::Range;

/// The tokens still to be read, and the one before them.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [TokenTree],
    previous: Span,
}

impl<'a> Cursor<'a> {
    /// The start of some tokens; `previous` is the span to blame when there are none.
    pub(super) fn new(rest: &'a [TokenTree], previous: Span) -> Self {
        Self { rest, previous }
    }

    pub(super) fn rest(&self) -> &'a [TokenTree] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'a TokenTree> {
        self.rest.first()
    }

    /// The next token's range, or at the end the last one's.
    pub(super) fn place(&self) -> Range {
        self.peek().map_or(self.previous, TokenTree::span).into()
    }

    /// The token before.
    pub(super) fn behind(&self) -> Range {
        self.previous.into()
    }

    pub(super) fn bump(&mut self) -> Option<&'a TokenTree> {
        let (next, rest) = self.rest.split_first()?;
        *self = Self { rest, previous: next.span() };
        Some(next)
    }

    /// The range of the symbol, if its characters come next without a space between them.
    pub(super) fn symbol(&self, symbol: &str) -> Option<Range> {
        let mut tokens = self.rest.iter();
        let mut range: Option<Range> = None;
        let mut glued = true;
        for character in symbol.chars() {
            match tokens.next() {
                Some(TokenTree::Punct(punct)) if glued && punct.as_char() == character => {
                    let here = Range::from(punct.span());
                    range = Some(range.map_or(here, |range| range.to(here)));
                    glued = punct.spacing() == Spacing::Joint;
                }
                _ => return None,
            }
        }
        range
    }

    pub(super) fn eat(&mut self, symbol: &str) -> Option<Range> {
        let range = self.symbol(symbol)?;
        for _ in symbol.chars() {
            self.bump();
        }
        Some(range)
    }

    pub(super) fn word(&self) -> Option<&'a Ident> {
        match self.peek() {
            Some(TokenTree::Ident(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn eat_word(&mut self, word: &str) -> Option<Span> {
        let span = self.word().filter(|next| *next == word)?.span();
        self.bump();
        Some(span)
    }

    pub(super) fn eat_group(&mut self, delimiter: Delimiter) -> Option<&'a Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                self.bump();
                Some(group)
            }
            _ => None,
        }
    }

    /// This cursor moved to where the question is first answered with yes; `::` counts as one token, `=>` as well.
    pub(super) fn find(&self, question: impl Fn(&Self) -> bool) -> Option<Self> {
        let mut cursor = *self;
        while !question(&cursor) {
            if cursor.eat("::").is_none() && cursor.eat("=>").is_none() {
                cursor.bump()?;
            }
        }
        Some(cursor)
    }

    /// The tokens before a later place on the same list.
    pub(super) fn until(&self, later: &Self) -> Self {
        let (before, _) = self.rest.split_at(self.rest.len() - later.rest.len());
        Self { rest: before, previous: self.previous }
    }

    /// The items between separators; what follows the last separator counts only if it is something.
    pub(super) fn split(self, separator: &str) -> Vec<Self> {
        let mut items = Vec::new();
        let mut rest = self;
        while let Some(mut end) = rest.find(|cursor| cursor.symbol(separator).is_some()) {
            items.push(rest.until(&end));
            end.eat(separator);
            rest = end;
        }
        if !rest.is_empty() {
            items.push(rest);
        }
        items
    }
}

/// The tokens of a stream, freed of invisible brackets around them all (`macro_rules` puts them round `$meta`, `$vis`).
pub(super) fn bare_tokens(stream: TokenStream) -> Vec<TokenTree> {
    let mut stream = stream;
    loop {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        match tokens.as_slice() {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => stream = group.stream(),
            _ => return tokens,
        }
    }
}

/// A token as a message quotes it.
pub(super) fn quoted(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Parenthesis => "(…)".to_owned(),
            Delimiter::Brace => "{…}".to_owned(),
            Delimiter::Bracket => "[…]".to_owned(),
            Delimiter::None => group.to_string(),
        },
        token => token.to_string(),
    }
}
