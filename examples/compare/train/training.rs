//! One network from its first weights to its last epoch.
//!
//! In: an activation, the digits, a seed. Out: what there is to tell of every epoch, the same in every run on one machine
//! but for the times. It must never look at the test digits to decide anything.

use std::time::{Duration, Instant};

use activation_core::{Activation, Error};

use crate::digits::Digits;
use crate::network::{Network, count};
use crate::random::Random;

/// How many neurons each of the two activation layers works on.
const HIDDEN: usize = 64;
/// How many digits go through at once.
const BATCH: usize = 32;
/// Of five digits, so many are for training.
const TRAINING_FIFTHS: usize = 4;

/// What every candidate is given alike.
pub(crate) struct Task<'a> {
    pub(crate) digits: &'a Digits,
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
}

/// What there is to tell of an epoch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Epoch {
    /// Mean over the training digits, while the weights were changing.
    pub(crate) loss: f32,
    /// Mean over the test digits after the epoch.
    pub(crate) test_loss: f32,
    /// Share of the test digits that were read rightly after the epoch.
    pub(crate) accuracy: f32,
    /// How long the training took, the test left out.
    pub(crate) time: Duration,
}

/// A training, finished or broken off.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// The epochs with finite losses.
    pub(crate) epochs: Vec<Epoch>,
    /// Whether the loss was no number after them.
    pub(crate) diverged: bool,
}

/// Generic in the activation: one that a user declares trains just as well as one of the registry.
pub(crate) fn train<A: Activation>(
    activation: &A,
    task: &Task<'_>,
    seed: u64,
    seen: &mut dyn FnMut(&Epoch),
) -> Result<Run, Error> {
    let mut random = Random::new(seed);
    let (training, test) = task.digits.shuffled(&mut random).split(TRAINING_FIFTHS, 5);
    let mut network = Network::new(activation, [Digits::PIXELS, HIDDEN, HIDDEN, Digits::CLASSES], &mut random);
    let mut order: Vec<usize> = (0..training.len()).collect();
    let mut run = Run::default();
    for _ in 0..task.epochs {
        random.shuffle(&mut order);
        let begin = Instant::now();
        let mut losses = 0.0;
        for batch in order.chunks(BATCH) {
            losses += network.learn(&training.select(batch), task.rate)?;
        }
        let time = begin.elapsed();
        let (test_loss, accuracy) = network.test(&test)?;
        let epoch = Epoch { loss: losses / count(training.len()), test_loss, accuracy, time };
        if !epoch.loss.is_finite() || !epoch.test_loss.is_finite() {
            run.diverged = true;
            break;
        }
        seen(&epoch);
        run.epochs.push(epoch);
    }
    Ok(run)
}

#[cfg(test)]
mod tests {
    use activation_core::AnyActivation;

    use super::*;

    fn run(name: &str, rate: f32) -> Run {
        let digits = Digits::read().expect("digits");
        let activation: AnyActivation = name.parse().expect("a known name");
        train(&activation, &Task { digits: &digits, epochs: 12, rate }, 1, &mut |_| {}).expect("training")
    }

    #[test]
    fn digits_are_learnt_and_each_run_is_the_same() {
        let accuracies = || run("relu", 0.02).epochs.iter().map(|epoch| epoch.accuracy).collect::<Vec<_>>();
        let first = accuracies();
        assert!(first.len() == 12 && first.last().is_some_and(|&accuracy| accuracy > 0.95), "{first:?}");
        assert_eq!(first, accuracies());
    }

    #[test]
    fn what_diverges_is_told() {
        let run = run("cube", 1.0);
        assert!(run.diverged && run.epochs.len() < 12, "{run:?}");
    }
}
