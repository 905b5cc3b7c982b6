//! One definition: its header, then its parts, each read on its own so that each may have its own mistake.
//!
//! In: the tokens between two `;`. Out: a definition, unless it has no usable name. Must never read expressions itself.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use super::cursor::{Cursor, bare_tokens, quoted};
use super::expression::Reader;
use super::keyword::keyword_of;
use crate::ast::{Binding, Definition, Derivative, ExpressionId, Expressions, Parameter, Range};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::nearest::nearest;

pub(super) fn definition(tokens: Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Definition> {
    let mut cursor = tokens;
    let mut expressions = Expressions::default();
    let before = diagnostics.error_count();
    let mut reader = Reader::new(&mut expressions, diagnostics);
    let attributes = attributes(&mut cursor, &mut reader);
    let visibility = visibility(&mut cursor);
    if cursor.is_empty() {
        reader.error(Diagnostic::nothing_described(tokens.place().to(cursor.place())));
        return None;
    }
    if let Some((place, formula)) = bare_formula(cursor, &reader) {
        reader.error(Diagnostic::formula_without_name(place, &formula));
        return None;
    }
    skip_item_keyword(&mut cursor, &mut reader);
    let name = match several_words(&mut cursor, &mut reader) {
        Some(name) => Some(name),
        None => name(&mut cursor, &mut reader).cloned(),
    };
    let parameters = match cursor.eat_group(Delimiter::Parenthesis) {
        Some(list) => parameters(list, &mut reader),
        None => Vec::new(),
    };
    let (formula, derivative, bindings) = match colon(name.as_ref(), &mut cursor, &mut reader) {
        Colon::There => parts(cursor, &mut reader),
        Colon::Missing => Parts::default(),
        Colon::Nonsense => return None,
    };
    Some(Definition {
        attributes: attributes.tokens,
        docs: attributes.docs,
        domain: attributes.domain,
        plot: attributes.plot,
        visibility,
        name: name?,
        parameters,
        expressions,
        formula,
        derivative,
        bindings,
        whole: diagnostics.error_count() == before,
    })
}

/// A formula where a definition should be, if it is one from end to end, and what to underline.
fn bare_formula(cursor: Cursor<'_>, reader: &Reader<'_>) -> Option<(Range, String)> {
    let is_name = matches!(cursor.rest(), [TokenTree::Ident(word)] if word != "x");
    if is_name || cursor.is_empty() {
        return None;
    }
    let formula = match cursor.find(|cursor| cursor.symbol("=>").is_some()) {
        Some(arrow) if !in_condition(&cursor.until(&arrow)) => cursor.until(&arrow),
        _ => cursor,
    };
    reader.attempt(|reader| {
        let formula = reader.part(&mut { formula })?;
        Some((cursor.place(), reader.spell(formula)))
    })
}

struct Attributes {
    tokens: Vec<TokenStream>,
    docs: Vec<String>,
    domain: Option<ExpressionId>,
    plot: bool,
}

fn attributes(cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Attributes {
    let mut attributes = Attributes { tokens: Vec::new(), docs: Vec::new(), domain: None, plot: true };
    let mut domains = 0;
    while let Some(hash) = cursor.symbol("#") {
        let start = *cursor;
        cursor.eat("#");
        let Some(group) = cursor.eat_group(Delimiter::Bracket) else {
            cursor.eat("!");
            let inner = cursor.eat_group(Delimiter::Bracket).map(Group::stream);
            let is_doc = inner.is_some_and(|inner| inner.to_string().starts_with("doc"));
            reader.error(if is_doc { Diagnostic::inner_doc(hash) } else { Diagnostic::malformed_attribute(hash) });
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
            [TokenTree::Ident(word), rest @ ..] if word == "plot" => {
                attributes.plot = false;
                let is_off = |list: &Group| list.stream().to_string() == "off";
                if !matches!(rest, [TokenTree::Group(list)] if is_off(list)) {
                    reader.error(Diagnostic::plot_that_is_not_off(hash.to(group.span().into())));
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

/// `leaky relu`, `leaky-relu` or `public relu` before a `:` or its parameters, reported, as the name that is meant.
fn several_words(cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Option<Ident> {
    let mut behind = *cursor;
    let first = behind.word()?;
    let mut words = Vec::new();
    let mut range = behind.place();
    while let Some(word) = behind.word().filter(|word| keyword_of(&word.to_string()).is_none()) {
        range = range.to(behind.place());
        behind.bump();
        words.push(word);
        behind.eat("-");
    }
    let mut colon = behind;
    colon.eat_group(Delimiter::Parenthesis);
    if words.len() < 2 || colon.symbol(":").is_none() {
        return None;
    }
    *cursor = behind;
    let is_public = first == "private" || nearest(&first.to_string(), ["pub", "public"]).is_some();
    if let (true, [_, name]) = (is_public, words.as_slice()) {
        reader.error(Diagnostic::foreign_visibility(first));
        return Some((*name).clone());
    }
    let joined = words.iter().map(ToString::to_string).collect::<Vec<_>>().join("_");
    reader.error(Diagnostic::name_of_several_words(range, &joined));
    Some(Ident::new(&joined, first.span()))
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

/// What stands where the `:` belongs.
enum Colon {
    /// It, or something to go on with in its place.
    There,
    /// Nothing that could be read as a formula, but a name before it.
    Missing,
    /// Nothing that makes a definition.
    Nonsense,
}

fn colon(name: Option<&Ident>, cursor: &mut Cursor<'_>, reader: &mut Reader<'_>) -> Colon {
    if cursor.symbol("::").is_none() && cursor.eat(":").is_some() {
        return Colon::There;
    }
    // Without name and `:` it is no definition, and that much has been said.
    let Some(name) = name else { return Colon::Nonsense };
    let place = cursor.place();
    if let Some(mut formula) = cursor.symbol("->").and_then(|_| cursor.find(|cursor| cursor.symbol(":").is_some())) {
        reader.error(Diagnostic::unsupported(place, "a return type", "leave it out: every formula gives a number"));
        formula.eat(":");
        *cursor = formula;
        return Colon::There;
    }
    let is_equals = cursor.symbol("==").is_none() && cursor.symbol("=>").is_none() && cursor.eat("=").is_some();
    if is_equals {
        reader.error(Diagnostic::equals_for_colon(name, place));
        return Colon::There;
    }
    if cursor.word().is_some_and(|word| word == "where") {
        reader.error(Diagnostic::early_where(name, place));
        return Colon::Missing;
    }
    let has_formula = matches!(cursor.peek(), Some(TokenTree::Ident(_) | TokenTree::Literal(_)));
    if has_formula || cursor.is_empty() && name != "x" {
        reader.error(Diagnostic::missing_colon(name, place));
        return if has_formula { Colon::There } else { Colon::Missing };
    }
    reader.error(Diagnostic::formula_without_name(name.span().into(), "…"));
    Colon::Nonsense
}

/// The items of a list `name = …, name = …`, which a forgotten `,` does not join.
fn items<'a>(list: Cursor<'a>, reader: &mut Reader<'_>) -> Vec<Cursor<'a>> {
    let mut items = Vec::new();
    // No `;` gets here but between parentheses.
    for semicolon in list.split(";").iter().skip(1) {
        reader.error(Diagnostic::semicolon_for_comma(semicolon.behind()));
    }
    for mut item in list.split(";").into_iter().flat_map(|list| list.split(",")) {
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
            [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word != "learn" => {
                reader.error(Diagnostic::foreign_learn(word, name));
                item.bump();
                None
            }
            [_, TokenTree::Ident(_), ..] => item.eat_word("learn"),
            _ => None,
        };
        let Some(name) = name(&mut item, reader) else { continue };
        let default = if name == "x" && (item.is_empty() || item.symbol(":").is_some()) {
            reader.error(Diagnostic::input_as_parameter(name));
            continue;
        } else if let Some(colon) = item.symbol(":") {
            reader.error(Diagnostic::parameter_with_type(name, colon));
            None
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
    if let Some(colon) = item.eat(":") {
        reader.error(Diagnostic::colon_for_equals(name, colon));
    } else if !is_equals || item.is_empty() {
        reader.error(Diagnostic::missing_value(name, item.place()));
        return None;
    }
    reader.part(item)
}

type Parts = (Option<ExpressionId>, Option<Derivative>, Vec<Binding>);

/// `formula => derivative where bindings`, cut at its two words before any of it is read.
fn parts(cursor: Cursor<'_>, reader: &mut Reader<'_>) -> Parts {
    // `where(…)` is what other languages call a function.
    let is_where = |cursor: &Cursor<'_>| {
        cursor.word().is_some_and(|word| word == "where")
            && !matches!(cursor.rest(), [_, TokenTree::Group(group), ..] if group.delimiter() == Delimiter::Parenthesis)
    };
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
pub(super) fn in_condition(formula: &Cursor<'_>) -> bool {
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
    let mut surrogate = cursor.eat_word("surrogate");
    if let [TokenTree::Ident(word), TokenTree::Ident(_) | TokenTree::Literal(_), ..] = cursor.rest()
        && nearest(&word.to_string(), ["surrogate"]).is_some()
    {
        reader.error(Diagnostic::misspelt_surrogate(word));
        surrogate = Some(word.span());
        cursor.bump();
    }
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
