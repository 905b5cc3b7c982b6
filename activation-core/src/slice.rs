//! In: an activation and slices. Out: [`ActivationExt`], what a layer does for those who have no arrays. It must never write
//! anything when it returns an error.

use crate::activation::Activation;
use crate::element::Element;
use crate::error::Error;
use crate::kernel::loops::Best;
use crate::kernel::parallel::split;
use crate::kernel::{Both, FromInput, Map, with_copy};

/// Every activation on whole slices, in the machine's widest vectors, and by all threads from 262 144 elements on (feature
/// `rayon`).
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

    /// `values[i] = f(values[i])`.
    fn forward_slice_inplace<T: Element>(&self, values: &mut [T]) {
        split([], [values], &|[], [y]| with_copy(y, |_, x, y| self.dispatch(Map(Best, x, y))));
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
        split([input], [grad], &|[x], [to]| {
            with_copy(to, |part, gradient, to| self.dispatch(FromInput(Best, &x[part], gradient, to)));
        });
        Ok(())
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
