//! Naive formulas into stable ones: equal in real arithmetic, better in floating point.
//!
//! In: an expression. Out: the same function with less cancellation and no needless overflow. The list is a table with
//! names, open to grow. Must never hold a rule that is worse anywhere: it may only add digits, or turn an overflow into the
//! number that real arithmetic has there. (`power_half` is for speed, and may cost an ULP.)

#[cfg(test)]
mod tests;

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use crate::function::Function;
use crate::ir::{Arena, Id, Node};
use crate::simplify::{self, Class, Rule, is_power_of_two};

/// Every rule of this stage, tried in this order on each node.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    improving("log_of_one_plus_exp", "ln(1 + eᵘ), ln_1p(eᵘ) → softplus(u)", log_of_one_plus_exp),
    improving("log_of_one_plus", "ln(1 + u) → ln_1p(u)", log_of_one_plus),
    improving("log_of_sigmoid", "ln(sigmoid(u)), −softplus(−u) → log_sigmoid(u)", log_of_sigmoid),
    improving("exp_minus_one", "eᵘ − 1 → exp_m1(u)", exp_minus_one),
    improving("quotient_by_one_plus_exp", "a / (1 + eᵘ) → a · sigmoid(−u)", quotient_by_one_plus_exp),
    improving("exp_over_one_plus_exp", "a · eᵘ / (1 + eᵘ), eᵘ · sigmoid(−u) → a · sigmoid(u)", exp_over_one_plus_exp),
    improving("tanh_from_exps", "(eᵘ − e⁻ᵘ) / (eᵘ + e⁻ᵘ), (e²ᵘ − 1) / (e²ᵘ + 1), sinh(u) / cosh(u) → tanh(u)", tanh_from_exps),
    improving("sinh_cosh_from_exps", "(eᵘ ∓ e⁻ᵘ) / 2 → sinh(u), cosh(u)", sinh_cosh_from_exps),
    improving("one_minus_sigmoid", "1 − sigmoid(u) → sigmoid(−u)", one_minus_sigmoid),
    improving("twice_sigmoid_minus_one", "2 · sigmoid(u) − 1 → tanh(u / 2)", twice_sigmoid_minus_one),
    improving("common_factor", "c ± c · tanh(u), c ± c · erf(u) → c · (1 ± tanh(u)), c · (1 ± erf(u))", common_factor),
    improving("one_plus_tanh", "1 ± tanh(u) → 2 · sigmoid(±2u)", one_plus_tanh),
    improving("one_minus_tanh_square", "1 − tanh(u)² → 4 · sigmoid(2u) · sigmoid(−2u)", one_minus_tanh_square),
    improving("one_minus_sech_square", "1 − 4 · sigmoid(2u) · sigmoid(−2u) → tanh(u)²", one_minus_sech_square),
    improving("one_plus_erf", "1 ± erf(u) → erfc(∓u)", one_plus_erf),
    improving("norm_cdf_from_erfc", "½ · erfc(−u / √2) → norm_cdf(u)", norm_cdf_from_erfc),
    improving("exp_of_minus_square", "exp(−4ⁿ · u²) → exp_neg_square(2ⁿ · u); exp(−½ · u²) → √(2π) · norm_pdf(u)", exp_of_minus_square),
    improving("root_of_square", "√(u²) → |u|", root_of_square),
    improving("power_half", "u^0.5 → √u; uⁿ for whole n from −4 to 4 by multiplication, within 2 ULP", power_half),
    improving("constants_together", "c · (d · u) → (c · d) · u", constants_together),
    improving("lone_reciprocal", "a · (1 / b) → a / b", lone_reciprocal),
];

const fn improving(name: &'static str, law: &'static str, apply: fn(&mut Arena, Id) -> Option<Id>) -> Rule {
    Rule { name, class: Class::Improving, law, apply }
}

/// The root after the rules of this stage and those of `simplify`, which bring operands into the shape these look for.
pub fn stabilize(arena: &mut Arena, root: Id) -> Id {
    simplify::rewrite(arena, root, &[simplify::RULES, RULES])
}

fn argument(arena: &Arena, id: Id, wanted: Function) -> Option<Id> {
    match arena.get(id) {
        Node::Call1(function, u) if function == wanted => Some(u),
        _ => None,
    }
}

/// The u of 1 + u, on either side.
fn one_plus(arena: &Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Add(a, b) if arena.is(a, 1.0) => Some(b),
        Node::Add(a, b) if arena.is(b, 1.0) => Some(a),
        _ => None,
    }
}

/// The u of 1 − u.
fn one_minus(arena: &Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Subtract(a, b) if arena.is(a, 1.0) => Some(b),
        _ => None,
    }
}

/// The u of 1 + eᵘ.
fn one_plus_exp(arena: &Arena, id: Id) -> Option<Id> {
    one_plus(arena, id).and_then(|inner| argument(arena, inner, Function::Exp))
}

/// Whether one is the other's negative, as the two stand.
fn opposite(arena: &Arena, a: Id, b: Id) -> bool {
    match (arena.get(a), arena.get(b)) {
        (Node::Negate(u), _) if u == b => true,
        (_, Node::Negate(u)) if u == a => true,
        (Node::Constant(p), Node::Constant(q)) => p.get() == -q.get(),
        (Node::Multiply(c, u), Node::Multiply(d, v)) if u == v => {
            match (arena.constant_value(c), arena.constant_value(d)) {
                (Some(c), Some(d)) => c == -d,
                _ => false,
            }
        }
        (Node::Subtract(p, q), Node::Subtract(r, s)) => p == s && q == r,
        _ => false,
    }
}

fn log_of_one_plus_exp(arena: &mut Arena, id: Id) -> Option<Id> {
    let u = match arena.get(id) {
        Node::Call1(Function::Ln, a) => one_plus_exp(arena, a)?,
        Node::Call1(Function::Ln1p, a) => argument(arena, a, Function::Exp)?,
        _ => return None,
    };
    Some(arena.call(Function::Softplus, u))
}

fn log_of_one_plus(arena: &mut Arena, id: Id) -> Option<Id> {
    let inner = one_plus(arena, argument(arena, id, Function::Ln)?)?;
    Some(arena.call(Function::Ln1p, inner))
}

fn log_of_sigmoid(arena: &mut Arena, id: Id) -> Option<Id> {
    match arena.get(id) {
        Node::Call1(Function::Ln, a) => {
            let u = argument(arena, a, Function::Sigmoid)?;
            Some(arena.call(Function::LogSigmoid, u))
        }
        Node::Negate(a) => {
            let u = argument(arena, a, Function::Softplus)?;
            let Node::Negate(inner) = arena.get(u) else { return None };
            Some(arena.call(Function::LogSigmoid, inner))
        }
        _ => None,
    }
}

fn exp_minus_one(arena: &mut Arena, id: Id) -> Option<Id> {
    let u = match arena.get(id) {
        Node::Subtract(a, b) if arena.is(b, 1.0) => argument(arena, a, Function::Exp)?,
        Node::Add(a, b) if arena.is(b, -1.0) => argument(arena, a, Function::Exp)?,
        Node::Add(a, b) if arena.is(a, -1.0) => argument(arena, b, Function::Exp)?,
        Node::Subtract(a, b) if arena.is(a, 1.0) => {
            let u = argument(arena, b, Function::Exp)?;
            let value = arena.call(Function::ExpM1, u);
            return Some(arena.neg(value));
        }
        _ => return None,
    };
    Some(arena.call(Function::ExpM1, u))
}

/// a·eᵘ/(1 + eᵘ) is left to the next rule, and (eᵘ − 1)/(eᵘ + 1) to the one after it.
fn quotient_by_one_plus_exp(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Divide(a, b) = arena.get(id) else { return None };
    let u = one_plus_exp(arena, b)?;
    if factor_exp(arena, a, u).is_some() || argument(arena, a, Function::ExpM1).is_some() {
        return None;
    }
    let minus = arena.neg(u);
    let sigmoid = arena.call(Function::Sigmoid, minus);
    Some(arena.product(a, sigmoid))
}

/// What is left of a product when its factor eᵘ is taken out; `Some(None)` for eᵘ itself.
#[expect(clippy::option_option, reason = "whether the factor is there, and then whether anything is left")]
fn factor_exp(arena: &Arena, id: Id, u: Id) -> Option<Option<Id>> {
    let is_exp = |id| argument(arena, id, Function::Exp) == Some(u);
    if is_exp(id) {
        return Some(None);
    }
    match arena.get(id) {
        Node::Multiply(a, b) if is_exp(a) => Some(Some(b)),
        Node::Multiply(a, b) if is_exp(b) => Some(Some(a)),
        _ => None,
    }
}

fn exp_over_one_plus_exp(arena: &mut Arena, id: Id) -> Option<Id> {
    let (rest, u) = match arena.get(id) {
        Node::Divide(a, b) => {
            let u = one_plus_exp(arena, b)?;
            (factor_exp(arena, a, u)?, u)
        }
        Node::Multiply(a, b) => {
            let (rest, sigmoid) = match (argument(arena, a, Function::Sigmoid), argument(arena, b, Function::Sigmoid)) {
                (_, Some(argument)) => (a, argument),
                (Some(argument), None) => (b, argument),
                (None, None) => return None,
            };
            let exponent = exponent_of(arena, rest)?;
            if !opposite(arena, exponent, sigmoid) {
                return None;
            }
            (factor_exp(arena, rest, exponent)?, exponent)
        }
        _ => return None,
    };
    let sigmoid = arena.call(Function::Sigmoid, u);
    Some(rest.map_or(sigmoid, |rest| arena.product(rest, sigmoid)))
}

/// The u of a product with a factor eᵘ.
fn exponent_of(arena: &Arena, id: Id) -> Option<Id> {
    argument(arena, id, Function::Exp).or_else(|| match arena.get(id) {
        Node::Multiply(a, b) => argument(arena, a, Function::Exp).or_else(|| argument(arena, b, Function::Exp)),
        _ => None,
    })
}

fn tanh_from_exps(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Divide(top, bottom) = arena.get(id) else { return None };
    if let (Some(u), Some(v)) = (argument(arena, top, Function::Sinh), argument(arena, bottom, Function::Cosh)) {
        return (u == v).then(|| arena.call(Function::Tanh, u));
    }
    if let Some(u) = argument(arena, top, Function::ExpM1) {
        let same = one_plus_exp(arena, bottom) == Some(u);
        return same.then(|| {
            let half = arena.scaled(0.5, u);
            arena.call(Function::Tanh, half)
        });
    }
    let (Node::Subtract(a, b), Node::Add(c, d)) = (arena.get(top), arena.get(bottom)) else { return None };
    if !((a, b) == (c, d) || (a, b) == (d, c)) {
        return None;
    }
    let (u, v) = (argument(arena, a, Function::Exp)?, argument(arena, b, Function::Exp)?);
    opposite(arena, u, v).then(|| arena.call(Function::Tanh, u))
}

fn sinh_cosh_from_exps(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(half, inner) = arena.get(id) else { return None };
    let factor = arena.constant_value(half)?;
    let (a, b, function) = match arena.get(inner) {
        Node::Add(a, b) => (a, b, Function::Cosh),
        Node::Subtract(a, b) => (a, b, Function::Sinh),
        _ => return None,
    };
    let (u, v) = (argument(arena, a, Function::Exp)?, argument(arena, b, Function::Exp)?);
    if !opposite(arena, u, v) {
        return None;
    }
    let value = arena.call(function, u);
    Some(arena.scaled(2.0 * factor, value))
}

fn one_minus_sigmoid(arena: &mut Arena, id: Id) -> Option<Id> {
    let u = argument(arena, one_minus(arena, id)?, Function::Sigmoid)?;
    let minus = arena.neg(u);
    Some(arena.call(Function::Sigmoid, minus))
}

fn twice_sigmoid_minus_one(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Subtract(a, one) = arena.get(id) else { return None };
    let Node::Multiply(two, sigmoid) = arena.get(a) else { return None };
    if !arena.is(one, 1.0) || !arena.is(two, 2.0) {
        return None;
    }
    let u = argument(arena, sigmoid, Function::Sigmoid)?;
    let half = arena.scaled(0.5, u);
    Some(arena.call(Function::Tanh, half))
}

fn common_factor(arena: &mut Arena, id: Id) -> Option<Id> {
    let (a, b, minus) = match arena.get(id) {
        Node::Add(a, b) => (a, b, false),
        Node::Subtract(a, b) => (a, b, true),
        _ => return None,
    };
    let (c, product) = if !minus && arena.constant_value(b).is_some() { (b, a) } else { (a, b) };
    let Node::Multiply(factor, step) = arena.get(product) else { return None };
    arena.constant_value(c)?;
    if factor != c || !matches!(arena.get(step), Node::Call1(Function::Tanh | Function::Erf, _)) {
        return None;
    }
    let one = arena.constant(1.0);
    let inner = if minus { arena.difference(one, step) } else { arena.sum(one, step) };
    Some(arena.product(c, inner))
}

fn one_plus_tanh(arena: &mut Arena, id: Id) -> Option<Id> {
    let (inner, factor) = match (one_plus(arena, id), one_minus(arena, id)) {
        (Some(inner), _) => (inner, 2.0),
        (None, Some(inner)) => (inner, -2.0),
        (None, None) => return None,
    };
    let u = argument(arena, inner, Function::Tanh)?;
    let double = arena.scaled(factor, u);
    let sigmoid = arena.call(Function::Sigmoid, double);
    Some(arena.scaled(2.0, sigmoid))
}

fn one_minus_tanh_square(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(one_minus(arena, id)?) else { return None };
    let u = argument(arena, a, Function::Tanh).filter(|_| a == b)?;
    let double = arena.scaled(2.0, u);
    let minus = arena.neg(double);
    let (p, q) = (arena.call(Function::Sigmoid, double), arena.call(Function::Sigmoid, minus));
    let product = arena.product(p, q);
    Some(arena.scaled(4.0, product))
}

fn one_minus_sech_square(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(four, product) = arena.get(one_minus(arena, id)?) else { return None };
    let Node::Multiply(a, b) = arena.get(product) else { return None };
    let (u, v) = (argument(arena, a, Function::Sigmoid)?, argument(arena, b, Function::Sigmoid)?);
    if !arena.is(four, 4.0) || !opposite(arena, u, v) {
        return None;
    }
    let half = arena.scaled(0.5, u);
    let tanh = arena.call(Function::Tanh, half);
    Some(arena.product(tanh, tanh))
}

fn one_plus_erf(arena: &mut Arena, id: Id) -> Option<Id> {
    if let Some(inner) = one_plus(arena, id) {
        let u = argument(arena, inner, Function::Erf)?;
        let minus = arena.neg(u);
        return Some(arena.call(Function::Erfc, minus));
    }
    let u = argument(arena, one_minus(arena, id)?, Function::Erf)?;
    Some(arena.call(Function::Erfc, u))
}

/// `norm_cdf` carries the rounding of u/√2, which the tail of erfc would magnify.
fn norm_cdf_from_erfc(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(id) else { return None };
    let v = argument(arena, b, Function::Erfc).or_else(|| argument(arena, a, Function::Erfc))?;
    let rest = if argument(arena, b, Function::Erfc).is_some() { a } else { b };
    // Only where a factor ½ stands there to be used up: 0.5 · erfc, or (0.5 · x) · erfc.
    let rest = match arena.get(rest) {
        Node::Constant(c) if c.get() == 0.5 => None,
        Node::Multiply(c, u) if arena.is(c, 0.5) => Some(u),
        _ => return None,
    };
    let u = minus_over_root_two(arena, v)?;
    let value = arena.call(Function::NormCdf, u);
    Some(rest.map_or(value, |rest| arena.product(rest, value)))
}

/// The u of −u/√2, in its several spellings.
fn minus_over_root_two(arena: &mut Arena, v: Id) -> Option<Id> {
    let close = |value: f64, wanted: f64| (value - wanted).abs() <= f64::EPSILON * wanted.abs();
    match arena.get(v) {
        Node::Negate(w) => match arena.get(w) {
            Node::Divide(u, root) if close(arena.constant_value(root)?, SQRT_2) => Some(u),
            _ => None,
        },
        Node::Divide(u, root) => {
            let root = arena.constant_value(root)?;
            if close(root, SQRT_2) { Some(arena.neg(u)) } else { close(root, -SQRT_2).then_some(u) }
        }
        Node::Multiply(factor, u) => {
            let factor = arena.constant_value(factor)?;
            if close(factor, FRAC_1_SQRT_2) { Some(arena.neg(u)) } else { close(factor, -FRAC_1_SQRT_2).then_some(u) }
        }
        _ => None,
    }
}

fn exp_of_minus_square(arena: &mut Arena, id: Id) -> Option<Id> {
    let u = argument(arena, id, Function::Exp)?;
    let square = |arena: &Arena, id| match arena.get(id) {
        Node::Multiply(a, b) if a == b => Some(a),
        _ => None,
    };
    match arena.get(u) {
        Node::Negate(inner) => {
            let root = square(arena, inner)?;
            Some(arena.call(Function::ExpNegSquare, root))
        }
        Node::Multiply(factor, inner) => {
            let factor = arena.constant_value(factor).filter(|&factor| factor < 0.0)?;
            let root = square(arena, inner)?;
            if factor == -0.5 {
                // φ(u) = exp(−u²/2)/√(2π): the one scaling whose rounding `norm_pdf` carries.
                let density = arena.call(Function::NormPdf, root);
                return Some(arena.scaled((2.0 * std::f64::consts::PI).sqrt(), density));
            }
            // Any other factor would round the argument, which the function cannot know of.
            let scale = (-factor).sqrt();
            let exact = is_power_of_two(scale) && scale * scale == -factor;
            exact.then(|| {
                let argument = arena.scaled(scale, root);
                arena.call(Function::ExpNegSquare, argument)
            })
        }
        _ => None,
    }
}

fn root_of_square(arena: &mut Arena, id: Id) -> Option<Id> {
    let inner = argument(arena, id, Function::Sqrt)?;
    match arena.get(inner) {
        Node::Multiply(a, b) if a == b => Some(arena.call(Function::Abs, a)),
        _ => None,
    }
}

/// Each multiplication rounds: of sixteen factors, eleven ULP of an f32 are lost, where `powf` loses one.
const MOST_FACTORS: f64 = 4.0;

fn power_half(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Power(a, b) = arena.get(id) else { return None };
    let exponent = arena.constant_value(b)?;
    if exponent == 0.5 {
        return Some(arena.call(Function::Sqrt, a));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a small whole number")]
    (exponent.fract() == 0.0 && exponent.abs() <= MOST_FACTORS).then(|| arena.powi(a, exponent as i32))
}

/// Only while the product of the constants neither overflows nor loses digits.
fn constants_together(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(c, rest) = arena.get(id) else { return None };
    let factor = arena.constant_value(c)?;
    let (product, u) = match arena.get(rest) {
        Node::Multiply(d, u) => (factor * arena.constant_value(d)?, u),
        Node::Negate(u) => (-factor, u),
        _ => return None,
    };
    if !(1e-30..1e30).contains(&product.abs()) {
        return None;
    }
    let constant = match arena.get(rest) {
        Node::Multiply(d, _) => arena.fold(Node::Multiply(c, d), product),
        _ => arena.constant(product),
    };
    Some(arena.product(constant, u))
}

fn lone_reciprocal(arena: &mut Arena, id: Id) -> Option<Id> {
    let Node::Multiply(a, b) = arena.get(id) else { return None };
    let reciprocal = |arena: &Arena, id| match arena.get(id) {
        Node::Divide(one, bottom) if arena.is(one, 1.0) => Some(bottom),
        _ => None,
    };
    if let Some(bottom) = reciprocal(arena, b) {
        return Some(arena.quotient(a, bottom));
    }
    reciprocal(arena, a).map(|bottom| arena.quotient(b, bottom))
}
