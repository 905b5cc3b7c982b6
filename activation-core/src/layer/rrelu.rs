//! In: arrays, and a seed. Out: [`RreluLayer`], whose slopes are drawn anew for each element of each forward pass while it is
//! trained. It must never draw another slope for how many threads there are, or for the memory order of an array.

use std::cmp::Ordering;
use std::fmt;

use ndarray::{Array, ArrayRef, Dimension, IntoDimension, Ix4, Zip};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
#[cfg(feature = "rayon")]
use rayon::prelude::*;

use super::ActivationLayer;
use super::buffer::Layout;
use super::tape::Tape;
use crate::array::{self, Target};
use crate::catalogue::Rrelu;
use crate::element::Element;
use crate::error::Error;

/// How many slopes are drawn from one place of the generator's stream on.
const CHUNK: usize = 1 << 12;

/// From how many slopes on they are drawn by several threads.
#[cfg(feature = "rayon")]
const PARALLEL: usize = 1 << 16;

/// How many words of its stream the generator takes for a slope.
const WORDS: u128 = 2;

/// The randomised leaky rectifier as it is trained (Xu et al. 2015, arXiv 1505.00853; `PyTorch`'s `RReLU`).
///
/// In training, where it begins, each element x ≤ 0 is multiplied by a slope of its own, drawn uniformly from
/// [`lower`, `upper`], and its gradient by the same one. In evaluation the slope is the mean, and this is an
/// [`ActivationLayer`] of [`Rrelu`].
///
/// The slopes follow from the seed, from how many forward passes in training there were, and from the place of the element in
/// its array: not from the threads, not from the strides, not from other elements. (They are drawn by `ChaCha8`, whose stream
/// does not change between versions or machines.)
///
/// The buffers are those of an [`ActivationLayer`]: nothing is allocated once the largest input was seen.
///
/// ```
/// use activation_core::RreluLayer;
/// use activation_core::catalogue::Rrelu;
/// use ndarray::array;
///
/// let mut layer = RreluLayer::new(Rrelu::default(), 42)?;
/// let drawn = layer.forward(&array![-1.0_f32, -1.0, 2.0])?.clone();
/// assert!(drawn[0] != drawn[1] && -1.0 / 3.0 <= drawn[0] && drawn[0] <= -1.0 / 8.0);
/// assert_eq!(layer.backward(&array![1.0, 1.0, 1.0])?, array![-drawn[0], -drawn[1], 1.0]);
///
/// layer.eval();
/// assert_eq!(layer.forward(&array![-48.0, 2.0, 0.0])?, array![-11.0, 2.0, 0.0]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone)]
pub struct RreluLayer<T = f32, D = Ix4> {
    /// With the derivative on its tape, be it the drawn slopes or the mean one.
    layer: ActivationLayer<Rrelu, T, D>,
    training: bool,
    seed: u64,
    /// How many forward passes have drawn slopes.
    turn: u64,
}

impl<T: Element, D: Dimension> RreluLayer<T, D> {
    /// A layer that is to be trained, with slopes between the activation's bounds.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] if the bounds are not two numbers with `lower` ≤ `upper`.
    pub fn new(activation: Rrelu, seed: u64) -> Result<Self, Error> {
        let Rrelu { lower, upper } = activation;
        let (name, value) = if lower.is_finite() { ("upper", upper) } else { ("lower", lower) };
        if !(lower <= upper && lower.is_finite() && upper.is_finite()) {
            return Err(Error::InvalidParameter {
                activation: "rrelu".into(),
                parameter: name.into(),
                value: value.to_string(),
            });
        }
        Ok(Self { layer: ActivationLayer::new(activation), training: true, seed, turn: 0 })
    }

    /// The same layer, for inputs of this shape only: any other is an [`Error::InputShape`].
    #[must_use]
    pub fn with_input_shape(mut self, shape: impl IntoDimension<Dim = D>) -> Self {
        self.layer = self.layer.with_input_shape(shape);
        self
    }

    /// From the next forward on, slopes are drawn.
    pub fn train(&mut self) {
        self.training = true;
    }

    /// From the next forward on, the slope is the mean one.
    pub fn eval(&mut self) {
        self.training = false;
    }

    /// Whether slopes are drawn.
    pub fn is_training(&self) -> bool {
        self.training
    }

    /// Begins the draws anew, from this seed.
    pub fn reseed(&mut self, seed: u64) {
        (self.seed, self.turn) = (seed, 0);
    }

    /// The output for `input`, which has its shape; it is the layer's own buffer, lent until the next call.
    ///
    /// # Errors
    /// As [`ActivationLayer::forward`].
    pub fn forward(&mut self, input: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        if !self.training {
            return self.layer.forward(input);
        }
        self.layer.check_input("forward", input)?;
        let output = self.layer.output.reserve(input.len())?;
        let slopes = self.layer.residual.reserve(input.len())?;
        self.layer.begin(input);
        let output = self.layer.output.install(output, input, Layout::of(input))?;
        let slopes = self.layer.residual.install(slopes, input, Layout::Standard)?;
        draw(slopes, input, *self.layer.parameters.activation(), self.seed, self.turn);
        array::multiply(slopes, Target::Into(input, output));
        self.turn = self.turn.wrapping_add(1);
        self.layer.tape = Tape::Derivative;
        Ok(output)
    }

    /// Replaces each element of `array` by the activation of it; there is no [`output`](Self::output) then.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn forward_inplace(&mut self, array: &mut ArrayRef<T, D>) -> Result<(), Error> {
        if !self.training {
            return self.layer.forward_inplace(array);
        }
        self.layer.check_input("forward_inplace", array)?;
        let slopes = self.layer.residual.reserve(array.len())?;
        self.layer.begin(array);
        let slopes = self.layer.residual.install(slopes, array, Layout::Standard)?;
        draw(slopes, array, *self.layer.parameters.activation(), self.seed, self.turn);
        array::multiply(slopes, Target::InPlace(array));
        self.turn = self.turn.wrapping_add(1);
        self.layer.tape = Tape::Derivative;
        Ok(())
    }

    /// The gradient of the input of the last forward: `grad_output` times the slopes that were used there. It is the layer's
    /// own buffer, lent until the next call.
    ///
    /// # Errors
    /// As [`ActivationLayer::backward`].
    pub fn backward(&mut self, grad_output: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        self.layer.backward(grad_output)
    }

    /// Multiplies `grad` by the slopes of the last forward; there is no [`delta`](Self::delta) then.
    ///
    /// # Errors
    /// As [`backward`](Self::backward).
    pub fn backward_inplace(&mut self, grad: &mut ArrayRef<T, D>) -> Result<(), Error> {
        self.layer.backward_inplace(grad)
    }

    /// The output for `input` with the mean slope, in a new array, without a trace in the layer.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn infer(&self, input: &ArrayRef<T, D>) -> Result<Array<T, D>, Error> {
        self.layer.infer(input)
    }

    /// As [`infer`](Self::infer), into an array of the input's shape.
    ///
    /// # Errors
    /// As [`infer`](Self::infer), and [`Error::ShapeMismatch`] if `output` has another shape.
    pub fn infer_into(&self, input: &ArrayRef<T, D>, output: &mut ArrayRef<T, D>) -> Result<(), Error> {
        self.layer.infer_into(input, output)
    }

    /// The output of the last [`forward`](Self::forward).
    pub fn output(&self) -> Option<&Array<T, D>> {
        self.layer.output()
    }

    /// The gradient of the input from the last [`backward`](Self::backward), if there was one since the last forward.
    pub fn delta(&self) -> Option<&Array<T, D>> {
        self.layer.delta()
    }

    /// The slope of each element in the last forward: 1 where x > 0 (or NaN).
    pub fn slopes(&self) -> Option<&Array<T, D>> {
        self.layer.residual.get()
    }

    /// The activation that this is in evaluation.
    pub fn activation(&self) -> &Rrelu {
        self.layer.activation()
    }

    /// The shape that the layer was declared for, if it was.
    pub fn input_shape(&self) -> Option<&D> {
        self.layer.input_shape()
    }
}

impl<T, D: Dimension> fmt::Debug for RreluLayer<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { layer, training, seed, turn } = self;
        let mut fields = f.debug_struct("RreluLayer");
        fields.field("layer", layer).field("training", training).field("seed", seed).field("turn", turn).finish()
    }
}

impl<T, D: Dimension> fmt::Display for RreluLayer<T, D> {
    /// As of an [`ActivationLayer`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layer.fmt(f)
    }
}

/// Draws a slope for every element, and keeps it where x ≤ 0. `slopes` is in standard layout.
fn draw<T: Element, D: Dimension>(
    slopes: &mut Array<T, D>,
    input: &ArrayRef<T, D>,
    Rrelu { lower, upper }: Rrelu,
    seed: u64,
    turn: u64,
) {
    let fill = |(index, chunk): (usize, &mut [T])| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(turn);
        random.set_word_pos(index as u128 * CHUNK as u128 * WORDS);
        for slope in chunk {
            let part = random.random::<f64>();
            // The sum may be rounded beyond its end.
            *slope = T::from_f64((lower + (upper - lower) * part).min(upper));
        }
    };
    match slopes.as_slice_mut() {
        #[cfg(feature = "rayon")]
        Some(slopes) if slopes.len() >= PARALLEL => slopes.par_chunks_mut(CHUNK).enumerate().for_each(fill),
        Some(slopes) => slopes.chunks_mut(CHUNK).enumerate().for_each(fill),
        // A standard layout has a slice.
        None => {}
    }
    let one = T::from_f64(1.0);
    Zip::from(slopes).and(input).for_each(|slope, x| {
        if !matches!(x.partial_cmp(&T::default()), Some(Ordering::Less | Ordering::Equal)) {
            *slope = one;
        }
    });
}
