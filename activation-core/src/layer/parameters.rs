//! In: an activation. Out: that activation applied to whole arrays or channel by channel, and the
//! gradients of its learnable parameters. It must never decide what a layer keeps.

use ndarray::{Array2, ArrayRef, Axis, Dimension};

use crate::activation::Activation;
use crate::array::{self, Target, one};
use crate::element::Element;
use crate::error::Error;
use crate::kernel::fresh::allocate;

/// An activation with one set of learnable parameters for all, or one per channel.
#[derive(Clone, Debug)]
pub(super) struct Parameters<A> {
    /// The activation as it was given; with channels, only its other parameters still count.
    activation: A,
    channels: Option<Channels<A>>,
    /// The indices of the learnable parameters.
    learnable: Vec<usize>,
    /// One row per channel, or a single one; one column per learnable parameter.
    gradients: Array2<f64>,
}

/// One activation per channel along an axis.
#[derive(Clone, Debug)]
struct Channels<A> {
    axis: Axis,
    count: usize,
    /// As many as channels; none if nothing is learnable, as they would all be the same.
    activations: Vec<A>,
}

impl<A: Activation> Parameters<A> {
    pub(super) fn new(activation: A) -> Self {
        let parameters = activation.parameters().iter().enumerate();
        let learnable: Vec<usize> =
            parameters.filter_map(|(index, parameter)| parameter.learnable.then_some(index)).collect();
        Self { gradients: Array2::zeros((1, learnable.len())), channels: None, activation, learnable }
    }

    pub(super) fn per_channel(self, axis: Axis, count: usize) -> Result<Self, Error> {
        let columns = self.learnable.len();
        let elements = count.saturating_mul(columns);
        let (mut gradients, mut activations) = (allocate(elements)?, Vec::new());
        gradients.resize(elements, 0.0);
        if self.any_learnable() {
            activations = allocate(count)?;
            activations.resize(count, self.activation.clone());
        }
        // With no column at all, a shape may be too large although it takes no memory.
        let gradients = Array2::from_shape_vec((count, columns), gradients);
        let gradients = gradients.map_err(|_| Error::TooLarge { elements: count })?;
        Ok(Self { gradients, channels: Some(Channels { axis, count, activations }), ..self })
    }

    pub(super) fn activation(&self) -> &A {
        &self.activation
    }

    /// The activation of every element, unless each channel has its own.
    pub(super) fn of_all(&self) -> Option<&A> {
        (self.channels.is_none() || !self.any_learnable()).then_some(&self.activation)
    }

    pub(super) fn any_learnable(&self) -> bool {
        !self.learnable.is_empty()
    }

    pub(super) fn gradients(&self) -> &Array2<f64> {
        &self.gradients
    }

    pub(super) fn zero_gradients(&mut self) {
        self.gradients.fill(0.0);
    }

    /// The activation of each row of the gradients.
    fn rows(&self) -> &[A] {
        match &self.channels {
            Some(channels) => &channels.activations,
            None => std::slice::from_ref(&self.activation),
        }
    }

    pub(super) fn values(&self) -> Array2<f64> {
        let rows = self.rows();
        Array2::from_shape_fn(self.gradients.dim(), |(row, column)| {
            // Every learnable parameter has a value, by the activation's law.
            rows[row].parameter(self.learnable[column]).unwrap_or(f64::NAN)
        })
    }

    /// Replaces each value by `update(value, gradient, [row, column])`.
    pub(super) fn update(&mut self, update: impl Fn(f64, f64, [usize; 2]) -> f64) {
        let rows = match &mut self.channels {
            Some(channels) => channels.activations.as_mut_slice(),
            None => std::slice::from_mut(&mut self.activation),
        };
        for (row, activation) in rows.iter_mut().enumerate() {
            for (column, &index) in self.learnable.iter().enumerate() {
                if let Some(value) = activation.parameter(index) {
                    let gradient = self.gradients[[row, column]];
                    activation.set_parameter(index, update(value, gradient, [row, column]));
                }
            }
        }
    }

    /// Whether an input of that shape has the channels that the parameters are for.
    pub(super) fn check(&self, operation: &'static str, shape: &[usize]) -> Result<(), Error> {
        match &self.channels {
            Some(Channels { axis, count, .. }) if shape.get(axis.index()) != Some(count) => {
                Err(Error::Channels { operation, got: shape.to_vec(), axis: axis.index(), channels: *count })
            }
            _ => Ok(()),
        }
    }

    /// x → f(x). The shape must have passed [`check`](Self::check).
    pub(super) fn forward<T: Element, D: Dimension>(&self, target: Target<'_, T, D>) {
        match &self.channels {
            Some(Channels { axis, activations, .. }) if self.any_learnable() => {
                target.each_channel(*axis, activations.len(), |channel, target| {
                    array::map(&activations[channel], target);
                });
            }
            _ => array::map(&self.activation, target),
        }
    }

    /// gradient → gradient · f′(x), and the parameters' gradients added to those so far. The shape
    /// must have passed [`check`](Self::check).
    pub(super) fn backward<T: Element, D: Dimension>(&mut self, input: &ArrayRef<T, D>, target: Target<'_, T, D>) {
        let Self { activation, channels, learnable, gradients } = self;
        let mut row = |row: usize, activation: &A, input: &ArrayRef<T, D>, target: Target<'_, T, D>| {
            for (&index, gradient) in learnable.iter().zip(gradients.row_mut(row)) {
                *gradient += array::parameter_gradient(activation, index, input, target.source());
            }
            array::back_from_input(activation, input, target);
        };
        match channels {
            Some(Channels { axis, activations, .. }) if !learnable.is_empty() => {
                target.each_channel(*axis, activations.len(), |channel, target| {
                    let input = input.slice_axis(*axis, one(channel));
                    row(channel, &activations[channel], &input, target);
                });
            }
            _ => row(0, activation, input, target),
        }
    }
}
