//! Expressions as polynomials in their non-arithmetic parts.
//!
//! In: an expression. Out: a shorter one that is equal in real arithmetic, or equality of two expressions.
//! Must never be applied to what a user wrote: expanding (1 − u)(1 + u) loses the digits that its author saved.

use std::collections::{BTreeMap, BTreeSet};

use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// Above this many terms a polynomial is given up: the caller's other form stands.
const MOST_TERMS: usize = 64;

/// Factors with their exponents, sorted by id.
type Monomial = Vec<(Id, i32)>;

/// Monomials with their coefficients; none is zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polynomial {
    terms: BTreeMap<Monomial, f64>,
    /// How many terms were added up to zero on the way.
    cancelled: usize,
}

impl Polynomial {
    fn constant(value: f64) -> Self {
        let mut result = Self::default();
        result.add_term(Vec::new(), value);
        result
    }

    fn atom(id: Id) -> Self {
        let mut result = Self::default();
        result.add_term(vec![(id, 1)], 1.0);
        result
    }

    fn add_term(&mut self, monomial: Monomial, coefficient: f64) {
        if coefficient == 0.0 {
            return;
        }
        let total = self.terms.get(&monomial).copied().unwrap_or(0.0) + coefficient;
        if total.is_finite() && total.abs() <= 1e-14 * coefficient.abs() {
            self.terms.remove(&monomial);
            self.cancelled += 1;
        } else {
            self.terms.insert(monomial, total);
        }
    }

    fn plus(mut self, other: &Self, factor: f64) -> Self {
        self.cancelled += other.cancelled;
        for (monomial, coefficient) in &other.terms {
            self.add_term(monomial.clone(), coefficient * factor);
        }
        self
    }

    fn times(&self, arena: &Arena, other: &Self) -> Option<Self> {
        if self.terms.len() * other.terms.len() > MOST_TERMS {
            return None;
        }
        let mut result = Self { cancelled: self.cancelled + other.cancelled, ..Self::default() };
        for (left, p) in &self.terms {
            for (right, q) in &other.terms {
                for (monomial, factor) in product(arena, left, right)?.terms {
                    // What has overflowed or vanished would be taken for a term that cancelled.
                    let coefficient = Some(factor * p * q).filter(|coefficient| coefficient.is_normal())?;
                    result.add_term(monomial, coefficient);
                }
            }
        }
        Some(result)
    }

    /// Whether nothing is left.
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether terms have cancelled and what is left is short, with coefficients of one sign: it may cancel in value only where
    /// its atoms have different signs.
    fn is_better(&self) -> bool {
        let positive = self.terms.values().filter(|coefficient| **coefficient > 0.0).count();
        let finite = self.terms.values().all(|coefficient| coefficient.is_finite());
        finite && self.cancelled > 0 && self.terms.len() <= 2 && (positive == 0 || positive == self.terms.len())
    }

    /// Every b of a factor 1/b.
    fn denominators(&self, arena: &Arena) -> Vec<Id> {
        let atoms = self.terms.keys().flatten();
        let mut bottoms: Vec<Id> = atoms.filter_map(|&(atom, _)| reciprocal(arena, atom)).collect();
        bottoms.sort_unstable();
        bottoms.dedup();
        bottoms
    }

    fn build(&self, arena: &mut Arena) -> Id {
        let mut total: Option<Id> = None;
        for (monomial, &coefficient) in &self.terms {
            let size = coefficient.abs();
            let mut term: Option<Id> = (size != 1.0 || monomial.is_empty()).then(|| arena.constant(size));
            for &(atom, exponent) in monomial {
                let factor = match exponent {
                    1 => atom,
                    2 => arena.product(atom, atom),
                    n => arena.powi(atom, n),
                };
                term = Some(term.map_or(factor, |so_far| arena.product(so_far, factor)));
            }
            let term = term.unwrap_or_else(|| arena.constant(size));
            total = Some(match (total, coefficient < 0.0) {
                (None, false) => term,
                (None, true) => arena.neg(term),
                (Some(so_far), false) => arena.sum(so_far, term),
                (Some(so_far), true) => arena.difference(so_far, term),
            });
        }
        total.unwrap_or_else(|| arena.constant(0.0))
    }
}

/// The product of two monomials; √u·√u = u and hypot(u, v)² = u² + v² make it a polynomial.
fn product(arena: &Arena, left: &Monomial, right: &Monomial) -> Option<Polynomial> {
    let mut exponents: BTreeMap<Id, i32> = left.iter().copied().collect();
    for &(atom, exponent) in right {
        *exponents.entry(atom).or_insert(0) += exponent;
    }
    let mut result = Polynomial::constant(1.0);
    let atoms: Vec<Id> = exponents.keys().copied().collect();
    for atom in atoms {
        let exponent = exponents[&atom];
        match arena.get(atom) {
            Node::Call1(Function::Sqrt, u) if exponent >= 2 => {
                exponents.insert(atom, exponent % 2);
                let inside = of(arena, u)?;
                for _ in 0..exponent / 2 {
                    result = result.times(arena, &inside)?;
                }
            }
            Node::Call2(Function::Hypot, u, v) if exponent >= 2 => {
                exponents.insert(atom, exponent % 2);
                let (u, v) = (of(arena, u)?, of(arena, v)?);
                let inside = u.times(arena, &u)?.plus(&v.times(arena, &v)?, 1.0);
                for _ in 0..exponent / 2 {
                    result = result.times(arena, &inside)?;
                }
            }
            // sign(u)² is 1, but for u = 0, where it has u = 0 beside it.
            Node::Call1(Function::Sign, _) if exponent >= 2 => {
                exponents.insert(atom, exponent % 2);
            }
            _ => {}
        }
    }
    // b · (1/b) is 1.
    let reciprocals: Vec<(Id, Id)> =
        exponents.keys().filter_map(|&atom| reciprocal(arena, atom).map(|bottom| (atom, bottom))).collect();
    for (atom, bottom) in reciprocals {
        let common = exponents[&atom].min(exponents.get(&bottom).copied().unwrap_or(0)).max(0);
        for side in [atom, bottom] {
            if let Some(exponent) = exponents.get_mut(&side) {
                *exponent -= common;
            }
        }
    }
    let monomial: Monomial = exponents.into_iter().filter(|&(_, exponent)| exponent != 0).collect();
    let mut single = Polynomial::default();
    single.add_term(monomial, 1.0);
    if result == Polynomial::constant(1.0) { Some(single) } else { scale(&result, &single) }
}

/// The b of 1/b.
fn reciprocal(arena: &Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Divide(one, bottom) if arena.constant_value(one) == Some(1.0) => Some(bottom),
        _ => None,
    }
}

/// A polynomial times one monomial, exponents added and nothing else rewritten.
fn scale(polynomial: &Polynomial, by: &Polynomial) -> Option<Polynomial> {
    let (factor, _) = by.terms.iter().next()?;
    let mut result = Polynomial::default();
    for (monomial, &coefficient) in &polynomial.terms {
        let mut exponents: BTreeMap<Id, i32> = monomial.iter().copied().collect();
        for &(atom, exponent) in factor {
            *exponents.entry(atom).or_insert(0) += exponent;
        }
        result.add_term(exponents.into_iter().filter(|&(_, exponent)| exponent != 0).collect(), coefficient);
    }
    Some(result)
}

/// A shorter expression that is equal in real arithmetic, when terms cancel for good.
pub fn collapse(arena: &mut Arena, root: Id) -> Option<Id> {
    let prepared = split(arena, root)?;
    let polynomial = of(arena, prepared)?;
    if polynomial.is_better() {
        return Some(polynomial.build(arena));
    }
    // s − x²/s for s = √(1 + x²): over the common denominator the numerator is 1.
    for bottom in polynomial.denominators(arena) {
        let over = of(arena, bottom).and_then(|factor| polynomial.times(arena, &factor));
        if let Some(numerator) = over.filter(Polynomial::is_better) {
            let top = numerator.build(arena);
            return Some(arena.quotient(top, bottom));
        }
    }
    None
}

/// Whether two expressions are equal in real arithmetic; `false` when that does not show.
pub fn equal(arena: &mut Arena, a: Id, b: Id) -> bool {
    let difference = arena.difference(a, b);
    let prepared = split(arena, difference);
    prepared.and_then(|prepared| of(arena, prepared)).is_some_and(|polynomial| polynomial.is_zero())
}

/// |u| written u·sign(u), so that it meets the sign(u) that its derivative is, and a/b written a·(1/b), so that it meets
/// another multiple of 1/b; only where `of` can see it.
fn split(arena: &mut Arena, root: Id) -> Option<Id> {
    let transparent =
        |node| is_arithmetic(node) || matches!(node, Node::Divide(..) | Node::Call1(Function::Abs | Function::Sqrt, _));
    let mut new: BTreeMap<Id, Id> = BTreeMap::new();
    for id in region(arena, root, transparent)? {
        let node = arena.get(id);
        let rebuilt = if transparent(node) { arena.add(node.map(|operand| new[&operand])) } else { id };
        let result = match arena.get(rebuilt) {
            Node::Call1(Function::Abs, u) => {
                let sign = arena.call(Function::Sign, u);
                arena.product(u, sign)
            }
            Node::Divide(a, b) if arena.constant_value(a) != Some(1.0) => {
                let one = arena.constant(1.0);
                let reciprocal = arena.quotient(one, b);
                arena.product(a, reciprocal)
            }
            _ => rebuilt,
        };
        new.insert(id, result);
    }
    new.get(&root).copied()
}

/// The root and what it is made of down to the first opaque nodes, children first; `None` if that is too much.
fn region(arena: &Arena, root: Id, transparent: impl Fn(Node) -> bool) -> Option<BTreeSet<Id>> {
    let mut found = BTreeSet::new();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        if !found.insert(id) {
            continue;
        }
        if found.len() > 4 * MOST_TERMS {
            return None;
        }
        if transparent(arena.get(id)) {
            pending.extend(arena.get(id).operands());
        }
    }
    Some(found)
}

/// The polynomial of an expression, or `None` when it is too large.
pub fn of(arena: &Arena, root: Id) -> Option<Polynomial> {
    let mut known: BTreeMap<Id, Polynomial> = BTreeMap::new();
    // Only the arithmetic above the atoms is expanded; what is inside an atom stays as it is.
    for id in region(arena, root, is_arithmetic)? {
        let get = |operand: &Id| known.get(operand);
        let polynomial = match arena.get(id) {
            Node::Constant(number) if number.get().is_finite() => Polynomial::constant(number.get()),
            Node::Negate(a) => Polynomial::default().plus(get(&a)?, -1.0),
            Node::Add(a, b) => get(&a)?.clone().plus(get(&b)?, 1.0),
            Node::Subtract(a, b) => get(&a)?.clone().plus(get(&b)?, -1.0),
            Node::Multiply(a, b) => get(&a)?.times(arena, get(&b)?)?,
            Node::PowerInteger(a, n @ 1..=6) => {
                let base = get(&a)?;
                let mut power = base.clone();
                for _ in 1..n {
                    power = power.times(arena, base)?;
                }
                power
            }
            _ => Polynomial::atom(id),
        };
        known.insert(id, polynomial);
    }
    known.remove(&root)
}

fn is_arithmetic(node: Node) -> bool {
    matches!(
        node,
        Node::Negate(_) | Node::Add(..) | Node::Subtract(..) | Node::Multiply(..) | Node::PowerInteger(_, 1..=6)
    )
}
