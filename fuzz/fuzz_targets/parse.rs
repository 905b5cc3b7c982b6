//! Whatever lexes compiles or is refused: the compiler never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(tokens) = format!("[::core] {text}").parse::<proc_macro2::TokenStream>() {
        let _ = activation_compiler::compile(tokens);
    }
});
