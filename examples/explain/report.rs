//! An explanation as text.
//!
//! In: activations. Out: a block of lines for each, labels on the left, and its code. It must never leave out an
//! "unknown": what was not proved is part of the answer.

use std::fmt::Write;

use activation_compiler::explain::{Activation, Cost};
use anstyle::{AnsiColor, Style};

const NAME: Style = AnsiColor::Green.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default();
/// The width of the labels' column.
const COLUMN: usize = 18;

/// Written above code whose paths are shortened.
const SHORTENED: &str =
    "// The code as it is emitted, but for the paths: `Real` is `::activation_core::private::Real`.";
/// What is left out of shortened paths, as the tokens are printed.
const PREFIXES: [&str; 8] = [
    ":: activation_core :: private :: ",
    ":: core :: clone :: ",
    ":: core :: cmp :: ",
    ":: core :: default :: ",
    ":: core :: fmt :: ",
    ":: core :: marker :: ",
    ":: core :: option :: ",
    ":: core :: primitive :: ",
];

/// How much of the code is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    No,
    /// Paths by their last words.
    Short,
    Whole,
}

/// The text about all of them.
pub(crate) fn report(activations: &[Activation], code: Code) -> String {
    let mut text = String::new();
    for (index, activation) in activations.iter().enumerate() {
        if index > 0 {
            text.push_str(if code == Code::No { "\n" } else { "\n\n" });
        }
        // Writing to a String does not fail.
        let _ = writeln!(text, "{NAME}{}{NAME:#}", activation.name);
        for (label, words) in lines(activation) {
            let _ = writeln!(text, "  {LABEL}{label:<COLUMN$}{LABEL:#}{words}");
        }
        let _ = match code {
            Code::No => Ok(()),
            Code::Short => write!(text, "\n{SHORTENED}\n\n{}", laid_out(&shortened(&activation.code))),
            Code::Whole => write!(text, "\n{}", laid_out(&activation.code)),
        };
    }
    text
}

fn lines(activation: &Activation) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |label: &str, words: String| lines.push((label.to_owned(), words));
    add("formula", readable(&activation.formula));
    if let Some(domain) = &activation.domain {
        add("meant for", domain.clone());
    }
    if activation.computed != activation.formula {
        add("computed as", readable(&activation.computed));
    }
    for (index, (name, law)) in activation.rewrites.iter().enumerate() {
        add(if index == 0 { "rewritten by" } else { "" }, format!("{name}: {law}"));
    }
    add(if activation.surrogate { "surrogate" } else { "derivative" }, readable(&activation.derivative));
    add(if activation.surrogate { "its derivative" } else { "second derivative" }, readable(&activation.second));
    add("parameters", parameters(activation));
    for (name, _, derivative) in &activation.parameters {
        if let Some(derivative) = derivative {
            add(&format!("∂f/∂{name}"), readable(derivative));
        }
    }
    for line in &activation.learnt {
        let (label, words) = line.split_once(": ").unwrap_or(("", line));
        add(label, words.to_owned());
    }
    add("cost", cost(activation.cost));
    lines
}

/// An expression, unless the compiler found it too long for a line.
fn readable(expression: &str) -> String {
    if expression == "…" { String::from("too long to be read") } else { expression.to_owned() }
}

fn parameters(activation: &Activation) -> String {
    if activation.parameters.is_empty() {
        return String::from("none");
    }
    let one = |(name, default, derivative): &(String, f64, Option<String>)| {
        format!("{name} = {default}{}", if derivative.is_some() { ", learnt" } else { "" })
    };
    activation.parameters.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn cost(Cost { value, derivative, pair }: Cost) -> String {
    let calls = |count: usize| match count {
        0 => String::from("none"),
        1 => String::from("1 call"),
        _ => format!("{count} calls"),
    };
    if value + derivative == 0 {
        return String::from("no transcendental function is called");
    }
    let [value, derivative, pair] = [value, derivative, pair].map(calls);
    format!("transcendental functions: f {value}, f′ {derivative}, both at once {pair}")
}

fn shortened(code: &str) -> String {
    PREFIXES.iter().fold(code.to_owned(), |code, prefix| code.replace(prefix, ""))
}

/// The code as rustfmt would lay it out, nearly.
fn laid_out(code: &str) -> String {
    let Ok(mut file) = syn::parse_file(code) else { return format!("{code}\n") };
    let mut items = Vec::new();
    for item in std::mem::take(&mut file.items) {
        file.items = vec![item];
        items.push(prettyplease::unparse(&file));
    }
    items.join("\n")
}

#[cfg(test)]
mod tests {
    use activation_compiler::explain::explain;

    use super::*;

    fn plain(source: &str, code: Code) -> String {
        anstream::adapter::strip_str(&report(&explain(source).activations, code)).to_string()
    }

    #[test]
    fn each_line_has_its_label() {
        let text =
            plain("silu: x * sigmoid(x); elu(learn alpha = 1.5): if x > 0 <x> else <alpha * x.exp_m1()>", Code::No);
        for line in [
            "Silu\n  formula           x * sigmoid(x)\n  derivative",
            "\n  parameters        none\n",
            "\n  cost              transcendental functions: f 1 call, f′ 1 call, both at once 1 call\n\nElu\n",
            "\n  parameters        alpha = 1.5, learnt\n  ∂f/∂alpha         if x > 0 <0> else <exp_m1(x)>\n",
            "\n  kinks             kink at x = 0 (f′ 1.5 on its left, 1 on its right, 1.5 there)\n",
        ] {
            assert!(text.contains(line), "{line:?} is not in\n{text}");
        }
        assert!(!text.contains("impl"));
    }

    #[test]
    fn the_code_is_laid_out() {
        let text = plain("pub relu: x.max(0)", Code::Whole);
        assert!(text.contains("\npub struct Relu;\n"), "{text}");
        assert!(
            text.contains("\n    fn forward<__R: ::activation_core::private::Real>(&self, __x: __R) -> __R {\n"),
            "{text}"
        );
    }

    #[test]
    fn shortened_code_has_no_path_from_the_root() {
        let text = plain("gate(a = 1): if x > a <x> else <a * x.exp_m1()>", Code::Short);
        assert!(text.contains("\n    fn forward<__R: Real>(&self, __x: __R) -> __R {\n"), "{text}");
        let code: Vec<&str> = text.lines().skip_while(|line| *line != SHORTENED).skip(1).collect();
        assert!(
            code.len() > 50 && code.iter().all(|line| !line.contains("::core::") && !line.contains("activation_core"))
        );
    }
}
