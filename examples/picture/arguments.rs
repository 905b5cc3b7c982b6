//! In: the command line. Out: what it asks for, every name resolved. It must never touch a file.

use std::path::{Path, PathBuf};

use activation_core::AnyActivation;
use clap::Parser;

use crate::failure::Failure;

/// The name that stands for every activation.
const ALL: &str = "all";

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
        let mut activations: Vec<AnyActivation> = Vec::new();
        let mut errors = Vec::new();
        for name in &self.names {
            if name.trim().eq_ignore_ascii_case(ALL) {
                activations.extend(AnyActivation::all());
            } else {
                match name.parse() {
                    Ok(activation) => activations.push(activation),
                    Err(error) => errors.push(error),
                }
            }
        }
        if !errors.is_empty() {
            return Err(Failure::Names(errors));
        }
        let mut once: Vec<AnyActivation> = Vec::with_capacity(activations.len());
        for activation in activations {
            if !once.contains(&activation) {
                once.push(activation);
            }
        }
        Ok(once)
    }

    /// The picture's file.
    pub(crate) fn input(&self) -> PathBuf {
        self.input.clone().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join("chelsea.png"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activations(names: &[&str]) -> Result<Vec<String>, String> {
        let mut line = vec!["picture"];
        if !names.is_empty() {
            line.push("--activation");
            line.extend(names);
        }
        let arguments = Arguments::try_parse_from(line).expect("a command line");
        match arguments.activations() {
            Ok(activations) => Ok(activations.iter().map(ToString::to_string).collect()),
            Err(failure) => Err(failure.to_string()),
        }
    }

    #[test]
    fn names_are_resolved_once_each() {
        assert_eq!(activations(&[]), Ok(vec!["relu".into(), "logistic".into(), "elu".into()]));
        assert_eq!(activations(&["Elu", "elu(alpha=1)", "RELU"]), Ok(vec!["elu".into(), "relu".into()]));
    }

    #[test]
    fn all_is_every_name() {
        let all = activations(&["relu", "All"]).expect("known names");
        assert_eq!(all.len(), AnyActivation::names().count());
        assert_eq!(all[0], "relu");
    }

    #[test]
    fn every_wrong_name_is_told() {
        let text = activations(&["rellu", "relu", "elu(beta=1)"]).expect_err("two mistakes");
        assert!(text.contains("did you mean `relu`?"), "{text}");
        assert!(text.contains("`elu` has no parameter `beta`"), "{text}");
    }
}
