//! What the compiler learnt, in words and as the associated `FACTS`.
//!
//! In: a compiled definition. Out: lines, and the tokens of a `Facts`. Must never say more than `analyze` did: what it
//! left open is unknown here, too.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Compiled, float};
use crate::analyze::{Facts, Kink, Kinks, Monotonicity, Parity, Range, Residual};
use crate::lower::ParameterFact;
use crate::name;
use crate::pretty::short;

/// The facts a person asks for, a line each.
pub(crate) fn learnt(facts: &Facts) -> Vec<String> {
    let unknown = || String::from("unknown");
    let mut lines = vec![
        format!("range: {}", facts.range.as_ref().map_or_else(unknown, interval)),
        format!("monotonicity: {}", facts.monotonicity.map_or("unknown", monotonicity_words)),
        format!("parity: {}", facts.parity.map_or("unknown", parity_words)),
        format!("kinks: {}", facts.kinks.as_ref().map_or_else(unknown, kink_words)),
    ];
    lines.push(match facts.lipschitz {
        None => String::from("Lipschitz bound: unknown"),
        Some(bound) if bound.is_infinite() => String::from("Lipschitz bound: none"),
        Some(bound) => format!("Lipschitz bound: {}", short(bound)),
    });
    lines.push(format!(
        "kept for backward: {}",
        match facts.residual {
            Residual::Nothing => "nothing, the derivative is constant",
            Residual::Output => "the output, from which the derivative is exact",
            Residual::Derivative => "the derivative",
            Residual::Input => "the input",
        }
    ));
    lines
}

fn interval(range: &Range) -> String {
    let open = if range.low_attained { '[' } else { '(' };
    let close = if range.high_attained { ']' } else { ')' };
    format!("{open}{}, {}{close}", short(range.low), short(range.high))
}

fn kink_words(kinks: &Kinks) -> String {
    match kinks {
        Kinks::Periodic => String::from("infinitely many"),
        Kinks::Finite(list) if list.is_empty() => String::from("none"),
        Kinks::Finite(list) => {
            let one = |kink: &Kink| {
                let what = if kink.jump { "jump" } else { "kink" };
                let [at, left, right, taken] = [kink.at, kink.left, kink.right, kink.taken].map(short);
                format!("{what} at x = {at} (f′ {left} on its left, {right} on its right, {taken} there)")
            };
            list.iter().map(one).collect::<Vec<_>>().join(", ")
        }
    }
}

fn monotonicity_words(monotonicity: Monotonicity) -> &'static str {
    match monotonicity {
        Monotonicity::Constant => "constant",
        Monotonicity::Increasing => "increasing",
        Monotonicity::NonDecreasing => "nowhere decreasing",
        Monotonicity::Decreasing => "decreasing",
        Monotonicity::NonIncreasing => "nowhere increasing",
        Monotonicity::NonMonotone => "not monotone",
    }
}

fn parity_words(parity: Parity) -> &'static str {
    match parity {
        Parity::Even => "even",
        Parity::Odd => "odd",
        Parity::Neither => "neither even nor odd",
    }
}

/// The associated `FACTS`.
pub(super) fn facts(private: &TokenStream, compiled: &Compiled<'_>) -> TokenStream {
    let Compiled { definition, facts, formula_text, derivative_text, parameters, .. } = compiled;
    let name = name::snake(&definition.name);
    let surrogate = definition.surrogate().is_some();
    let parameters = parameters.iter().map(|ParameterFact { name, default, learn }| {
        let default = float(*default);
        quote!(#private::Parameter { name: #name, default: #default, learnable: #learn })
    });
    let range = option(facts.range.as_ref().map(|range| {
        let (low, high) = (float(range.low), float(range.high));
        let (low_attained, high_attained) = (range.low_attained, range.high_attained);
        quote!(#private::Range { low: #low, low_attained: #low_attained, high: #high, high_attained: #high_attained })
    }));
    let monotonicity = option(facts.monotonicity.map(|monotonicity| {
        let variant = format_ident!("{}", monotonicity_name(monotonicity));
        quote!(#private::Monotonicity::#variant)
    }));
    let parity = option(facts.parity.map(|parity| {
        let variant = format_ident!("{}", parity_name(parity));
        quote!(#private::Parity::#variant)
    }));
    let kinks = option(facts.kinks.as_ref().map(|kinks| match kinks {
        Kinks::Periodic => quote!(#private::Kinks::Periodic),
        Kinks::Finite(list) => {
            let list = list.iter().map(|kink| {
                let [at, left, right, taken] = [kink.at, kink.left, kink.right, kink.taken].map(float);
                let jump = kink.jump;
                quote!(#private::Kink { at: #at, left: #left, right: #right, taken: #taken, jump: #jump })
            });
            quote!(#private::Kinks::Finite(&[#(#list),*]))
        }
    }));
    let lipschitz = option(facts.lipschitz.map(float));
    let residual = format_ident!("{}", residual_name(facts.residual));
    let exact = facts.exact_from_output.is_some();
    quote! {
        #private::Facts {
            name: #name,
            formula: #formula_text,
            derivative: #derivative_text,
            surrogate: #surrogate,
            parameters: &[#(#parameters),*],
            range: #range,
            monotonicity: #monotonicity,
            parity: #parity,
            kinks: #kinks,
            lipschitz: #lipschitz,
            residual: #private::Residual::#residual,
            derivative_exact_from_output: #exact,
        }
    }
}

fn option(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}

fn monotonicity_name(monotonicity: Monotonicity) -> &'static str {
    match monotonicity {
        Monotonicity::Constant => "Constant",
        Monotonicity::Increasing => "Increasing",
        Monotonicity::NonDecreasing => "NonDecreasing",
        Monotonicity::Decreasing => "Decreasing",
        Monotonicity::NonIncreasing => "NonIncreasing",
        Monotonicity::NonMonotone => "NonMonotone",
    }
}

fn parity_name(parity: Parity) -> &'static str {
    match parity {
        Parity::Even => "Even",
        Parity::Odd => "Odd",
        Parity::Neither => "Neither",
    }
}

fn residual_name(residual: Residual) -> &'static str {
    match residual {
        Residual::Nothing => "Nothing",
        Residual::Output => "Output",
        Residual::Derivative => "Derivative",
        Residual::Input => "Input",
    }
}
