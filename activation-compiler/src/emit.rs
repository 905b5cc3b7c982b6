//! Compiled definitions into Rust tokens: with `fallback` the only place that quotes.
//!
//! In: a `Compiled` definition. Out: a struct and its impls, clean in any user's crate. All hygiene is here: every path is
//! absolute, every local is `mixed_site`, no name of the prelude is trusted. Must never decide mathematics.

mod body;
mod docs;
pub(crate) mod facts;
mod structure;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::analyze::Facts;
use crate::ast;
use crate::carry::carry;
use crate::ir::{Arena, Id};
use crate::lower::ParameterFact;
use crate::name;
use crate::raise::raise;
use crate::share::share;
use body::Body;
pub(crate) use structure::{Field, implementation, structure};

/// All that is known of a definition when nothing is left to refuse.
pub struct Compiled<'a> {
    /// The header as the user wrote it.
    pub definition: &'a ast::Definition,
    /// Where the expressions below live.
    pub arena: Arena,
    /// f
    pub value: Id,
    /// f′, in x.
    pub derivative: Id,
    /// Both, as one pass computes them.
    pub pair: [Id; 2],
    /// f″
    pub second: Id,
    /// ∂f/∂θ for learnable parameters.
    pub parameter_derivatives: Vec<Option<Id>>,
    /// In order.
    pub parameters: Vec<ParameterFact>,
    /// Whether others of the same call are made of it.
    pub called: bool,
    /// The activations of other crates that are called.
    pub paths: Vec<TokenStream>,
    /// For docs and `Facts`.
    pub facts: Facts,
    /// The formula as it was written, and the derivative as one would write it.
    pub to_read: [Id; 2],
    /// The formula, pretty.
    pub formula_text: String,
    /// The derivative, pretty.
    pub derivative_text: String,
    /// What rustdoc shows beside that.
    pub page: Option<Page>,
}

/// What rustdoc shows, HTML without a blank line.
pub struct Page {
    /// The graph.
    pub plot: Option<String>,
    /// The formula, unless it is too long.
    pub formula: Option<String>,
    /// The derivative, likewise.
    pub derivative: Option<String>,
}

/// The struct and every impl of one definition.
pub fn emit(krate: &TokenStream, mut compiled: Compiled<'_>) -> TokenStream {
    let private = quote!(#krate::private);
    let fields: Vec<Field<'_>> = compiled
        .definition
        .parameters
        .iter()
        .zip(&compiled.parameters)
        .map(|(parameter, fact)| Field { parameter, default: fact.default })
        .collect();
    let declaration = structure(&private, compiled.definition, &docs::docs(&compiled), &fields);
    let methods = methods(&private, &mut compiled);
    let facts = facts::facts(&private, &compiled);
    let name = name::pascal(&compiled.definition.name);
    let activation = implementation(compiled.definition, &quote!(#private::Activation for #name), &methods);
    let facts = quote!(const FACTS: #private::Facts = #facts;);
    let declared = implementation(compiled.definition, &quote!(#private::Declared for #name), &facts);
    // What others are made of isn't dead, though its formula has been put into theirs.
    let alive = compiled.called.then(|| quote!(#[allow(dead_code)]));
    quote! {
        #alive
        #declaration

        #activation

        #declared
    }
}

/// The methods of `Activation`.
fn methods(private: &TokenStream, compiled: &mut Compiled<'_>) -> TokenStream {
    let Compiled { value, derivative, pair, second, .. } = *compiled;
    let x = local("x");
    let writer = |compiled: &mut Compiled<'_>, roots: &[Id]| {
        let roots = share(&mut compiled.arena, roots);
        let roots = raise(&mut compiled.arena, &roots);
        let roots = carry(&mut compiled.arena, &roots);
        Body { private, compiled, variable: &x }.write(&roots)
    };
    let forward = writer(compiled, &[value]);
    let derivative_body = writer(compiled, &[derivative]);
    let both = writer(compiled, &pair);
    let second_body = writer(compiled, &[second]);
    let from_output = compiled.facts.exact_from_output.map(|root| {
        let y = local("y");
        let body = Body { private, compiled, variable: &y }.write(&[root]);
        quote! {
            #[inline(always)]
            fn derivative_from_output<__R: #private::Real>(&self, #y: __R) -> ::core::option::Option<__R> {
                ::core::option::Option::Some(#body)
            }
        }
    });
    let parameters = parameter_methods(private, compiled, &writer);
    quote! {
        #[inline(always)]
        fn facts(&self) -> &'static #private::Facts {
            &<Self as #private::Declared>::FACTS
        }
        #[inline(always)]
        fn forward<__R: #private::Real>(&self, #x: __R) -> __R #forward
        #[inline(always)]
        fn derivative<__R: #private::Real>(&self, #x: __R) -> __R #derivative_body
        #[inline(always)]
        fn forward_with_derivative<__R: #private::Real>(&self, #x: __R) -> (__R, __R) #both
        #[inline(always)]
        fn second_derivative<__R: #private::Real>(&self, #x: __R) -> __R #second_body
        #from_output
        #parameters
    }
}

/// Reading, writing and differentiating by parameters; nothing for a definition without any.
fn parameter_methods(
    private: &TokenStream,
    compiled: &mut Compiled<'_>,
    writer: &impl Fn(&mut Compiled<'_>, &[Id]) -> Group,
) -> TokenStream {
    if compiled.parameters.is_empty() {
        return TokenStream::new();
    }
    let (index, value, x) = (local("index"), local("value"), local("x"));
    let fields: Vec<Ident> = compiled.definition.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let numbers: Vec<Literal> = (0..fields.len()).map(Literal::usize_unsuffixed).collect();
    let mut arms = Vec::new();
    for (number, root) in numbers.iter().zip(compiled.parameter_derivatives.clone()) {
        if let Some(root) = root {
            let body = writer(compiled, &[root]);
            arms.push(quote!(#number => ::core::option::Option::Some(#body),));
        }
    }
    let derivative = (!arms.is_empty()).then(|| {
        quote! {
            #[inline(always)]
            fn parameter_derivative<__R: #private::Real>(
                &self,
                #index: ::core::primitive::usize,
                #x: __R,
            ) -> ::core::option::Option<__R> {
                match #index { #(#arms)* _ => ::core::option::Option::None }
            }
        }
    });
    quote! {
        #[inline(always)]
        fn parameter(&self, #index: ::core::primitive::usize) -> ::core::option::Option<::core::primitive::f64> {
            match #index {
                #(#numbers => ::core::option::Option::Some(self.#fields),)*
                _ => ::core::option::Option::None,
            }
        }
        #[inline(always)]
        fn set_parameter(
            &mut self,
            #index: ::core::primitive::usize,
            #value: ::core::primitive::f64,
        ) -> ::core::primitive::bool {
            match #index {
                #(#numbers => { self.#fields = #value; true })*
                _ => false,
            }
        }
        #derivative
    }
}

/// A local of emitted code: no name of the user's can meet it.
fn local(name: &str) -> Ident {
    Ident::new(&format!("__{name}"), Span::mixed_site())
}

/// An f64 as an expression that no shadowed name can change.
pub(crate) fn float(value: f64) -> TokenStream {
    if value.is_nan() {
        return quote!(::core::primitive::f64::NAN);
    }
    let size = if value.is_infinite() {
        quote!(::core::primitive::f64::INFINITY)
    } else {
        let literal = Literal::f64_suffixed(value.abs());
        quote!(#literal)
    };
    if value.is_sign_negative() { quote!(-#size) } else { size }
}
