//! Expressions as text, for docs, diagnostics and snapshots.
//!
//! In: an expression and the parameters' names. Out: one line, as in a book, with |u| and u² where mathematics has them, or
//! as in a program, which the language reads back. Must never grow beyond a line worth reading.

use crate::constant::MAX_EXPONENT;
use crate::function::{CONSTANTS, Function};
use crate::ir::{Arena, Comparison, Id, Node};

/// Beyond this an expression is cut: nobody reads it, and shared parts written out can grow without bound.
const LONGEST: usize = 360;

/// How tightly a text binds; a looser one is put in parentheses inside a tighter place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Or,
    And,
    Sum,
    Product,
    Negation,
    Power,
    Atom,
}

/// For whom a line is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notation {
    /// To be read: |u|, u².
    Book,
    /// To be copied: `abs(u)`, `u.powi(2)`.
    Program,
}

/// The expression as one line to read.
pub fn pretty(arena: &Arena, root: Id, parameters: &[String]) -> String {
    line(arena, root, parameters, Notation::Book)
}

/// The expression as one line to copy: the language reads it back as the same expression. `None` if it is too long, or if
/// the language has no words for it.
pub fn written(arena: &Arena, root: Id, parameters: &[String]) -> Option<String> {
    let nameless = arena.any(root, |node| matches!(node, Node::External(..)));
    Some(line(arena, root, parameters, Notation::Program)).filter(|text| !nameless && !text.contains('…'))
}

fn line(arena: &Arena, root: Id, parameters: &[String], notation: Notation) -> String {
    let brackets = |text: &str| format!("({text})");
    fold(arena, root, LONGEST, brackets, |id, at| match notation {
        Notation::Program => in_program(arena.get(id), at).unwrap_or_else(|| write(arena, id, parameters, at)),
        Notation::Book => write(arena, id, parameters, at),
    })
}

/// An expression's text from the texts of its operands, which `write` gets by asking for them, in brackets where they bind less
/// tightly than it asks for.
pub(crate) fn fold(
    arena: &Arena,
    root: Id,
    longest: usize,
    brackets: impl Fn(&str) -> String,
    write: impl Fn(Id, &dyn Fn(Id, Level) -> String) -> (String, Level),
) -> String {
    let mut texts: Vec<Option<(String, Level)>> = vec![None; root.index() + 1];
    for id in arena.reachable(&[root]) {
        let at = |operand: Id, level: Level| match texts.get(operand.index()) {
            Some(Some((text, own))) if *own >= level => text.clone(),
            Some(Some((text, _))) => brackets(text),
            _ => String::from("…"),
        };
        let (mut text, mut level) = write(id, &at);
        if text.chars().count() > longest {
            (text, level) = (String::from("…"), Level::Atom);
        }
        texts[id.index()] = Some((text, level));
    }
    texts[root.index()].take().map_or_else(String::new, |(text, _)| text)
}

fn write(arena: &Arena, id: Id, parameters: &[String], at: &dyn Fn(Id, Level) -> String) -> (String, Level) {
    match arena.get(id) {
        Node::Constant(value) => constant(value.get()),
        Node::Largest => (String::from("MAX"), Level::Atom),
        Node::Input => (String::from("x"), Level::Atom),
        Node::Output => (String::from("y"), Level::Atom),
        Node::Parameter(index) => {
            (parameters.get(usize::from(index)).cloned().unwrap_or_else(|| format!("p{index}")), Level::Atom)
        }
        Node::Negate(a) => (format!("-{}", at(a, Level::Power)), Level::Negation),
        Node::Add(a, b) => (format!("{} + {}", at(a, Level::Sum), at(b, Level::Product)), Level::Sum),
        Node::Subtract(a, b) => (format!("{} - {}", at(a, Level::Sum), at(b, Level::Product)), Level::Sum),
        Node::Multiply(a, b) if a == b => (format!("{}²", at(a, Level::Atom)), Level::Power),
        Node::Multiply(a, b) => (format!("{} * {}", at(a, Level::Product), at(b, Level::Negation)), Level::Product),
        Node::Divide(a, b) => (format!("{} / {}", at(a, Level::Product), at(b, Level::Negation)), Level::Product),
        Node::PowerInteger(a, n) => (format!("{}{}", at(a, Level::Atom), superscript(n)), Level::Power),
        Node::Power(a, b) => (format!("powf({}, {})", at(a, Level::Or), at(b, Level::Or)), Level::Atom),
        Node::Call1(Function::Abs, a) => (format!("|{}|", at(a, Level::Or)), Level::Atom),
        Node::Call1(function, a) => (format!("{}({})", function.row().name, at(a, Level::Or)), Level::Atom),
        Node::Call2(function, a, b) => {
            (format!("{}({}, {})", function.row().name, at(a, Level::Or), at(b, Level::Or)), Level::Atom)
        }
        Node::Clamp(a, b, c) => {
            (format!("clamp({}, {}, {})", at(a, Level::Or), at(b, Level::Or), at(c, Level::Or)), Level::Atom)
        }
        Node::External(path, order, a) => {
            let primes = ["", "′", "″"][order as usize];
            (format!("activation{path}{primes}({})", at(a, Level::Or)), Level::Atom)
        }
        Node::Compare(comparison, a, b) => {
            (format!("{} {} {}", at(a, Level::Sum), operator(comparison), at(b, Level::Sum)), Level::And)
        }
        Node::And(a, b) => (format!("{} && {}", at(a, Level::And), at(b, Level::And)), Level::And),
        Node::Or(a, b) => (format!("{} || {}", at(a, Level::Or), at(b, Level::Or)), Level::Or),
        Node::Not(a) => (format!("!{}", at(a, Level::Atom)), Level::Power),
        Node::Select(mask, a, b) => {
            let rest = match arena.get(b) {
                // An `else if` reads better than a nested branch; the text of a Select begins with its `if`.
                Node::Select(..) => at(b, Level::Or),
                _ => format!("<{}>", at(b, Level::Or)),
            };
            (format!("if {} <{}> else {rest}", at(mask, Level::Or), at(a, Level::Or)), Level::Or)
        }
    }
}

/// What is written otherwise in a program than in a book.
fn in_program(node: Node, at: &dyn Fn(Id, Level) -> String) -> Option<(String, Level)> {
    Some(match node {
        Node::Constant(value) if value.get().is_nan() => (String::from("0 / 0"), Level::Product),
        Node::Largest => (format!("{:e}", f64::MAX), Level::Atom),
        Node::Multiply(a, b) if a == b => {
            let factor = at(a, Level::Atom);
            // `x * x` is as short as `x.powi(2)` and plainer.
            if factor.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
                (format!("{factor} * {factor}"), Level::Product)
            } else {
                (format!("{factor}.powi(2)"), Level::Atom)
            }
        }
        Node::PowerInteger(a, n) if n.abs() > MAX_EXPONENT => (format!("powf({}, {n})", at(a, Level::Or)), Level::Atom),
        Node::PowerInteger(a, n) => (format!("{}.powi({n})", at(a, Level::Atom)), Level::Atom),
        Node::Call1(Function::Abs, a) => (format!("abs({})", at(a, Level::Or)), Level::Atom),
        _ => return None,
    })
}

/// As it is written.
pub(crate) fn operator(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::LessEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterEqual => ">=",
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
    }
}

fn superscript(n: i32) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    n.to_string().chars().map(|c| c.to_digit(10).map_or('⁻', |digit| digits[digit as usize])).collect()
}

/// A constant by its name, as a small fraction, or in the fewest digits.
fn constant(value: f64) -> (String, Level) {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let size = value.abs();
    let level = if sign.is_empty() { Level::Atom } else { Level::Negation };
    if let Some((name, ..)) = CONSTANTS.iter().find(|(_, known, _)| *known == size) {
        return (format!("{sign}{name}"), level);
    }
    match fraction(size) {
        Some((top, bottom)) => (format!("{sign}{top} / {bottom}"), Level::Product),
        None => (format!("{sign}{}", number(size)), level),
    }
}

/// A number of many digits as the small fraction that it is.
pub(crate) fn fraction(size: f64) -> Option<(f64, u8)> {
    let tops = (3..=64).map(|bottom| (size * f64::from(bottom), bottom));
    let mut small = tops.filter(|&(top, _)| {
        top.round() >= 1.0 && top.round() < 1000.0 && (top - top.round()).abs() <= 2.0 * f64::EPSILON * top
    });
    if number(size).len() > 10 { small.next().map(|(top, bottom)| (top.round(), bottom)) } else { None }
}

/// A number as people write it: no needless digits, an exponent where zeros would pile up.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-4..1e7).contains(&size) || !value.is_finite() {
        if value.is_infinite() { format!("{}∞", if value < 0.0 { "-" } else { "" }) } else { format!("{value}") }
    } else {
        format!("{value:e}")
    }
}

/// A number in at most seven significant digits, for comparing two in a message.
pub fn short(value: f64) -> String {
    if !value.is_finite() || value == 0.0 {
        return number(value);
    }
    let rounded: f64 = format!("{value:.6e}").parse().unwrap_or(value);
    number(rounded)
}

/// Two numbers in as many digits as it takes to tell them apart.
pub fn apart(a: f64, b: f64) -> [String; 2] {
    let with = |digits: usize| [a, b].map(|value| number(format!("{value:.digits$e}").parse().unwrap_or(value)));
    let usual = [short(a), short(b)];
    if usual[0] != usual[1] || a == b {
        return usual;
    }
    (7..16).map(with).find(|[a, b]| a != b).unwrap_or([number(a), number(b)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softsign_reads_as_in_a_book() {
        let mut arena = Arena::default();
        let x = arena.input();
        let one = arena.constant(1.0);
        let size = arena.call(Function::Abs, x);
        let bottom = arena.sum(one, size);
        let value = arena.quotient(x, bottom);
        let square = arena.product(bottom, bottom);
        let derivative = arena.quotient(one, square);
        assert_eq!(pretty(&arena, value, &[]), "x / (1 + |x|)");
        assert_eq!(pretty(&arena, derivative, &[]), "1 / (1 + |x|)²");
        assert_eq!(written(&arena, derivative, &[]).as_deref(), Some("1 / (1 + abs(x)).powi(2)"));
    }

    #[test]
    fn branches_chain() {
        let mut arena = Arena::default();
        let (x, zero, one) = (arena.input(), arena.constant(0.0), arena.constant(1.0));
        let positive = arena.compare(Comparison::Greater, x, zero);
        let large = arena.compare(Comparison::Greater, x, one);
        let inner = arena.select(large, one, zero);
        let root = arena.select(positive, x, inner);
        assert_eq!(pretty(&arena, root, &[]), "if x > 0 <x> else if x > 1 <1> else <0>");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(constant(1.0 / 6.0).0, "1 / 6");
        assert_eq!(constant(std::f64::consts::FRAC_1_SQRT_2).0, "FRAC_1_SQRT_2");
        assert_eq!(number(1e30), "1e30");
        assert_eq!(short(0.444_444_444_4), "0.4444444");
        assert_eq!(short(f64::NEG_INFINITY), "-∞");
        assert_eq!(apart(1.083_315_3, 1.083_315_47), ["1.0833153", "1.0833155"]);
    }

    #[test]
    fn shared_parts_do_not_explode() {
        let mut arena = Arena::default();
        let mut root = arena.input();
        for _ in 0..200 {
            root = arena.sum(root, root);
        }
        assert!(pretty(&arena, root, &[]).chars().count() <= LONGEST);
        assert_eq!(written(&arena, root, &[]), None);
    }
}
