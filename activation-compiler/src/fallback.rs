//! What a refused definition still emits: its struct and impls, so that one mistake gives one message.
//!
//! In: a definition with something wrong in it. Out: tokens under which every use of the activation elsewhere type-checks.
//! Must never hide the error: `lib` puts the `compile_error!` beside it, so this code is never run.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Definition;
use crate::emit::{Field, implementation, structure};
use crate::name;

/// The struct and impls with bodies that mean nothing.
pub(crate) fn fallback(krate: &TokenStream, definition: &Definition) -> TokenStream {
    let private = quote!(#krate::private);
    let mut seen = HashSet::new();
    let parameters = definition.parameters.iter().filter(|parameter| seen.insert(parameter.name.to_string()));
    let fields: Vec<Field<'_>> = parameters.map(|parameter| Field { parameter, default: 0.0 }).collect();
    let docs = quote!(#[doc = " Refused: see the error."]);
    let structure = structure(&private, definition, &docs, &fields);
    let struct_name = name::pascal(&definition.name);
    let name = name::snake(&definition.name);
    let methods = quote! {
        fn facts(&self) -> &'static #private::Facts {
            &<Self as #private::Declared>::FACTS
        }
        fn forward<__R: #private::Real>(&self, x: __R) -> __R { x }
        fn derivative<__R: #private::Real>(&self, x: __R) -> __R { x }
        fn forward_with_derivative<__R: #private::Real>(&self, x: __R) -> (__R, __R) {
            (::core::clone::Clone::clone(&x), x)
        }
        fn second_derivative<__R: #private::Real>(&self, x: __R) -> __R { x }
    };
    let facts = quote! {
        const FACTS: #private::Facts = #private::Facts {
            name: #name,
            formula: "",
            derivative: "",
            surrogate: false,
            parameters: &[],
            range: ::core::option::Option::None,
            monotonicity: ::core::option::Option::None,
            parity: ::core::option::Option::None,
            kinks: ::core::option::Option::None,
            lipschitz: ::core::option::Option::None,
            residual: #private::Residual::Derivative,
            derivative_exact_from_output: false,
        };
    };
    let activation = implementation(definition, &quote!(#private::Activation for #struct_name), &methods);
    let declared = implementation(definition, &quote!(#private::Declared for #struct_name), &facts);
    quote! {
        #structure

        #activation

        #declared
    }
}
