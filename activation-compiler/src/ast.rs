//! What the user wrote, every node with its span.
//!
//! In: nothing (data only). Out: types that `parse` fills and `check` and `lower` read.
//! Must never hold mathematics, nor anything the user did not write.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};

use crate::ir::Comparison;
use crate::name::pascal;

/// One `activation!` call.
pub struct Program {
    /// The path under which emitted code finds the core crate.
    pub krate: TokenStream,
    /// The definitions, in order.
    pub definitions: Vec<Definition>,
    /// Where each struct is defined, for the first time if there are several.
    positions: HashMap<String, usize>,
}

impl Program {
    /// These definitions under that path.
    pub fn new(krate: TokenStream, definitions: Vec<Definition>) -> Self {
        let mut positions = HashMap::new();
        for (index, definition) in definitions.iter().enumerate() {
            positions.entry(pascal(&definition.name).to_string()).or_insert(index);
        }
        Self { krate, definitions, positions }
    }

    /// The position of the definition that a name, in either spelling, stands for.
    pub fn position(&self, name: &Ident) -> Option<usize> {
        self.positions.get(&pascal(name).to_string()).copied()
    }
}

/// `name(parameters): formula => derivative where bindings`
pub struct Definition {
    /// Doc comments and attributes, passed through.
    pub attributes: Vec<TokenStream>,
    /// The text of the doc comments among them, a line each.
    pub docs: Vec<String>,
    /// The condition of `#[domain(…)]`: where the formula is meant to have a value.
    pub domain: Option<ExpressionId>,
    /// Whether its graph is drawn for rustdoc: unless `#[plot(off)]` is there.
    pub plot: bool,
    /// `pub`, `pub(crate)` or nothing, passed through.
    pub visibility: TokenStream,
    /// As written: `relu` or `Relu`.
    pub name: Ident,
    /// In order.
    pub parameters: Vec<Parameter>,
    /// Every expression of the definition; children before parents.
    pub expressions: Expressions,
    /// Absent only when it could not be parsed.
    pub formula: Option<ExpressionId>,
    /// The part behind `=>`.
    pub derivative: Option<Derivative>,
    /// The part behind `where`.
    pub bindings: Vec<Binding>,
    /// Whether all of it could be read.
    pub whole: bool,
}

impl Definition {
    /// The word `surrogate` behind `=>`, if it is there.
    pub fn surrogate(&self) -> Option<Span> {
        self.derivative.as_ref().and_then(|derivative| derivative.surrogate)
    }

    /// Where one of its expressions stands; the name, for one that is missing.
    pub fn range_of(&self, expression: Option<ExpressionId>) -> Range {
        expression.map_or_else(|| self.name.span().into(), |id| self.expressions.get(id).range)
    }
}

/// The part behind `=>`.
pub struct Derivative {
    /// The word `surrogate`, if it was written.
    pub surrogate: Option<Span>,
    /// Absent only when it could not be parsed.
    pub expression: Option<ExpressionId>,
}

/// `learn name = default`
pub struct Parameter {
    /// The word `learn`, if it was written.
    pub learn: Option<Span>,
    /// As written.
    pub name: Ident,
    /// The constant behind `=`; absent only when it could not be parsed.
    pub default: Option<ExpressionId>,
}

/// `name = value` behind `where`
pub struct Binding {
    /// As written.
    pub name: Ident,
    /// Absent only when it could not be parsed.
    pub value: Option<ExpressionId>,
}

/// From the first to the last token of something.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The first token.
    pub start: Span,
    /// The last token; the same as `start` for a single one.
    pub end: Span,
}

impl From<Span> for Range {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

impl Range {
    /// From the start of this to the end of that.
    pub fn to(self, end: Range) -> Self {
        Self { start: self.start, end: end.end }
    }
}

/// An expression's place among its definition's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExpressionId(u32);

impl ExpressionId {
    /// The position: children come before parents.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The expressions of a definition: a flat list, so that no pass recurses however deep a formula is.
#[derive(Default)]
pub struct Expressions(Vec<Expression>);

impl Expressions {
    /// Stores an expression whose children are already stored.
    pub fn add(&mut self, kind: Kind, range: Range) -> ExpressionId {
        let id = ExpressionId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Expression { kind, range });
        id
    }

    /// The expression behind an id.
    pub fn get(&self, id: ExpressionId) -> &Expression {
        &self.0[id.index()]
    }

    /// Everything at or below an expression, children first.
    pub fn below(&self, root: ExpressionId) -> Vec<ExpressionId> {
        let mut seen = vec![false; root.index() + 1];
        seen[root.index()] = true;
        for index in (0..=root.index()).rev() {
            if seen[index] {
                for child in self.0[index].kind.children() {
                    seen[child.index()] = true;
                }
            }
        }
        (0..=root.0).map(ExpressionId).filter(|id| seen[id.index()]).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One expression and where it stands.
pub struct Expression {
    /// What it is.
    pub kind: Kind,
    /// From its first to its last token.
    pub range: Range,
}

/// What an expression is.
pub enum Kind {
    /// `2`, `2.0`, `1e-3`
    Number {
        /// The value; NaN for something that could not be read, the message about it being out.
        value: f64,
    },
    /// `x`, `y`, a parameter, a where-name or a constant: `check` tells which.
    Name(Ident),
    /// `-a`
    Negate(ExpressionId),
    /// `a + b` and its like; the span of the operator.
    Binary(Operator, Span, ExpressionId, ExpressionId),
    /// `f(a, b)` or `a.f(b)`, which mean the same.
    Call {
        /// The name as written.
        function: Ident,
        /// All arguments, a receiver first.
        arguments: Vec<ExpressionId>,
        /// Whether it was written `a.f(b)`.
        method: bool,
    },
    /// `some::path::Silu(a)`
    PathCall {
        /// The path as written.
        path: TokenStream,
        /// All arguments.
        arguments: Vec<ExpressionId>,
    },
    /// `if condition <a> else <b>`; an `else if` is an `If` as `b`.
    If(ExpressionId, ExpressionId, ExpressionId),
    /// `a < b` and its like; the span of the operator.
    Compare(Comparison, Span, ExpressionId, ExpressionId),
    /// `a && b`
    And(ExpressionId, ExpressionId),
    /// `a || b`
    Or(ExpressionId, ExpressionId),
    /// `!a`
    Not(ExpressionId),
}

/// An arithmetic operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are the operators")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Kind {
    /// The expressions it is made of, in order.
    pub fn children(&self) -> Vec<ExpressionId> {
        match self {
            Self::Number { .. } | Self::Name(_) => Vec::new(),
            Self::Negate(a) | Self::Not(a) => vec![*a],
            Self::Binary(_, _, a, b) | Self::Compare(_, _, a, b) | Self::And(a, b) | Self::Or(a, b) => vec![*a, *b],
            Self::Call { arguments, .. } | Self::PathCall { arguments, .. } => arguments.clone(),
            Self::If(a, b, c) => vec![*a, *b, *c],
        }
    }

    /// Whether this is a condition rather than a number.
    pub fn is_condition(&self) -> bool {
        matches!(self, Self::Compare(..) | Self::And(..) | Self::Or(..) | Self::Not(_))
    }
}
