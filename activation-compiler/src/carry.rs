//! What an exponential's argument loses by rounding, carried along: at exp(−80) half an ULP of the argument is 40 ULP of the
//! result.
//!
//! In: the expressions that one emitted function computes, all mathematics done. Out: the same, with `exp(u)` written
//! `exp_sum(u, rest)` (and sigmoid and softplus, whose left tails are exponentials, likewise), where u is made of x, constants and
//! parameters by sums, products and choices, and the rest is what these lost. Must never carry through anything else, whose own error
//! is more than what could be carried.

mod constant;

use std::collections::HashMap;

use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// The roots with every exponential told what its argument lost.
pub fn carry(arena: &mut Arena, roots: &[Id]) -> Vec<Id> {
    let mut losses = HashMap::new();
    roots
        .iter()
        .map(|&root| {
            arena.transform(root, |arena, id| {
                let Node::Call1(function, u) = arena.get(id) else { return id };
                if function == Function::SechSquare {
                    return slope(arena, u, &mut losses).unwrap_or(id);
                }
                let Some(sum) = with_rest(function) else { return id };
                let argument = spread(arena, u);
                match loss(arena, argument, &mut losses) {
                    // Of the same number as what it lowers, to the last bit.
                    Loss::Rest(_) if function == Function::ExpLowering => arena.call(function, argument),
                    Loss::Rest(rest) => arena.add(Node::Call2(sum, argument, rest)),
                    Loss::Nothing | Loss::Unknown => id,
                }
            })
        })
        .collect()
}

/// The function of a sum of two that is this one of their exact sum.
fn with_rest(function: Function) -> Option<Function> {
    match function {
        Function::Exp => Some(Function::ExpSum),
        Function::ExpNegAbs => Some(Function::ExpNegAbsSum),
        Function::ExpNegAbsRaised => Some(Function::ExpNegAbsSumRaised),
        Function::ExpLowering => Some(Function::ExpLowering),
        Function::Sigmoid => Some(Function::SigmoidSum),
        Function::Softplus => Some(Function::SoftplusSum),
        _ => None,
    }
}

/// 1 − tanh(u)², whose tails are exponentials, as 4t / (1 + t)² with t = exp(−|2u|), if u lost anything: to the last bit what
/// the product of two sigmoids is, which is what it is where no tanh shares anything with it.
fn slope(arena: &mut Arena, u: Id, losses: &mut HashMap<Id, Loss>) -> Option<Id> {
    let u = spread(arena, u);
    let Loss::Rest(rest) = loss(arena, u, losses) else { return None };
    let [double, rest] = [u, rest].map(|half| arena.scaled(2.0, half));
    let t = arena.add(Node::Call2(Function::ExpNegAbsSum, double, rest));
    let right = arena.call(Function::Recip1pOfUnit, t);
    let left = arena.product(t, right);
    let product = arena.product(left, right);
    Some(arena.scaled(4.0, product))
}

/// The argument with its small powers written as products, whose rests can be told.
fn spread(arena: &mut Arena, argument: Id) -> Id {
    arena.transform(argument, |arena, id| match arena.get(id) {
        Node::PowerInteger(base, n @ 2..=4) => (1..n).fold(base, |power, _| arena.product(power, base)),
        _ => id,
    })
}

/// What is known of a number that was computed.
#[derive(Clone, Copy)]
enum Loss {
    /// It is exact.
    Nothing,
    /// Rounding took this.
    Rest(Id),
    /// Something else than rounding was at work, whose error is more than what could be carried.
    Unknown,
}

impl Loss {
    /// The same, scaled or turned.
    fn map(self, change: impl FnOnce(Id) -> Id) -> Self {
        match self {
            Self::Rest(rest) => Self::Rest(change(rest)),
            _ => self,
        }
    }
}

/// For each node of the argument what it lost, children first.
fn loss(arena: &mut Arena, argument: Id, known: &mut HashMap<Id, Loss>) -> Loss {
    for id in arena.reachable(&[argument]) {
        if !known.contains_key(&id) {
            let loss = loss_of(arena, id, known);
            known.insert(id, loss);
        }
    }
    known.get(&argument).copied().unwrap_or(Loss::Unknown)
}

fn loss_of(arena: &mut Arena, id: Id, known: &HashMap<Id, Loss>) -> Loss {
    let of = |id: Id| known.get(&id).copied().unwrap_or(Loss::Unknown);
    match arena.get(id) {
        Node::Input | Node::Largest => Loss::Nothing,
        Node::Parameter(_) => {
            let zero = arena.constant(0.0);
            Loss::Rest(arena.add(Node::Call2(Function::ConstantRest, id, zero)))
        }
        Node::Constant(number) => {
            let rest = constant::rest(arena, id);
            if rest == 0.0 && is_short(number.get()) {
                return Loss::Nothing;
            }
            let rest = arena.constant(rest);
            Loss::Rest(arena.add(Node::Call2(Function::ConstantRest, id, rest)))
        }
        Node::Negate(a) => of(a).map(|rest| arena.neg(rest)),
        Node::Add(a, b) => {
            let losses = [of(a), of(b)];
            total(arena, Function::SumRest, (a, b), losses)
        }
        Node::Subtract(a, b) => {
            let minus = arena.neg(b);
            let losses = [of(a), of(b).map(|rest| arena.neg(rest))];
            total(arena, Function::SumRest, (a, minus), losses)
        }
        Node::Multiply(a, b) => {
            let losses = [of(a).map(|rest| arena.product(rest, b)), of(b).map(|rest| arena.product(rest, a))];
            let is_exact = |factor: Id| arena.constant_value(factor).is_some_and(is_power_of_two);
            match losses {
                [Loss::Nothing, loss] if is_exact(a) => loss,
                [loss, Loss::Nothing] if is_exact(b) => loss,
                _ => total(arena, Function::ProductRest, (a, b), losses),
            }
        }
        Node::Select(mask, a, b) => match [of(a), of(b)] {
            [Loss::Nothing, Loss::Nothing] => Loss::Nothing,
            [Loss::Unknown, _] | [_, Loss::Unknown] => Loss::Unknown,
            losses => {
                let zero = arena.constant(0.0);
                let [a, b] = losses.map(|loss| if let Loss::Rest(rest) = loss { rest } else { zero });
                Loss::Rest(arena.select(mask, a, b))
            }
        },
        Node::Call2(Function::Min | Function::Max, a, b) => match [of(a), of(b)] {
            [Loss::Nothing, Loss::Nothing] => Loss::Nothing,
            _ => Loss::Unknown,
        },
        _ => Loss::Unknown,
    }
}

/// What an operation lost, and its operands before it.
fn total(arena: &mut Arena, own: Function, (a, b): (Id, Id), others: [Loss; 2]) -> Loss {
    let mut sum = arena.add(Node::Call2(own, a, b));
    for loss in others {
        match loss {
            Loss::Nothing => {}
            Loss::Rest(rest) => sum = arena.sum(sum, rest),
            Loss::Unknown => return Loss::Unknown,
        }
    }
    Loss::Rest(sum)
}

/// Whether every element type has it exactly.
#[allow(clippy::cast_possible_truncation, reason = "whether it loses anything is the question")]
fn is_short(value: f64) -> bool {
    value.is_nan() || f64::from(value as f32) == value
}

/// Whether a product with it is exact (but for the ends of the line, where no rest is looked at).
fn is_power_of_two(value: f64) -> bool {
    value.is_normal() && value.to_bits() << 12 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Point, Tape};

    fn exponential(build: impl Fn(&mut Arena, Id) -> Id) -> (Arena, Id, Id) {
        let mut arena = Arena::default();
        let x = arena.input();
        let argument = build(&mut arena, x);
        let root = arena.call(Function::Exp, argument);
        let carried = carry(&mut arena, &[root])[0];
        (arena, root, carried)
    }

    fn at(arena: &Arena, root: Id, x: f64) -> f64 {
        Tape::new(arena, &[root]).run(Point::at(x, &[]))
    }

    #[test]
    fn a_product_that_is_rounded_costs_nothing() {
        let (arena, root, carried) = exponential(|arena, x| arena.scaled(-1.702, x));
        // exp(−1.702 · 400.3) of the decimal 1.702 and the f64 nearest to 400.3, by mpmath.
        let expected = 1.289_929_449_073_768e-296;
        let error = |root| ((at(&arena, root, 400.3) - expected) / expected / f64::EPSILON).abs();
        assert!(error(carried) < 1.0 && error(root) > 10.0, "{} {}", error(carried), error(root));
    }

    #[test]
    fn a_polynomial_keeps_its_digits() {
        let (arena, root, carried) = exponential(|arena, x| {
            let cube = arena.powi(x, 3);
            let small = arena.scaled(0.044_715, cube);
            let sum = arena.sum(x, small);
            arena.scaled(1.595_77, sum)
        });
        // By mpmath, of the decimal constants.
        let expected = 6.584_453_263_114_874e-282;
        let error = |root| ((at(&arena, root, -20.5) - expected) / expected / f64::EPSILON).abs();
        assert!(error(carried) < 2.0 && error(root) > 20.0, "{} {}", error(carried), error(root));
    }

    #[test]
    fn what_is_exact_stays() {
        for build in
            [|_: &mut Arena, x| x, |arena: &mut Arena, x| arena.scaled(-2.0, x), |arena: &mut Arena, x| arena.neg(x)]
        {
            let (_, root, carried) = exponential(build);
            assert_eq!(root, carried);
        }
    }

    #[test]
    fn the_ends_of_the_line_are_reached() {
        let (arena, _, carried) = exponential(|arena, x| arena.scaled(1.702, x));
        assert_eq!(at(&arena, carried, f64::INFINITY), f64::INFINITY);
        assert_eq!(at(&arena, carried, f64::NEG_INFINITY), 0.0);
        assert_eq!(at(&arena, carried, -1e300), 0.0);
        assert!(at(&arena, carried, f64::NAN).is_nan());
    }
}
