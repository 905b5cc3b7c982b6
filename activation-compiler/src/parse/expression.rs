//! Expressions: precedence climbing over a cursor, with Rust's precedences.
//!
//! In: a cursor at an expression. Out: its place in the definition's list, or `None` and a message. Must never recurse
//! but through `operand`, which counts the depth; sums, method chains and `else if` chains are loops.

use proc_macro2::{Delimiter, Ident, TokenTree};

use super::cursor::Cursor;
use super::mistake::{after_expression, is_euler, is_negation, of_infix};
use super::operator::{ADDITIVE, COMPARISON, Infix, Meaning, Mistake, infix};
use crate::ast::{Derivative, ExpressionId, Expressions, Kind, Operator, Range};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::function::{CONSTANTS, foreign_constant};
use crate::spell::{spell, spell_receiver, spell_test};

/// Levels of nesting: far beyond any formula, and well within the stack of rustc's threads.
const MAX_DEPTH: usize = 200;

/// What an expression is surrounded by, which decides where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// A part of a definition: `=` and `=>` end it.
    Part,
    /// The condition of an `if`: a `<` behind a comparison begins the branch.
    Condition,
    /// Brackets.
    Nested,
}

/// An expression with its range, parentheses included.
#[derive(Clone, Copy)]
pub(super) struct Operand {
    pub(super) id: ExpressionId,
    pub(super) range: Range,
}

/// The message is out, and what follows cannot be understood.
pub(super) struct Reported;

pub(super) type Parsed = Result<Operand, Reported>;

/// Reads the expressions of one definition.
pub(super) struct Reader<'a> {
    expressions: &'a mut Expressions,
    diagnostics: &'a mut Diagnostics,
    depth: usize,
    /// Whether something was replaced by a stand-in, the message about it being out.
    pub(super) broken: bool,
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

    pub(super) fn whole(&mut self, cursor: &mut Cursor<'_>, context: Context) -> Parsed {
        let operand = self.binary(cursor, 0, context)?;
        if cursor.is_empty() { Ok(operand) } else { self.fail(after_expression(cursor)) }
    }

    pub(super) fn add(&mut self, kind: Kind, range: Range) -> Operand {
        Operand { id: self.expressions.add(kind, range), range }
    }

    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Result<T, Reported> {
        self.error(diagnostic);
        Err(Reported)
    }

    /// Tries to read something whose mistakes are nobody's business.
    pub(super) fn attempt<T>(&self, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Option<T> {
        let (mut expressions, mut diagnostics) = (Expressions::default(), Diagnostics::default());
        let mut reader = Reader { depth: self.depth, ..Reader::new(&mut expressions, &mut diagnostics) };
        let read = read(&mut reader);
        read.filter(|_| diagnostics.is_empty())
    }

    /// An expression as a message quotes it.
    pub(super) fn spell(&self, id: ExpressionId) -> String {
        spell(self.expressions, id)
    }

    pub(super) fn is_condition(&self, operand: Operand) -> bool {
        self.expressions.get(operand.id).kind.is_condition()
    }

    /// Operands joined by operators that bind at least as tightly as `minimum`.
    pub(super) fn binary(&mut self, cursor: &mut Cursor<'_>, minimum: u8, context: Context) -> Parsed {
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
            if infix.symbol == "|"
                && !self.is_condition(left)
                && let Some((inside, range)) = self.bars(cursor)?
            {
                return self.fail(Diagnostic::bars(range, "* ", &self.spell(inside)));
            }
            let Some(place) = infix.eat(cursor) else { break };
            let is_comparison = matches!(infix.meaning, Meaning::Compare(_));
            if is_comparison && let Some(first) = compared {
                return self.compared_twice(cursor, context, infix.symbol, first, left);
            }
            let first = left;
            let right = self.binary(cursor, infix.precedence + 1, context);
            if let Some(mistake) = infix.mistake {
                let right = right.as_ref().ok().map(|right| right.id);
                self.error(of_infix(mistake, place, infix.symbol, (self.expressions, left.id, right)));
            }
            left = self.join(infix, place, left, right?);
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
            let mistake = match spell_test(self.expressions, first.id) {
                Some((name, test)) => Diagnostic::foreign_test(name, &test),
                None => Diagnostic::number_for_condition(first.range),
            };
            return self.fail(mistake);
        }
        let third = self.binary(cursor, ADDITIVE, context)?;
        self.fail(Diagnostic::chained_comparison(both.range.to(third.range)))
    }

    fn join(&mut self, infix: &Infix, place: Range, left: Operand, right: Operand) -> Operand {
        let (a, b) = (left.id, right.id);
        let are_numbers = !self.is_condition(left) && !self.is_condition(right);
        let kind = match (infix.mistake, infix.meaning) {
            // Of a mistake the message is out; this is what was meant, as far as anyone knows.
            (Some(Mistake::Bitwise | Mistake::Word), _) if are_numbers => {
                Kind::Binary(Operator::Multiply, place.start, a, b)
            }
            (Some(Mistake::Power), _) if is_euler(self.expressions, a) => {
                Kind::Call { function: Ident::new("exp", place.start), arguments: vec![b], method: false }
            }
            (_, Meaning::Or) => Kind::Or(a, b),
            (_, Meaning::And) => Kind::And(a, b),
            (_, Meaning::Compare(comparison)) => Kind::Compare(comparison, place.start, a, b),
            (_, Meaning::Arithmetic(operator)) => Kind::Binary(operator, place.start, a, b),
        };
        self.add(kind, left.range.to(right.range))
    }

    /// An operand with its signs: the only door to deeper levels.
    pub(super) fn operand(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
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
        } else if is_negation(cursor)
            && let Some(not) = cursor.eat_word("not")
        {
            // It binds looser than Rust's `!`.
            let operand = self.binary(cursor, COMPARISON, Context::Condition)?;
            self.error(Diagnostic::word_for_not(not, &spell_receiver(self.expressions, operand.id)));
            Ok(self.add(Kind::Not(operand.id), Range::from(not).to(operand.range)))
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
            return self.fail(Diagnostic::unsupported(
                dots,
                "a range",
                "write `clamp(x, 0, 1)` for bounds, `0 < x && x < 1` for a condition",
            ));
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
            return match self.call_behind_modules(cursor) {
                Some(call) => {
                    self.error(Diagnostic::module_prefix(receiver.range.to(place), &self.spell(call.id)));
                    Ok(call)
                }
                None => self.fail(match constant_of(function) {
                    Some(constant) if self.is_name(receiver) => {
                        Diagnostic::module_of_a_constant(receiver.range.to(place), constant)
                    }
                    _ => Diagnostic::method_without_arguments(function),
                }),
            };
        };
        if function == "where" {
            return self.choice(function, group);
        }
        let mut arguments = vec![receiver.id];
        arguments.extend(self.arguments(group));
        let kind = Kind::Call { function: function.clone(), arguments, method: true };
        Ok(self.add(kind, receiver.range.to(group.span().into())))
    }

    /// Whether this is one word and not the input, as modules are.
    fn is_name(&self, operand: Operand) -> bool {
        matches!(&self.expressions.get(operand.id).kind, Kind::Name(name) if name != "x")
    }

    /// The call at the end of `torch.nn.functional.relu(x)`.
    fn call_behind_modules(&mut self, cursor: &mut Cursor<'_>) -> Option<Operand> {
        let mut behind = *cursor;
        loop {
            behind.eat(".")?;
            let function = behind.word()?;
            behind.bump();
            if let Some(group) = behind.eat_group(Delimiter::Parenthesis) {
                *cursor = behind;
                let arguments = self.arguments(group);
                let kind = Kind::Call { function: function.clone(), arguments, method: false };
                let range = Range::from(function.span()).to(group.span().into());
                return Some(self.add(kind, range));
            }
        }
    }

    pub(super) fn stand_in(&mut self, range: Range) -> Operand {
        self.broken = true;
        self.add(Kind::Number { value: f64::NAN }, range)
    }
}

/// The constant that another language keeps in a module: `Math.PI`, `np.pi`.
fn constant_of(name: &Ident) -> Option<&'static str> {
    let text = name.to_string();
    let is_constant = |constant: &str| constant.eq_ignore_ascii_case(&text);
    let known = CONSTANTS.iter().map(|&(constant, ..)| constant);
    foreign_constant(&text).or_else(|| { known }.find(|constant| is_constant(constant)))
}
