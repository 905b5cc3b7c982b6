//! In: the command line. Out: what it asks for, and the source it names. It must never look into the source.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Parser;

use crate::failure::Failure;
use crate::report::Code;

/// Shows what the compiler makes of activations' formulas: the derivative, what is known of them, and the code.
///
/// Whatever is wrong is shown as rustc would show it, and the exit code is 1.
#[derive(Debug, Parser)]
#[command(name = "explain", after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Definitions with `;` between them, a file of them, a Rust file with `activation!` calls, or `-` for standard input
    #[arg(value_name = "FORMULA, FILE or -")]
    pub(crate) source: String,

    /// Draw each activation and its derivative into this file
    #[arg(short, long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,

    /// Where the drawing begins
    #[arg(long, value_name = "X", default_value_t = -6.0, allow_negative_numbers = true)]
    from: f64,

    /// Where the drawing ends
    #[arg(long, value_name = "X", default_value_t = 6.0, allow_negative_numbers = true)]
    to: f64,

    /// Leave out the emitted code
    #[arg(long)]
    no_code: bool,

    /// Print every path of the emitted code from its root, as it is emitted
    #[arg(long, conflicts_with = "no_code")]
    paths: bool,
}

const EXAMPLES: &str = "Examples:
  explain 'mish: x * tanh(ln(1 + exp(x)))'
  explain 'relu: x.max(0) => if x > 0 <1> else <0>; silu: x * sigmoid(x)' --no-code --plot both.svg
  explain 'bump: exp(-x * x)' --plot bump.svg --from -3 --to 3
  echo 'cube: x.powi(3)' | explain -";

impl Arguments {
    /// How much of the code is shown.
    pub(crate) fn code(&self) -> Code {
        match (self.no_code, self.paths) {
            (true, _) => Code::No,
            (false, true) => Code::Whole,
            (false, false) => Code::Short,
        }
    }

    /// The part of the number line that is drawn.
    pub(crate) fn interval(&self) -> Result<(f64, f64), Failure> {
        let Self { from, to, .. } = *self;
        // Far out, two neighbours are no interval.
        let sound = (to - from).is_finite() && to - from > from.abs().max(to.abs()) * 1e-9;
        if sound { Ok((from, to)) } else { Err(Failure::Interval { from, to }) }
    }
}

/// What is explained.
#[derive(Debug)]
pub(crate) struct Source {
    /// What a message calls it.
    pub(crate) origin: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn read(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if argument == "-" {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text).map_err(Failure::Listen)?;
            return Ok(Self { origin: String::from("standard input"), text });
        }
        // No formula ends so; a file that isn't there deserves its own message.
        let named_like_a_file = path.extension().is_some_and(|ending| ["rs", "txt"].iter().any(|it| ending == *it));
        if path.is_file() || named_like_a_file {
            let text = fs::read_to_string(path).map_err(|source| Failure::Read { path: path.to_path_buf(), source })?;
            return Ok(Self { origin: argument.to_owned(), text });
        }
        Ok(Self { origin: String::from("formula"), text: argument.to_owned() })
    }

    /// Whether there is something to explain, for a Rust file has more in it than definitions.
    pub(crate) fn has_calls(&self) -> bool {
        Path::new(&self.origin).extension().is_none_or(|ending| ending != "rs") || self.text.contains("activation!")
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn arguments(words: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["explain"].iter().chain(words))
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn negative_bounds_and_a_dash_are_values() {
        let parsed = arguments(&["-", "--from", "-3", "--to", "-1.5", "--no-code", "--plot", "a.svg"]).expect("sound");
        assert_eq!(parsed.source, "-");
        assert_eq!(parsed.interval().expect("sound"), (-3.0, -1.5));
        assert!(parsed.code() == Code::No && parsed.plot.is_some());
        assert_eq!(arguments(&["f: x"]).expect("sound").interval().expect("sound"), (-6.0, 6.0));
        assert_eq!(arguments(&["f: x"]).expect("sound").code(), Code::Short);
        assert_eq!(arguments(&["f: x", "--paths"]).expect("sound").code(), Code::Whole);
    }

    #[test]
    fn what_is_missing_or_senseless_is_refused() {
        assert!(arguments(&[]).is_err());
        assert!(arguments(&["f: x", "g: x"]).is_err());
        for bounds in [["3", "-3"], ["2", "2"], ["nan", "1"], ["0", "inf"], ["1e300", "1.0000000001e300"]] {
            let parsed = arguments(&["f: x", "--from", bounds[0], "--to", bounds[1]]).expect("numbers");
            assert!(matches!(parsed.interval(), Err(Failure::Interval { .. })), "{bounds:?}");
        }
    }

    #[test]
    fn a_source_is_a_formula_or_a_file() {
        let formula = Source::read("relu: x.max(0)").expect("a formula");
        assert_eq!((formula.origin.as_str(), formula.text.as_str()), ("formula", "relu: x.max(0)"));
        let file = Source::read(concat!(env!("CARGO_MANIFEST_DIR"), "/custom_activation.rs")).expect("a file");
        assert!(file.text.contains("activation! {") && file.has_calls() && formula.has_calls());
        let other = Source::read(concat!(env!("CARGO_MANIFEST_DIR"), "/shared/graph.rs")).expect("a file");
        assert!(!other.has_calls());
        assert!(matches!(Source::read("nowhere/activations.rs"), Err(Failure::Read { .. })));
    }
}
