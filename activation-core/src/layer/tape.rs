//! In: a layer's activation, its element type and its policy. Out: what forward keeps for backward, and backward from that. It
//! must never keep a number that was rounded more than the output is.

use ndarray::Dimension;

use super::buffer::{Buffer, Layout};
use super::parameters::Parameters;
use crate::activation::Activation;
use crate::array::{self, Target};
use crate::element::Element;
use crate::error::Error;
use crate::facts::Residual;

/// What a layer keeps for backward, beside its output. The bytes of each are in the documentation of
/// [`ActivationLayer`](super::ActivationLayer#memory).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResidualPolicy {
    /// What makes backward fastest, see [`Activation::residual`]: mostly the derivative, which forward computes in the same pass
    /// as the output, so that backward is one multiplication.
    #[default]
    Speed,
    /// Nothing. Where the output doesn't determine the derivative, `backward` returns [`Error::InputNotKept`], and
    /// [`backward_with_input`](super::ActivationLayer::backward_with_input) computes the derivative of what the caller has kept.
    Memory,
}

/// Where backward finds the derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tape {
    /// Nowhere: there was no forward, or it doesn't hold any more.
    Empty,
    /// Nowhere: the policy kept nothing that it follows from.
    Forgotten,
    /// It is the same everywhere.
    Constant,
    /// It follows from the output buffer.
    Output,
    /// It is in the residual buffer.
    Derivative,
    /// It follows from the input, which is in the residual buffer.
    Input,
}

impl Tape {
    /// What a forward is to keep; `has_output`: whether its output will be the layer's own.
    pub(super) fn to_keep<T: Element>(
        parameters: &Parameters<impl Activation>,
        policy: ResidualPolicy,
        has_output: bool,
    ) -> Self {
        let residual = match parameters.activation().residual() {
            // Learnable parameters need the input, whatever the derivative needs.
            _ if parameters.any_learnable() => Residual::Input,
            Residual::Nothing => Residual::Nothing,
            // A rounded output or derivative gives another gradient than the input does.
            _ if T::IS_NARROW => Residual::Input,
            residual => residual,
        };
        match (residual, policy) {
            (Residual::Nothing, _) => Self::Constant,
            (Residual::Output, _) if has_output => Self::Output,
            (_, ResidualPolicy::Memory) => Self::Forgotten,
            (Residual::Output | Residual::Derivative, _) => Self::Derivative,
            (Residual::Input, _) => Self::Input,
        }
    }

    /// Whether there must be a residual buffer.
    pub(super) fn has_residual(self) -> bool {
        matches!(self, Self::Derivative | Self::Input)
    }
}

/// Applies the activation and keeps what `tape` says, in `memory` if that takes a residual.
pub(super) fn record<A: Activation, T: Element, D: Dimension>(
    parameters: &Parameters<A>,
    tape: Tape,
    residual: &mut Buffer<T, D>,
    memory: Vec<T>,
    layout: Layout,
    target: Target<'_, T, D>,
) -> Result<(), Error> {
    match tape {
        Tape::Derivative => {
            let derivative = residual.install(memory, target.source(), layout)?;
            array::map_with_derivative(parameters.activation(), target, derivative);
        }
        Tape::Input => {
            let input = residual.install(memory, target.source(), layout)?;
            input.assign(target.source());
            parameters.forward(target);
        }
        Tape::Empty | Tape::Constant | Tape::Output | Tape::Forgotten => parameters.forward(target),
    }
    Ok(())
}

/// Multiplies the gradient by the derivative that `tape` tells of.
pub(super) fn propagate<A: Activation, T: Element, D: Dimension>(
    parameters: &mut Parameters<A>,
    tape: Tape,
    output: &Buffer<T, D>,
    residual: &Buffer<T, D>,
    target: Target<'_, T, D>,
) {
    match (tape, output.get(), residual.get()) {
        (Tape::Constant, ..) => array::back_from_nothing(parameters.activation(), target),
        (Tape::Output, Some(output), _) => {
            array::back_from_output(parameters.activation(), output, target);
        }
        (Tape::Derivative, _, Some(derivative)) => array::multiply(derivative, target),
        (Tape::Input, _, Some(input)) => parameters.backward(input, target),
        // The other two have been refused, and these have what they tell of.
        _ => {}
    }
}
