//! A formula from an s-expression, and a plain derivative of it.
//!
//! In: text such as `(* x (sigmoid x))`, with `p0`, `p1` for parameters. Out: a `Subject`.
//! Must never be clever: `differentiate` and `simplify` are the real ones.

use std::collections::HashMap;

use crate::analyze::{Facts, Subject, analyze};
use crate::function::{Function, Rule};
use crate::ir::{Arena, Comparison, Id, Node};
use crate::limits::at_nan;

/// The expression that the text stands for.
pub(super) fn read(arena: &mut Arena, text: &str) -> Id {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut stack: Vec<(String, Vec<Id>)> = vec![(String::new(), Vec::new())];
    let mut head = false;
    for token in spaced.split_whitespace() {
        if head {
            stack.push((token.to_owned(), Vec::new()));
            head = false;
        } else if token == "(" {
            head = true;
        } else if token == ")" {
            let (name, operands) = stack.pop().unwrap();
            let id = apply(arena, &name, &operands);
            stack.last_mut().unwrap().1.push(id);
        } else {
            let id = atom(arena, token);
            stack.last_mut().unwrap().1.push(id);
        }
    }
    stack[0].1[0]
}

fn atom(arena: &mut Arena, token: &str) -> Id {
    match token {
        "x" => arena.input(),
        "y" => arena.add(Node::Output),
        _ if token.starts_with('p') => arena.add(Node::Parameter(token[1..].parse().unwrap())),
        _ => arena.constant(token.parse().unwrap()),
    }
}

fn apply(arena: &mut Arena, name: &str, v: &[Id]) -> Id {
    let compare = |comparison| Node::Compare(comparison, v[0], v[1]);
    let node = match (name, v.len()) {
        ("+", 2) => Node::Add(v[0], v[1]),
        ("-", 1) => Node::Negate(v[0]),
        ("-", 2) => Node::Subtract(v[0], v[1]),
        ("*", 2) => Node::Multiply(v[0], v[1]),
        ("/", 2) => Node::Divide(v[0], v[1]),
        ("^", 2) => {
            #[expect(clippy::cast_possible_truncation, reason = "tests use small whole powers")]
            let n = arena.constant_value(v[1]).unwrap() as i32;
            Node::PowerInteger(v[0], n)
        }
        ("powf", 2) => Node::Power(v[0], v[1]),
        ("if", 3) => Node::Select(v[0], v[1], v[2]),
        ("and", 2) => Node::And(v[0], v[1]),
        (">", 2) => compare(Comparison::Greater),
        ("<", 2) => compare(Comparison::Less),
        (">=", 2) => compare(Comparison::GreaterEqual),
        ("<=", 2) => compare(Comparison::LessEqual),
        ("==", 2) => compare(Comparison::Equal),
        ("!=", 2) => compare(Comparison::NotEqual),
        ("clamp", 3) => Node::Clamp(v[0], v[1], v[2]),
        (_, 1) => Node::Call1(Function::from_name(name).unwrap(), v[0]),
        _ => Node::Call2(Function::from_name(name).unwrap(), v[0], v[1]),
    };
    arena.add(node)
}

fn is(arena: &Arena, id: Id, value: f64) -> bool {
    arena.constant_value(id) == Some(value)
}

fn times(arena: &mut Arena, a: Id, b: Id) -> Id {
    if is(arena, a, 0.0) || is(arena, b, 0.0) {
        return arena.constant(0.0);
    }
    if is(arena, a, 1.0) {
        return b;
    }
    if is(arena, b, 1.0) {
        return a;
    }
    arena.product(a, b)
}

fn plus(arena: &mut Arena, a: Id, b: Id) -> Id {
    if is(arena, a, 0.0) {
        return b;
    }
    if is(arena, b, 0.0) {
        return a;
    }
    arena.sum(a, b)
}

fn choose(arena: &mut Arena, mask: Id, a: Id, b: Id) -> Id {
    if a == b { a } else { arena.select(mask, a, b) }
}

fn minus(arena: &mut Arena, a: Id) -> Id {
    match arena.constant_value(a) {
        Some(value) => arena.constant(0.0 - value),
        None => arena.neg(a),
    }
}

/// d/dx by the rules of the table.
pub(super) fn derive(arena: &mut Arena, root: Id) -> Id {
    let mut d: HashMap<Id, Id> = HashMap::new();
    for id in arena.reachable(&[root]) {
        let of = |id: Id| d[&id];
        let zero = arena.constant(0.0);
        let node = arena.get(id);
        let result = match node {
            Node::Input => arena.constant(1.0),
            Node::Negate(a) => minus(arena, of(a)),
            Node::Add(a, b) => plus(arena, of(a), of(b)),
            Node::Subtract(a, b) => {
                let negative = minus(arena, of(b));
                plus(arena, of(a), negative)
            }
            Node::Multiply(a, b) => {
                let (p, q) = (times(arena, of(a), b), times(arena, a, of(b)));
                plus(arena, p, q)
            }
            // (a′ − y b′) / b
            Node::Divide(a, b) => {
                let lost = times(arena, id, of(b));
                let lost = minus(arena, lost);
                let above = plus(arena, of(a), lost);
                if is(arena, above, 0.0) { zero } else { arena.quotient(above, b) }
            }
            Node::PowerInteger(a, n) => {
                let power = if n == 2 { a } else { arena.powi(a, n - 1) };
                let factor = arena.constant(f64::from(n));
                let outer = times(arena, factor, power);
                times(arena, outer, of(a))
            }
            Node::Call1(function, a) => {
                let outer = match function.row().rule {
                    Rule::One(rule) => rule(arena, a, id),
                    Rule::Identity => arena.constant(1.0),
                    _ => zero,
                };
                times(arena, outer, of(a))
            }
            Node::Call2(Function::Max, a, b) => {
                let mask = arena.compare(Comparison::Greater, a, b);
                choose(arena, mask, of(a), of(b))
            }
            Node::Call2(Function::Min, a, b) => {
                let mask = arena.compare(Comparison::Less, a, b);
                choose(arena, mask, of(a), of(b))
            }
            Node::Call2(function, a, b) => {
                let Rule::Two(rule) = function.row().rule else { unreachable!("{function:?}") };
                let (p, q) = rule(arena, a, b, id);
                let p = p.map_or(zero, |p| times(arena, p, of(a)));
                let q = q.map_or(zero, |q| times(arena, q, of(b)));
                plus(arena, p, q)
            }
            Node::Clamp(u, low, high) => {
                let (p, q) = (arena.compare(Comparison::Greater, u, low), arena.compare(Comparison::Less, u, high));
                let mask = arena.add(Node::And(p, q));
                choose(arena, mask, of(u), zero)
            }
            Node::Select(mask, a, b) => choose(arena, mask, of(a), of(b)),
            _ => zero,
        };
        d.insert(id, result);
    }
    d[&root]
}

/// A subject with its derivatives.
pub(super) fn subject(arena: &mut Arena, text: &str, parameters: &[f64]) -> Subject {
    let value = read(arena, text);
    let derived = derive(arena, value);
    let second = derive(arena, derived);
    let parameters = parameters.to_vec();
    let emitted = at_nan(arena, value, &parameters);
    Subject {
        value,
        emitted,
        derivative: derived,
        derived,
        second: Some(second),
        parameters,
        learnable: false,
        domain: None,
    }
}

/// All facts of a formula.
pub(super) fn facts(text: &str, parameters: &[f64]) -> Facts {
    let mut arena = Arena::default();
    let subject = subject(&mut arena, text, parameters);
    analyze(&mut arena, &subject)
}
