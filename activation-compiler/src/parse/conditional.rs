//! `if condition <a> else if … <b> else <c>`
//!
//! In: a cursor at `if`. Out: the chain as one operand. Must never recurse for `else if`, which is a loop.

use proc_macro2::Delimiter;

use super::cursor::{Cursor, quoted};
use super::expression::{Context, Operand, Parsed, Reader};
use super::mistake::in_place_of_closing_angle;
use super::operator::ADDITIVE;
use crate::ast::Kind;
use crate::diagnostic::Diagnostic;

impl Reader<'_> {
    pub(super) fn conditional(&mut self, cursor: &mut Cursor<'_>) -> Parsed {
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
            let cure = condition.and_then(|condition| self.bracketed(*cursor, condition));
            return self.fail(Diagnostic::missing_branch(cursor.place(), found.as_deref(), cure.as_deref()));
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

    /// `if x > 0: x else: 0` and `if x > 0 then x else 0` as they should be, where nothing else is wrong with them.
    fn bracketed(&self, mut cursor: Cursor<'_>, condition: Operand) -> Option<String> {
        let skip = |cursor: &mut Cursor<'_>| cursor.eat(":").is_some() || cursor.eat_word("then").is_some();
        skip(&mut cursor);
        let [a, b] = self.attempt(|reader| {
            let a = reader.binary(&mut cursor, ADDITIVE, Context::Nested).ok()?.id;
            cursor.eat_word("else")?;
            skip(&mut cursor);
            let b = reader.binary(&mut cursor, ADDITIVE, Context::Nested).ok()?.id;
            Some([a, b].map(|id| reader.spell(id)))
        })?;
        Some(format!("if {} <{a}> else <{b}>", self.spell(condition.id)))
    }
}
