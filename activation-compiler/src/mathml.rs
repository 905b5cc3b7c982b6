//! Expressions as `MathML`, which browsers typeset: fractions, powers, cases.
//!
//! In: an expression and the parameters' names. Out: `MathML` on one line, of the elements that every browser has.
//! Must never be longer than a formula worth reading.

use std::fmt::{Display, Write as _};

use crate::function::Function;
use crate::ir::{Arena, Comparison, Id, Node};
use crate::pretty::{Level, fold, fraction, number, pretty, short};

/// Beyond this a formula is no picture any more.
const LONGEST: usize = 6000;

/// The expression; none if it is too long to be read.
pub fn mathml(arena: &Arena, root: Id, parameters: &[String]) -> Option<String> {
    // Whoever would not read the line would not read this; and the line is short where parts are shared without end.
    if pretty(arena, root, parameters).contains('…') {
        return None;
    }
    let whole = fold(arena, root, LONGEST, brackets, |id, at| write(arena, id, parameters, at));
    (!whole.contains('…')).then_some(whole)
}

fn row(inner: impl Display) -> String {
    format!("<mrow>{inner}</mrow>")
}

/// A row of their own, as a bracket in the middle of one gets the spaces of an operator; and of the usual size around what is
/// no higher than a letter, since one that may grow is set wider.
pub(crate) fn brackets(inner: &str) -> String {
    let is_high = ["<mfrac", "<mtable", "<msqrt", "<mroot"].iter().any(|element| inner.contains(element));
    let fixed = if is_high { "" } else { r#" stretchy="false""# };
    row(format_args!("<mo{fixed}>(</mo>{inner}<mo{fixed}>)</mo>"))
}

fn word(name: &str) -> String {
    format!("<mi>{name}</mi>")
}

/// Words, whose spaces a browser would drop at their ends.
fn text(words: &str) -> String {
    format!("<mtext>{}</mtext>", words.replace(' ', "\u{a0}"))
}

/// The text of an operand, in brackets if it binds less tightly.
type At<'a> = &'a dyn Fn(Id, Level) -> String;

fn write(arena: &Arena, id: Id, parameters: &[String], at: At<'_>) -> (String, Level) {
    let infix = |a: Id, sign: &str, b: Id, [left, right, own]: [Level; 3]| {
        (row(format_args!("{}<mo>{sign}</mo>{}", at(a, left), at(b, right))), own)
    };
    let power = |a: Id, exponent: String| (format!("<msup>{}{exponent}</msup>", at(a, Level::Atom)), Level::Power);
    match arena.get(id) {
        Node::Constant(value) => constant(value.get()),
        Node::Largest => (word("MAX"), Level::Atom),
        Node::Input => (word("x"), Level::Atom),
        Node::Output => (word("y"), Level::Atom),
        Node::Parameter(index) => {
            let name = parameters.get(usize::from(index)).map_or("p", |name| greek(name));
            (word(name), Level::Atom)
        }
        Node::Negate(a) => (row(format_args!("<mo>−</mo>{}", at(a, Level::Power))), Level::Negation),
        Node::Add(a, b) => infix(a, "+", b, [Level::Sum, Level::Product, Level::Sum]),
        Node::Subtract(a, b) => infix(a, "−", b, [Level::Sum, Level::Product, Level::Sum]),
        Node::Multiply(a, b) if a == b => power(a, String::from("<mn>2</mn>")),
        Node::Multiply(a, b) => {
            // To a reader a · (b · c) is a · b · c.
            let is_product = matches!(arena.get(b), Node::Multiply(..) | Node::Divide(..));
            let right = if is_product { Level::Product } else { Level::Power };
            infix(a, "·", b, [Level::Product, right, Level::Product])
        }
        Node::Divide(a, b) => (format!("<mfrac>{}{}</mfrac>", at(a, Level::Or), at(b, Level::Or)), Level::Product),
        Node::PowerInteger(a, n) => power(a, constant(f64::from(n)).0),
        Node::Power(a, b) => power(a, at(b, Level::Or)),
        Node::Call1(function, a) => call(function, a, at),
        Node::Call2(function, a, b) => (named(function.row().name, &[a, b], at), Level::Atom),
        Node::Clamp(a, b, c) => (named("clamp", &[a, b, c], at), Level::Atom),
        Node::External(path, order, a) => {
            (named(&format!("activation{path}{}", ["", "′", "″"][order as usize]), &[a], at), Level::Atom)
        }
        Node::Compare(comparison, a, b) => infix(a, operator(comparison), b, [Level::Sum, Level::Sum, Level::And]),
        Node::And(a, b) => {
            (row(format_args!("{}{}{}", at(a, Level::And), text(" and "), at(b, Level::And))), Level::And)
        }
        Node::Or(a, b) => (row(format_args!("{}{}{}", at(a, Level::Or), text(" or "), at(b, Level::Or))), Level::Or),
        Node::Not(a) => (row(format_args!("{}{}", text("not "), at(a, Level::Atom))), Level::Power),
        Node::Select(..) => cases(arena, id, at),
    }
}

/// `{ a if …; b if …; c otherwise`. An `else if` is a line more.
fn cases(arena: &Arena, root: Id, at: At<'_>) -> (String, Level) {
    let cell = |inner: String| format!(r#"<mtd style="text-align:left">{inner}</mtd>"#);
    let (mut lines, mut next) = (String::new(), root);
    while let Node::Select(mask, chosen, other) = arena.get(next) {
        let (value, condition) = (cell(at(chosen, Level::Or)), at(mask, Level::Or));
        let _ = write!(lines, "<mtr>{value}{}</mtr>", cell(row(text("if ") + &condition)));
        next = other;
    }
    let _ = write!(lines, "<mtr>{}{}</mtr>", cell(at(next, Level::Or)), cell(text("otherwise")));
    (row(format_args!("<mo>{{</mo><mtable displaystyle=\"true\">{lines}</mtable>")), Level::Or)
}

/// A function as mathematics writes it, if it has a way of its own.
fn call(function: Function, a: Id, at: At<'_>) -> (String, Level) {
    let inner = at(a, Level::Or);
    let between = |open: &str, close: &str| (row(format_args!("<mo>{open}</mo>{inner}<mo>{close}</mo>")), Level::Atom);
    let e_to = |exponent: &str| format!("<msup><mi>e</mi>{exponent}</msup>");
    let name = match function {
        Function::Abs => return between("|", "|"),
        Function::Floor => return between("⌊", "⌋"),
        Function::Ceil => return between("⌈", "⌉"),
        Function::Exp => return (e_to(&inner), Level::Power),
        Function::Exp2 => return (format!("<msup><mn>2</mn>{inner}</msup>"), Level::Power),
        Function::ExpM1 => return (row(format_args!("{}<mo>−</mo><mn>1</mn>", e_to(&inner))), Level::Sum),
        Function::ExpNegSquare => {
            let square = format!("<mrow><mo>−</mo><msup>{}<mn>2</mn></msup></mrow>", at(a, Level::Atom));
            return (e_to(&square), Level::Power);
        }
        Function::Sqrt => return (format!("<msqrt>{inner}</msqrt>"), Level::Atom),
        Function::Cbrt => return (format!("<mroot>{}<mn>3</mn></mroot>", row(&inner)), Level::Atom),
        Function::Ln1p => {
            let sum = format!("<mn>1</mn><mo>+</mo>{}", at(a, Level::Product));
            return (row(format_args!("<mi>ln</mi>{}", brackets(&sum))), Level::Atom);
        }
        Function::Sigmoid => "σ",
        Function::NormCdf => "Φ",
        Function::NormPdf => "φ",
        Function::Log2 => "log₂",
        Function::Log10 => "log₁₀",
        Function::LogSigmoid => "ln σ",
        _ => function.row().name,
    };
    (named(name, &[a], at), Level::Atom)
}

fn named(name: &str, arguments: &[Id], at: At<'_>) -> String {
    let list: Vec<String> = arguments.iter().map(|&argument| at(argument, Level::Or)).collect();
    row(word(name) + &brackets(&list.join("<mo>,</mo>")))
}

fn operator(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "&lt;",
        Comparison::LessEqual => "≤",
        Comparison::Greater => "&gt;",
        Comparison::GreaterEqual => "≥",
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
    }
}

/// A constant by its name, as a small fraction, or in the fewest digits.
fn constant(value: f64) -> (String, Level) {
    use std::f64::consts as c;
    let size = value.abs();
    let over = |top: &str, bottom: &str| (format!("<mfrac>{top}{bottom}</mfrac>"), Level::Product);
    // The entity, as the letter would say that a part was left out.
    let digits = |value: f64| match (number(value), short(value)) {
        (whole, short) if whole.len() > short.len() => format!("<mn>{short}&#8230;</mn>"),
        (whole, _) => format!("<mn>{whole}</mn>"),
    };
    let root = "<msqrt><mn>2</mn></msqrt>";
    let (text, level) = match size {
        c::PI => (word("π"), Level::Atom),
        c::TAU => (row("<mn>2</mn><mi>π</mi>"), Level::Product),
        c::E => (word("e"), Level::Atom),
        c::SQRT_2 => (root.to_owned(), Level::Atom),
        c::FRAC_1_SQRT_2 => over("<mn>1</mn>", root),
        c::FRAC_1_PI => over("<mn>1</mn>", &word("π")),
        c::FRAC_2_PI => over("<mn>2</mn>", &word("π")),
        c::FRAC_2_SQRT_PI => over("<mn>2</mn>", "<msqrt><mi>π</mi></msqrt>"),
        c::FRAC_PI_2 => over(&word("π"), "<mn>2</mn>"),
        c::LN_2 => (row("<mi>ln</mi><mn>2</mn>"), Level::Product),
        c::LN_10 => (row("<mi>ln</mi><mn>10</mn>"), Level::Product),
        _ => match fraction(size) {
            Some((top, bottom)) => over(&digits(top), &digits(f64::from(bottom))),
            None => (digits(size), Level::Atom),
        },
    };
    if value.is_sign_negative() {
        (row(format_args!("<mo>−</mo>{text}")), level.min(Level::Negation))
    } else {
        (text, level)
    }
}

/// A parameter's name as a letter, if it is the name of one.
fn greek(name: &str) -> &str {
    const LETTERS: [(&str, &str); 13] = [
        ("alpha", "α"),
        ("beta", "β"),
        ("gamma", "γ"),
        ("delta", "δ"),
        ("epsilon", "ε"),
        ("theta", "θ"),
        ("kappa", "κ"),
        ("lambda", "λ"),
        ("mu", "μ"),
        ("rho", "ρ"),
        ("sigma", "σ"),
        ("tau", "τ"),
        ("omega", "ω"),
    ];
    LETTERS.iter().find(|(known, _)| *known == name).map_or(name, |(_, letter)| letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of an expression built here, without parameters but alpha.
    fn of(build: impl FnOnce(&mut Arena) -> Id) -> Option<String> {
        let mut arena = Arena::default();
        let root = build(&mut arena);
        mathml(&arena, root, &[String::from("alpha")])
    }

    #[test]
    fn fractions_need_no_brackets() {
        let softsign = of(|arena| {
            let (x, one) = (arena.input(), arena.constant(1.0));
            let size = arena.call(Function::Abs, x);
            let bottom = arena.sum(one, size);
            arena.quotient(x, bottom)
        });
        let bottom = "<mrow><mn>1</mn><mo>+</mo><mrow><mo>|</mo><mi>x</mi><mo>|</mo></mrow></mrow>";
        assert_eq!(softsign, Some(format!("<mfrac><mi>x</mi>{bottom}</mfrac>")));
    }

    #[test]
    fn branches_are_cases_and_an_else_if_is_a_line_more() {
        let text = of(|arena| {
            let (x, zero, one) = (arena.input(), arena.constant(0.0), arena.constant(1.0));
            let positive = arena.compare(Comparison::Greater, x, zero);
            let large = arena.compare(Comparison::GreaterEqual, x, one);
            let inner = arena.select(large, one, zero);
            arena.select(positive, x, inner)
        });
        let text = text.expect("short");
        assert_eq!((text.matches("<mtr>").count(), text.matches("otherwise").count()), (3, 1), "{text}");
        assert!(text.contains("&gt;") && text.contains('≥'), "{text}");
    }

    #[test]
    fn constants_are_named() {
        assert_eq!(constant(-std::f64::consts::PI).0, "<mrow><mo>−</mo><mi>π</mi></mrow>");
        assert_eq!(constant(1.0 / 6.0).0, "<mfrac><mn>1</mn><mn>6</mn></mfrac>");
        assert_eq!(constant(0.01).0, "<mn>0.01</mn>");
        assert_eq!(constant(0.123_456_789).0, "<mn>0.1234568&#8230;</mn>");
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        let text = of(|arena| {
            let mut root = arena.input();
            for _ in 0..200 {
                root = arena.sum(root, root);
            }
            root
        });
        assert_eq!(text, None);
    }
}
