//! Every activation with its derivative, on one page.
//!
//! ```text
//! cargo run --release --example gallery
//! cargo run --release --example gallery -- --activation mish gelu "elu(alpha=0.5)" --from -4 --to 4
//! ```
//!
//! In: the command line. Out: `gallery.svg` and `gallery.png`, and where they are on standard output. It must never write
//! a file before every name on the command line is known to be right.

mod kinks;
mod page;
mod panel;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use activation_compare::save;
use activation_examples::names::{self, Unknown};
use activation_examples::output::{self, Unwritten, say};
use clap::Parser;

/// Draws activations and their derivatives on one page, as SVG and PNG.
///
/// Each panel shows a part of the number line in which something happens: all kinks, and a value that does not dwarf the
/// rest. Circles and discs show what the derivative is on either side of a kink, and which value is taken there.
#[derive(Debug, Parser)]
#[command(name = "gallery")]
struct Arguments {
    /// Activations to draw, by name and with parameters if need be, as in `leaky_relu(negative_slope=0.2)`; `all` for
    /// every one
    #[arg(short = 'a', long = "activation", value_name = "NAME", num_args = 1.., default_values = [names::ALL])]
    names: Vec<String>,

    /// Where the page goes; made if it isn't there
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    output: PathBuf,

    /// Where every panel begins [default: each its own]
    #[arg(long, value_name = "X", allow_negative_numbers = true, requires = "to")]
    from: Option<f64>,

    /// Where every panel ends
    #[arg(long, value_name = "X", allow_negative_numbers = true, requires = "from")]
    to: Option<f64>,

    /// How many panels stand side by side [default: as many as make a page]
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=40))]
    columns: Option<u16>,

    /// Pixels of the PNG per unit of the SVG
    #[arg(short, long, value_name = "FACTOR", default_value_t = 1.5, value_parser = scale)]
    scale: f32,

    /// Print the names with their formulas, and draw nothing
    #[arg(short, long)]
    list: bool,
}

/// A scale that leaves something to be seen.
fn scale(text: &str) -> Result<f32, String> {
    let scale: f32 = text.parse().map_err(|_| String::from("a number is expected"))?;
    if (0.1..=8.0).contains(&scale) { Ok(scale) } else { Err(String::from("a scale is between 0.1 and 8")) }
}

/// Why there is no page.
#[derive(Debug)]
enum Failure {
    Names(Unknown),
    Interval { from: f64, to: f64 },
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
            Self::Interval { from, to } => {
                writeln!(f, "error: nothing can be drawn from {from} to {to}")?;
                write!(f, "help: `--from` takes a number less than that of `--to`, both between -1e6 and 1e6")
            }
            Self::Save(failure) => failure.fmt(f),
        }
    }
}

fn main() -> ExitCode {
    output::finish(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.list {
        for line in names::list() {
            say(line)?;
        }
        return Ok(());
    }
    let interval = arguments.interval()?;
    let activations = names::resolve(arguments.names.iter().map(String::as_str)).map_err(Failure::Names)?;
    let page = page::draw(&activations, interval, arguments.columns.map(usize::from));
    output::make(&arguments.output)?;
    let paths = save(&arguments.output, "gallery", &page, arguments.scale).map_err(Failure::Save)?;
    for path in paths {
        say(path.display())?;
    }
    Ok(())
}

impl Arguments {
    /// The part of the number line that is asked for, if one is.
    fn interval(&self) -> Result<Option<(f64, f64)>, Failure> {
        let (Some(from), Some(to)) = (self.from, self.to) else { return Ok(None) };
        let sound = from.abs().max(to.abs()) <= 1e6 && to - from >= 1e-6;
        if sound { Ok(Some((from, to))) } else { Err(Failure::Interval { from, to }) }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn arguments(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["gallery"].iter().chain(words))
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
        assert_eq!(arguments(&[]).expect("sound").names, ["all"]);
        for wrong in [&["--from", "1"][..], &["--columns", "0"], &["--scale", "0"], &["--scale", "NaN"]] {
            assert!(arguments(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_interval_goes_upward() {
        let interval = |from, to| arguments(&["--from", from, "--to", to]).expect("numbers").interval();
        assert!(matches!(interval("-2", "3"), Ok(Some((-2.0, 3.0)))));
        for (from, to) in [("3", "-2"), ("1", "1"), ("NaN", "1"), ("inf", "1"), ("0", "1e9")] {
            assert!(matches!(interval(from, to), Err(Failure::Interval { .. })), "{from} {to}");
        }
    }

    #[test]
    fn a_page_is_written_in_both_formats() {
        let directory = std::env::temp_dir().join(format!("activation-gallery-{}", std::process::id()));
        let path = directory.to_str().expect("a path");
        let drawn = arguments(&["-a", "relu", "mish", "-o", path]).expect("sound");
        run(&drawn).expect("a page");
        let png = std::fs::read(directory.join("gallery.png")).expect("the PNG");
        assert!(png.starts_with(b"\x89PNG") && png.len() > 5000);
        assert!(directory.join("gallery.svg").is_file());
        // A file where the directory should be.
        let blocked = directory.join("gallery.svg").join("below");
        let drawn = arguments(&["-a", "relu", "-o", blocked.to_str().expect("a path")]).expect("sound");
        let failure = run(&drawn).expect_err("no directory").to_string();
        assert!(failure.contains("cannot make the directory"), "{failure}");
        std::fs::remove_dir_all(&directory).expect("removed");
    }
}
