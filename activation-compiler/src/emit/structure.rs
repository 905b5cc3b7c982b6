//! The struct of an activation, with `Default`, `new` and serde.
//!
//! In: a definition's header and its fields. Out: tokens that are the same for a compiled definition and for a refused one,
//! so that every use of the struct elsewhere still resolves. Must never look at a formula.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::float;
use crate::ast::{Definition, Parameter};
use crate::name;
use crate::pretty::number;

/// A parameter and its default.
pub(crate) struct Field<'a> {
    pub(crate) parameter: &'a Parameter,
    pub(crate) default: f64,
}

/// The struct and what every struct of the macro has.
pub(crate) fn structure(
    private: &TokenStream,
    definition: &Definition,
    docs: &TokenStream,
    fields: &[Field<'_>],
) -> TokenStream {
    let Definition { attributes, visibility, .. } = definition;
    let shared = shared(definition);
    let name = name::pascal(&definition.name);
    let f64 = quote!(::core::primitive::f64);
    let names: Vec<&Ident> = fields.iter().map(|field| &field.parameter.name).collect();
    let defaults: Vec<TokenStream> = fields.iter().map(|field| float(field.default)).collect();
    let texts = names.iter().map(ToString::to_string);
    // The item begins and ends at the name: of items that begin or end in a foreign macro rustc says nothing, and a dead
    // activation is worth its warning.
    let here = name.span();
    let keyword = quote_spanned!(here=> struct);
    // What a second definition of the name conflicts with is blamed on the name, too.
    let derived = quote_spanned!(here=> #[derive(
        ::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq
    )]);
    let body = if fields.is_empty() {
        quote_spanned!(here=> ;)
    } else {
        let docs = fields.iter().map(|field| {
            let kind = if field.parameter.learn.is_some() { "Learnable parameter" } else { "Parameter" };
            format!("{kind} `{}`, {} by default.", field.parameter.name, number(field.default))
        });
        quote_spanned!(here=> { #(#[doc = #docs] #visibility #names: #f64,)* })
    };
    let new_doc = format!("A `{name}` with these parameters, in the order of the declaration.");
    let new = (!fields.is_empty()).then(|| {
        let header = quote!(#name);
        let methods = quote! {
            #[doc = #new_doc]
            #[must_use]
            #visibility const fn new(#(#names: #f64),*) -> Self {
                Self { #(#names),* }
            }
        };
        implementation(definition, &header, &methods)
    });
    // By `new`, which is thereby used, whatever the user does. (`allow(dead_code)` there would make the struct itself alive.)
    let default = if fields.is_empty() { quote!(Self {}) } else { quote!(Self::new(#(#defaults),*)) };
    let default = implementation(
        definition,
        &quote!(::core::default::Default for #name),
        &quote! {
            #[inline]
            fn default() -> Self {
                #default
            }
        },
    );
    quote! {
        #(#attributes)*
        #docs
        #[allow(clippy::derive_partial_eq_without_eq)]
        #derived
        #visibility #keyword #name #body

        #new

        #default

        #private::implement_serde! { { #shared } #name #(#texts)* }
    }
}

/// `impl header { body }`, which begins and ends at the definition's name: what conflicts with it is shown there.
pub(crate) fn implementation(definition: &Definition, header: &TokenStream, body: &TokenStream) -> TokenStream {
    let shared = shared(definition);
    let here = definition.name.span();
    let (keyword, body) = (quote_spanned!(here=> impl), quote_spanned!(here=> { #body }));
    quote! {
        #shared
        #[automatically_derived]
        #keyword #header #body
    }
}

/// What the impls share with the struct: where a `#[cfg(…)]` takes it away they must go, too, and if it is deprecated they
/// may name it all the same. Clippy has nothing to say on them: that a formula's 0.7071 is near 1/√2 is its author's affair.
fn shared(definition: &Definition) -> TokenStream {
    let mut shared = quote!(#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]);
    for attribute in &definition.attributes {
        let body = attribute.clone().into_iter().find_map(|token| match token {
            TokenTree::Group(group) => group.stream().into_iter().next(),
            _ => None,
        });
        match body.map(|word| word.to_string()).as_deref() {
            Some("cfg") => shared.extend(attribute.clone()),
            Some("deprecated") => shared.extend(quote!(#[allow(deprecated)])),
            _ => {}
        }
    }
    shared
}
