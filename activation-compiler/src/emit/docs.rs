//! The documentation of a struct: after the user's own words, what the compiler knows.
//!
//! In: a compiled definition. Out: `#[doc]` attributes. Must never show a reader what their tool cannot: an editor prints HTML as
//! it stands, so the graph and the typeset formulas are for rustdoc alone (`cfg(doc)`), and others get them as text.

use proc_macro2::TokenStream;
use quote::quote;

use super::facts::learnt;
use super::{Compiled, Page};
use crate::ir::Node;
use crate::lower::ParameterFact;
use crate::mathml::brackets;
use crate::name;
use crate::pretty::number;

/// All that stands behind the user's own words.
pub(super) fn docs(compiled: &Compiled<'_>) -> TokenStream {
    let Compiled { definition, facts, page, parameters, .. } = compiled;
    let mut lead = Vec::new();
    if definition.docs.is_empty() {
        lead.push(format!(" The activation function `{}`.", name::snake(&definition.name)));
    }
    lead.push(String::new());
    let plain = plain_formulas(compiled);
    let formulas = if let Some(page) = page {
        let html = html(compiled, page);
        quote! {
            #[cfg_attr(doc, doc = #html)]
            #(#[cfg_attr(not(doc), doc = #plain)])*
        }
    } else {
        quote!(#(#[doc = #plain])*)
    };
    let mut facts: Vec<String> = learnt(facts).into_iter().map(|line| format!(" - {line}")).collect();
    if !parameters.is_empty() {
        let list: Vec<String> = parameters.iter().map(parameter).collect();
        facts.insert(0, format!(" - parameters: {}", list.join(", ")));
    }
    quote! {
        #(#[doc = #lead])*
        #formulas
        #(#[doc = #facts])*
    }
}

fn parameter(ParameterFact { name, default, learn }: &ParameterFact) -> String {
    let learnt = if *learn { " (learnable)" } else { "" };
    format!("`{name}` = {}{learnt}", number(*default))
}

/// Formula and derivative on a line each.
fn plain_formulas(compiled: &Compiled<'_>) -> [String; 2] {
    let Compiled { definition, formula_text, derivative_text, .. } = compiled;
    let derivative = if definition.surrogate().is_some() {
        format!(" - **surrogate** derivative, which is not f′: `{derivative_text}`")
    } else {
        format!(" - derivative: `f′(x) = {derivative_text}`")
    };
    [format!(" - formula: `f(x) = {formula_text}`"), derivative]
}

/// Formula, derivative and graph, side by side where there is room. An element that begins a block ends with a blank line.
fn html(compiled: &Compiled<'_>, page: &Page) -> String {
    let Compiled { definition, formula_text, derivative_text, arena, to_read, .. } = compiled;
    let typeset = |left: &str, math: &Option<String>, text: &str| match math {
        Some(math) => format!(r#"<div><math displaystyle="true">{left}{math}</math></div>"#),
        None => format!("<div><math>{left}</math> <code>{}</code></div>", escaped(text)),
    };
    let of = |name: &str| format!("<mrow>{name}{}</mrow><mo>=</mo>", brackets("<mi>x</mi>"));
    let formula = typeset(&of("<mi>f</mi>"), &page.formula, formula_text);
    let (name, note) = if definition.surrogate().is_some() {
        ("<mi>s</mi>", "<div>the <b>surrogate</b> derivative, which is not f′</div>")
    } else {
        ("<msup><mi>f</mi><mo>′</mo></msup>", "")
    };
    let derivative = typeset(&of(name), &page.derivative, derivative_text);
    let in_y = arena.any(to_read[1], |node| node == Node::Output);
    let output = if in_y { "<div>with y = f(x)</div>" } else { "" };
    let plot = page.plot.as_deref().unwrap_or_default();
    format!(
        concat!(
            r#"<div style="display:flex;flex-wrap:wrap;gap:1.5em;align-items:center;margin-bottom:1em">{plot}"#,
            r#"<div style="display:grid;gap:1em;overflow:auto hidden;padding:.5em 0">{formula}{derivative}{output}{note}</div></div>"#,
            "\n\n"
        ),
        plot = plot,
        formula = formula,
        derivative = derivative,
        output = output,
        note = note,
    )
}

/// A text with its `&`, `<` and `>` as HTML writes them.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
