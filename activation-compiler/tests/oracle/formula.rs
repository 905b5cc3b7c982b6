//! Random definitions, as a user might write them.
//!
//! In: bytes, from proptest or from the fuzzer. Out: the text of one definition that reads well: every form of the grammar,
//! every function of the table. Must never know more of the language than docs/language.md says.

use std::fmt::Write as _;

use activation_compiler::function::Function;
use arbitrary::{Result, Unstructured};

/// How deep an expression may be.
const DEPTH: usize = 5;

/// Numbers that formulas are made of, and some that they are better not made of.
const NUMBERS: [&str; 28] = [
    "1",
    "2",
    "0",
    "0.5",
    "-1",
    "3",
    "0.1",
    "1 / 6",
    "PI",
    "E",
    "SQRT_2",
    "FRAC_1_SQRT_2",
    "LN_2",
    "1.702",
    "10",
    "0.044715",
    "1e-3",
    "-0.25",
    "6",
    "20",
    "88",
    "1000",
    "1e-8",
    "1e10",
    "1e-300",
    "1e300",
    "-0.0",
    "INFINITY",
];

/// What people write where a stable form exists; `u` and `v` are put in.
const IDIOMS: [&str; 38] = [
    "(0.5 + 0.5 * tanh(u))",
    "(3 - 3 * erf(u))",
    "ln(1 + exp(u))",
    "ln_1p(exp(u))",
    "ln(1 + u)",
    "ln(sigmoid(u))",
    "-softplus(-(u))",
    "(exp(u) - 1)",
    "(1 - exp(u))",
    "v / (1 + exp(u))",
    "1 / (1 + exp(-(u)))",
    "v * exp(u) / (1 + exp(u))",
    "exp(u) * sigmoid(-(u))",
    "(exp(u) - exp(-(u))) / (exp(u) + exp(-(u)))",
    "(exp(2 * u) - 1) / (exp(2 * u) + 1)",
    "sinh(u) / cosh(u)",
    "(exp(u) - exp(-(u))) / 2",
    "(exp(u) + exp(-(u))) / 2",
    "(1 - sigmoid(u))",
    "(2 * sigmoid(u) - 1)",
    "(1 + tanh(u))",
    "(1 - tanh(u))",
    "(1 - tanh(u).powi(2))",
    "(1 - 4 * (sigmoid(2 * u) * sigmoid(-2 * u)))",
    "(1 + erf(u))",
    "(1 - erf(u))",
    "0.5 * erfc(-(u) / SQRT_2)",
    "v * 0.5 * (1 + erf(u * FRAC_1_SQRT_2))",
    "exp(-(u * u))",
    "exp(-0.5 * (u * u))",
    "exp(-3 * (u * u))",
    "sqrt(u * u)",
    "powf(u, 0.5)",
    "powf(u, 3)",
    "3 * (0.5 * u)",
    "v * (1 / (1 + u * u))",
    "(u) * sign(u)",
    "v / (1 + abs(v))",
];

/// The text of a definition without a derivative.
pub fn definition(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut writer = Writer { bytes, parameters: 0, bindings: 0, used: Vec::new() };
    writer.definition()
}

/// What is NaN at an end of the line, or on the way there, and has a limit.
const EDGES: [&str; 8] = [
    "x * sigmoid(x) + (u)",
    "x * norm_cdf(x) * (u)",
    "x / (1 + abs(x)) - (u)",
    "exp(x) * exp(-exp(x)) + (u)",
    "x * exp(-(x * x)) * (u)",
    "(u) * x / sqrt(1 + x * x)",
    "x * tanh(ln(1 + exp(x))) + (u)",
    "x * exp(-exp(-x)) + (u)",
];

/// Several members of one family: sigmoid, softplus, `log_sigmoid` of ±u.
const FAMILIES: [&str; 6] = [
    "(u) * sigmoid(u)",
    "softplus(u) - softplus(-(u)) * x",
    "sigmoid(u) * log_sigmoid(u)",
    "x * tanh(softplus(u))",
    "(u) / (1 + exp(-(u))) + sigmoid(-(u))",
    "softplus(u) * sigmoid(3 * x) + log_sigmoid(u)",
];

/// A definition made from one of these.
fn about(templates: &[&str], bytes: &mut Unstructured<'_>) -> Result<String> {
    let template = *bytes.choose(templates)?;
    let mut writer = Writer { bytes, parameters: 0, bindings: 0, used: Vec::new() };
    let inner = writer.number(2)?;
    Ok(format!("f: x + {}", template.replace("(u)", &format!("({inner})"))))
}

/// A definition that `limits` has something to do for.
pub fn edge(bytes: &mut Unstructured<'_>) -> Result<String> {
    about(&EDGES, bytes)
}

/// A definition that `share` has something to do for.
pub fn family(bytes: &mut Unstructured<'_>) -> Result<String> {
    about(&FAMILIES, bytes)
}

/// Tokens that the language knows, and some that it should refuse.
const TOKENS: [&str; 84] = [
    "x",
    "y",
    "f",
    ":",
    "=>",
    "(",
    ")",
    "<",
    ">",
    "{",
    "}",
    "if",
    "else",
    "where",
    "=",
    ",",
    ";",
    "+",
    "-",
    "*",
    "/",
    ".",
    "1",
    "2.0",
    "0.5",
    "1e-3",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<=",
    ">=",
    "learn",
    "surrogate",
    "alpha",
    "b0",
    "tanh",
    "exp",
    "max",
    "powi",
    "sigmoid",
    "clamp",
    "PI",
    "INFINITY",
    "pub",
    "#",
    "[",
    "]",
    "domain",
    "::",
    "crate",
    "#[domain(x > 0)]",
    "#[doc = \"d\"]",
    "/// d\n",
    "^",
    "%",
    "->",
    "**",
    "&",
    "|",
    "1f32",
    "\"s\"",
    "'c'",
    "'a",
    "true",
    "match",
    "as",
    "_",
    "r#if",
    "1..2",
    "?",
    "@",
    "$",
    "~",
    "silu",
    "Silu",
    "max(x, 0)",
    "x.tanh()",
    "if x > 0 <1> else <0>",
    "(x)",
    "x > 0",
    "0x10",
    "f(alpha = 1): alpha * x;",
];

/// A text that may be anything: raw, tokens in any order, or a definition with some tokens out of place.
pub fn soup(bytes: &mut Unstructured<'_>) -> Result<String> {
    let kind = bytes.int_in_range(0..=3)?;
    if kind == 0 {
        return Ok(String::from_utf8_lossy(bytes.bytes(bytes.len())?).into_owned());
    }
    let mut tokens: Vec<String> = if kind == 1 {
        Vec::new()
    } else {
        let (formula, derivative) = (definition(bytes)?, definition(bytes)?);
        let derivative = derivative.split_once(": ").map_or("y", |(_, derivative)| derivative);
        let text = if kind == 2 { formula } else { format!("{formula} => {derivative}; {formula}") };
        text.split_inclusive([' ', '(', ')']).map(String::from).collect()
    };
    for _ in 0..bytes.int_in_range(0..=if kind == 1 { 60 } else { 3 })? {
        let token = (*bytes.choose(&TOKENS)?).to_owned();
        let place = bytes.int_in_range(0..=tokens.len())?;
        match bytes.int_in_range(0..=3)? {
            1 if place < tokens.len() => drop(tokens.remove(place)),
            2 if place < tokens.len() => tokens[place] = token,
            _ => tokens.insert(place, token),
        }
    }
    Ok(tokens.join(" "))
}

struct Writer<'a, 'b> {
    bytes: &'a mut Unstructured<'b>,
    parameters: usize,
    bindings: usize,
    /// Which names the text mentions.
    used: Vec<String>,
}

impl Writer<'_, '_> {
    fn definition(&mut self) -> Result<String> {
        self.parameters = self.bytes.int_in_range(0..=2)?;
        let defaults: Vec<&str> =
            (0..self.parameters).map(|_| self.bytes.choose(&NUMBERS[..22]).copied()).collect::<Result<_>>()?;
        let wanted = self.bytes.int_in_range(0..=2)?;
        let mut values = Vec::new();
        for _ in 0..wanted {
            let value = self.number(3)?;
            values.push(value);
            self.bindings = values.len();
        }
        let mut formula = self.number(DEPTH)?;
        if !self.uses("x") {
            formula = format!("x * ({formula})");
        }
        // What is declared must be used, a binding by something that is.
        for index in 0..self.bindings {
            if !self.uses(&format!("b{index}")) {
                write!(formula, " + b{index}").unwrap_or_default();
            }
        }
        for index in 0..self.parameters {
            if !self.uses(&format!("p{index}")) {
                write!(formula, " - p{index}").unwrap_or_default();
            }
        }
        let parameters: Vec<String> =
            defaults.iter().enumerate().map(|(index, default)| format!("p{index} = {default}")).collect();
        let bindings: Vec<String> =
            values.iter().enumerate().map(|(index, value)| format!("b{index} = {value}")).collect();
        let head = if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) };
        let tail = if bindings.is_empty() { String::new() } else { format!(" where {}", bindings.join(", ")) };
        Ok(format!("f{head}: {formula}{tail}"))
    }

    fn uses(&self, name: &str) -> bool {
        self.used.iter().any(|used| used == name)
    }

    fn name(&mut self, name: String) -> String {
        if !self.uses(&name) {
            self.used.push(name.clone());
        }
        name
    }

    /// A number; the first choice of every list is the simplest, for that is what bytes at an end choose.
    fn number(&mut self, depth: usize) -> Result<String> {
        if depth == 0 || self.bytes.is_empty() {
            return self.leaf();
        }
        Ok(match self.bytes.int_in_range(0..=15)? {
            0 | 1 => self.leaf()?,
            2 | 3 => self.binary("+", depth)?,
            4 => self.binary("-", depth)?,
            5 | 6 => self.binary("*", depth)?,
            7 => self.binary("/", depth)?,
            8 => format!("-({})", self.number(depth - 1)?),
            9 => {
                let exponent = self.bytes.choose(&[2, 3, -1, 1, 0, 4, -2, 7, -3, 33, -64])?;
                format!("({}).powi({exponent})", self.number(depth - 1)?)
            }
            10 => self.conditional(depth)?,
            11 => self.idiom(depth)?,
            _ => self.call(depth)?,
        })
    }

    fn idiom(&mut self, depth: usize) -> Result<String> {
        let idiom = *self.bytes.choose(&IDIOMS)?;
        // A name of one letter that no function has.
        let is_alone = |place: usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !letter(idiom[..place].chars().next_back()) && !letter(idiom[place + 1..].chars().next())
        };
        // Each is written once and put in everywhere; what an idiom lacks isn't written, as it would be an unused name.
        let (mut u, mut v) = (None, None);
        let mut text = String::from("(");
        for (place, letter) in idiom.char_indices() {
            let known = match letter {
                'u' if is_alone(place) => &mut u,
                'v' if is_alone(place) => &mut v,
                _ => {
                    text.push(letter);
                    continue;
                }
            };
            let inner = match known.take() {
                Some(inner) => inner,
                None => self.number(depth.min(2) - 1)?,
            };
            text.extend(["(", &inner, ")"]);
            *known = Some(inner);
        }
        Ok(text + ")")
    }

    fn leaf(&mut self) -> Result<String> {
        Ok(match self.bytes.int_in_range(0..=7)? {
            0..=3 => self.name(String::from("x")),
            4 if self.parameters > 0 => {
                let index = self.bytes.int_in_range(0..=self.parameters - 1)?;
                self.name(format!("p{index}"))
            }
            5 if self.bindings > 0 => {
                let index = self.bytes.int_in_range(0..=self.bindings - 1)?;
                self.name(format!("b{index}"))
            }
            6 => format!("{:?}", f64::from(self.bytes.arbitrary::<i16>()?) / 256.0),
            _ => self.constant()?,
        })
    }

    fn constant(&mut self) -> Result<String> {
        Ok(format!("({})", self.bytes.choose(&NUMBERS)?))
    }

    fn binary(&mut self, operator: &str, depth: usize) -> Result<String> {
        let left = self.number(depth - 1)?;
        let right = if self.bytes.ratio(1, 8)? { left.clone() } else { self.number(depth - 1)? };
        Ok(format!("({left} {operator} {right})"))
    }

    fn call(&mut self, depth: usize) -> Result<String> {
        let functions: Vec<Function> = Function::all().filter(|&function| function != Function::Powi).collect();
        let row = self.bytes.choose(&functions)?.row();
        let mut arguments = vec![self.number(depth - 1)?];
        for _ in 1..row.arity {
            arguments.push(if self.bytes.ratio(1, 2)? { self.constant()? } else { self.number(depth - 1)? });
        }
        // Bounds that are known must be in order.
        if let [_, low, high] = &mut arguments[..]
            && !varies(low)
            && !varies(high)
        {
            *high = format!("max({low}, {high})");
        }
        Ok(if self.bytes.ratio(1, 4)? {
            format!("({}).{}({})", arguments[0], row.name, arguments[1..].join(", "))
        } else {
            format!("{}({})", row.name, arguments.join(", "))
        })
    }

    fn conditional(&mut self, depth: usize) -> Result<String> {
        let condition = self.condition(depth - 1)?;
        let (a, b) = (self.number(depth - 1)?, self.number(depth - 1)?);
        Ok(if self.bytes.ratio(1, 3)? {
            format!("(if {condition} <({a})> else <({b})>)")
        } else {
            format!("(if {condition} {{{a}}} else {{{b}}})")
        })
    }

    fn condition(&mut self, depth: usize) -> Result<String> {
        let depth = depth.min(2);
        if depth > 0 {
            match self.bytes.int_in_range(0..=7)? {
                5 => return Ok(format!("({} && {})", self.condition(depth - 1)?, self.condition(depth - 1)?)),
                6 => return Ok(format!("({} || {})", self.condition(depth - 1)?, self.condition(depth - 1)?)),
                7 => return Ok(format!("!({})", self.condition(depth - 1)?)),
                _ => {}
            }
        }
        let comparison = self.bytes.choose(&[">", "<", ">=", "<=", "==", "!="])?;
        let left = self.number(depth)?;
        let right = if self.bytes.ratio(1, 2)? { self.constant()? } else { self.number(depth)? };
        Ok(format!("({left} {comparison} {right})"))
    }
}

/// Whether a text mentions the input or a binding.
fn varies(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "x" || word == "b0" || word == "b1")
}
