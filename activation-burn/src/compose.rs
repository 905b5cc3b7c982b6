//! In: an activation and a backend's tensors. Out: its value, its gradients, as operations of that backend, one per operation of
//! the formula. It must never read a tensor back, so that a lazy backend may make one kernel of them.

use activation_core::Activation;
use burn::backend::tensor::{Device, FloatTensor};
use burn::backend::{Backend, TensorMetadata, get_or_init_device_settings};
use burn::tensor::{FloatDType, Shape};

use crate::composed::{Composed, Formats};

/// f(x).
pub(crate) fn forward<B: Backend, A: Activation>(activation: &A, x: FloatTensor<B>) -> FloatTensor<B> {
    let frame = Frame::<B>::of(&x);
    let y = activation.forward(frame.open(x));
    frame.close(y)
}

/// f′(x).
pub(crate) fn derivative<B: Backend, A: Activation>(activation: &A, x: FloatTensor<B>) -> FloatTensor<B> {
    let frame = Frame::<B>::of(&x);
    let derivative = activation.derivative(frame.open(x));
    frame.close(derivative)
}

/// `grad_output` · f′(x). The derivative has made its choices before it is multiplied, so that what stands in a branch not taken
/// meets nothing.
pub(crate) fn backward<B: Backend, A: Activation>(
    activation: &A,
    x: FloatTensor<B>,
    grad_output: FloatTensor<B>,
) -> FloatTensor<B> {
    use activation_core::Real;
    let frame = Frame::<B>::of(&x);
    let derivative = activation.derivative(frame.open(x));
    frame.close(frame.open(grad_output).mul(derivative))
}

/// ∂f/∂θ(x) for the parameter of that index; 0 if there is none for it.
pub(crate) fn slope<B: Backend, A: Activation>(activation: &A, index: usize, x: FloatTensor<B>) -> FloatTensor<B> {
    let frame = Frame::<B>::of(&x);
    let x = frame.open(x);
    let zero = activation_core::Real::constant(&x, 0.0);
    let slope = activation.parameter_derivative(index, x).unwrap_or(zero);
    frame.close(slope)
}

/// Σ `grad_output` · ∂f/∂θ(x) for each learnable parameter, as one tensor of that type. The sums are made before anything is
/// rounded to it.
pub(crate) fn parameters<B: Backend, A: Activation>(
    activation: &A,
    x: FloatTensor<B>,
    grad_output: FloatTensor<B>,
    dtype: FloatDType,
) -> FloatTensor<B> {
    let wide = wide(x.dtype().into());
    let [x, grad_output] = [x, grad_output].map(|tensor| cast::<B>(tensor, wide));
    let sums = learnable(activation).into_iter().map(|index| {
        let slope = slope::<B, A>(activation, index, x.clone());
        B::float_sum(B::float_mul(grad_output.clone(), slope))
    });
    cast::<B>(B::float_cat(sums.collect(), 0), dtype)
}

/// The indices of the learnable parameters.
pub(crate) fn learnable(activation: &impl Activation) -> Vec<usize> {
    let parameters = activation.parameters().iter().enumerate();
    parameters.filter_map(|(index, parameter)| parameter.learnable.then_some(index)).collect()
}

/// What a tensor's numbers are computed in: the half formats in `f32`.
pub(crate) fn wide(dtype: FloatDType) -> FloatDType {
    match dtype {
        FloatDType::F16 | FloatDType::BF16 => FloatDType::F32,
        other => other,
    }
}

/// The tensor in that type.
pub(crate) fn cast<B: Backend>(tensor: FloatTensor<B>, dtype: FloatDType) -> FloatTensor<B> {
    if FloatDType::from(tensor.dtype()) == dtype { tensor } else { B::float_cast(tensor, dtype) }
}

/// What is common to the tensors of one evaluation.
struct Frame<B: Backend> {
    shape: Shape,
    device: Device<B>,
    dtype: FloatDType,
    formats: Formats,
}

impl<B: Backend> Frame<B> {
    fn of(x: &FloatTensor<B>) -> Self {
        let device = x.device();
        let dtype = x.dtype().into();
        let mask = get_or_init_device_settings::<B>(&device).bool_dtype;
        Self { shape: x.shape(), formats: Formats { number: wide(dtype), mask }, device, dtype }
    }

    fn open(&self, tensor: FloatTensor<B>) -> Composed<B> {
        Composed::tensor(cast::<B>(tensor, self.formats.number), self.formats)
    }

    fn close(&self, result: Composed<B>) -> FloatTensor<B> {
        let full = |value: f64| B::float_full(self.shape.clone(), value.into(), &self.device, self.formats.number);
        cast::<B>(result.into_tensor(full), self.dtype)
    }
}
