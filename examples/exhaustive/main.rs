//! How far off the `f32` kernels are, over every `f32` there is.
//!
//! In: names of activations, or of functions of the language. Out: for each the largest error of value and derivative over all
//! 2³² inputs, in ULP, where it is, and how many inputs are further off than the 4 ULP of the contract in docs/numerics.md (where a
//! result crosses zero, 4 units of 2⁻²³), and than 4 + κ, what half an ULP of the input explains. The reference is the same formula in `f64`. It must never excuse a NaN, nor a normal result that became 0.
//!
//! `cargo run --release --example exhaustive -- gelu mish exp`; `--stride 257` looks at every 257th only.

mod functions;
mod survey;

use std::time::Duration;

use activation_core::{Activation, AnyActivation, Error, Visitor};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use survey::{Chunk, Survey};

/// The largest error of the f32 kernels over all f32.
#[derive(Parser)]
struct Arguments {
    /// Activations of the catalogue, or functions of the language; none: all functions.
    names: Vec<String>,
    /// Look at every n-th input only.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    stride: u32,
}

fn main() -> Result<(), Error> {
    let Arguments { names, stride } = Arguments::parse();
    let names = if names.is_empty() { functions::NAMES.iter().map(|name| (*name).to_owned()).collect() } else { names };
    // Before the first minute is spent: is every name known?
    for name in &names {
        functions::visit(name, Known).map_or_else(|| name.parse::<AnyActivation>().map(drop), Ok)?;
    }
    println!(
        "{:20} {:>9}  {:>13}   {:>9}  {:>13}   {:>8}   {:>8}",
        "", "value", "at x =", "derivative", "at x =", "> 4 ULP", "> 4 + κ"
    );
    for name in &names {
        let run = Run { name, stride };
        let survey = match functions::visit(name, &run) {
            Some(survey) => survey,
            None => (&run).visit(&name.parse::<AnyActivation>()?),
        };
        println!("{name:20} {survey}");
    }
    Ok(())
}

/// Asks for nothing.
struct Known;

impl Visitor for Known {
    type Output = ();
    fn visit<A: Activation>(self, _: &A) {}
}

struct Run<'a> {
    name: &'a str,
    stride: u32,
}

impl Visitor for &Run<'_> {
    type Output = Survey;

    fn visit<A: Activation>(self, activation: &A) -> Survey {
        let mut survey = Survey::default();
        let mut chunk = Chunk::new();
        let inputs = u64::from(u32::MAX / self.stride) + 1;
        let bar = ProgressBar::new(inputs).with_message(self.name.to_owned());
        if let Ok(style) = ProgressStyle::with_template("{msg:20} {wide_bar} {percent:>3} % {eta} left") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        let mut next = Some(0);
        while let Some(first) = next {
            next = chunk.fill(first, self.stride);
            survey.add(activation, &mut chunk);
            bar.inc(chunk.len());
        }
        bar.finish_and_clear();
        survey
    }
}
