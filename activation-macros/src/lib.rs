//! In: the tokens of an `activation!` call, with the path of the core crate in front. Out: what
//! `activation-compiler` makes of them. Must never hold logic of its own: it can't be tested here.

/// The back door of `activation_core::activation!`, which alone should call it.
#[proc_macro]
pub fn activation(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    activation_compiler::compile(input.into()).into()
}
