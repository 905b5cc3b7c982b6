//! A network with an activation of one's own, trained by Burn's `Learner` on the digits that come with the examples.
//!
//! In: `examples/data/digits.csv.gz`. Out: a line per epoch, Burn's summary, and the accuracy on the last fifth of the digits.
//! It must never train with a digit that it is tested with.
//!
//! `cargo run --release -p activation-burn --features train --example digits`

mod progress;

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use activation_burn::BurnActivation;
use activation_core::{Activation, activation};
use burn::data::dataloader::{DataLoaderBuilder, batcher::Batcher};
use burn::data::dataset::InMemDataset;
use burn::lr_scheduler::constant::ConstantLr;
use burn::module::Module;
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Linear, LinearConfig};
use burn::optim::AdamConfig;
use burn::tensor::{Device, Int, Tensor, TensorData};
use burn::train::metric::{AccuracyMetric, LossMetric};
use burn::train::{ClassificationOutput, InferenceStep, Learner, SupervisedTraining, TrainOutput, TrainStep};

activation! {
    /// A SiLU that leaks, and learns how sharply it bends.
    pub bent(learn slope = 1.0): x * sigmoid(slope * x) + 0.1 * x;
}

const PIXELS: usize = 64;
const CLASSES: usize = 10;

#[derive(Module, Debug)]
struct Network {
    hidden: Linear,
    bent: BurnActivation<Bent>,
    output: Linear,
}

impl Network {
    fn new(device: &Device) -> Self {
        Self {
            hidden: LinearConfig::new(PIXELS, 64).init(device),
            bent: BurnActivation::new(Bent::default(), device),
            output: LinearConfig::new(64, CLASSES).init(device),
        }
    }

    fn forward(&self, batch: Batch) -> ClassificationOutput {
        let output = self.output.forward(self.bent.forward(self.hidden.forward(batch.images)));
        let loss = CrossEntropyLossConfig::new().init(&output.device()).forward(output.clone(), batch.labels.clone());
        ClassificationOutput::new(loss, output, batch.labels)
    }
}

impl TrainStep for Network {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> TrainOutput<ClassificationOutput> {
        let output = self.forward(batch);
        TrainOutput::new(self, output.loss.backward(), output)
    }
}

impl InferenceStep for Network {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> ClassificationOutput {
        self.forward(batch)
    }
}

/// An image and what it shows.
#[derive(Clone, Debug)]
struct Digit {
    pixels: Vec<f32>,
    label: i64,
}

#[derive(Clone, Debug)]
struct Batch {
    images: Tensor<2>,
    labels: Tensor<1, Int>,
}

struct Stack;

impl Batcher<Digit, Batch> for Stack {
    fn batch(&self, digits: Vec<Digit>, device: &Device) -> Batch {
        let labels: Vec<i64> = digits.iter().map(|digit| digit.label).collect();
        let pixels: Vec<f32> = digits.iter().flat_map(|digit| digit.pixels.iter().copied()).collect();
        let shape = [digits.len(), PIXELS];
        Batch {
            images: Tensor::from_data(TensorData::new(pixels, shape), device),
            labels: Tensor::from_data(TensorData::new(labels, [digits.len()]), device),
        }
    }
}

/// Rows of 64 counts from 0 to 16 and a digit.
fn read() -> Result<Vec<Digit>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/digits.csv.gz");
    let rows = BufReader::new(flate2::read::GzDecoder::new(File::open(path)?));
    let digit = |row: String| {
        let numbers: Vec<f32> = row.split(',').map(str::parse).collect::<Result<_, _>>()?;
        let pixels = numbers.get(..PIXELS).ok_or("a row is not 64 counts and a digit")?;
        let label = row.rsplit(',').next().unwrap_or_default().parse()?;
        Ok(Digit { pixels: pixels.iter().map(|count| count / 8.0 - 1.0).collect(), label })
    };
    rows.lines().map(|row| digit(row?)).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let device = Device::flex().autodiff();
    device.seed(7);
    let mut train = read()?;
    let test = train.split_off(train.len() * 4 / 5);
    let loader = |digits| {
        DataLoaderBuilder::new(Stack).batch_size(32).shuffle(7).num_workers(1).build(InMemDataset::new(digits))
    };
    let folder = std::env::temp_dir().join("activation-burn-digits");
    let learner = Learner::new(Network::new(&device), AdamConfig::new().init(), ConstantLr::new(3e-3));
    let trained = SupervisedTraining::new(&folder, loader(train), loader(test.clone()))
        .metrics((AccuracyMetric::new(), LossMetric::new()))
        .num_epochs(20)
        .renderer(Box::new(progress::Lines::default()))
        .summary()
        .launch(learner)
        .model;

    let batch = Stack.batch(test, &Device::flex());
    let right = trained.forward(batch.clone()).output.argmax(1).squeeze_dim::<1>(1).equal(batch.labels);
    let accuracy = right.float().mean().into_scalar::<f32>();
    let slope = trained.bent.activation().parameter(0).unwrap_or_default();
    println!("accuracy on digits that were not trained on: {:.1} %; learnt slope: {slope:.3}", 100.0 * accuracy);
    Ok(())
}
