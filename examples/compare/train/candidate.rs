//! What competes.
//!
//! In: names from the command line. Out: candidates, each an activation with its training, be it of the registry or one of
//! the user's own. It must never treat the two differently.

use activation_core::{Activation, AnyActivation, Error};
use activation_examples::names::{self, Unknown};

use crate::own;
use crate::training::{Epoch, Run, Task, train};

type Training = Box<dyn Fn(&Task<'_>, u64, &mut dyn FnMut(&Epoch)) -> Result<Run, Error>>;

/// An activation that can be trained with.
pub(crate) struct Candidate {
    /// As it is asked for, with the parameters that aren't the defaults.
    pub(crate) name: String,
    /// The line of `--list`.
    pub(crate) listed: String,
    train: Training,
}

impl Candidate {
    /// Any activation: from here on its type is forgotten, but the training is compiled for it.
    pub(crate) fn of<A: Activation + 'static>(activation: A) -> Self {
        Self::named(activation.name().to_owned(), activation)
    }

    fn named<A: Activation + 'static>(name: String, activation: A) -> Self {
        let listed = names::listed(&activation);
        Self { name, listed, train: Box::new(move |task, seed, seen| train(&activation, task, seed, seen)) }
    }

    /// Trains a new network from a seed; `seen` is told of every epoch.
    pub(crate) fn train(&self, task: &Task<'_>, seed: u64, seen: &mut dyn FnMut(&Epoch)) -> Result<Run, Error> {
        (self.train)(task, seed, seen)
    }
}

impl From<AnyActivation> for Candidate {
    fn from(activation: AnyActivation) -> Self {
        Self::named(activation.to_string(), activation)
    }
}

/// Everything that `--activation all` stands for.
pub(crate) fn all() -> Vec<Candidate> {
    own::candidates().into_iter().chain(AnyActivation::all().map(Candidate::from)).collect()
}

/// The candidates of these names, each one once, in the order in which they are asked for; the user's own go before those
/// of the registry.
pub(crate) fn resolve(asked: &[String]) -> Result<Vec<Candidate>, Unknown> {
    let own = |name: &str| own::candidates().into_iter().find(|candidate| key(&candidate.name) == key(name));
    let others = asked.iter().map(String::as_str).filter(|name| own(name).is_none());
    // All mistakes are told before anything else is done.
    names::resolve(others)?;
    let mut candidates: Vec<Candidate> = Vec::new();
    for name in asked {
        let more = match own(name) {
            Some(candidate) => vec![candidate],
            None if names::is_all(name) => all(),
            None => names::resolve([name.as_str()])?.into_iter().map(Candidate::from).collect(),
        };
        for candidate in more {
            if !candidates.iter().any(|known| known.name == candidate.name) {
                candidates.push(candidate);
            }
        }
    }
    Ok(candidates)
}

/// A name without case and separators.
fn key(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(names: &[&str]) -> Result<Vec<String>, String> {
        let asked: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        match resolve(&asked) {
            Ok(candidates) => Ok(candidates.into_iter().map(|candidate| candidate.name).collect()),
            Err(unknown) => Err(unknown.to_string()),
        }
    }

    #[test]
    fn ones_own_is_a_name_like_any_other() {
        assert_eq!(resolved(&["Mine", "relu", "mine"]), Ok(vec!["mine".into(), "relu".into()]));
        let all = resolved(&["gelu", "all"]).expect("all names");
        assert_eq!((all[0].as_str(), all[1].as_str()), ("gelu", "mine"));
        assert_eq!(all.len(), own::candidates().len() + AnyActivation::names().count());
    }

    #[test]
    fn every_wrong_name_is_told() {
        let text = resolved(&["rleu", "mine", "mihs"]).expect_err("two mistakes");
        assert!(text.contains("did you mean `relu`?") && text.contains("did you mean `mish`?"), "{text}");
    }
}
