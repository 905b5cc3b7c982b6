//! A small network learns to read digits, once with each of the activations that are to be compared.
//!
//! ```text
//! cargo run --release --example train
//! cargo run --release --example train -- --activation mish gelu relu
//! cargo run --release --example train -- --activation all
//! ```
//!
//! To try an activation of your own, change the line in `own.rs` beside this file, or add one, and run with
//! `--activation mine`.
//!
//! In: the command line and the digits in `examples/data`. Out: a table on standard output and the learning curves as SVG
//! and PNG, the same in every run on one machine but for the times. It must never prefer an activation: all begin with the
//! same weights and see the digits in the same order.

mod candidate;
mod curves;
mod digits;
mod network;
mod own;
mod random;
mod summary;
mod training;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use activation_compare::save;
use activation_examples::names::Unknown;
use activation_examples::output::{self, Unwritten, say};
use clap::Parser;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use candidate::Candidate;
use digits::{Digits, Unreadable};
use summary::Summary;
use training::{Run, Task};

/// Trains a network on 8 x 8 images of handwritten digits, once with each activation, and compares them.
///
/// 64 pixels, two hidden layers of 64 neurons with the activation, 10 classes; gradient descent with momentum. Four fifths
/// of the digits are for training, accuracy and test loss are those of the others.
#[derive(Debug, Parser)]
#[command(name = "train", after_help = OWN)]
struct Arguments {
    /// Activations to compare, by name and with parameters if need be, as in `leaky_relu(negative_slope=0.2)`; `all` for
    /// every one
    #[arg(short = 'a', long = "activation", value_name = "NAME", num_args = 1.., default_values = ["relu", "gelu", "mish"])]
    names: Vec<String>,

    /// How often every training digit is seen
    #[arg(short, long, value_name = "COUNT", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    epochs: u16,

    /// How many networks are trained with each activation, from different first weights and on different digits
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: u16,

    /// The learning rate, the same for all
    #[arg(short, long, default_value_t = 0.02, value_parser = rate)]
    rate: f32,

    /// What the first weights and the order of the digits follow from
    #[arg(short, long, default_value_t = 1)]
    seed: u64,

    /// Where the chart goes; made if it isn't there
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Print the names with their formulas, and train nothing
    #[arg(short, long)]
    list: bool,
}

const OWN: &str = "An activation of your own is one line in examples/compare/train/own.rs, such as
    { Mine: x * sigmoid(1.5 * x) }
which competes under its name, --activation mine.";

/// A learning rate that can be meant.
fn rate(text: &str) -> Result<f32, String> {
    let rate: f32 = text.parse().map_err(|_| String::from("a number is expected"))?;
    if rate > 0.0 && rate.is_finite() { Ok(rate) } else { Err(String::from("a learning rate is greater than 0")) }
}

/// Why nothing is compared.
#[derive(Debug)]
enum Failure {
    Names(Unknown),
    Digits(Unreadable),
    Layer(activation_core::Error),
    Save(activation_compare::Failure),
}

impl From<Unwritten> for Failure {
    fn from(unwritten: Unwritten) -> Self {
        Self::Save(unwritten.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names(unknown) => unknown.fmt(f),
            Self::Digits(unreadable) => write!(f, "error: {unreadable}"),
            Self::Layer(error) => write!(f, "error: a layer refuses: {error}"),
            Self::Save(failure) => failure.fmt(f),
        }
    }
}

fn main() -> ExitCode {
    output::finish(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.list {
        for candidate in candidate::all() {
            say(candidate.listed)?;
        }
        return Ok(());
    }
    let candidates = candidate::resolve(&arguments.names).map_err(Failure::Names)?;
    let digits = Digits::read().map_err(Failure::Digits)?;
    // Before the work, as a directory that can't be made would waste it.
    output::make(&arguments.output)?;

    let mut summaries = compare(&candidates, arguments, &digits).map_err(Failure::Layer)?;
    summary::rank(&mut summaries);
    for line in summary::table(&summaries) {
        say(line)?;
    }
    if summaries.iter().all(Summary::is_lost) {
        say(format_args!("every run diverged: try a smaller `--rate` than {}", arguments.rate))?;
    }
    let chart = curves::draw(&summaries, usize::from(arguments.epochs), arguments.runs);
    for path in save(&arguments.output, "train", &chart, 1.5).map_err(Failure::Save)? {
        say(path.display())?;
    }
    Ok(())
}

/// Trains all of them, one after the other so that their times can be compared.
fn compare(
    candidates: &[Candidate],
    arguments: &Arguments,
    digits: &Digits,
) -> Result<Vec<Summary>, activation_core::Error> {
    let task = Task { digits, epochs: usize::from(arguments.epochs), rate: arguments.rate };
    let bars = MultiProgress::new();
    let all = bars.add(bar(candidates.len(), "{bar:40} {pos}/{len} activations, {eta} left"));
    let one = bars.add(bar(task.epochs * usize::from(arguments.runs), "{bar:40} {pos}/{len} epochs of {msg}"));
    let mut summaries = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        one.reset();
        let mut runs: Vec<Run> = Vec::new();
        for index in 0..arguments.runs {
            let seed = arguments.seed.wrapping_add(u64::from(index));
            runs.push(candidate.train(&task, seed, &mut |epoch| {
                one.set_message(format!("{}, loss {:.4}", candidate.name, epoch.loss));
                one.inc(1);
            })?);
        }
        summaries.push(Summary::new(candidate.name.clone(), runs));
        all.inc(1);
    }
    one.finish_and_clear();
    all.finish_and_clear();
    Ok(summaries)
}

/// A bar on standard error, if someone is looking.
fn bar(steps: usize, template: &str) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn arguments(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["train"].iter().chain(words))
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
        let several = arguments(&["--activation", "mish", "gelu", "relu", "-e", "3"]).expect("sound");
        assert_eq!((several.names.len(), several.epochs), (3, 3));
        for wrong in [["--rate", "0"], ["--rate", "NaN"], ["--epochs", "0"], ["--runs", "0"]] {
            assert!(arguments(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_comparison_ends_with_a_chart() {
        let directory = std::env::temp_dir().join(format!("activation-train-{}", std::process::id()));
        let path = directory.to_str().expect("a path");
        let words = ["-a", "mine", "relu", "cube", "-e", "2", "--runs", "2", "-r", "0.5", "-o", path];
        run(&arguments(&words).expect("sound")).expect("a comparison");
        assert!(directory.join("train.svg").is_file() && directory.join("train.png").is_file());
        std::fs::remove_dir_all(&directory).expect("removed");
    }
}
