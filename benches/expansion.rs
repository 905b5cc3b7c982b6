//! What the macro costs the user's build.
//!
//! In: the tokens of definitions. Out: the time of one expansion, everything included: parse, check, differentiate, verify,
//! analyze, emit. Must never time the making of the input tokens: that is rustc's work.
//!
//! A proc macro is built without optimisation unless the user asks for it, so both builds matter:
//! `cargo bench -p activation-benches --bench expansion` and the same with `--profile dev`.

use activation_compiler::compile;
use divan::Bencher;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

fn main() {
    divan::main();
}

/// Ordinary definitions, without and with a derivative to verify.
const ORDINARY: [&str; 11] = [
    "relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>",
    "silu: x * sigmoid(x)",
    "gelu: x * norm_cdf(x)",
    "gelu_tanh: 0.5 * x * (1 + tanh(sqrt(2 / PI) * (x + 0.044715 * x.powi(3))))",
    "mish: x * tanh(ln(1 + exp(x)))",
    "logistic: 1 / (1 + exp(-x)) => y * (1 - y)",
    "tanh: tanh(x) => 1 - y * y",
    "elu(alpha = 1): if x > 0 <x> else <alpha * exp_m1(x)> => if x > 0 <1> else <y + alpha>",
    "prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x>",
    "lhtan: if x < 0 <0.001 * x> else if x > 1 <0.001 * (x - 1) + 1> else <x> => if y > 0 && y < 1 <1> else <0.001>",
    "srs(learn alpha = 2, learn beta = 3): x / (x / alpha + exp(-x / beta))",
];

/// The tokens of a call as the front door passes them on.
fn call(definitions: TokenStream) -> TokenStream {
    let mut call: TokenStream = "[::activation_core]".parse().expect("a path in brackets");
    call.extend(definitions);
    call
}

/// What stands between the braces of a catalogue file's `activation! { … }`.
fn definitions(source: &str) -> TokenStream {
    let file: TokenStream = source.parse().expect("a file of Rust");
    let braces = file.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    braces.expect("one call of the macro")
}

fn expand(bencher: Bencher<'_, '_>, definitions: TokenStream) {
    let call = call(definitions);
    let expansion = compile(call.clone()).to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
    bencher.with_inputs(|| call.clone()).bench_local_values(compile);
}

#[divan::bench(args = ORDINARY)]
fn ordinary(bencher: Bencher<'_, '_>, definition: &str) {
    expand(bencher, definition.parse().expect("tokens"));
}

/// The files of the catalogue, one call each.
#[divan::bench(args = ["rectifiers", "sigmoid_like", "self_gated", "learnable"], sample_count = 10)]
fn catalogue(bencher: Bencher<'_, '_>, file: &str) {
    let source = match file {
        "rectifiers" => include_str!("../activation-core/src/catalogue/rectifiers.rs"),
        "sigmoid_like" => include_str!("../activation-core/src/catalogue/sigmoid_like.rs"),
        "self_gated" => include_str!("../activation-core/src/catalogue/self_gated.rs"),
        _ => include_str!("../activation-core/src/catalogue/learnable.rs"),
    };
    expand(bencher, definitions(source));
}
