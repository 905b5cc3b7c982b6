//! The struct of an activation, with `Default`, `new` and serde.
//!
//! In: a definition's header and its fields. Out: tokens that are the same for a compiled definition and for a refused one,
//! so that every use of the struct elsewhere still resolves. Must never look at a formula.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

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
    docs: &[String],
    fields: &[Field<'_>],
) -> TokenStream {
    let Definition { attributes, visibility, .. } = definition;
    let name = name::pascal(&definition.name);
    let f64 = quote!(::core::primitive::f64);
    let names: Vec<&Ident> = fields.iter().map(|field| &field.parameter.name).collect();
    let defaults = fields.iter().map(|field| float(field.default));
    let texts = names.iter().map(ToString::to_string);
    let body = if fields.is_empty() {
        quote!(;)
    } else {
        let docs = fields.iter().map(|field| {
            let kind = if field.parameter.learn.is_some() { "Learnable parameter" } else { "Parameter" };
            format!("{kind} `{}`, {} by default.", field.parameter.name, number(field.default))
        });
        quote!({ #(#[doc = #docs] #visibility #names: #f64,)* })
    };
    let new_doc = format!("A `{name}` with these parameters, in the order of the declaration.");
    let new = (!fields.is_empty()).then(|| {
        quote! {
            #[automatically_derived]
            #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
            impl #name {
                #[doc = #new_doc]
                #[must_use]
                #visibility const fn new(#(#names: #f64),*) -> Self {
                    Self { #(#names),* }
                }
            }
        }
    });
    quote! {
        #(#attributes)*
        #(#[doc = #docs])*
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy, ::core::cmp::PartialEq)]
        #visibility struct #name #body

        #new

        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        impl ::core::default::Default for #name {
            #[inline]
            fn default() -> Self {
                Self { #(#names: #defaults),* }
            }
        }

        #private::implement_serde! { #name #(#texts)* }
    }
}
