//! What to do about a hole in a formula.
//!
//! In: the formula and where it has no value. Out: what overflows there, or a condition under which nothing is missing.
//! Must never suggest a condition that has not been tried: written as suggested, it is accepted.

use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::pretty::written;
use crate::verify::Claim;
use crate::verify::domain::{Hole, hole};

/// Conditions beyond this are no cure that anyone would copy.
const MOST_CONDITIONS: usize = 6;

/// A formula with more operations is not tried again and again.
const LARGEST: usize = 1000;

/// How near a pole a domain may come.
const MARGIN: f64 = 1e-3;

/// The cure.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// Nothing is undefined there, but numbers are too large: which, and what becomes of them.
    Overflow {
        /// As it would be written, if that fits a line.
        what: Option<String>,
        /// `∞ / ∞` and the like.
        operation: &'static str,
    },
    /// A condition for `#[domain(…)]`.
    Domain(String),
    /// None of these.
    Guard,
}

/// What to do about a hole that was found.
pub fn advise(arena: &mut Arena, claim: &Claim<'_>, found: Hole, names: &[String]) -> Advice {
    if let Some(overflow) = overflow(arena, claim, found, names) {
        return overflow;
    }
    if arena.reachable(&[claim.value]).len() > LARGEST {
        return Advice::Guard;
    }
    let mut search = Search { arena, claim };
    let mask = search.by_ends().or_else(|| search.by_arguments(false)).or_else(|| search.by_arguments(true));
    mask.and_then(|mask| written(arena, mask, names)).map_or(Advice::Guard, Advice::Domain)
}

/// A search for a condition.
struct Search<'a, 'b> {
    arena: &'a mut Arena,
    claim: &'a Claim<'b>,
}

impl Search<'_, '_> {
    fn value(&self, x: f64) -> f64 {
        Tape::new(self.arena, &[self.claim.value]).run(Point::at(x, self.claim.parameters))
    }

    fn hole(&self, mask: Option<Id>) -> Option<Hole> {
        hole(self.arena, self.claim.value, mask.or(self.claim.domain), self.claim.parameters)
    }

    fn and(&mut self, mask: Option<Id>, condition: Id) -> Id {
        mask.map_or(condition, |mask| self.arena.add(Node::And(mask, condition)))
    }

    fn is_inside(&self, mask: Option<Id>, x: f64) -> bool {
        let holds = |mask: Id| Tape::new(self.arena, &[mask]).run(Point::at(x, self.claim.parameters)) != 0.0;
        x.is_finite() && mask.is_none_or(holds)
    }

    /// Whether nothing is missing under a condition, and something is left.
    fn works(&self, mask: Id) -> bool {
        let inside = Tape::new(self.arena, &[mask]);
        let is_left = |x: f64| inside.run(Point::at(x, self.claim.parameters)) != 0.0 && self.value(x).is_finite();
        self.hole(Some(mask)).is_none()
            && [0.3, 1.7, 40.0, 5e3, 5e5, 5e7, 5e9, 5e30].into_iter().any(|x| is_left(x) || is_left(-x))
    }

    /// The ends of the holes, where they are numbers that a person would write.
    fn by_ends(&mut self) -> Option<Id> {
        let mut mask = self.claim.domain;
        for _ in 0..MOST_CONDITIONS {
            let Some(Hole { low, high, .. }) = self.hole(mask) else { return mask.filter(|&mask| self.works(mask)) };
            let condition = if low == high {
                self.end(Comparison::NotEqual, low)?
            } else {
                // Beyond the end of a declared domain there is nothing to keep.
                let above = self.is_inside(mask, high + MARGIN).then(|| self.end(Comparison::Greater, high));
                let below = self.is_inside(mask, low - MARGIN).then(|| self.end(Comparison::Less, low));
                match (below, above) {
                    (None, None) => return None,
                    (Some(end), None) | (None, Some(end)) => end?,
                    (Some(below), Some(above)) => {
                        let (below, above) = (below?, above?);
                        self.arena.add(Node::Or(below, above))
                    }
                }
            };
            mask = Some(self.and(mask, condition));
        }
        None
    }

    /// x compared with an end; with the end included if the formula has a value there.
    fn end(&mut self, comparison: Comparison, end: f64) -> Option<Id> {
        // An end is a neighbour of the number that it stands for; beside 0 that is the least number.
        let plain = if end.abs() <= 1e-300 { 0.0 } else { format!("{end:.6e}").parse().unwrap_or(end) };
        if (plain - end).abs() > 1e-12 * end.abs() && plain != 0.0 {
            return None;
        }
        let comparison = match comparison {
            Comparison::Greater if self.value(plain).is_finite() => Comparison::GreaterEqual,
            Comparison::Less if self.value(plain).is_finite() => Comparison::LessEqual,
            other => other,
        };
        let (x, plain) = (self.arena.input(), self.arena.constant(plain));
        Some(self.arena.compare(comparison, x, plain))
    }

    /// What the functions of the formula ask of their arguments; near a pole only, or with a margin.
    fn by_arguments(&mut self, margin: bool) -> Option<Id> {
        let mut conditions: Vec<Id> = Vec::new();
        for id in self.arena.reachable(&[self.claim.value]) {
            let node = self.arena.get(id);
            if let Some(condition) = self.condition(node, margin)
                && !conditions.contains(&condition)
            {
                conditions.push(condition);
            }
        }
        if conditions.is_empty() || conditions.len() > MOST_CONDITIONS {
            return None;
        }
        let mut mask = self.all(&conditions)?;
        if !self.works(mask) {
            return None;
        }
        // What is not needed is left out.
        let mut index = 0;
        while conditions.len() > 1 && index < conditions.len() {
            let mut fewer = conditions.clone();
            fewer.remove(index);
            match self.all(&fewer).filter(|&fewer| self.works(fewer)) {
                Some(less) => (conditions, mask) = (fewer, less),
                None => index += 1,
            }
        }
        Some(mask)
    }

    fn all(&mut self, conditions: &[Id]) -> Option<Id> {
        conditions.iter().fold(self.claim.domain, |mask, &condition| Some(self.and(mask, condition)))
    }

    /// Under which condition an operation has a value.
    fn condition(&mut self, node: Node, margin: bool) -> Option<Id> {
        use Comparison::{Greater, GreaterEqual, Less, LessEqual, NotEqual};
        use Function as F;
        let (argument, comparison, end) = match node {
            Node::Divide(_, bottom) => (bottom, NotEqual, 0.0),
            Node::PowerInteger(base, n) if n < 0 => (base, NotEqual, 0.0),
            Node::Power(base, _) => (base, Greater, 0.0),
            Node::Call1(F::Ln | F::Log2 | F::Log10, u) => (u, Greater, 0.0),
            Node::Call1(F::Ln1p, u) => (u, Greater, -1.0),
            Node::Call1(F::Sqrt, u) => (u, GreaterEqual, 0.0),
            Node::Call1(F::Acosh, u) => (u, GreaterEqual, 1.0),
            Node::Call1(F::Asin | F::Acos, u) => (self.arena.call(F::Abs, u), LessEqual, 1.0),
            Node::Call1(F::Atanh, u) => (self.arena.call(F::Abs, u), Less, 1.0),
            Node::Call1(F::Tan, u) => (self.arena.call(F::Cos, u), NotEqual, 0.0),
            _ => return None,
        };
        if self.arena.constant_value(argument).is_some() {
            return None;
        }
        if comparison == NotEqual && margin {
            let (size, margin) = (self.arena.call(F::Abs, argument), self.arena.constant(MARGIN));
            return Some(self.arena.compare(Greater, size, margin));
        }
        // u − c > 0 is u > c.
        if let (Node::Subtract(u, c), true) = (self.arena.get(argument), end == 0.0)
            && self.arena.constant_value(c).is_some()
        {
            return Some(self.arena.compare(comparison, u, c));
        }
        let end = self.arena.constant(end);
        Some(self.arena.compare(comparison, argument, end))
    }
}

/// Whether the formula is NaN in a hole only because something before is too large for a float.
fn overflow(arena: &Arena, claim: &Claim<'_>, found: Hole, names: &[String]) -> Option<Advice> {
    let step = |end: f64| (1e-3 * end.abs()).max(1e-3);
    let x = match (found.low.is_finite(), found.high.is_finite()) {
        (true, false) => found.low + step(found.low),
        (false, true) => found.high - step(found.high),
        (true, true) => f64::midpoint(found.low, found.high),
        (false, false) => return None,
    };
    let tape = Tape::new(arena, &[claim.value]);
    let mut values = Vec::new();
    tape.run_into(Point::at(x, claim.parameters), Precision::Double, &mut values);
    let operands = |step: usize| {
        let (node, [a, b, c]) = tape.steps()[step];
        match node {
            Node::Select(..) => vec![if values[a] == 0.0 { c } else { b }],
            _ => [a, b, c].into_iter().take(node.operands().count()).collect(),
        }
    };
    // Back to where the first value of a kind came from.
    let origin = |mut step: usize, is: fn(f64) -> bool| {
        while let Some(cause) = operands(step).into_iter().find(|&operand| is(values[operand])) {
            step = cause;
        }
        step
    };
    let lost = origin(*tape.roots().first()?, f64::is_nan);
    let operation = match tape.steps()[lost].0 {
        Node::Divide(..) => "∞ / ∞",
        Node::Multiply(..) => "0 · ∞",
        Node::Add(..) | Node::Subtract(..) => "∞ − ∞",
        _ => return None,
    };
    let large = operands(lost).into_iter().find(|&operand| values[operand].is_infinite())?;
    let large = origin(large, f64::is_infinite);
    let (node, _) = tape.steps()[large];
    let is_overflow = match node {
        Node::Call1(Function::Exp | Function::Exp2 | Function::ExpM1 | Function::Sinh | Function::Cosh, _)
        | Node::Add(..)
        | Node::Subtract(..)
        | Node::Multiply(..) => true,
        Node::PowerInteger(_, n) => n > 0,
        Node::Power(..) => operands(large).first().is_some_and(|&base| values[base] != 0.0),
        _ => false,
    };
    let id = arena.reachable(&[claim.value]).get(large).copied().filter(|_| is_overflow)?;
    Some(Advice::Overflow { what: written(arena, id, names), operation })
}
