//! In: an activation and slices. Out: [`ActivationExt`], what a layer does for those who have no arrays. It must never write
//! anything when it returns an error.

use crate::activation::Activation;
use crate::element::Element;
use crate::error::Error;
use crate::kernel::fresh::{NewFromInput, NewMap};
use crate::kernel::loops::Best;
use crate::kernel::over::{FromInputOver, MapOver};
use crate::kernel::parallel::split;
use crate::kernel::sum::Sum;
use crate::kernel::{Both, FromInput, Map, Slopes};

/// Every activation on whole slices, in the machine's widest vectors, and by all threads from 262 144 elements on (feature
/// `rayon`), except sums.
///
/// Slices must have one length; otherwise the call returns [`Error::ShapeMismatch`] and has written nothing. An element's result
/// depends neither on its place nor on the number of threads. Of the half formats each result is rounded once, see [`Element`].
///
/// ```
/// use activation_core::ActivationExt;
/// use activation_core::catalogue::Mish;
///
/// let input = [-1.0_f32, 0.0, 2.0];
/// let (mut output, mut grad_input) = ([0.0; 3], [0.0; 3]);
/// Mish.forward_slice(&input, &mut output)?;
/// Mish.backward_slice(&input, &[1.0; 3], &mut grad_input)?;
/// assert_eq!((output[1], grad_input[1]), (0.0, 0.6));
/// # Ok::<(), activation_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation function",
    label = "only activations run on slices",
    note = "every `Activation` does: declare one with `activation!`, or take one of `activation_core::catalogue`"
)]
pub trait ActivationExt: Activation {
    /// `output[i] = f(input[i])`.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ.
    fn forward_slice<T: Element>(&self, input: &[T], output: &mut [T]) -> Result<(), Error> {
        same_length("forward_slice", "output", output, input)?;
        split([input], [output], &|[x], [y]| self.dispatch(Map(Best, x, y)));
        Ok(())
    }

    /// f of each element, in a new vector: as [`forward_slice`](Self::forward_slice), for those who have no memory yet. It is
    /// not filled before, which of a large one would take as long as a rectifier.
    ///
    /// ```
    /// # use activation_core::{ActivationExt, catalogue::Square};
    /// assert_eq!(Square.forward_vec(&[1.0, 3.0])?, [1.0, 9.0]);
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::TooLarge`] if there is no memory.
    fn forward_vec<T: Element>(&self, input: &[T]) -> Result<Vec<T>, Error> {
        self.dispatch(NewMap(input))
    }

    /// `values[i] = f(values[i])`.
    fn forward_slice_inplace<T: Element>(&self, values: &mut [T]) {
        split([], [values], &|[], [y]| self.dispatch(MapOver(y)));
    }

    /// `output[i] = f(input[i])` and `derivative[i] = f′(input[i])` in one pass, which computes what they have in common once.
    ///
    /// ```
    /// # use activation_core::{ActivationExt, catalogue::Square};
    /// let (mut output, mut derivative) = ([0.0; 2], [0.0; 2]);
    /// Square.forward_slice_with_derivative(&[1.0, 3.0], &mut output, &mut derivative)?;
    /// assert_eq!((output, derivative), ([1.0, 9.0], [2.0, 6.0]));
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ.
    fn forward_slice_with_derivative<T: Element>(
        &self,
        input: &[T],
        output: &mut [T],
        derivative: &mut [T],
    ) -> Result<(), Error> {
        same_length("forward_slice_with_derivative", "output", output, input)?;
        same_length("forward_slice_with_derivative", "derivative", derivative, input)?;
        split([input], [output, derivative], &|[x], [y, d]| self.dispatch(Both(Best, x, y, d)));
        Ok(())
    }

    /// `grad_input[i] = grad_output[i] · f′(input[i])`.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ.
    fn backward_slice<T: Element>(&self, input: &[T], grad_output: &[T], grad_input: &mut [T]) -> Result<(), Error> {
        same_length("backward_slice", "grad_output", grad_output, input)?;
        same_length("backward_slice", "grad_input", grad_input, input)?;
        split([input, grad_output], [grad_input], &|[x, gradient], [to]| {
            self.dispatch(FromInput(Best, x, gradient, to));
        });
        Ok(())
    }

    /// `grad_output[i] · f′(input[i])`, in a new vector: to [`backward_slice`](Self::backward_slice) what
    /// [`forward_vec`](Self::forward_vec) is to [`forward_slice`](Self::forward_slice).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ, [`Error::TooLarge`] if there is no memory.
    fn backward_vec<T: Element>(&self, input: &[T], grad_output: &[T]) -> Result<Vec<T>, Error> {
        same_length("backward_vec", "grad_output", grad_output, input)?;
        self.dispatch(NewFromInput(input, grad_output))
    }

    /// `grad[i] = grad[i] · f′(input[i])`: what was the gradient of the output becomes that of the input.
    ///
    /// ```
    /// # use activation_core::{ActivationExt, catalogue::Square};
    /// let mut grad = [10.0, 10.0];
    /// Square.backward_slice_inplace(&[1.0, 3.0], &mut grad)?;
    /// assert_eq!(grad, [20.0, 60.0]);
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ.
    fn backward_slice_inplace<T: Element>(&self, input: &[T], grad: &mut [T]) -> Result<(), Error> {
        same_length("backward_slice_inplace", "grad", grad, input)?;
        split([input], [grad], &|[x], [to]| self.dispatch(FromInputOver(x, to)));
        Ok(())
    }

    /// The gradient of the learnable parameter of that index: the sum of `grad_output[i] · ∂f/∂θ(input[i])`, products and sum in
    /// `f64`, summed pairwise. `None` if there is no such parameter, or if it is not learnable.
    ///
    /// ```
    /// # use activation_core::{ActivationExt, catalogue::Prelu};
    /// assert_eq!(Prelu::default().parameter_gradient(0, &[-2.0, -3.0, 5.0], &[1.0, 10.0, 1.0])?, Some(-32.0));
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths differ.
    fn parameter_gradient<T: Element>(
        &self,
        index: usize,
        input: &[T],
        grad_output: &[T],
    ) -> Result<Option<f64>, Error> {
        same_length("parameter_gradient", "grad_output", grad_output, input)?;
        let learnable = self.parameters().get(index).is_some_and(|parameter| parameter.learnable);
        let mut sum = Sum::new();
        if learnable {
            self.dispatch(Slopes(index, input, grad_output, &mut sum));
        }
        Ok(learnable.then(|| sum.total()))
    }
}

impl<A: Activation> ActivationExt for A {}

fn same_length<T>(operation: &'static str, argument: &'static str, slice: &[T], input: &[T]) -> Result<(), Error> {
    if slice.len() == input.len() {
        return Ok(());
    }
    Err(Error::ShapeMismatch {
        operation,
        argument,
        got: vec![slice.len()],
        reference: "input",
        expected: vec![input.len()],
    })
}
