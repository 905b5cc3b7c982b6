//! The intermediate form: a hash-consed arena of expressions.
//!
//! In: nodes, through `Arena::add` and the small builders below. Out: ids; equal expressions have equal ids, and a
//! child's id is always smaller than its parent's, so every pass is one loop over ids and none recurses.
//! Must never hold a span, or simplify: what a builder is asked for is what it stores.

use std::collections::HashMap;

use crate::function::Function;

/// A node's place in its arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u32);

impl Id {
    /// The position in the arena's order: children come before parents.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A number compared by its bits, so that nodes can be interned: 0 and −0 differ, NaN equals itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Number(u64);

impl Number {
    /// The number as arithmetic knows it.
    pub fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(value.to_bits())
    }
}

/// How two numbers are compared; IEEE: with a NaN all are false but `NotEqual`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

impl Comparison {
    /// The comparison of two known numbers.
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Self::Less => a < b,
            Self::LessEqual => a <= b,
            Self::Greater => a > b,
            Self::GreaterEqual => a >= b,
            Self::Equal => a == b,
            Self::NotEqual => a != b,
        }
    }

    /// The comparison that says the same with its operands exchanged.
    pub fn flipped(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessEqual => Self::GreaterEqual,
            Self::Greater => Self::Less,
            Self::GreaterEqual => Self::LessEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

/// Which of its three functions another crate's activation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `forward`
    Value,
    /// `derivative`
    First,
    /// `second_derivative`
    Second,
}

/// One expression; its operands are ids of the same arena. Masks (conditions) and numbers share the arena, `lower`
/// having seen to it that each stands only where it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A literal or a folded constant.
    Constant(Number),
    /// The greatest finite value of the element type.
    Largest,
    /// `x`
    Input,
    /// `y`, the value of the formula at `x`; only in a given derivative.
    Output,
    /// The n-th parameter.
    Parameter(u16),
    /// −a
    Negate(Id),
    /// a + b
    Add(Id, Id),
    /// a − b
    Subtract(Id, Id),
    /// a · b
    Multiply(Id, Id),
    /// a / b
    Divide(Id, Id),
    /// aⁿ for a whole n.
    PowerInteger(Id, i32),
    /// aᵇ
    Power(Id, Id),
    /// A function of the table with one argument.
    Call1(Function, Id),
    /// A function of the table with two arguments.
    Call2(Function, Id, Id),
    /// `clamp(u, low, high)`
    Clamp(Id, Id, Id),
    /// An activation of another crate, by its number in the definition's list of paths.
    External(u16, Order, Id),
    /// A mask: a compared with b.
    Compare(Comparison, Id, Id),
    /// A mask: both.
    And(Id, Id),
    /// A mask: one or both.
    Or(Id, Id),
    /// A mask: not.
    Not(Id),
    /// `if mask <a> else <b>`
    Select(Id, Id, Id),
}

impl Node {
    /// The operands, in order.
    pub fn operands(&self) -> impl Iterator<Item = Id> + use<> {
        let [a, b, c] = match *self {
            Self::Constant(_) | Self::Largest | Self::Input | Self::Output | Self::Parameter(_) => [None; 3],
            Self::Negate(a) | Self::PowerInteger(a, _) | Self::Call1(_, a) | Self::External(_, _, a) | Self::Not(a) => {
                [Some(a), None, None]
            }
            Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Multiply(a, b)
            | Self::Divide(a, b)
            | Self::Power(a, b)
            | Self::Call2(_, a, b)
            | Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b) => [Some(a), Some(b), None],
            Self::Clamp(a, b, c) | Self::Select(a, b, c) => [Some(a), Some(b), Some(c)],
        };
        [a, b, c].into_iter().flatten()
    }

    /// The same operation on other operands.
    #[must_use]
    pub fn map(self, mut f: impl FnMut(Id) -> Id) -> Self {
        match self {
            Self::Constant(_) | Self::Largest | Self::Input | Self::Output | Self::Parameter(_) => self,
            Self::Negate(a) => Self::Negate(f(a)),
            Self::Add(a, b) => Self::Add(f(a), f(b)),
            Self::Subtract(a, b) => Self::Subtract(f(a), f(b)),
            Self::Multiply(a, b) => Self::Multiply(f(a), f(b)),
            Self::Divide(a, b) => Self::Divide(f(a), f(b)),
            Self::PowerInteger(a, n) => Self::PowerInteger(f(a), n),
            Self::Power(a, b) => Self::Power(f(a), f(b)),
            Self::Call1(function, a) => Self::Call1(function, f(a)),
            Self::Call2(function, a, b) => Self::Call2(function, f(a), f(b)),
            Self::Clamp(a, b, c) => Self::Clamp(f(a), f(b), f(c)),
            Self::External(path, order, a) => Self::External(path, order, f(a)),
            Self::Compare(comparison, a, b) => Self::Compare(comparison, f(a), f(b)),
            Self::And(a, b) => Self::And(f(a), f(b)),
            Self::Or(a, b) => Self::Or(f(a), f(b)),
            Self::Not(a) => Self::Not(f(a)),
            Self::Select(a, b, c) => Self::Select(f(a), f(b), f(c)),
        }
    }

    /// Whether this is a condition rather than a number.
    pub fn is_mask(&self) -> bool {
        matches!(self, Self::Compare(..) | Self::And(..) | Self::Or(..) | Self::Not(_))
    }
}

/// The interned expressions of one definition.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    nodes: Vec<Node>,
    ids: HashMap<Node, Id>,
    /// The operation on constants that a constant was folded from.
    origins: HashMap<Id, Node>,
}

impl Arena {
    /// The id of a node, stored on first sight.
    pub fn add(&mut self, node: Node) -> Id {
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        // 2³² nodes would need 100 GB; the parser's limits on a formula's size are far below.
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        self.ids.insert(node, id);
        id
    }

    /// The node behind an id.
    pub fn get(&self, id: Id) -> Node {
        self.nodes[id.index()]
    }

    /// How many nodes there are; every id's index is below.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// All that the roots are made of, roots included, children first.
    pub fn reachable(&self, roots: &[Id]) -> Vec<Id> {
        let mut seen = vec![false; self.nodes.len()];
        let mut top = 0;
        for root in roots {
            seen[root.index()] = true;
            top = top.max(root.index() + 1);
        }
        for index in (0..top).rev() {
            if seen[index] {
                for operand in self.nodes[index].operands() {
                    seen[operand.index()] = true;
                }
            }
        }
        (0..top).filter(|&index| seen[index]).map(|index| Id(u32::try_from(index).unwrap_or(u32::MAX))).collect()
    }

    /// Whether any node below (or at) the root satisfies the question.
    pub fn any(&self, root: Id, question: impl Fn(Node) -> bool) -> bool {
        self.reachable(&[root]).into_iter().any(|id| question(self.get(id)))
    }

    /// The root rebuilt with each of its nodes passed through `f` after its operands were.
    pub fn transform(&mut self, root: Id, mut f: impl FnMut(&mut Self, Id) -> Id) -> Id {
        let mut new = vec![root; root.index() + 1];
        for id in self.reachable(&[root]) {
            let node = self.get(id).map(|operand| new[operand.index()]);
            let rebuilt = self.add(node);
            new[id.index()] = f(self, rebuilt);
        }
        new[root.index()]
    }

    /// The root with every occurrence of one node replaced by another expression.
    pub fn substitute(&mut self, root: Id, from: Node, to: Id) -> Id {
        self.transform(root, |arena, id| if arena.get(id) == from { to } else { id })
    }

    /// The value of a constant node.
    pub fn constant_value(&self, id: Id) -> Option<f64> {
        match self.get(id) {
            Node::Constant(number) => Some(number.get()),
            _ => None,
        }
    }
}

/// What folding forgets: 0.1 + 0.2 − 0.3 is 6·10⁻¹⁷, and nothing in that number says that it may as well be 0.
impl Arena {
    /// The constant that an operation on constants makes.
    pub fn fold(&mut self, operation: Node, value: f64) -> Id {
        let known = self.nodes.len();
        let id = self.constant(value);
        // A number that was there before is what somebody wrote, or has an origin; and so operands stay before it.
        if id.index() == known {
            self.origins.insert(id, operation);
        }
        id
    }

    /// The root with every folded constant as it was computed.
    pub fn unfolded(&mut self, root: Id) -> Id {
        let origin = |arena: &Self, id: Id| arena.origins.get(&id).copied().unwrap_or(arena.get(id));
        let mut seen = vec![false; root.index() + 1];
        seen[root.index()] = true;
        for index in (0..=root.index()).rev() {
            if seen[index] {
                let id = Id(u32::try_from(index).unwrap_or(u32::MAX));
                origin(self, id).operands().for_each(|operand| seen[operand.index()] = true);
            }
        }
        let mut new = vec![root; root.index() + 1];
        for index in (0..=root.index()).filter(|&index| seen[index]) {
            let id = Id(u32::try_from(index).unwrap_or(u32::MAX));
            let node = origin(self, id).map(|operand| new[operand.index()]);
            new[index] = self.add(node);
        }
        new[root.index()]
    }
}

/// Questions that many rules ask.
impl Arena {
    /// Whether a node is that constant; 0 and −0 are one.
    pub fn is(&self, id: Id, value: f64) -> bool {
        self.constant_value(id) == Some(value)
    }
}

/// Builders, so that rules read as the mathematics they state.
impl Arena {
    /// A literal.
    pub fn constant(&mut self, value: f64) -> Id {
        self.add(Node::Constant(value.into()))
    }
    /// `x`
    pub fn input(&mut self) -> Id {
        self.add(Node::Input)
    }
    /// −a
    pub fn neg(&mut self, a: Id) -> Id {
        self.add(Node::Negate(a))
    }
    /// a + b
    pub fn sum(&mut self, a: Id, b: Id) -> Id {
        self.add(Node::Add(a, b))
    }
    /// a − b
    pub fn difference(&mut self, a: Id, b: Id) -> Id {
        self.add(Node::Subtract(a, b))
    }
    /// a · b
    pub fn product(&mut self, a: Id, b: Id) -> Id {
        self.add(Node::Multiply(a, b))
    }
    /// c · a
    pub fn scaled(&mut self, factor: f64, a: Id) -> Id {
        let factor = self.constant(factor);
        self.product(factor, a)
    }
    /// a / b
    pub fn quotient(&mut self, a: Id, b: Id) -> Id {
        self.add(Node::Divide(a, b))
    }
    /// aⁿ
    pub fn powi(&mut self, a: Id, n: i32) -> Id {
        self.add(Node::PowerInteger(a, n))
    }
    /// A function of one argument.
    pub fn call(&mut self, function: Function, a: Id) -> Id {
        self.add(Node::Call1(function, a))
    }
    /// A comparison.
    pub fn compare(&mut self, comparison: Comparison, a: Id, b: Id) -> Id {
        self.add(Node::Compare(comparison, a, b))
    }
    /// `if mask <a> else <b>`
    pub fn select(&mut self, mask: Id, a: Id, b: Id) -> Id {
        self.add(Node::Select(mask, a, b))
    }
}

#[cfg(test)]
mod tests;
