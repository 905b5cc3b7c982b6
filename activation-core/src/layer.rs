//! In: an activation, and arrays of any dimension and strides. Out: [`ActivationLayer`], forward and
//! backward and nothing else. It must never change anything when it returns an error, and never
//! allocate once it has seen its largest input.

pub(crate) mod buffer;
mod display;
mod parameters;
#[cfg(feature = "rand")]
mod rrelu;
mod tape;

use ndarray::{Array, Array2, ArrayRef, Axis, Dimension, IntoDimension, Ix2, Ix4};

use crate::activation::Activation;
use crate::array::Target;
use crate::element::Element;
use crate::error::Error;
use crate::kernel::fresh::allocate;
use crate::slice::ActivationExt;
use buffer::{Buffer, Layout};
use parameters::Parameters;
#[cfg(feature = "rand")]
pub use rrelu::RreluLayer;
pub use tape::ResidualPolicy;
use tape::{Tape, propagate, record};

/// A layer that applies an activation to every element of an array.
///
/// `forward` computes the output and keeps what `backward` needs; `backward` turns the gradient of
/// the output into that of the input. `ActivationLayer<A>` alone is a layer of `f32` arrays with
/// four axes (batch, width, height, channels); both follow from the arrays that it is called with.
///
/// # Memory
///
/// The layer owns three buffers: output, delta (the gradient of the input), and residual, and lends
/// the first two out. They are reused, so after the first step, or a step with the largest batch,
/// nothing is allocated. (Except by ndarray itself, for arrays of dynamic dimension with more than
/// four axes.) The in-place operations need no output and no delta; each of these takes the size of
/// one element per element. So does the residual, or nothing:
///
/// | [`Activation::residual`] | [`Speed`](ResidualPolicy::Speed): `forward` | `forward_inplace` | [`Memory`](ResidualPolicy::Memory): `forward` | `forward_inplace` |
/// |---|---|---|---|---|
/// | `Nothing` (`linear`) | 0 | 0 | 0 | 0 |
/// | `Output` (`relu`) | 0 | 4 (`f32`), 8 (`f64`) | 0 | 0, with input |
/// | `Derivative` (`silu`) | 4, 8 | 4, 8 | 0, with input | 0, with input |
/// | `Input` (`prelu`: learnable) | 4, 8 | 4, 8 | 0, with input | 0, with input |
/// | all but `Nothing`, of `f16` and `bf16` | 2 | 2 | 0, with input | 0, with input |
///
/// *With input*: by [`backward_with_input`](Self::backward_with_input) only, while
/// [`backward`](Self::backward) returns [`Error::InputNotKept`]. Of the half formats the input is
/// kept, since a stored output or derivative has been rounded.
///
/// A buffer has the memory order of the input if that is C or Fortran order, otherwise C order.
///
/// # Learnable parameters
///
/// Parameters declared with `learn` have one value for the layer, or one per channel by
/// [`with_parameters_per_channel`](Self::with_parameters_per_channel). `backward` *adds* to their
/// gradients, as the gradients of several batches are summed before a [`step`](Self::step); a second
/// `backward` after one `forward` adds a second time. A change of the parameters ends the step: the
/// next `backward` needs a new `forward`.
#[derive(Clone)]
pub struct ActivationLayer<A, T = f32, D = Ix4> {
    parameters: Parameters<A>,
    input_shape: Option<D>,
    /// The shape of the last forward.
    shape: Option<D>,
    policy: ResidualPolicy,
    tape: Tape,
    output: Buffer<T, D>,
    residual: Buffer<T, D>,
    delta: Buffer<T, D>,
}

impl<A: Activation, T: Element, D: Dimension> ActivationLayer<A, T, D> {
    /// A layer of this activation.
    pub fn new(activation: A) -> Self {
        Self {
            parameters: Parameters::new(activation),
            input_shape: None,
            shape: None,
            policy: ResidualPolicy::default(),
            tape: Tape::Empty,
            output: Buffer::new(),
            residual: Buffer::new(),
            delta: Buffer::new(),
        }
    }

    /// The same layer, for inputs of this shape only: any other is an [`Error::InputShape`].
    #[must_use]
    pub fn with_input_shape(mut self, shape: impl IntoDimension<Dim = D>) -> Self {
        self.input_shape = Some(shape.into_dimension());
        self
    }

    /// The same layer with its own values of the learnable parameters for each of the `channels`
    /// along `axis`, all starting from the activation's. (`PyTorch`'s `PReLU` has its channels
    /// along axis 1.)
    ///
    /// An input without that axis, or with another length along it, is an [`Error::Channels`].
    ///
    /// # Errors
    /// [`Error::TooLarge`] if there is no memory for the parameters of so many channels.
    pub fn with_parameters_per_channel(mut self, axis: Axis, channels: usize) -> Result<Self, Error> {
        self.parameters = self.parameters.per_channel(axis, channels)?;
        self.tape = Tape::Empty;
        Ok(self)
    }

    /// The same layer, keeping for backward what that policy says; [`ResidualPolicy::Speed`] is what a new layer has. It begins
    /// anew: a backward needs a forward after this.
    #[must_use]
    pub fn with_residual_policy(mut self, policy: ResidualPolicy) -> Self {
        (self.policy, self.tape, self.residual) = (policy, Tape::Empty, Buffer::new());
        self
    }

    /// The output for `input`, which has its shape; it is the layer's own buffer, lent until the
    /// next call.
    ///
    /// # Errors
    /// [`Error::InputShape`] and [`Error::Channels`] if the input isn't what the layer was declared
    /// for; [`Error::TooLarge`] if there is no memory.
    pub fn forward(&mut self, input: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        self.check_input("forward", input)?;
        let tape = Tape::to_keep::<T>(&self.parameters, self.policy, true);
        let layout = Layout::of(input);
        let memory = self.output.reserve(input.len())?;
        let residual = self.reserve_residual(tape, input.len())?;
        self.begin(input);
        let output = self.output.install(memory, input, layout)?;
        let target = Target::Into(input, output);
        record(&self.parameters, tape, &mut self.residual, residual, layout, target)?;
        self.tape = tape;
        Ok(output)
    }

    /// Replaces each element of `array` by the activation of it. There is no
    /// [`output`](Self::output) then: it is the caller's array, which may be changed at will.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn forward_inplace(&mut self, array: &mut ArrayRef<T, D>) -> Result<(), Error> {
        self.check_input("forward_inplace", array)?;
        let tape = Tape::to_keep::<T>(&self.parameters, self.policy, false);
        let layout = Layout::of(array);
        let memory = self.reserve_residual(tape, array.len())?;
        self.begin(array);
        let target = Target::InPlace(array);
        record(&self.parameters, tape, &mut self.residual, memory, layout, target)?;
        self.tape = tape;
        Ok(())
    }

    /// The gradient of the input of the last forward: `grad_output` times the derivative. It is the
    /// layer's own buffer, lent until the next call. Learnable parameters' gradients are added up.
    ///
    /// # Errors
    /// [`Error::BackwardBeforeForward`]; [`Error::InputNotKept`] by [`ResidualPolicy::Memory`];
    /// [`Error::ShapeMismatch`] if `grad_output` has not the shape of forward's output;
    /// [`Error::TooLarge`] if there is no memory.
    pub fn backward(&mut self, grad_output: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        self.check_gradient("backward", grad_output)?;
        let memory = self.delta.reserve(grad_output.len())?;
        // The residual's order, if there is one, so that both are walked together.
        let kept = self.output.get().or(self.residual.get());
        let layout = kept.map_or_else(|| Layout::of(grad_output), |kept| Layout::of(kept));
        let delta = self.delta.install(memory, grad_output, layout)?;
        let target = Target::Into(grad_output, delta);
        propagate(&mut self.parameters, self.tape, &self.output, &self.residual, target);
        Ok(delta)
    }

    /// Multiplies `grad`, the gradient of the output, by the derivative, which makes it that of the
    /// input. There is no [`delta`](Self::delta) then.
    ///
    /// # Errors
    /// As [`backward`](Self::backward).
    pub fn backward_inplace(&mut self, grad: &mut ArrayRef<T, D>) -> Result<(), Error> {
        self.check_gradient("backward_inplace", grad)?;
        self.delta.clear();
        let target = Target::InPlace(grad);
        propagate(&mut self.parameters, self.tape, &self.output, &self.residual, target);
        Ok(())
    }

    /// The gradient of `input`: `grad_output` times the derivative at `input`, with the parameters as they are now, whether or
    /// not there was a forward. It is the layer's own buffer, lent until the next call. Learnable parameters' gradients are
    /// added up. What forward has kept is neither used nor changed: whoever has the input anyway, and calls [`infer_into`](Self::infer_into) or chooses
    /// [`ResidualPolicy::Memory`], trains without a residual.
    ///
    /// # Errors
    /// [`Error::InputShape`] and [`Error::Channels`] if the input isn't what the layer was declared for;
    /// [`Error::ShapeMismatch`] if `grad_output` has another shape than `input`; [`Error::TooLarge`] if there is no memory.
    pub fn backward_with_input(
        &mut self,
        input: &ArrayRef<T, D>,
        grad_output: &ArrayRef<T, D>,
    ) -> Result<&Array<T, D>, Error> {
        self.check_input("backward_with_input", input)?;
        check_shape("backward_with_input", "grad_output", grad_output, input)?;
        let memory = self.delta.reserve(input.len())?;
        let delta = self.delta.install(memory, input, Layout::of(input))?;
        self.parameters.backward(input, Target::Into(grad_output, delta));
        Ok(delta)
    }

    /// As [`backward_with_input`](Self::backward_with_input), but multiplies `grad`, the gradient of the output, which makes it
    /// that of `input`. There is no [`delta`](Self::delta) then.
    ///
    /// # Errors
    /// As [`backward_with_input`](Self::backward_with_input).
    pub fn backward_with_input_inplace(
        &mut self,
        input: &ArrayRef<T, D>,
        grad: &mut ArrayRef<T, D>,
    ) -> Result<(), Error> {
        self.check_input("backward_with_input_inplace", input)?;
        check_shape("backward_with_input_inplace", "grad", grad, input)?;
        self.delta.clear();
        self.parameters.backward(input, Target::InPlace(grad));
        Ok(())
    }

    /// The output for `input`, in a new array, without a trace in the layer.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn infer(&self, input: &ArrayRef<T, D>) -> Result<Array<T, D>, Error> {
        self.check_input("infer", input)?;
        let layout = Layout::of(input);
        if let Some(activation) = self.parameters.of_all()
            && let Some(elements) = layout.slice(input)
        {
            return buffer::shaped(activation.forward_vec(elements)?, input, layout);
        }
        let mut output = buffer::shaped(allocate(input.len())?, input, layout)?;
        self.parameters.forward(Target::Into(input, &mut output));
        Ok(output)
    }

    /// As [`infer`](Self::infer), into an array of the input's shape.
    ///
    /// # Errors
    /// As [`infer`](Self::infer), and [`Error::ShapeMismatch`] if `output` has another shape.
    pub fn infer_into(&self, input: &ArrayRef<T, D>, output: &mut ArrayRef<T, D>) -> Result<(), Error> {
        self.check_input("infer_into", input)?;
        check_shape("infer_into", "output", output, input)?;
        self.parameters.forward(Target::Into(input, output));
        Ok(())
    }

    /// The output of the last [`forward`](Self::forward).
    pub fn output(&self) -> Option<&Array<T, D>> {
        self.output.get()
    }

    /// The gradient of the input from the last [`backward`](Self::backward), if there was one since
    /// the last forward.
    pub fn delta(&self) -> Option<&Array<T, D>> {
        self.delta.get()
    }

    /// The activation. With parameters per channel, see [`parameters`](Self::parameters) for their
    /// values: the activation's own are those that it came with.
    pub fn activation(&self) -> &A {
        self.parameters.activation()
    }

    /// The shape that the layer was declared for, if it was.
    pub fn input_shape(&self) -> Option<&D> {
        self.input_shape.as_ref()
    }

    /// The learnable parameters: one row per channel (one row in all without channels), one column
    /// per learnable parameter in the order of declaration.
    pub fn parameters(&self) -> Array2<f64> {
        self.parameters.values()
    }

    /// Gives the learnable parameters new values, laid out as [`parameters`](Self::parameters).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if `values` is not of that shape.
    pub fn set_parameters(&mut self, values: &ArrayRef<f64, Ix2>) -> Result<(), Error> {
        let expected = self.parameters.gradients().shape();
        if values.shape() != expected {
            return Err(Error::ShapeMismatch {
                operation: "set_parameters",
                argument: "values",
                got: values.shape().to_vec(),
                reference: "the layer's channels by learnable parameters",
                expected: expected.to_vec(),
            });
        }
        self.update_parameters(|_, _, place| values[place]);
        Ok(())
    }

    /// The gradients of the learnable parameters, laid out as [`parameters`](Self::parameters):
    /// what every `backward` since [`zero_parameter_gradients`](Self::zero_parameter_gradients) has
    /// added up, in `f64` and pairwise.
    pub fn parameter_gradients(&self) -> &Array2<f64> {
        self.parameters.gradients()
    }

    /// Sets the gradients of the learnable parameters to 0.
    pub fn zero_parameter_gradients(&mut self) {
        self.parameters.zero_gradients();
    }

    /// One step of gradient descent: each learnable parameter goes down by `learning_rate` times its
    /// gradient. The gradients stay as they are.
    pub fn step(&mut self, learning_rate: f64) {
        self.update_parameters(|value, gradient, _| value - learning_rate * gradient);
    }

    /// Changes the learnable parameters, if there are any, and ends the step with them: backward
    /// would mix the new values with outputs of the old ones.
    fn update_parameters(&mut self, update: impl Fn(f64, f64, [usize; 2]) -> f64) {
        if self.parameters.any_learnable() {
            self.parameters.update(update);
            self.tape = Tape::Empty;
        }
    }

    fn reserve_residual(&self, tape: Tape, len: usize) -> Result<Vec<T>, Error> {
        if tape.has_residual() { self.residual.reserve(len) } else { Ok(Vec::new()) }
    }

    /// Forgets the last step: from here on nothing fails.
    fn begin(&mut self, input: &ArrayRef<T, D>) {
        self.tape = Tape::Empty;
        self.output.clear();
        self.residual.clear();
        self.delta.clear();
        if self.shape.as_ref().map(Dimension::slice) != Some(input.shape()) {
            self.shape = Some(input.raw_dim());
        }
    }

    fn check_input(&self, operation: &'static str, input: &ArrayRef<T, D>) -> Result<(), Error> {
        match &self.input_shape {
            Some(expected) if expected.slice() != input.shape() => {
                Err(Error::InputShape { operation, got: input.shape().to_vec(), expected: expected.slice().to_vec() })
            }
            _ => self.parameters.check(operation, input.shape()),
        }
    }

    fn check_gradient(&self, operation: &'static str, grad: &ArrayRef<T, D>) -> Result<(), Error> {
        match &self.shape {
            Some(_) if self.tape == Tape::Forgotten => {
                Err(Error::InputNotKept { operation, activation: self.activation().name() })
            }
            Some(expected) if self.tape != Tape::Empty => {
                if expected.slice() == grad.shape() {
                    return Ok(());
                }
                Err(Error::ShapeMismatch {
                    operation,
                    argument: "grad_output",
                    got: grad.shape().to_vec(),
                    reference: "forward's output",
                    expected: expected.slice().to_vec(),
                })
            }
            _ => Err(Error::BackwardBeforeForward { operation }),
        }
    }
}

fn check_shape<T, D: Dimension>(
    operation: &'static str,
    argument: &'static str,
    array: &ArrayRef<T, D>,
    input: &ArrayRef<T, D>,
) -> Result<(), Error> {
    if array.shape() == input.shape() {
        return Ok(());
    }
    Err(Error::ShapeMismatch {
        operation,
        argument,
        got: array.shape().to_vec(),
        reference: "input",
        expected: input.shape().to_vec(),
    })
}
