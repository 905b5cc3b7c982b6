//! In: an activation and tensors of Burn's CPU backend. Out: what activation-core's kernels make of their slices, in place where
//! nobody else has the tensor. It must never copy what is contiguous, nor compute in a half format.
//!
//! What the kernels do not take, such as a gradient of another shape, is composed of Burn's operations instead: these broadcast,
//! or panic as Burn does for shapes that do not fit.

use activation_core::{Activation, ActivationExt, Element};
use burn::backend::Flex;
use burn::backend::flex::{FlexTensor, Layout};
use burn::backend::{DType, TensorMetadata};
use burn::tensor::{Bytes, FloatDType, bf16, f16};

use crate::backend::ActivationBackend;
use crate::compose;

impl ActivationBackend for Flex {
    fn activation_forward<A: Activation + 'static>(x: FlexTensor, activation: A) -> FlexTensor {
        match x.dtype() {
            DType::F64 => forward::<f64>(x, &activation),
            DType::F16 => forward::<f16>(x, &activation),
            DType::BF16 => forward::<bf16>(x, &activation),
            dtype => as_stored(forward::<f32>(as_stored(x, FloatDType::F32), &activation), dtype.into()),
        }
    }

    fn activation_backward<A: Activation + 'static>(x: FlexTensor, grad: FlexTensor, activation: A) -> FlexTensor {
        let grad = as_stored(grad, x.dtype().into());
        match x.dtype() {
            DType::F64 => backward::<f64>(x, grad, &activation),
            DType::F16 => backward::<f16>(x, grad, &activation),
            DType::BF16 => backward::<bf16>(x, grad, &activation),
            dtype => {
                let [x, grad] = [x, grad].map(|tensor| as_stored(tensor, FloatDType::F32));
                as_stored(backward::<f32>(x, grad, &activation), dtype.into())
            }
        }
    }

    /// Half formats are widened beforehand: what is summed is not rounded to them.
    fn activation_parameters<A: Activation + 'static>(
        x: FlexTensor,
        grad: FlexTensor,
        activation: A,
        dtype: FloatDType,
    ) -> FlexTensor {
        if x.dtype() == DType::F64 {
            return parameters::<f64>(x, as_stored(grad, FloatDType::F64), &activation, dtype);
        }
        let [x, grad] = [x, grad].map(|tensor| as_stored(tensor, FloatDType::F32));
        parameters::<f32>(x, grad, &activation, dtype)
    }
}

/// The tensor in that type.
fn as_stored(tensor: FlexTensor, dtype: FloatDType) -> FlexTensor {
    compose::cast::<Flex>(tensor, dtype)
}

/// An element that a tensor of this backend may store.
trait Stored: Element + burn::tensor::Element {
    /// The elements of a contiguous tensor of this type.
    fn of(tensor: &FlexTensor) -> Option<&[Self]>;
    /// The same, to be overwritten, if nobody else has them.
    fn of_unique(tensor: &mut FlexTensor) -> Option<&mut [Self]>;
    fn bytes(elements: Vec<Self>) -> Bytes;
}

macro_rules! stored {
    ($($type:ident)*) => {$(
        impl Stored for $type {
            fn of(tensor: &FlexTensor) -> Option<&[Self]> {
                tensor.as_slice()
            }
            fn of_unique(tensor: &mut FlexTensor) -> Option<&mut [Self]> {
                let (start, end) = tensor.layout().contiguous_offsets()?;
                tensor.try_storage_mut::<Self>()?.get_mut(start..end)
            }
            fn bytes(elements: Vec<Self>) -> Bytes {
                Bytes::from_elems(elements)
            }
        }
    )*};
}
stored!(f32 f64 f16 bf16);

fn forward<T: Stored>(mut x: FlexTensor, activation: &impl Activation) -> FlexTensor {
    if let Some(values) = T::of_unique(&mut x) {
        activation.forward_slice_inplace(values);
        return x;
    }
    let x = contiguous(x);
    match T::of(&x).and_then(|input| activation.forward_vec(input).ok()) {
        Some(output) => new(T::bytes(output), x.shape(), x.dtype()),
        None => compose::forward::<Flex, _>(activation, x),
    }
}

fn backward<T: Stored>(x: FlexTensor, grad: FlexTensor, activation: &impl Activation) -> FlexTensor {
    if x.shape() != grad.shape() {
        return compose::backward::<Flex, _>(activation, x, grad);
    }
    let (x, mut grad) = (contiguous(x), contiguous(grad));
    // What is refused has not been touched.
    if let (Some(input), Some(gradient)) = (T::of(&x), T::of_unique(&mut grad))
        && activation.backward_slice_inplace(input, gradient).is_ok()
    {
        return grad;
    }
    let slices = T::of(&x).zip(T::of(&grad));
    let grad_input = slices.and_then(|(input, gradient)| activation.backward_vec(input, gradient).ok());
    match grad_input {
        Some(grad_input) => new(T::bytes(grad_input), x.shape(), x.dtype()),
        None => compose::backward::<Flex, _>(activation, x, grad),
    }
}

/// The sums for each learnable parameter, made in `f64`.
fn parameters<T: Stored>(x: FlexTensor, grad: FlexTensor, activation: &impl Activation, to: FloatDType) -> FlexTensor {
    let (x, grad) = (contiguous(x), contiguous(grad));
    let slices = if x.shape() == grad.shape() { T::of(&x).zip(T::of(&grad)) } else { None };
    let indices = compose::learnable(activation).into_iter();
    let sums: Option<Vec<f64>> =
        slices.and_then(|(x, grad)| indices.map(|index| activation.parameter_gradient(index, x, grad).ok()?).collect());
    match sums {
        Some(sums) => {
            let shape = vec![sums.len()].into();
            as_stored(new(f64::bytes(sums), shape, DType::F64), to)
        }
        None => compose::parameters::<Flex, _>(activation, x, grad, to),
    }
}

fn contiguous(tensor: FlexTensor) -> FlexTensor {
    if tensor.is_contiguous() { tensor } else { tensor.to_contiguous() }
}

fn new(elements: Bytes, shape: burn::tensor::Shape, dtype: DType) -> FlexTensor {
    FlexTensor::new(elements, Layout::contiguous(shape), dtype)
}
