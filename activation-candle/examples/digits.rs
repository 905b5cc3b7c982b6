//! A network of candle reads handwritten digits, first with an activation of one's own, then with others: the model is the
//! same, a line of its configuration differs.
//!
//! ```text
//! cargo run --release -p activation-candle --example digits
//! cargo run --release -p activation-candle --example digits -- gelu_new mish 'swish(beta=1.5)'
//! ```
//!
//! In: names from the command line and the digits in `examples/data`. Out: loss and accuracy on digits not trained on, every
//! five epochs. It must never name an activation in the model itself.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use activation_candle::Choice as Activation; // was: use candle_nn::Activation;
use activation_candle::Learned;
use activation_candle::activation_core::{AnyActivation, activation};
use candle_core::{DType, Device, Error, Module, Result, Tensor};
use candle_nn::{AdamW, Linear, Optimizer, VarBuilder, VarMap, linear, loss};

activation! {
    /// One's own: a bump left of 0. Its derivative is derived.
    pub bump: x * sigmoid(1.5 * x) - 0.1 * exp(-x * x);
    /// A swish that learns how sharply it bends, by derivatives that are derived, too.
    pub bent(learn slope = 1.0): x * sigmoid(slope * x);
}

const EPOCHS: usize = 20;
const BATCH: usize = 64;

/// What a model's file would say.
#[derive(Clone, serde::Deserialize)]
struct Config {
    hidden_size: usize,
    hidden_act: Activation,
}

/// A model as candle's users write it.
struct Model {
    first: Linear,
    second: Linear,
    last: Linear,
    act: Activation,
    /// Learnt with the weights.
    bent: Learned<Bent>,
}

impl Model {
    fn new(config: &Config, vb: &VarBuilder<'_>) -> Result<Self> {
        let size = config.hidden_size;
        Ok(Self {
            first: linear(64, size, vb.pp("first"))?,
            second: linear(size, size, vb.pp("second"))?,
            last: linear(size, 10, vb.pp("last"))?,
            act: config.hidden_act.clone(),
            bent: Learned::new(Bent::default(), Some(size), vb.pp("bent"))?,
        })
    }
}

impl Module for Model {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.apply(&self.first)?.apply(&self.act)?.apply(&self.second)?.apply(&self.bent)?.apply(&self.last)
    }
}

/// Images of 8 by 8, −1 to 1, and the digits that they show.
fn digits() -> Result<(Tensor, Tensor)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/digits.csv.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    let mut numbers = Vec::new();
    for field in text.lines().flat_map(|line| line.split(',')) {
        numbers.push(field.trim().parse::<f32>().map_err(Error::wrap)?);
    }
    let rows = Tensor::from_vec(numbers, (text.lines().count(), 65), &Device::Cpu)?;
    Ok((rows.narrow(1, 0, 64)?.affine(1.0 / 8.0, -1.0)?, rows.narrow(1, 64, 1)?.squeeze(1)?.to_dtype(DType::U32)?))
}

/// Trains the model; the share of digits that it reads in the end.
fn train(config: &Config, epochs: usize) -> Result<f32> {
    let (images, labels) = digits()?;
    let held_out = images.dim(0)? / 5;
    let seen = images.dim(0)? - held_out;
    let (test, truth) = (images.narrow(0, seen, held_out)?, labels.narrow(0, seen, held_out)?);
    let map = VarMap::new();
    let model = Model::new(config, &VarBuilder::from_varmap(&map, DType::F32, &Device::Cpu))?;
    let mut optimizer = AdamW::new_lr(map.all_vars(), 2e-3)?;
    let mut accuracy = 0.0;
    for epoch in 1..=epochs {
        let mut last = 0.0;
        for start in (0..seen).step_by(BATCH) {
            let len = BATCH.min(seen - start);
            let logits = model.forward(&images.narrow(0, start, len)?)?;
            let loss = loss::cross_entropy(&logits, &labels.narrow(0, start, len)?)?;
            optimizer.backward_step(&loss)?;
            last = loss.to_scalar::<f32>()?;
        }
        let right = model.forward(&test)?.argmax(1)?.eq(&truth)?.to_dtype(DType::F32)?;
        accuracy = right.mean_all()?.to_scalar::<f32>()?;
        if epoch % 5 == 0 || epoch == epochs {
            println!("  epoch {epoch:3}   loss {last:.4}   test accuracy {:.1} %", 100.0 * accuracy);
        }
    }
    Ok(accuracy)
}

fn run(names: &[String]) -> std::result::Result<(), Box<dyn std::error::Error>> {
    AnyActivation::register(Bump)?;
    for name in names {
        let text = serde_json::json!({ "hidden_size": 64, "hidden_act": name }).to_string();
        println!("{text}");
        let accuracy = train(&serde_json::from_str(&text)?, EPOCHS)?;
        println!("  {name}: {:.1} % of the digits that it has not seen\n", 100.0 * accuracy);
    }
    Ok(())
}

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        names = ["bump", "gelu", "relu"].map(str::to_owned).to_vec();
    }
    match run(&names) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_learns_to_read() {
        let config = Config { hidden_size: 32, hidden_act: AnyActivation::custom(Bump).into() };
        let accuracy = train(&config, 4).expect("no error");
        assert!(accuracy > 0.8, "{accuracy}");
    }
}
