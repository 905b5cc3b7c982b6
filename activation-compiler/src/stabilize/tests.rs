//! In: expressions that a rule is, or is not, for. Out: whether it applied. Must never repeat the laws, which try all rules on
//! random formulas.

use super::*;

#[test]
fn few_factors_are_multiplied() {
    for (exponent, expected) in [(2.0, true), (-4.0, true), (5.0, false), (16.0, false), (0.5, true)] {
        let mut arena = Arena::default();
        let (x, exponent_id) = (arena.input(), arena.constant(exponent));
        let root = arena.add(Node::Power(x, exponent_id));
        let stable = stabilize(&mut arena, root);
        assert_eq!(!arena.any(stable, |node| matches!(node, Node::Power(..))), expected, "{exponent}");
    }
}

#[test]
fn a_gauss_bell_keeps_its_scale_unless_that_is_exact() {
    for (factor, expected) in [(-1.0, true), (-4.0, true), (-0.25, true), (-3.0, false), (-9.0, false), (-0.1, false)] {
        let mut arena = Arena::default();
        let x = arena.input();
        let square = arena.product(x, x);
        let exponent = arena.scaled(factor, square);
        let root = arena.call(Function::Exp, exponent);
        let stable = stabilize(&mut arena, root);
        let found = arena.any(stable, |node| matches!(node, Node::Call1(Function::ExpNegSquare, _)));
        assert_eq!(found, expected, "{factor}");
    }
}
