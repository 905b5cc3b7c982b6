//! What the compiler makes of a formula: its mistakes as rustc would show them, or everything it found out.
//!
//! ```text
//! cargo run --example explain -- 'mish: x * tanh(ln(1 + exp(x)))'
//! cargo run --example explain -- 'elu(alpha = 1): if x > 0 <x> else <alpha * x.exp_m1()>' --no-code --plot elu.svg
//! cargo run --example explain -- src/activations.rs
//! ```
//!
//! In: the command line. Out: the explanation on standard output, and a drawing if asked for; mistakes on standard error.
//! It must never panic, nor know more of the language than `activation_compiler::explain` tells.

mod arguments;
mod failure;
mod plot;
mod report;
mod rustc;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use activation_compiler::explain::{Explanation, explain};
use clap::Parser;

use arguments::{Arguments, Source};
use failure::Failure;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to do if standard error is closed too.
            let _ = writeln!(anstream::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let interval = arguments.interval()?;
    let source = Source::read(&arguments.source)?;
    let explanation = if source.has_calls() { explain(&source.text) } else { Explanation::default() };
    if explanation.is_refused() {
        return Err(Failure::Refused(rustc::render(&explanation.messages, &source)));
    }
    if !explanation.messages.is_empty() {
        let _ = writeln!(anstream::stderr(), "{}", rustc::render(&explanation.messages, &source));
    }
    if explanation.activations.is_empty() {
        return Err(Failure::Nothing(source.origin));
    }
    let mut text = report::report(&explanation.activations, arguments.code());
    if let Some(path) = &arguments.plot {
        let drawing = plot::plot(&explanation.activations, interval)?;
        fs::write(path, drawing).map_err(|source| Failure::Write { path: path.clone(), source })?;
        text.extend(["\ndrawn in ", &path.display().to_string(), "\n"]);
    }
    match write!(anstream::stdout(), "{text}") {
        // `… | head` has read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Speak(error)),
        _ => Ok(()),
    }
}
