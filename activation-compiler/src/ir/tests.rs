//! In: small arenas. Out: whether expressions are shared, listed and rebuilt as the passes rely on. Must never depend on an id's
//! number.

use super::*;

#[test]
fn equal_expressions_share_an_id() {
    let mut arena = Arena::default();
    let x = arena.input();
    let a = arena.sum(x, x);
    let b = arena.sum(x, x);
    assert_eq!(a, b);
    assert_eq!(arena.len(), 2);
}

#[test]
fn the_two_zeros_differ() {
    let mut arena = Arena::default();
    assert_ne!(arena.constant(0.0), arena.constant(-0.0));
}

#[test]
fn reachable_lists_children_first_and_nothing_else() {
    let mut arena = Arena::default();
    let x = arena.input();
    let unused = arena.constant(3.0);
    let two = arena.constant(2.0);
    let root = arena.product(two, x);
    assert_eq!(arena.reachable(&[root]), [x, two, root]);
    assert!(arena.any(root, |node| node == Node::Input));
    assert!(!arena.reachable(&[root]).contains(&unused));
}

#[test]
fn a_folded_constant_knows_what_it_was() {
    let mut arena = Arena::default();
    let (x, a, b) = (arena.input(), arena.constant(0.1), arena.constant(0.2));
    let sum = arena.sum(a, b);
    let folded = arena.fold(arena.get(sum), 0.1 + 0.2);
    let (short, long) = (arena.product(folded, x), arena.product(sum, x));
    assert_eq!(arena.unfolded(short), long);
    assert_eq!(arena.unfolded(long), long);
    // A literal stays one, whatever else gives the same number.
    assert_eq!(arena.fold(Node::Subtract(sum, b), 0.1), a);
    assert_eq!(arena.unfolded(a), a);
}

#[test]
fn substitution_rebuilds_only_what_changes() {
    let mut arena = Arena::default();
    let x = arena.input();
    let root = arena.call(Function::Exp, x);
    let minus = arena.neg(x);
    let reflected = arena.substitute(root, Node::Input, minus);
    assert_eq!(arena.get(reflected), Node::Call1(Function::Exp, minus));
}
