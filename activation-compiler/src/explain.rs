//! What the compiler makes of a formula, for people: the core of `cargo run --example explain`.
//!
//! In: source text, definitions alone or Rust code with `activation!` calls in it. Out: an `Explanation`, plain data in
//! which every place is a range of the source's bytes, so that any renderer can show it. Must never print, compile by other
//! rules than `compile` does, nor reach a macro's build: places need `proc_macro2/span-locations`, which costs every token
//! a look-up, hence the feature.

#![cfg(feature = "explain")]

mod activation;
mod lexical;
mod message;
mod rewrites;
mod source;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostic::Diagnostics;
use crate::{calculus, check, parse};

pub use activation::{Activation, Cost, Curve};
pub use message::Message;

/// All there is to say about a source.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// What the compiler objects to or remarks on, in its order.
    pub messages: Vec<Message>,
    /// What it made of each definition that nothing is wrong with.
    pub activations: Vec<Activation>,
}

impl Explanation {
    /// Whether something does not compile.
    pub fn is_refused(&self) -> bool {
        self.messages.iter().any(Message::is_error)
    }

    /// One `activation!` call, in the order of `compile`.
    fn add(&mut self, source: &str, call: source::Call) {
        let mut diagnostics = Diagnostics::default();
        let krate = quote!([::activation_core]);
        let program = parse::parse(krate.into_iter().chain(call.definitions).collect(), &mut diagnostics);
        let sound = check::check(&program, &mut diagnostics);
        for (index, sound) in sound.into_iter().enumerate() {
            diagnostics.turn_to(index);
            if sound && let Some(compiled) = calculus(&program, index, &mut diagnostics) {
                let domain = compiled.definition.domain.and_then(|id| {
                    let range = compiled.definition.range_of(Some(id));
                    source.get(message::bytes(range.start, range.end, &call.place)).map(str::to_owned)
                });
                let rewrites = rewrites::of_formula(&program, index);
                self.activations.push(Activation { domain, ..Activation::new(&program.krate, compiled, rewrites) });
            }
        }
        self.messages.extend(message::read(diagnostics.into_compile_errors(), &call.place));
    }
}

/// Explains definitions, `relu: x.max(0); …`, or every `activation!` call of a Rust file.
pub fn explain(source: &str) -> Explanation {
    let mut explanation = Explanation::default();
    match source.parse::<TokenStream>() {
        Err(error) => explanation.messages.push(lexical::message(source, error.span().byte_range().start)),
        Ok(tokens) => {
            for call in source::calls(tokens, source) {
                explanation.add(source, call);
            }
        }
    }
    explanation
}
