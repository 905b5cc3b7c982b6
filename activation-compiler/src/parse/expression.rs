//! Expressions: precedence climbing over a cursor, with Rust's precedences.
//!
//! In: a cursor at an expression. Out: its place in the definition's list, or `None` and a message. Must never recurse
//! but through `operand`, which counts the depth; sums, method chains and `else if` chains are loops.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};

use super::cursor::{Cursor, bare_tokens, quoted};
use super::keyword::keyword_of;
use super::mistake::{after_expression, in_place_of_closing_angle, in_place_of_operand, vanishes};
use super::operator::{ADDITIVE, Meaning, infix};
use crate::ast::{Derivative, ExpressionId, Expressions, Kind, Range};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Levels of nesting: far beyond any formula, and well within the stack of rustc's threads.
const MAX_DEPTH: usize = 200;

/// What an expression is surrounded by, which decides where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// A part of a definition: `=` and `=>` end it.
    Part,
    /// The condition of an `if`: a `<` behind a comparison begins the branch.
    Condition,
    /// Brackets.
    Nested,
}

/// An expression with its range, parentheses included.
#[derive(Clone, Copy)]
struct Operand {
    id: ExpressionId,
    range: Range,
}

/// The message is out, and what follows cannot be understood.
struct Reported;

type Parsed = Result<Operand, Reported>;

/// Reads the expressions of one definition.
pub(super) struct Reader<'a> {
    expressions: &'a mut Expressions,
    diagnostics: &'a mut Diagnostics,
    depth: usize,
    /// Whether something inside brackets was replaced by a stand-in, the message about it being out.
    broken: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(expressions: &'a mut Expressions, diagnostics: &'a mut Diagnostics) -> Self {
        Self { expressions, diagnostics, depth: 0, broken: false }
    }

    pub(super) fn error(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.error(diagnostic);
    }

    /// A part of a definition, all of it.
    pub(super) fn part(&mut self, cursor: &mut Cursor<'_>) -> Option<ExpressionId> {
        self.broken = false;
        let parsed = self.whole(cursor, Context::Part);
        parsed.ok().filter(|_| !self.broken).map(|operand| operand.id)
    }

    /// A formula, and the derivative behind a wrong arrow if there is one.
    pub(super) fn formula(&mut self, cursor: &mut Cursor<'_>) -> (Option<ExpressionId>, Option<Derivative>) {
        self.broken = false;
        let Ok(operand) = self.binary(cursor, 0, Context::Part) else { return (None, None) };
        let formula = Some(operand.id).filter(|_| !self.broken);
        for arrow in ["->", "="] {
            if cursor.symbol("=>").is_none()
                && let Some(place) = cursor.eat(arrow)
            {
                self.error(Diagnostic::wrong_arrow(place, arrow));
                let surrogate = cursor.eat_word("surrogate");
                return (formula, Some(Derivative { surrogate, expression: self.part(cursor) }));
            }
        }
        if !cursor.is_empty() {
            self.error(after_expression(cursor));
            return (None, None);
        }
        (formula, None)
    }

    fn whole(&mut self, cursor: &mut Cursor<'_>, context: Context) -> Parsed {
        let operand = self.binary(cursor, 0, context)?;
        if cursor.is_empty() { Ok(operand) } else { self.fail(after_expression(cursor)) }
    }

    fn add(&mut self, kind: Kind, range: Range) -> Operand {
        Operand { id: self.expressions.add(kind, range), range }
    }

    fn fail<T>(&mut self, diagnostic: Diagnostic) -> Result<T, Reported> {
        self.error(diagnostic);
        Err(Reported)
    }

    fn is_condition(&self, operand: Operand) -> bool {
        self.expressions.get(operand.id).kind.is_condition()
    }

    /// Operands joined by operators that bind at least as tightly as `minimum`.
    fn binary(&mut self, cursor: &mut Cursor<'_>, minimum: u8, context: Context) -> Parsed {
        let mut left = self.operand(cursor)?;
        let mut compared = None;
        while let Some(infix) = infix(cursor).filter(|infix| infix.precedence >= minimum) {
            let ends = match context {
                Context::Part => matches!(infix.symbol, "=" | "=>"),
                Context::Condition => infix.symbol == "<" && self.is_condition(left),
                Context::Nested => false,
            };
            if ends {
                break;
            }
            let Some(place) = cursor.eat(infix.symbol) else { break };
            let is_comparison = matches!(infix.meaning, Meaning::Compare(_));
            if is_comparison && let Some(first) = compared {
                return self.compared_twice(cursor, context, infix.symbol, first, left);
            }
            if let Some(mistake) = infix.mistake {
                self.error(mistake(place, infix.symbol));
            }
            let first = left;
            let right = self.binary(cursor, infix.precedence + 1, context)?;
            left = self.join(infix.meaning, place, left, right);
            compared = is_comparison.then_some(first);
        }
        Ok(left)
    }

    /// `0 < x < 1`, but also `if x <1> else <0>`, where a number stands for a condition.
    fn compared_twice(
        &mut self,
        cursor: &mut Cursor<'_>,
        context: Context,
        symbol: &str,
        first: Operand,
        both: Operand,
    ) -> Parsed {
        let is_branch = symbol == ">" && cursor.word().is_some_and(|word| word == "else");
        if context == Context::Condition && is_branch {
            return self.fail(Diagnostic::number_for_condition(first.range));
        }
        let third = self.binary(cursor, ADDITIVE, context)?;
        self.fail(Diagnostic::chained_comparison(both.range.to(third.range)))
    }

    fn join(&mut self, meaning: Meaning, place: Range, left: Operand, right: Operand) -> Operand {
        let (a, b) = (left.id, right.id);
        let kind = match meaning {
            Meaning::Or => Kind::Or(a, b),
            Meaning::And => Kind::And(a, b),
            Meaning::Compare(comparison) => Kind::Compare(comparison, place.start, a, b),
            Meaning::Arithmetic(operator) => Kind::Binary(operator, place.start, a, b),
        };
        self.add(kind, left.range.to(right.range))
    }

    /// An operand with its signs: the only door to deeper levels.
    fn operand(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
        if self.depth >= MAX_DEPTH {
            return self.fail(Diagnostic::nested_too_deeply(cursor.place(), MAX_DEPTH));
        }
        self.depth += 1;
        let parsed = self.signed(cursor);
        self.depth -= 1;
        parsed
    }

    fn signed(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
        if let Some(sign) = cursor.eat("-") {
            let operand = self.operand(cursor)?;
            Ok(self.add(Kind::Negate(operand.id), sign.to(operand.range)))
        } else if let Some(not) = cursor.eat("!") {
            let operand = self.operand(cursor)?;
            Ok(self.add(Kind::Not(operand.id), not.to(operand.range)))
        } else {
            let mut operand = self.primary(cursor)?;
            while cursor.symbol(".").is_some() {
                operand = self.method(cursor, operand)?;
            }
            Ok(operand)
        }
    }

    /// `.function(arguments)` behind a receiver.
    fn method(&mut self, cursor: &mut Cursor<'_>, receiver: Operand) -> Parsed {
        if let Some(dots) = cursor.symbol("..") {
            return self.fail(Diagnostic::unsupported(dots, "a range", "compare twice: `0 < x && x < 1`"));
        }
        cursor.bump();
        let place = cursor.place();
        let Some(token) = cursor.bump() else { return self.fail(Diagnostic::missing_operand(place, None)) };
        let TokenTree::Ident(function) = token else {
            return self.fail(Diagnostic::unsupported(
                place,
                "a field",
                "leave it out: numbers have methods but no fields",
            ));
        };
        if let Some(colons) = cursor.symbol("::") {
            return self.fail(Diagnostic::unsupported(colons, "a type argument", "call the method without it"));
        }
        let Some(group) = cursor.eat_group(Delimiter::Parenthesis) else {
            return self.fail(Diagnostic::method_without_arguments(function));
        };
        let mut arguments = vec![receiver.id];
        arguments.extend(self.arguments(group));
        let kind = Kind::Call { function: function.clone(), arguments, method: true };
        Ok(self.add(kind, receiver.range.to(group.span().into())))
    }

    fn primary(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
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
            _ => self.fail(in_place_of_operand(cursor)),
        }
    }

    /// What a pair of brackets holds; a stand-in if that cannot be read, so that what follows can be.
    fn inside(&mut self, group: &Group, brackets: &str) -> Operand {
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

    fn stand_in(&mut self, range: Range) -> Operand {
        self.broken = true;
        self.add(Kind::Number { value: 1.0, whole: true }, range)
    }

    fn arguments(&mut self, group: &Group) -> Vec<ExpressionId> {
        let tokens: Vec<_> = group.stream().into_iter().collect();
        let mut arguments = Vec::new();
        for mut item in Cursor::new(&tokens, group.span()).split(",") {
            let place = item.place();
            let parsed = if item.is_empty() {
                self.fail(Diagnostic::stray_comma(place))
            } else {
                self.whole(&mut item, Context::Nested)
            };
            arguments.push(parsed.unwrap_or_else(|Reported| self.stand_in(place)).id);
        }
        arguments
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
        if keyword_of(&text).is_some() {
            return self.fail(in_place_of_operand(cursor));
        }
        *cursor = behind;
        let range = Range::from(word.span());
        let Some(group) = cursor.eat_group(Delimiter::Parenthesis) else {
            return Ok(self.add(Kind::Name(word.clone()), range));
        };
        let arguments = self.arguments(group);
        let kind = Kind::Call { function: word.clone(), arguments, method: false };
        Ok(self.add(kind, range.to(group.span().into())))
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
        let (digits, suffix, whole) = match syn::Lit::new(literal.clone()) {
            syn::Lit::Int(number) => (number.base10_digits().to_owned(), number.suffix().to_owned(), true),
            syn::Lit::Float(number) => (number.base10_digits().to_owned(), number.suffix().to_owned(), false),
            _ => return self.fail(Diagnostic::not_a_number(range, &literal.to_string())),
        };
        if !suffix.is_empty() {
            self.error(Diagnostic::suffix(range, &digits, &suffix));
            // The suffix may be a name: `2x`.
            self.broken = true;
        }
        match digits.parse::<f64>() {
            Ok(0.0) if vanishes(&digits) => self.fail(Diagnostic::number_vanishes(range)),
            Ok(value) => Ok(self.add(Kind::Number { value, whole }, range)),
            Err(_) => self.fail(Diagnostic::not_a_number(range, &literal.to_string())),
        }
    }

    /// `if condition <a> else if … <b> else <c>`
    fn conditional(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
        let mut arms = Vec::new();
        let otherwise = loop {
            let start = cursor.place();
            cursor.bump();
            let condition = self.binary(cursor, 0, Context::Condition)?;
            let branch = self.branch(cursor, Some(condition))?;
            arms.push((start, condition, branch));
            if cursor.eat_word("else").is_none() {
                let found = cursor.peek().map(quoted);
                return self.fail(Diagnostic::missing_else(cursor.place(), found.as_deref()));
            }
            if cursor.word().is_none_or(|word| word != "if") {
                break self.branch(cursor, None)?;
            }
        };
        let whole = arms.into_iter().rev().fold(otherwise, |otherwise, (start, condition, branch)| {
            let kind = Kind::If(condition.id, branch.id, otherwise.id);
            self.add(kind, start.to(otherwise.range))
        });
        Ok(whole)
    }

    /// `<expression>` or `{expression}`
    fn branch(&mut self, cursor: &mut Cursor<'_>, condition: Option<Operand>) -> Parsed {
        if let Some(group) = cursor.eat_group(Delimiter::Brace) {
            return Ok(self.inside(group, "{}"));
        }
        let Some(angle) = cursor.eat("<") else {
            let found = cursor.peek().map(quoted);
            return self.fail(Diagnostic::missing_branch(cursor.place(), found.as_deref()));
        };
        if let Some(close) = cursor.eat(">") {
            let range = angle.to(close);
            self.error(Diagnostic::empty_brackets(range, "<>"));
            return Ok(self.stand_in(range));
        }
        let inside = self.binary(cursor, ADDITIVE, Context::Nested)?;
        let Some(close) = cursor.eat(">") else {
            let condition =
                condition.filter(|&condition| self.is_condition(condition)).map(|condition| condition.range);
            return self.fail(in_place_of_closing_angle(cursor, condition, inside.range, angle));
        };
        Ok(Operand { id: inside.id, range: angle.to(close) })
    }
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
