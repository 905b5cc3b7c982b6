//! Sums of products with common factors: `pq·q − pq·p` is `pq·(q − p)`, whose sign an interval can see.
//!
//! In: a tape. Out: for each of its sums, the factors that both terms have, and those they have alone.
//! Must never change what is computed: it is only a second way to enclose the same number.

use super::interval::Interval;
use crate::eval::Tape;
use crate::ir::Node;

/// A sum as `common · (first ± second)`; factors are positions on the tape.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    common: Vec<usize>,
    first: Term,
    second: Term,
}

#[derive(Clone, Debug, Default)]
struct Term {
    factors: Vec<usize>,
    negative: bool,
}

/// How many factors of a term are looked at.
const FACTORS: usize = 12;

/// The sums of a tape that have common factors, by position.
pub(super) fn shared(tape: &Tape) -> Vec<Option<Box<Shared>>> {
    let steps = tape.steps();
    let plan = |&(node, [a, b, _]): &(Node, [usize; 3])| {
        let minus = match node {
            Node::Add(..) => false,
            Node::Subtract(..) => true,
            _ => return None,
        };
        let (mut first, mut second) = (term(steps, a), term(steps, b));
        second.negative ^= minus;
        let mut common = Vec::new();
        first.factors.retain(|factor| {
            let Some(place) = second.factors.iter().position(|other| other == factor) else { return true };
            second.factors.swap_remove(place);
            common.push(*factor);
            false
        });
        (!common.is_empty()).then(|| Box::new(Shared { common, first, second }))
    };
    steps.iter().map(plan).collect()
}

/// The factors of a product, products inside taken apart.
fn term(steps: &[(Node, [usize; 3])], root: usize) -> Term {
    let mut term = Term::default();
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        let (node, [a, b, _]) = steps[at];
        match node {
            _ if term.factors.len() + open.len() >= FACTORS => term.factors.push(at),
            Node::Multiply(..) => open.extend([a, b]),
            Node::Negate(_) => {
                term.negative = !term.negative;
                open.push(a);
            }
            Node::PowerInteger(_, n @ 2..=4) => open.extend((0..n).map(|_| a)),
            _ => term.factors.push(at),
        }
    }
    term
}

impl Shared {
    /// The sum from the enclosures of the tape's steps.
    pub(super) fn enclose(&self, values: &[Interval]) -> Interval {
        let product = |factors: &[usize]| {
            let start = Interval::point(1.0);
            factors.iter().fold(start, |result, &factor| result.mul(values[factor]))
        };
        let signed = |term: &Term| {
            let value = product(&term.factors);
            if term.negative { value.neg() } else { value }
        };
        product(&self.common).mul(signed(&self.first).add(signed(&self.second)))
    }
}
