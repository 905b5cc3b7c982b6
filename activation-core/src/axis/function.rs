//! In: nothing. Out: what a function along an axis must be for [`AxisLayer`](super::AxisLayer) to run it. It must never own a
//! buffer: those are the layer's.

use ndarray::{ArrayView, ArrayViewMut, Axis, Dimension};

use super::Float;
use super::normalise::{Centre, Exponentials, LogCentre, LogSoftmax, Logarithms, Softmax, Softmin};
use super::sparsemax::{Mean, Projection, Sparsemax};
use super::traverse::Arrays;
use crate::kernel::loops::Engine;

/// A function of whole lanes: what an element becomes depends on the others along an axis.
///
/// It is implemented by the functions of this module, and by nothing else: [`Gated`](super::Gated) takes activations of
/// others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function along an axis",
    label = "not one of `activation_core::axis`",
    note = "an activation works element by element: `ActivationLayer::new(activation)` runs it, and `Gated` makes a gate of it"
)]
pub trait AxisFunction: Function {
    /// The name in `snake_case`.
    fn name(&self) -> &'static str;
}

/// A function along an axis whose output has the shape of its input, and which can therefore work in place.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot work in place",
    label = "its output has not the shape of its input",
    note = "`forward` and `backward` have arrays of their own for that"
)]
pub trait InPlace: AxisFunction + FunctionInPlace {}

/// What backward needs of forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The output.
    Output,
    /// Something of the output's shape.
    LikeOutput,
    /// Something of the input's shape.
    LikeInput,
}

/// What the layer asks of a function. All arrays fit when it is called, and may be empty.
pub trait Function: Clone + Send + Sync {
    /// What it keeps.
    fn keeps(&self) -> Keeps;

    /// Into how many equal parts an input must fall along the axis.
    fn parts(&self) -> usize {
        1
    }

    /// How long an output is along the axis, for an input that falls into these parts.
    fn output_length(&self, length: usize) -> Option<usize> {
        Some(length)
    }

    /// Fills `output`, and what is kept unless that is the output.
    fn forward<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        input: ArrayView<'_, T, D>,
        output: ArrayViewMut<'_, T, D>,
        kept: Option<ArrayViewMut<'_, T, D>>,
    );

    /// Fills `grad_input`.
    fn backward<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        grad_output: ArrayView<'_, T, D>,
        kept: ArrayView<'_, T, D>,
        grad_input: ArrayViewMut<'_, T, D>,
    );
}

/// A function that can work in place; it keeps its output.
pub trait FunctionInPlace: Function {
    /// Replaces the input by the output.
    fn forward_inplace<T: Float, D: Dimension>(&self, engine: Engine, axis: Axis, array: ArrayViewMut<'_, T, D>);

    /// Replaces the gradient of the output by that of the input.
    fn backward_inplace<T: Float, D: Dimension>(
        &self,
        engine: Engine,
        axis: Axis,
        kept: ArrayView<'_, T, D>,
        grad: ArrayViewMut<'_, T, D>,
    );
}

/// Makes functions of what is done with each lane, in place: from x to y, and from the gradient of y and y to that of x.
macro_rules! lanewise {
    ($($function:ident $name:literal: $forward:expr, $backward:expr;)*) => {$(
        impl AxisFunction for $function {
            fn name(&self) -> &'static str {
                $name
            }
        }

        impl InPlace for $function {}

        impl Function for $function {
            fn keeps(&self) -> Keeps {
                Keeps::Output
            }

            fn forward<T: Float, D: Dimension>(
                &self,
                engine: Engine,
                axis: Axis,
                input: ArrayView<'_, T, D>,
                output: ArrayViewMut<'_, T, D>,
                _: Option<ArrayViewMut<'_, T, D>>,
            ) {
                Arrays { source: Some(input), kept: None, y: output }.each_lane(engine, axis, &$forward);
            }

            fn backward<T: Float, D: Dimension>(
                &self,
                engine: Engine,
                axis: Axis,
                grad_output: ArrayView<'_, T, D>,
                kept: ArrayView<'_, T, D>,
                grad_input: ArrayViewMut<'_, T, D>,
            ) {
                let arrays = Arrays { source: Some(grad_output), kept: Some(kept), y: grad_input };
                arrays.each_lane(engine, axis, &$backward);
            }
        }

        impl FunctionInPlace for $function {
            fn forward_inplace<T: Float, D: Dimension>(
                &self,
                engine: Engine,
                axis: Axis,
                array: ArrayViewMut<'_, T, D>,
            ) {
                Arrays { source: None, kept: None, y: array }.each_lane(engine, axis, &$forward);
            }

            fn backward_inplace<T: Float, D: Dimension>(
                &self,
                engine: Engine,
                axis: Axis,
                kept: ArrayView<'_, T, D>,
                grad: ArrayViewMut<'_, T, D>,
            ) {
                Arrays { source: None, kept: Some(kept), y: grad }.each_lane(engine, axis, &$backward);
            }
        }
    )*};
}

lanewise! {
    Softmax "softmax": Exponentials::<false>, Centre::<false>;
    Softmin "softmin": Exponentials::<true>, Centre::<true>;
    LogSoftmax "log_softmax": Logarithms, LogCentre;
    Sparsemax "sparsemax": Projection, Mean;
}
