//! In: the command line. Out: what it asks for, every name resolved. It must never touch a file.

use std::path::{Path, PathBuf};

use activation_core::AnyActivation;
use activation_examples::names;
use clap::Parser;

use crate::failure::Failure;

/// Runs a photograph forward and backward through an activation layer and draws both beside it.
///
/// The photograph is scaled to [-1, 1], the gradient that goes backward is 1 everywhere. Each panel of a figure is scaled
/// from its least to its greatest value, which are written below it.
#[derive(Debug, Parser)]
#[command(name = "picture")]
pub(crate) struct Arguments {
    /// Activations to draw, by name and with parameters if need be, as in `leaky_relu(negative_slope=0.2)`; `all` for
    /// every one
    #[arg(short = 'a', long = "activation", value_name = "NAME", num_args = 1.., default_values = ["relu", "logistic", "elu"])]
    names: Vec<String>,

    /// The picture, a PNG or JPEG file [default: the photograph of a cat that comes with the examples]
    #[arg(short, long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// Where the figures go; made if it isn't there
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(crate) output: PathBuf,

    /// How wide each of the three panels of a figure is, in pixels
    #[arg(short, long, value_name = "PIXELS", default_value_t = 272, value_parser = clap::value_parser!(u32).range(40..=4000))]
    pub(crate) width: u32,

    /// Print the names with their formulas, and draw nothing
    #[arg(short, long)]
    pub(crate) list: bool,
}

impl Arguments {
    /// The activations, each one once, in the order in which they are asked for; or all the names that are wrong.
    pub(crate) fn activations(&self) -> Result<Vec<AnyActivation>, Failure> {
        names::resolve(self.names.iter().map(String::as_str)).map_err(Failure::Names)
    }

    /// The picture's file.
    pub(crate) fn input(&self) -> PathBuf {
        self.input.clone().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join("chelsea.png"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_activations() {
        let arguments = Arguments::try_parse_from(["picture"]).expect("a command line");
        let names: Vec<String> = arguments.activations().expect("names").iter().map(ToString::to_string).collect();
        assert_eq!(names, ["relu", "logistic", "elu"]);
    }
}
