//! One definition: its header, then its parts, each read on its own so that each may have its own mistake.
//!
//! In: the tokens between two `;`. Out: a definition, unless it has no usable name. Must never read expressions itself.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::cursor::{Cursor, bare_tokens, quoted};
use super::expression::Reader;
use super::keyword::keyword_of;
use crate::ast::{Binding, Definition, Derivative, ExpressionId, Expressions, Parameter};
use crate::diagnostic::{Diagnostic, Diagnostics};

pub(super) fn definition(tokens: Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Definition> {
    let mut cursor = tokens;
    let mut expressions = Expressions::default();
    let before = diagnostics.error_count();
    let mut reader = Reader::new(&mut expressions, diagnostics);
    let attributes = attributes(&mut cursor, &mut reader);
    let visibility = visibility(&mut cursor);
    skip_item_keyword(&mut cursor, &mut reader);
    let name = name(&mut cursor, &mut reader);
    let parameters = match cursor.eat_group(Delimiter::Parenthesis) {
        Some(list) => parameters(list, &mut reader),
        None => Vec::new(),
    };
    let (formula, derivative, bindings) = if colon(name, &mut cursor, &mut reader) {
        parts(cursor, &mut reader)
    } else if cursor.is_empty() {
        Parts::default()
    } else {
        return None;
    };
    Some(Definition {
        attributes: attributes.tokens,
        docs: attributes.docs,
        domain: attributes.domain,
        visibility,
        name: name?.clone(),
        parameters,
        expressions,
        formula,
        derivative,
        bindings,
        whole: diagnostics.error_count() == before,
    })
}

#[derive(Default)]
struct Attributes {
    tokens: Vec<TokenStream>,
    docs: Vec<String>,
    domain: Option<ExpressionId>,
}

fn attributes(cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Attributes {
    let mut attributes = Attributes::default();
    let mut domains = 0;
    while let Some(hash) = cursor.symbol("#") {
        let start = *cursor;
        cursor.eat("#");
        let Some(group) = cursor.eat_group(Delimiter::Bracket) else {
            cursor.eat("!");
            cursor.eat_group(Delimiter::Bracket);
            reader.error(Diagnostic::malformed_attribute(hash));
            continue;
        };
        let tokens = bare_tokens(group.stream());
        match tokens.as_slice() {
            [TokenTree::Ident(word), condition @ ..] if word == "domain" => {
                domains += 1;
                match condition {
                    _ if domains > 1 => reader.error(Diagnostic::second_domain(hash.to(group.span().into()))),
                    [TokenTree::Group(condition)] if !condition.stream().is_empty() => {
                        let tokens: Vec<_> = condition.stream().into_iter().collect();
                        attributes.domain = reader.part(&mut Cursor::new(&tokens, condition.span()));
                    }
                    _ => reader.error(Diagnostic::domain_without_condition(word.span().into())),
                }
            }
            content => {
                attributes.docs.extend(doc_lines(content));
                attributes.tokens.push(start.until(cursor).rest().iter().cloned().collect());
            }
        }
    }
    attributes
}

/// The lines of `doc = "…"`, without the space that `///` puts before them.
fn doc_lines(attribute: &[TokenTree]) -> Vec<String> {
    let [TokenTree::Ident(word), TokenTree::Punct(_), text @ ..] = attribute else { return Vec::new() };
    if word != "doc" {
        return Vec::new();
    }
    match syn::parse2::<syn::LitStr>(bare_tokens(text.iter().cloned().collect()).into_iter().collect()) {
        Ok(text) => text.value().lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()).collect(),
        // `doc = concat!(…)` and the like: rustc knows the text, we need not.
        Err(_) => Vec::new(),
    }
}

fn visibility(cursor: &mut Cursor<'_>) -> TokenStream {
    if let Some(visibility) = cursor.eat_group(Delimiter::None) {
        return visibility.stream();
    }
    let start = *cursor;
    if cursor.eat_word("pub").is_some() {
        cursor.eat_group(Delimiter::Parenthesis);
    }
    start.until(cursor).rest().iter().cloned().collect()
}

/// `fn relu`, `let relu` and the like: the word is wrong, what follows may be right.
fn skip_item_keyword(cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) {
    if let [TokenTree::Ident(word), TokenTree::Ident(_), ..] = cursor.rest()
        && keyword_of(&word.to_string()).is_some()
    {
        let help = "begin with the name: `relu: x.max(0)`";
        reader.error(Diagnostic::unsupported(word.span().into(), &format!("`{word}`"), help));
        cursor.bump();
    }
}

/// The name that comes next. One with an underscore in front is reported but kept, for its uses are no second mistake.
fn name<'a>(cursor: &mut Cursor<'a>, reader: &mut Reader<'_>) -> Option<&'a Ident> {
    let Some(name) = cursor.word() else {
        let found = cursor.peek().map(quoted);
        reader.error(Diagnostic::missing_name(cursor.place(), found.as_deref()));
        if cursor.symbol(":").is_none() {
            cursor.bump();
        }
        return None;
    };
    cursor.bump();
    if let Some(language) = keyword_of(&name.to_string()) {
        reader.error(Diagnostic::keyword_as_name(name, language));
        return None;
    }
    if name.to_string().starts_with('_') {
        reader.error(Diagnostic::underscored_name(name));
    }
    // `_` alone is none, not even for a field that nobody will see.
    Some(name).filter(|name| *name != "_")
}

/// Whether there is a `:`, or something to go on with in its place.
fn colon(name: Option<&Ident>, cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> bool {
    if cursor.symbol("::").is_none() && cursor.eat(":").is_some() {
        return true;
    }
    // Without name and `:` it is no definition, and that much has been said.
    let Some(name) = name else { return false };
    let place = cursor.place();
    let is_equals = cursor.symbol("==").is_none() && cursor.symbol("=>").is_none() && cursor.eat("=").is_some();
    if is_equals {
        reader.error(Diagnostic::equals_for_colon(name, place));
        return true;
    }
    let has_formula = matches!(cursor.peek(), Some(TokenTree::Ident(_) | TokenTree::Literal(_)));
    reader.error(if has_formula || cursor.is_empty() && name != "x" {
        Diagnostic::missing_colon(name, place)
    } else {
        Diagnostic::formula_without_name(name.span().into())
    });
    has_formula
}

/// The items of a list `name = …, name = …`, which a forgotten `,` does not join.
fn items<'a>(list: Cursor<'a>, reader: &mut Reader<'_>) -> Vec<Cursor<'a>> {
    let mut items = Vec::new();
    for mut item in list.split(",") {
        if item.is_empty() {
            reader.error(Diagnostic::stray_comma(item.place()));
            continue;
        }
        while let Some((name, mut next)) = second_item(&item) {
            items.push(item.until(&next));
            reader.error(match next.eat_word("where") {
                Some(word) => Diagnostic::second_where(word, name),
                None => Diagnostic::missing_comma(name),
            });
            item = next;
        }
        items.push(item);
    }
    items
}

/// A second `name =` of an item, with the `learn` or `where` before it.
fn second_item<'a>(item: &Cursor<'a>) -> Option<(&'a Ident, Cursor<'a>)> {
    let named = |cursor: &Cursor<'a>| {
        let mut cursor = *cursor;
        if cursor.eat_word("learn").is_none() {
            cursor.eat_word("where");
        }
        let name = cursor.word()?;
        cursor.bump();
        cursor.symbol("=").filter(|_| cursor.symbol("==").is_none()).map(|_| name)
    };
    let mut value = item.find(|cursor| cursor.symbol("=").is_some())?;
    value.bump();
    let next = value.find(|cursor| named(cursor).is_some())?;
    Some((named(&next)?, next))
}

fn parameters(list: &Group, reader: &mut Reader<'_>) -> Vec<Parameter> {
    let tokens: Vec<_> = list.stream().into_iter().collect();
    let mut parameters = Vec::new();
    for mut item in items(Cursor::new(&tokens, list.span()), reader) {
        let learn = match item.rest() {
            [_, TokenTree::Ident(_), ..] => item.eat_word("learn"),
            _ => None,
        };
        let Some(name) = name(&mut item, reader) else { continue };
        let default = if let Some(colon) = item.symbol(":") {
            reader.error(Diagnostic::parameter_with_type(name, colon));
            None
        } else if item.is_empty() && name == "x" {
            reader.error(Diagnostic::input_as_parameter(name));
            continue;
        } else if item.is_empty() {
            reader.error(Diagnostic::parameter_without_default(name));
            None
        } else {
            value(name, &mut item, reader)
        };
        parameters.push(Parameter { learn, name: name.clone(), default });
    }
    parameters
}

/// `= expression` behind a name.
fn value(name: &Ident, item: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Option<ExpressionId> {
    let is_equals = item.symbol("==").is_none() && item.eat("=").is_some();
    if !is_equals || item.is_empty() {
        reader.error(Diagnostic::missing_value(name, item.place()));
        return None;
    }
    reader.part(item)
}

type Parts = (Option<ExpressionId>, Option<Derivative>, Vec<Binding>);

/// `formula => derivative where bindings`, cut at its two words before any of it is read.
fn parts(cursor: Cursor<'_>, reader: &mut Reader<'_>) -> Parts {
    let is_where = |cursor: &Cursor<'_>| cursor.word().is_some_and(|word| word == "where");
    let is_arrow = |cursor: &Cursor<'_>| cursor.symbol("=>").is_some();
    let (head, mut tail) = match cursor.find(is_where) {
        Some(tail) => (cursor.until(&tail), Some(tail)),
        None => (cursor, None),
    };
    let (mut formula, arrow) = match head.find(|cursor| is_arrow(cursor) && !in_condition(&head.until(cursor))) {
        Some(arrow) => (head.until(&arrow), Some(arrow)),
        None => (head, None),
    };
    let (formula, mut derivative) = if formula.is_empty() {
        reader.error(Diagnostic::missing_formula(formula.place()));
        (None, None)
    } else {
        reader.formula(&mut formula)
    };
    if let Some(mut arrow) = arrow {
        arrow.eat("=>");
        derivative = Some(self::derivative(&mut arrow, reader));
    }
    let mut bindings = Vec::new();
    if let Some(tail) = &mut tail {
        tail.eat_word("where");
        let mut list = *tail;
        if let Some(late) = tail.find(is_arrow) {
            reader.error(Diagnostic::late_arrow(late.place()));
            list = tail.until(&late);
        }
        bindings = self::bindings(list, reader);
    }
    (formula, derivative, bindings)
}

/// Whether a formula breaks off between `if` and its branch, as `if x` does before the `=>` of `if x => 0 …`.
fn in_condition(formula: &Cursor<'_>) -> bool {
    formula.rest().rsplit(|token| matches!(token, TokenTree::Ident(word) if word == "if")).next().is_some_and(
        |condition| {
            condition.len() < formula.rest().len()
                && condition.iter().all(|token| match token {
                    TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() != '<',
                    _ => true,
                })
        },
    )
}

fn derivative(cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Derivative {
    let surrogate = cursor.eat_word("surrogate");
    let expression = if cursor.is_empty() {
        reader.error(Diagnostic::missing_derivative(cursor.place()));
        None
    } else {
        reader.part(cursor)
    };
    Derivative { surrogate, expression }
}

fn bindings(list: Cursor<'_>, reader: &mut Reader<'_>) -> Vec<Binding> {
    if list.is_empty() {
        reader.error(Diagnostic::missing_bindings(list.place()));
    }
    let mut bindings = Vec::new();
    for mut item in items(list, reader) {
        let Some(name) = name(&mut item, reader) else { continue };
        bindings.push(Binding { name: name.clone(), value: value(name, &mut item, reader) });
    }
    bindings
}
