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

/// The text about all of them.
pub(crate) fn report(activations: &[Activation], code: bool) -> String {
    let mut text = String::new();
    for (index, activation) in activations.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        // Writing to a String does not fail.
        let _ = writeln!(text, "{NAME}{}{NAME:#}", activation.name);
        for (label, words) in lines(activation) {
            let _ = writeln!(text, "  {LABEL}{label:<COLUMN$}{LABEL:#}{words}");
        }
        if code {
            let _ = write!(text, "\n{}", laid_out(&activation.code));
        }
    }
    text
}

fn lines(activation: &Activation) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |label: &str, words: String| lines.push((label.to_owned(), words));
    add("formula", activation.formula.clone());
    if activation.computed != activation.formula {
        add("computed as", activation.computed.clone());
    }
    for (index, (name, law)) in activation.rewrites.iter().enumerate() {
        add(if index == 0 { "rewritten by" } else { "" }, format!("{name}: {law}"));
    }
    match activation.surrogate {
        true => add("surrogate", format!("{}, in place of the derivative", activation.derivative)),
        false => add("derivative", activation.derivative.clone()),
    }
    add("second derivative", activation.second.clone());
    add("parameters", parameters(activation));
    for (name, _, derivative) in &activation.parameters {
        if let Some(derivative) = derivative {
            add(&format!("∂f/∂{name}"), derivative.clone());
        }
    }
    for line in &activation.learnt {
        let (label, words) = line.split_once(": ").unwrap_or(("", line));
        add(label, words.to_owned());
    }
    add("cost", cost(activation.cost));
    lines
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

/// The code as rustfmt would lay it out, nearly.
fn laid_out(code: &str) -> String {
    syn::parse_file(code).map_or_else(|_| format!("{code}\n"), |file| prettyplease::unparse(&file))
}

#[cfg(test)]
mod tests {
    use activation_compiler::explain::explain;

    use super::*;

    fn plain(source: &str, code: bool) -> String {
        anstream::adapter::strip_str(&report(&explain(source).activations, code)).to_string()
    }

    #[test]
    fn each_line_has_its_label() {
        let text = plain("silu: x * sigmoid(x); elu(learn alpha = 1.5): if x > 0 <x> else <alpha * x.exp_m1()>", false);
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
        let text = plain("relu: x.max(0)", true);
        assert!(text.contains("\npub struct Relu;\n") || text.contains("\nstruct Relu;\n"), "{text}");
        assert!(text.contains("\n    fn forward<"), "{text}");
    }
}
