//! A small network learns to read digits, with any activation of the registry between its two layers.
//!
//! ```text
//! cargo run --release --example train
//! cargo run --release --example train -- --activation mish --epochs 20
//! ```
//!
//! In: the command line and the digits in `data/`. Out: loss and accuracy per epoch on standard output, the same ones
//! in every run on one machine. It must never look at the test digits to decide anything.

mod digits;
mod network;
mod random;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use activation_core::{Activation, AnyActivation};
use clap::Parser;

use digits::Digits;
use network::Network;
use random::Random;

/// How many neurons the activation works on.
const HIDDEN: usize = 64;
/// How many digits go through at once.
const BATCH: usize = 32;
/// Of five digits, so many are for training.
const TRAINING_FIFTHS: usize = 4;

/// Trains a network of two layers on 8 x 8 images of handwritten digits.
#[derive(Debug, Parser)]
#[command(name = "train")]
struct Arguments {
    /// The activation between the layers, with parameters if need be, as in `leaky_relu(negative_slope=0.2)`
    #[arg(short, long, value_name = "NAME", default_value = "relu")]
    activation: AnyActivation,

    /// How often every training digit is seen
    #[arg(short, long, default_value_t = 30)]
    epochs: usize,

    /// The learning rate
    #[arg(short, long, default_value_t = 0.02)]
    rate: f32,

    /// What the first weights and the order of the digits follow from
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
}

/// What there is to tell of an epoch.
struct Epoch {
    number: usize,
    /// Mean over the training digits, while the weights were changing.
    loss: f32,
    /// Share of the test digits that were read rightly after the epoch.
    accuracy: f32,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        // A reader that has gone away (`| head`) is no failure.
        Err(error)
            if error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            // Nothing is left to do if standard error is closed too.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut random = Random::new(arguments.seed);
    let (training, test) = Digits::read()?.shuffled(&mut random).split(TRAINING_FIFTHS, 5);
    let network = Network::new(arguments.activation.clone(), [Digits::PIXELS, HIDDEN, Digits::CLASSES], &mut random);

    let mut out = io::stdout();
    writeln!(out, "{} digits to learn from, {} to be tested on", training.len(), test.len())?;
    writeln!(out, "activation: {}, f(x) = {}", arguments.activation, arguments.activation.facts().formula)?;
    train(network, &training, &test, arguments, &mut random, |epoch| {
        let Epoch { number, loss, accuracy } = epoch;
        writeln!(out, "epoch {number:>3}   loss {loss:.4}   test accuracy {:.1} %", accuracy * 100.0)
    })
}

/// Generic in the activation: one that a user declares trains just as well as one of the registry.
fn train<A: Activation>(
    mut network: Network<A>,
    training: &Digits,
    test: &Digits,
    arguments: &Arguments,
    random: &mut Random,
    mut report: impl FnMut(Epoch) -> io::Result<()>,
) -> Result<(), Box<dyn Error>> {
    let mut order: Vec<usize> = (0..training.len()).collect();
    for number in 1..=arguments.epochs {
        random.shuffle(&mut order);
        let mut losses = 0.0;
        for batch in order.chunks(BATCH) {
            losses += network.learn(&training.select(batch), arguments.rate)?;
        }
        let loss = losses / network::count(training.len());
        if !loss.is_finite() {
            return Err(format!(
                "the loss is {loss} in epoch {number}: try a smaller `--rate` than {}",
                arguments.rate
            )
            .into());
        }
        report(Epoch { number, loss, accuracy: network.accuracy(test)? })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accuracies(activation: &str) -> Vec<f32> {
        let arguments = Arguments::try_parse_from(["train", "--activation", activation]).expect("a command line");
        let mut random = Random::new(arguments.seed);
        let (training, test) = Digits::read().expect("digits").shuffled(&mut random).split(TRAINING_FIFTHS, 5);
        let network =
            Network::new(arguments.activation.clone(), [Digits::PIXELS, HIDDEN, Digits::CLASSES], &mut random);
        let mut accuracies = Vec::new();
        train(network, &training, &test, &arguments, &mut random, |epoch| {
            accuracies.push(epoch.accuracy);
            Ok(())
        })
        .expect("training");
        accuracies
    }

    #[test]
    fn digits_are_learnt_and_each_run_is_the_same() {
        let first = accuracies("relu");
        assert!(first.last().is_some_and(|&accuracy| accuracy > 0.95), "{first:?}");
        assert_eq!(first, accuracies("relu"));
    }
}
