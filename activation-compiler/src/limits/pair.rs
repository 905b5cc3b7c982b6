//! Value and derivative with x clamped alike, so that one pass over both shares their calls.
//!
//! In: f and f′, each with the clamps that `limits` chose for it alone. Out: the two for `forward_with_derivative`, with one
//! clamp under every transcendental call where that saves a call; else as they came. Must never change a result at the
//! edges, where alone a clamp is not the identity.

use super::{FAR, Side, clamped, is_end};
use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Id, Node};
use crate::schedule::cost;
use crate::share::share;
use crate::verify::near;

/// The roots to compute together.
pub fn pair(arena: &mut Arena, roots: [Id; 2], parameters: &[f64]) -> [Id; 2] {
    let aligned = roots.map(|root| align(arena, root));
    let mut calls = |roots: &[Id]| {
        let roots = share(arena, roots);
        cost(arena, &roots)
    };
    if aligned == roots || calls(&aligned) >= calls(&roots) {
        return roots;
    }
    let sets = near(parameters);
    let mut compared = roots.into_iter().zip(aligned);
    let same = compared.all(|(root, aligned)| sets.iter().all(|set| same_at_the_edges(arena, root, aligned, set)));
    if same { aligned } else { roots }
}

/// The root with one clamp of x, on both sides, under every transcendental function taken of it.
fn align(arena: &mut Arena, root: Id) -> Id {
    let high = clamped(arena, Side::High, None);
    let low = clamped(arena, Side::Low, None);
    let both = arena.substitute(low, Node::Input, high);
    // Each node as it stands within a call, and outside of all calls.
    let order = arena.reachable(&[root]);
    let size = order.last().map_or(0, |last| last.index() + 1);
    let (mut within, mut outside) = (vec![both; size], vec![both; size]);
    for id in order {
        let node = arena.get(id);
        let inner = node.map(|operand| within[operand.index()]);
        within[id.index()] = if node == Node::Input || is_clamp(arena, inner, both) { both } else { arena.add(inner) };
        let is_call = match node {
            Node::Call1(function, _) | Node::Call2(function, ..) => function.row().transcendental,
            _ => false,
        };
        outside[id.index()] =
            if is_call { within[id.index()] } else { arena.add(node.map(|operand| outside[operand.index()])) };
    }
    outside[root.index()]
}

/// Whether a node clamps what is clamped already.
fn is_clamp(arena: &Arena, node: Node, both: Id) -> bool {
    matches!(node, Node::Call2(Function::Min | Function::Max, u, end) if u == both && is_end(arena, end))
}

fn same_at_the_edges(arena: &Arena, a: Id, b: Id, parameters: &[f64]) -> bool {
    let tapes = [a, b].map(|root| Tape::new(arena, &[root]));
    let mut points = FAR.into_iter().chain([f64::MAX, f64::INFINITY]).flat_map(|x| [x, -x]);
    points.all(|x| {
        [Precision::Single, Precision::Double].into_iter().all(|precision| {
            let [a, b] = [0, 1].map(|index: usize| tapes[index].run_at(Point::at(x, parameters), precision));
            a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::at_infinity;
    use super::*;
    use crate::differentiate::differentiate;
    use crate::stabilize::stabilize;

    #[test]
    fn swish_takes_one_exponential_for_both() {
        let mut arena = Arena::default();
        let (x, beta) = (arena.input(), arena.add(Node::Parameter(0)));
        let inner = arena.product(beta, x);
        let sigmoid = arena.call(Function::Sigmoid, inner);
        let value = arena.product(x, sigmoid);
        let value = stabilize(&mut arena, value);
        let derivative = differentiate(&mut arena, value, Node::Input);
        let derivative = stabilize(&mut arena, derivative);
        let roots = [value, derivative].map(|root| at_infinity(&mut arena, root, &[1.5]));
        let together = pair(&mut arena, roots, &[1.5]);
        let shared = share(&mut arena, &together);
        assert_eq!(cost(&arena, &shared), 1);
        for (alone, together) in roots.into_iter().zip(together) {
            let [alone, together] = [alone, together].map(|root| Tape::new(&arena, &[root]));
            for x in [f64::NEG_INFINITY, -1e300, -3.0, 0.0, 2.0, 1e300, f64::INFINITY] {
                assert_eq!(alone.run(Point::at(x, &[1.5])), together.run(Point::at(x, &[1.5])), "{x}");
            }
        }
    }
}
