//! In: digits. Out: [`Network`], three dense layers with an activation layer between each two, and how it learns. It must never
//! know which activation it has.

use activation_core::{Activation, ActivationLayer, Error};
use ndarray::{Array1, Array2, Axis, Ix2};

use crate::digits::Digits;
use crate::random::Random;

/// How much of its last step a weight takes again.
const MOMENTUM: f32 = 0.9;

/// input → dense → activation → dense → activation → dense → a score per class.
pub(crate) struct Network<A> {
    first: Dense,
    first_activation: ActivationLayer<A, f32, Ix2>,
    second: Dense,
    second_activation: ActivationLayer<A, f32, Ix2>,
    third: Dense,
}

impl<A: Activation> Network<A> {
    /// A network that has learnt nothing yet, with so many inputs, neurons of its hidden layers, and classes.
    pub(crate) fn new(activation: &A, [inputs, first, second, classes]: [usize; 4], random: &mut Random) -> Self {
        Self {
            first: Dense::new(inputs, first, random),
            first_activation: ActivationLayer::new(activation.clone()),
            second: Dense::new(first, second, random),
            second_activation: ActivationLayer::new(activation.clone()),
            third: Dense::new(second, classes, random),
        }
    }

    /// One step of gradient descent on a batch. Returns the sum of the losses before the step.
    pub(crate) fn learn(&mut self, batch: &Digits, rate: f32) -> Result<f32, Error> {
        let first = self.first_activation.forward(&self.first.forward(&batch.images))?;
        let second = self.second_activation.forward(&self.second.forward(first))?;
        let scores = self.third.forward(second);

        let (loss, grad_scores) = cross_entropy(scores, &batch.labels);
        let grad_second = self.third.backward(second, &grad_scores);
        let grad_first = self.second.backward(first, self.second_activation.backward(&grad_second)?);
        self.first.backward(&batch.images, self.first_activation.backward(&grad_first)?);

        for dense in [&mut self.first, &mut self.second, &mut self.third] {
            dense.step(rate);
        }
        // Parameters of the activation itself learn too, if it has learnable ones.
        for activation in [&mut self.first_activation, &mut self.second_activation] {
            activation.step(f64::from(rate));
            activation.zero_parameter_gradients();
        }
        Ok(loss)
    }

    /// The mean loss on the digits, and the share of them that the network reads rightly.
    pub(crate) fn test(&self, digits: &Digits) -> Result<(f32, f32), Error> {
        let first = self.first_activation.infer(&self.first.forward(&digits.images))?;
        let second = self.second_activation.infer(&self.second.forward(&first))?;
        let scores = self.third.forward(&second);
        let greatest = |row: ndarray::ArrayView1<'_, f32>| {
            let best = row.iter().enumerate().max_by(|(_, one), (_, other)| one.total_cmp(other));
            best.map(|(class, _)| class)
        };
        let right =
            scores.outer_iter().zip(&digits.labels).filter(|(row, label)| greatest(*row) == Some(**label)).count();
        let (loss, _) = cross_entropy(scores, &digits.labels);
        Ok((loss / count(digits.len()), count(right) / count(digits.len())))
    }
}

/// output = input · weights + bias, with gradients and the last step of both.
struct Dense {
    weights: Array2<f32>,
    bias: Array1<f32>,
    grad_weights: Array2<f32>,
    grad_bias: Array1<f32>,
    step_weights: Array2<f32>,
    step_bias: Array1<f32>,
}

impl Dense {
    /// Weights such that what comes out varies about as much as what comes in (He et al. 2015).
    fn new(inputs: usize, outputs: usize, random: &mut Random) -> Self {
        let bound = (6.0 / count(inputs)).sqrt();
        Self {
            weights: Array2::from_shape_simple_fn((inputs, outputs), || bound * random.symmetric()),
            bias: Array1::zeros(outputs),
            grad_weights: Array2::zeros((inputs, outputs)),
            grad_bias: Array1::zeros(outputs),
            step_weights: Array2::zeros((inputs, outputs)),
            step_bias: Array1::zeros(outputs),
        }
    }

    fn forward(&self, input: &Array2<f32>) -> Array2<f32> {
        input.dot(&self.weights) + &self.bias
    }

    /// Keeps the gradients of weights and bias, and returns that of the input.
    fn backward(&mut self, input: &Array2<f32>, grad_output: &Array2<f32>) -> Array2<f32> {
        self.grad_weights = input.t().dot(grad_output);
        self.grad_bias = grad_output.sum_axis(Axis(0));
        grad_output.dot(&self.weights.t())
    }

    fn step(&mut self, rate: f32) {
        self.step_weights *= MOMENTUM;
        self.step_weights.scaled_add(-rate, &self.grad_weights);
        self.weights += &self.step_weights;
        self.step_bias *= MOMENTUM;
        self.step_bias.scaled_add(-rate, &self.grad_bias);
        self.bias += &self.step_bias;
    }
}

/// The sum of -ln softmax(scores) at the labels, and the gradient of its mean, which takes the place of the scores.
fn cross_entropy(mut scores: Array2<f32>, labels: &[usize]) -> (f32, Array2<f32>) {
    let mut loss = 0.0;
    let rows = count(labels.len());
    for (mut row, &label) in scores.outer_iter_mut().zip(labels) {
        // The greatest score is taken off first, so that no exponential overflows.
        let greatest = row.fold(f32::NEG_INFINITY, |greatest, &score| greatest.max(score));
        let shifted = row[label] - greatest;
        row.mapv_inplace(|score| (score - greatest).exp());
        let sum = row.sum();
        loss += sum.ln() - shifted;
        row /= sum * rows;
        row[label] -= 1.0 / rows;
    }
    (loss, scores)
}

/// A count as a number to calculate with.
pub(crate) fn count(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts of digits and neurons are far below 2²⁴")]
    let count = count as f32;
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_gradient_of_the_loss_is_the_slope_of_it() {
        let scores = array![[1.0_f32, 2.0, -1.0], [0.0, 0.5, 3.0]];
        let (_, gradient) = cross_entropy(scores.clone(), &[0, 2]);
        let step = 1e-2;
        for (place, slope) in gradient.indexed_iter() {
            let at = |offset: f32| {
                let mut moved = scores.clone();
                moved[place] += offset;
                cross_entropy(moved, &[0, 2]).0 / 2.0
            };
            assert!(((at(step) - at(-step)) / (2.0 * step) - slope).abs() < 1e-3, "{place:?}");
        }
    }
}
