//! What operators stand between: literals, names, calls, paths, brackets.
//!
//! In: a cursor where a number should begin. Out: the operand. Must never read an operator but inside brackets.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};

use super::cursor::{Cursor, bare_tokens, quoted};
use super::expression::{Context, Operand, Parsed, Reader, Reported};
use super::keyword::keyword_of;
use super::mistake::{after_expression, in_place_of_operand, vanishes};
use crate::ast::{ExpressionId, Kind, Range};
use crate::diagnostic::Diagnostic;
use crate::function::{Function, foreign};

impl Reader<'_> {
    pub(super) fn primary(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
        if cursor.symbol("::").is_some() {
            return self.path(cursor);
        }
        match cursor.peek() {
            Some(TokenTree::Literal(literal)) => {
                cursor.bump();
                self.number(literal)
            }
            Some(TokenTree::Ident(word)) => self.word(cursor, word),
            Some(TokenTree::Group(path))
                if is_pasted_path(path) && matches!(cursor.rest(), [_, TokenTree::Group(_), ..]) =>
            {
                // `$path(x)` of a `macro_rules`: read as if the invisible brackets were not there.
                cursor.bump();
                let arguments = cursor.bump().cloned();
                let tokens: Vec<_> = bare_tokens(path.stream()).into_iter().chain(arguments).collect();
                self.primary(&mut Cursor::new(&tokens, path.span()))
            }
            Some(TokenTree::Group(group)) if matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::None) => {
                cursor.bump();
                Ok(self.inside(group, "()"))
            }
            _ => match self.bars(cursor)? {
                Some((inside, range)) => {
                    self.error(Diagnostic::bars(range, "", &self.spell(inside)));
                    let function = Ident::new("abs", range.start);
                    Ok(self.add(Kind::Call { function, arguments: vec![inside], method: false }, range))
                }
                None => self.fail(in_place_of_operand(cursor)),
            },
        }
    }

    /// What stands between two `|`, unless they are a closure's.
    pub(super) fn bars(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<(ExpressionId, Range)>, Reported> {
        let mut behind = *cursor;
        let Some(open) = behind.eat("|") else { return Ok(None) };
        let Some(mut end) = behind.find(|cursor| cursor.symbol("|").is_some()) else { return Ok(None) };
        let mut inside = behind.until(&end);
        let Some(close) = end.eat("|").filter(|_| !begins_operand(&end) && !inside.is_empty()) else { return Ok(None) };
        let inside = self.whole(&mut inside, Context::Nested)?;
        *cursor = end;
        Ok(Some((inside.id, open.to(close))))
    }

    /// What a pair of brackets holds; a stand-in if that cannot be read, so that what follows can be.
    pub(super) fn inside(&mut self, group: &Group, brackets: &str) -> Operand {
        let range = group.span().into();
        let tokens: Vec<_> = group.stream().into_iter().collect();
        if tokens.is_empty() {
            self.error(Diagnostic::empty_brackets(range, brackets));
            return self.stand_in(range);
        }
        let mut cursor = Cursor::new(&tokens, group.span());
        match self.whole(&mut cursor, Context::Nested) {
            Ok(operand) => Operand { id: operand.id, range },
            Err(Reported) => self.stand_in(range),
        }
    }

    pub(super) fn arguments(&mut self, group: &Group) -> Vec<ExpressionId> {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        let mut arguments = Vec::new();
        let mut is_named = false;
        for mut item in Cursor::new(&tokens, group.span()).split(",") {
            let place = item.place();
            if let Some(name) = argument_name(&mut item)
                && !std::mem::replace(&mut is_named, true)
            {
                self.error(Diagnostic::named_argument(name));
            }
            let parsed =
                if item.is_empty() { self.fail(Diagnostic::stray_comma(place)) } else { self.argument(&mut item) };
            arguments.push(parsed.unwrap_or_else(|Reported| self.stand_in(place)).id);
        }
        // How many arguments are meant is anyone's guess.
        self.broken |= is_named;
        arguments
    }

    fn argument(&mut self, item: &mut Cursor<'_>) -> Parsed {
        let operand = self.binary(item, 0, Context::Nested)?;
        match item.peek() {
            None => Ok(operand),
            Some(token) if begins_operand(item) => {
                self.fail(Diagnostic::missing_comma_of_arguments(item.place(), &quoted(token)))
            }
            Some(_) => self.fail(after_expression(item)),
        }
    }

    fn word(&mut self, cursor: &mut Cursor<'_>, word: &Ident) -> Parsed {
        let text = word.to_string();
        if text == "if" {
            return self.conditional(cursor);
        }
        let mut behind = *cursor;
        behind.bump();
        if behind.symbol("::").is_some() {
            return self.path(cursor);
        }
        let group = behind.eat_group(Delimiter::Parenthesis);
        if let (Some(group), "where") = (group, text.as_str()) {
            *cursor = behind;
            return self.choice(word, group);
        }
        if keyword_of(&text).is_some() {
            return self.fail(in_place_of_operand(cursor));
        }
        *cursor = behind;
        let range = Range::from(word.span());
        if let Some(group) = group {
            let arguments = self.arguments(group);
            let kind = Kind::Call { function: word.clone(), arguments, method: false };
            return Ok(self.add(kind, range.to(group.span().into())));
        }
        let is_function = Function::from_name(&text).is_some() || foreign(&text).is_some();
        if is_function && begins_operand(cursor) {
            let argument = self.operand(cursor)?;
            let call = Kind::Call { function: word.clone(), arguments: vec![argument.id], method: false };
            let call = self.add(call, range.to(argument.range));
            self.error(Diagnostic::call_without_parentheses(word, &self.spell(call.id)));
            return Ok(call);
        }
        Ok(self.add(Kind::Name(word.clone()), range))
    }

    /// `where(condition, a, b)` of other languages.
    pub(super) fn choice(&mut self, word: &Ident, group: &Group) -> Parsed {
        let arguments = self.arguments(group);
        let range = Range::from(word.span()).to(group.span().into());
        let &[condition, a, b] = arguments.as_slice() else {
            return self.fail(Diagnostic::choice(word.span().into(), None));
        };
        let whole = self.add(Kind::If(condition, a, b), range);
        self.error(Diagnostic::choice(word.span().into(), Some(&self.spell(whole.id))));
        Ok(whole)
    }

    /// `other_crate::Silu(x)`
    fn path(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
        let start = *cursor;
        let mut range = cursor.place();
        cursor.eat("::");
        while let Some(segment) = cursor.word() {
            cursor.bump();
            range = range.to(segment.span().into());
            if cursor.eat("::").is_none() {
                break;
            }
        }
        let tokens = start.until(cursor).rest();
        if cursor.symbol("<").is_some() && matches!(tokens, [.., TokenTree::Punct(_)]) {
            return self.fail(Diagnostic::unsupported(
                cursor.place(),
                "a type argument",
                "call the activation without it",
            ));
        }
        let path: TokenStream = tokens.iter().cloned().collect();
        let Some(group) = cursor.eat_group(Delimiter::Parenthesis) else {
            let text: String = tokens.iter().map(ToString::to_string).collect();
            return self.fail(Diagnostic::path_without_call(range, &text));
        };
        let arguments = self.arguments(group);
        Ok(self.add(Kind::PathCall { path, arguments }, range.to(group.span().into())))
    }

    fn number(&mut self, literal: &Literal) -> Parsed {
        let range = Range::from(literal.span());
        let (digits, suffix) = match syn::Lit::new(literal.clone()) {
            syn::Lit::Int(number) => (number.base10_digits().to_owned(), number.suffix().to_owned()),
            syn::Lit::Float(number) => (number.base10_digits().to_owned(), number.suffix().to_owned()),
            _ => return self.fail(Diagnostic::not_a_number(range, &literal.to_string())),
        };
        if !suffix.is_empty() {
            self.error(Diagnostic::suffix(range, &digits, &suffix));
            // The suffix may be a name: `2x`.
            self.broken = true;
        }
        match digits.parse::<f64>() {
            Ok(0.0) if vanishes(&digits) => self.fail(Diagnostic::number_vanishes(range)),
            Ok(value) => Ok(self.add(Kind::Number { value }, range)),
            Err(_) => self.fail(Diagnostic::not_a_number(range, &literal.to_string())),
        }
    }
}

/// Whether what comes next could only be another operand.
pub(super) fn begins_operand(cursor: &Cursor<'_>) -> bool {
    match cursor.peek() {
        Some(TokenTree::Literal(_)) => true,
        Some(TokenTree::Ident(word)) => keyword_of(&word.to_string()).is_none(),
        _ => false,
    }
}

/// The `name =` of an argument, which the cursor is then behind.
fn argument_name<'a>(item: &mut Cursor<'a>) -> Option<&'a Ident> {
    let mut value = *item;
    let name = value.word()?;
    value.bump();
    if ["==", "=>", "=<", "=!"].iter().any(|symbol| value.symbol(symbol).is_some()) {
        return None;
    }
    value.eat("=")?;
    *item = value;
    Some(name)
}

/// A path in the invisible brackets that `macro_rules` puts round it.
fn is_pasted_path(group: &Group) -> bool {
    let is_path_token = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    };
    group.delimiter() == Delimiter::None && bare_tokens(group.stream()).iter().all(is_path_token)
}
