//! Functions of whole lanes: what an element becomes depends on the others along an axis.
//!
//! In: such a function, an axis, and arrays of any dimension and strides. Out: [`AxisLayer`], forward and backward. It must
//! never change anything when it returns an error, and never allocate once it has seen its largest input.
//!
//! A framework's list of activations has these beside the element-wise ones, which
//! [`ActivationLayer`](crate::ActivationLayer) runs:
//!
//! | function | output | length along the axis |
//! |---|---|---|
//! | [`Softmax`], [`Softmin`] | a probability distribution | the same |
//! | [`LogSoftmax`] | its logarithm | the same |
//! | [`Sparsemax`] | a distribution with true zeros | the same |
//! | [`Gated`]: glu, swiglu, geglu, reglu, and any activation as the gate | one half times f of the other | half |
//! | [`Maxout`] | the greatest of each few | divided by their number |
//! | [`Crelu`] | both signs | twice |

mod function;
mod gated;
mod normalise;
mod pack;
mod pooled;
mod share;
mod sparsemax;
mod tile;
mod traverse;

use std::fmt;

use ndarray::{Array, ArrayRef, Axis, Dimension, IntoDimension, Ix2};

use crate::element::Element;
use crate::error::{Error, Shape};
use crate::kernel::fresh::allocate;
use crate::kernel::loops::Engine;
use crate::lanes::Format;
use crate::layer::buffer::{self, Buffer, Layout};

use function::Keeps;
pub use function::{AxisFunction, InPlace};
pub use gated::Gated;
pub use normalise::{LogSoftmax, Softmax, Softmin};
pub use pooled::{Crelu, Maxout};
use share::share;
pub use sparsemax::Sparsemax;

/// What the functions along an axis are computed in: `f32` or `f64`. (A half format would round in the middle of a sum.)
#[diagnostic::on_unimplemented(
    message = "functions along an axis are not computed in `{Self}`",
    label = "not `f32` or `f64`",
    note = "a half format would round in the middle of a sum: convert the array to `f32`, and the result back"
)]
pub trait Float: Element<Wide = Self> + Format {}

impl Float for f32 {}
impl Float for f64 {}

/// A layer that applies a function along an axis.
///
/// `forward` computes the output and keeps what `backward` needs; `backward` turns the gradient of the output into that of the
/// input. All lanes along the axis are independent of each other; every other axis is a batch axis. `AxisLayer<F>` alone is a
/// layer of `f32` arrays with two axes; both follow from the arrays that it is called with.
///
/// # Memory
///
/// The layer owns three buffers: output, what is kept beside it (by the functions whose output doesn't tell the gradient), and
/// delta, the gradient of the input; it lends them out. They are reused, so after the first step, or a step with the largest
/// batch, nothing is allocated. (Except by ndarray itself, for arrays of dynamic dimension with more than four axes.)
///
/// A buffer has the memory order of the input if that is C or Fortran order, otherwise C order.
///
/// # Results
///
/// A lane's result does not depend, to the last bit, on how its elements lie in memory, on the other lanes, or on the number
/// of threads. Large arrays are shared among threads by their other axes.
///
/// ```
/// use activation_core::axis::{AxisLayer, Softmax};
/// use ndarray::{Array3, Axis};
///
/// let logits = Array3::<f32>::zeros((8, 10, 3));
/// let mut layer = AxisLayer::new(Softmax, Axis(1));
/// assert_eq!(layer.forward(&logits)?, &Array3::from_elem((8, 10, 3), 0.1));
/// let grad_input = layer.backward(&logits)?;
/// assert_eq!(grad_input.shape(), [8, 10, 3]);
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Clone)]
pub struct AxisLayer<F, T = f32, D = Ix2> {
    function: F,
    axis: Axis,
    engine: Engine,
    input_shape: Option<D>,
    tape: Tape<T, D>,
    delta: Buffer<T, D>,
}

impl<F: AxisFunction, T: Float, D: Dimension> AxisLayer<F, T, D> {
    /// A layer of this function along that axis.
    pub fn new(function: F, axis: Axis) -> Self {
        Self {
            function,
            axis,
            engine: Engine::best(),
            input_shape: None,
            tape: Tape { shapes: None, output: Buffer::new(), kept: Buffer::new() },
            delta: Buffer::new(),
        }
    }

    /// The same layer, for inputs of this shape only: any other is an [`Error::InputShape`].
    #[must_use]
    pub fn with_input_shape(mut self, shape: impl IntoDimension<Dim = D>) -> Self {
        self.input_shape = Some(shape.into_dimension());
        self
    }

    /// The same layer, run by this engine: for tests.
    pub(crate) fn with_engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// The output for `input`; it is the layer's own buffer, lent until the next call.
    ///
    /// # Errors
    /// [`Error::Axis`] if `input` has no such axis; [`Error::Parts`] if its length doesn't suit the function;
    /// [`Error::InputShape`] if the layer was declared for another shape; [`Error::TooLarge`] if there is no memory.
    pub fn forward(&mut self, input: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        let length = self.check_input("forward", input)?;
        let elements = self.output_elements(input, length)?;
        let memory = self.tape.output.reserve(elements)?;
        let keeps = self.function.keeps();
        let room = match keeps {
            Keeps::Output => None,
            Keeps::LikeOutput => Some(self.tape.kept.reserve(elements)?),
            Keeps::LikeInput => Some(self.tape.kept.reserve(input.len())?),
        };
        self.forget();
        let layout = Layout::of(input);
        let [input_shape, output_shape] = renew(&mut self.tape.shapes, input, self.axis, length);
        let output = self.tape.output.install_shape(memory, output_shape, layout)?;
        let kept = match room {
            None => None,
            Some(room) => {
                let shape = if keeps == Keeps::LikeInput { input_shape } else { output_shape };
                Some(self.tape.kept.install_shape(room, shape, layout)?.view_mut())
            }
        };
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share((input.view(), kept), output.view_mut(), axis, &|(input, kept), output| {
            function.forward(engine, axis, input, output, kept);
        });
        Ok(output)
    }

    /// The gradient of the input of the last forward, given that of the output. It is the layer's own buffer, lent until the
    /// next call.
    ///
    /// # Errors
    /// [`Error::BackwardBeforeForward`]; [`Error::ShapeMismatch`] if `grad_output` has not the shape of forward's output;
    /// [`Error::TooLarge`] if there is no memory.
    pub fn backward(&mut self, grad_output: &ArrayRef<T, D>) -> Result<&Array<T, D>, Error> {
        let (kept, input_shape) = self.tape.step("backward", grad_output)?;
        let memory = self.delta.reserve(input_shape.size())?;
        let delta = self.delta.install_shape(memory, input_shape, Layout::of(kept))?;
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share((grad_output.view(), kept.view()), delta.view_mut(), axis, &|(grad, kept), to| {
            function.backward(engine, axis, grad, kept, to);
        });
        Ok(delta)
    }

    /// As [`backward`](Self::backward), into an array of the input's shape. There is no [`delta`](Self::delta) then.
    ///
    /// # Errors
    /// As [`backward`](Self::backward), and [`Error::ShapeMismatch`] if `grad_input` has another shape.
    pub fn backward_into(
        &mut self,
        grad_output: &ArrayRef<T, D>,
        grad_input: &mut ArrayRef<T, D>,
    ) -> Result<(), Error> {
        let (kept, input_shape) = self.tape.step("backward_into", grad_output)?;
        same_shape("backward_into", "grad_input", grad_input, "forward's input", input_shape)?;
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share((grad_output.view(), kept.view()), grad_input.view_mut(), axis, &|(grad, kept), to| {
            function.backward(engine, axis, grad, kept, to);
        });
        self.delta.clear();
        Ok(())
    }

    /// The output for `input`, in a new array, without a trace in the layer.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn infer(&self, input: &ArrayRef<T, D>) -> Result<Array<T, D>, Error> {
        let length = self.check_input("infer", input)?;
        let memory = allocate(self.output_elements(input, length)?)?;
        let shape = with_length(input.raw_dim(), self.axis, length);
        let mut output = buffer::of_shape(memory, shape, Layout::of(input))?;
        self.fill(input, &mut output);
        Ok(output)
    }

    /// As [`infer`](Self::infer), into an array of the output's shape.
    ///
    /// # Errors
    /// As [`infer`](Self::infer), and [`Error::ShapeMismatch`] if `output` has another shape.
    pub fn infer_into(&self, input: &ArrayRef<T, D>, output: &mut ArrayRef<T, D>) -> Result<(), Error> {
        let length = self.check_input("infer_into", input)?;
        let shape = with_length(input.raw_dim(), self.axis, length);
        same_shape("infer_into", "output", output, "what the input makes", &shape)?;
        self.fill(input, output);
        Ok(())
    }

    /// The output of the last [`forward`](Self::forward).
    pub fn output(&self) -> Option<&Array<T, D>> {
        self.tape.output.get()
    }

    /// The gradient of the input from the last [`backward`](Self::backward), if there was one since the last forward.
    pub fn delta(&self) -> Option<&Array<T, D>> {
        self.delta.get()
    }

    /// The function.
    pub fn function(&self) -> &F {
        &self.function
    }

    /// The axis.
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// The shape that the layer was declared for, if it was.
    pub fn input_shape(&self) -> Option<&D> {
        self.input_shape.as_ref()
    }

    fn fill(&self, input: &ArrayRef<T, D>, output: &mut ArrayRef<T, D>) {
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share(input.view(), output.view_mut(), axis, &|input, output| {
            function.forward(engine, axis, input, output, None);
        });
    }

    /// Forgets the last step: from here on nothing fails.
    fn forget(&mut self) {
        self.tape.output.clear();
        self.tape.kept.clear();
        self.delta.clear();
    }

    /// The length of the output along the axis.
    fn check_input(&self, operation: &'static str, input: &ArrayRef<T, D>) -> Result<usize, Error> {
        let (shape, axis, parts) = (input.shape(), self.axis.index(), self.function.parts());
        let got = || shape.to_vec();
        if let Some(expected) = self.input_shape.as_ref().filter(|expected| expected.slice() != shape) {
            return Err(Error::InputShape { operation, got: got(), expected: expected.slice().to_vec() });
        }
        let &length = shape.get(axis).ok_or_else(|| Error::Axis { operation, got: got(), axis })?;
        if length.checked_rem(parts) != Some(0) {
            return Err(Error::Parts { operation, got: got(), axis, function: self.function.name(), parts });
        }
        self.function.output_length(length).ok_or(Error::TooLarge { elements: input.len() })
    }

    /// How many elements the output has.
    fn output_elements(&self, input: &ArrayRef<T, D>, length: usize) -> Result<usize, Error> {
        let lengths = input.shape().iter().enumerate();
        let lengths = lengths.map(|(axis, &of_input)| if axis == self.axis.index() { length } else { of_input });
        // An empty array, too, must not have lengths beyond all arrays.
        let whole = lengths.clone().filter(|&length| length > 0).try_fold(1, usize::checked_mul);
        whole.filter(|&whole| isize::try_from(whole).is_ok()).ok_or(Error::TooLarge { elements: input.len() })?;
        Ok(lengths.product())
    }
}

/// In place. Each method asks for [`InPlace`] itself, so that rustc says why a function has none of them.
impl<F: AxisFunction, T: Float, D: Dimension> AxisLayer<F, T, D> {
    /// Replaces `array` by the output for it. There is no [`output`](Self::output) then: it is the caller's array, which may
    /// be changed at will.
    ///
    /// # Errors
    /// As [`forward`](Self::forward).
    pub fn forward_inplace(&mut self, array: &mut ArrayRef<T, D>) -> Result<(), Error>
    where
        F: InPlace,
    {
        let length = self.check_input("forward_inplace", array)?;
        let memory = self.tape.kept.reserve(array.len())?;
        self.forget();
        let [_, shape] = renew(&mut self.tape.shapes, array, self.axis, length);
        let kept = self.tape.kept.install_shape(memory, shape, Layout::of(array))?;
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share(kept.view_mut(), array.view_mut(), axis, &|mut kept, mut array| {
            function.forward_inplace(engine, axis, array.view_mut());
            kept.assign(&array);
        });
        Ok(())
    }

    /// Replaces `grad`, the gradient of the output, by that of the input. There is no [`delta`](Self::delta) then.
    ///
    /// # Errors
    /// As [`backward`](Self::backward).
    pub fn backward_inplace(&mut self, grad: &mut ArrayRef<T, D>) -> Result<(), Error>
    where
        F: InPlace,
    {
        let (kept, _) = self.tape.step("backward_inplace", grad)?;
        let (function, engine, axis) = (&self.function, self.engine, self.axis);
        share(kept.view(), grad.view_mut(), axis, &|kept, grad| {
            function.backward_inplace(engine, axis, kept, grad);
        });
        self.delta.clear();
        Ok(())
    }
}

/// What forward has made and kept.
#[derive(Clone)]
struct Tape<T, D> {
    /// The shapes of input and output.
    shapes: Option<[D; 2]>,
    output: Buffer<T, D>,
    /// What backward needs, if that isn't the output.
    kept: Buffer<T, D>,
}

impl<T: Element, D: Dimension> Tape<T, D> {
    /// What backward goes back on, and the shape of the input.
    fn step(&self, operation: &'static str, grad_output: &ArrayRef<T, D>) -> Result<(&Array<T, D>, &D), Error> {
        let missing = Error::BackwardBeforeForward { operation };
        let (Some(kept), Some([input, output])) = (self.kept.get().or(self.output.get()), &self.shapes) else {
            return Err(missing);
        };
        same_shape(operation, "grad_output", grad_output, "forward's output", output)?;
        Ok((kept, input))
    }
}

/// The shapes of input and output: those of the last step, if they are the same.
fn renew<'a, T, D: Dimension>(
    shapes: &'a mut Option<[D; 2]>,
    input: &ArrayRef<T, D>,
    axis: Axis,
    length: usize,
) -> &'a [D; 2] {
    let same = shapes.take().filter(|[shape, _]| shape.slice() == input.shape());
    shapes.insert(same.unwrap_or_else(|| [input.raw_dim(), with_length(input.raw_dim(), axis, length)]))
}

fn with_length<D: Dimension>(mut shape: D, axis: Axis, length: usize) -> D {
    shape[axis.index()] = length;
    shape
}

fn same_shape<T, D: Dimension>(
    operation: &'static str,
    argument: &'static str,
    array: &ArrayRef<T, D>,
    reference: &'static str,
    expected: &D,
) -> Result<(), Error> {
    if array.shape() == expected.slice() {
        return Ok(());
    }
    let (got, expected) = (array.shape().to_vec(), expected.slice().to_vec());
    Err(Error::ShapeMismatch { operation, argument, got, reference, expected })
}

impl<F: fmt::Debug, T, D: Dimension> fmt::Debug for AxisLayer<F, T, D> {
    /// Not what the buffers hold, which is as large as the data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AxisLayer")
            .field("function", &self.function)
            .field("axis", &self.axis)
            .field("input_shape", &self.input_shape)
            .field("shapes", &self.tape.shapes)
            .finish_non_exhaustive()
    }
}

impl<F: AxisFunction, T, D: Dimension> fmt::Display for AxisLayer<F, T, D> {
    /// The shapes of the last forward: `softmax along axis 1   5 x 10   ->   5 x 10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} along axis {}   ", self.function.name(), self.axis.index())?;
        match &self.tape.shapes {
            Some([input, output]) => write!(f, "{}   ->   {}", Shape(input.slice()), Shape(output.slice())),
            None => write!(f, "no input yet"),
        }
    }
}
