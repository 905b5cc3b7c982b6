//! Activations as they are asked for on a command line.
//!
//! In: names, with parameters if need be. Out: activations, or all that is wrong with the names. It must never stop at the
//! first mistake.

use std::fmt;

use activation_core::{Activation, AnyActivation};

/// The name that stands for every activation.
pub const ALL: &str = "all";

/// Names that are no activations; at least one.
#[derive(Debug)]
pub struct Unknown(Vec<activation_core::Error>);

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.0 {
            writeln!(f, "error: {error}")?;
        }
        write!(f, "help: `--list` prints every name and its formula; nothing was written")
    }
}

/// Whether a name stands for every activation.
pub fn is_all(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(ALL)
}

/// The activations, each one once, in the order in which they are asked for.
///
/// # Errors
/// All the names that are wrong.
pub fn resolve<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Vec<AnyActivation>, Unknown> {
    let mut activations: Vec<AnyActivation> = Vec::new();
    let mut errors = Vec::new();
    for name in names {
        if is_all(name) {
            activations.extend(AnyActivation::all());
        } else {
            match name.parse() {
                Ok(activation) => activations.push(activation),
                Err(error) => errors.push(error),
            }
        }
    }
    if !errors.is_empty() {
        return Err(Unknown(errors));
    }
    let mut once: Vec<AnyActivation> = Vec::with_capacity(activations.len());
    for activation in activations {
        if !once.contains(&activation) {
            once.push(activation);
        }
    }
    Ok(once)
}

/// A line for every activation: its name and formula.
pub fn list() -> impl Iterator<Item = String> {
    AnyActivation::all().map(|activation| listed(&activation))
}

/// The line of `--list` for an activation.
pub fn listed<A: Activation>(activation: &A) -> String {
    format!("{:<20} {}", activation.name(), activation.facts().formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(names: &[&str]) -> Result<Vec<String>, String> {
        match resolve(names.iter().copied()) {
            Ok(activations) => Ok(activations.iter().map(ToString::to_string).collect()),
            Err(unknown) => Err(unknown.to_string()),
        }
    }

    #[test]
    fn names_are_resolved_once_each() {
        assert_eq!(resolved(&["Elu", "elu(alpha=1)", "RELU"]), Ok(vec!["elu".into(), "relu".into()]));
    }

    #[test]
    fn all_is_every_name() {
        let all = resolved(&["relu", "All"]).expect("known names");
        assert_eq!(all.len(), AnyActivation::names().count());
        assert_eq!(all[0], "relu");
    }

    #[test]
    fn every_wrong_name_is_told() {
        let text = resolved(&["rellu", "relu", "elu(beta=1)"]).expect_err("two mistakes");
        assert!(text.contains("did you mean `relu`?"), "{text}");
        assert!(text.contains("`elu` has no parameter `beta`"), "{text}");
    }
}
