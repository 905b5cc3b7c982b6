//! In: an activation and tensors of Burn's CPU backend. Out: what activation-core's kernels make of their slices, in place where
//! nobody else has the tensor. It must never copy what is contiguous, nor compute in a half format.
//!
//! What the kernels do not take, such as a gradient of another shape, is composed of Burn's operations instead: these broadcast,
//! or panic as Burn does for shapes that do not fit.

use std::ops::Range;

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
            DType::F32 => forward::<f32>(x, &activation),
            DType::F64 => forward::<f64>(x, &activation),
            DType::F16 => forward::<f16>(x, &activation),
            DType::BF16 => forward::<bf16>(x, &activation),
            dtype => as_stored(forward::<f32>(as_stored(x, FloatDType::F32), &activation), dtype.into()),
        }
    }

    fn activation_backward<A: Activation + 'static>(x: FlexTensor, grad: FlexTensor, activation: A) -> FlexTensor {
        let grad = if grad.dtype() == x.dtype() { grad } else { as_stored(grad, x.dtype().into()) };
        match x.dtype() {
            DType::F32 => backward::<f32>(x, grad, &activation),
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

/// An element that a tensor of this backend may store. It must be that of the tensor's type.
trait Stored: Element + burn::tensor::Element {
    /// All that the tensor's memory holds.
    fn memory(tensor: &FlexTensor) -> &[Self];
    /// The same, to be overwritten, if nobody else has it.
    fn memory_mut(tensor: &mut FlexTensor) -> Option<&mut [Self]>;
    fn bytes(elements: Vec<Self>) -> Bytes;

    /// Where in that memory the elements are, if they lie together: row by row, or in any order if they are all of it, for what is
    /// done with each of them can then be done with the memory, whatever the strides.
    fn place(tensor: &FlexTensor) -> Option<Range<usize>> {
        let len = Self::memory(tensor).len();
        if len == tensor.layout().num_elements() {
            return Some(0..len);
        }
        tensor.layout().contiguous_offsets().map(|(start, end)| start..end)
    }

    /// Those elements.
    fn of(tensor: &FlexTensor) -> Option<&[Self]> {
        Self::memory(tensor).get(Self::place(tensor)?)
    }

    /// A tensor of these elements, which were made of those of `model`.
    fn like(model: FlexTensor, elements: Vec<Self>) -> FlexTensor {
        let is_all = Self::memory(&model).len() == elements.len();
        let layout = if is_all { model.layout().clone() } else { Layout::contiguous(model.shape()) };
        FlexTensor::new(Self::bytes(elements), layout, model.dtype())
    }
}

macro_rules! stored {
    ($($type:ident)*) => {$(
        impl Stored for $type {
            fn memory(tensor: &FlexTensor) -> &[Self] {
                tensor.storage()
            }
            fn memory_mut(tensor: &mut FlexTensor) -> Option<&mut [Self]> {
                tensor.try_storage_mut()
            }
            fn bytes(elements: Vec<Self>) -> Bytes {
                Bytes::from_elems(elements)
            }
        }
    )*};
}
stored!(f32 f64 f16 bf16);

fn forward<T: Stored>(mut x: FlexTensor, activation: &impl Activation) -> FlexTensor {
    let Some(place) = T::place(&x) else { return forward::<T>(x.to_contiguous(), activation) };
    if x.is_unique()
        && let Some(values) = T::memory_mut(&mut x).and_then(|memory| memory.get_mut(place.clone()))
    {
        activation.forward_slice_inplace(values);
        return x;
    }
    match T::memory(&x).get(place).and_then(|input| activation.forward_vec(input).ok()) {
        Some(output) => T::like(x, output),
        None => compose::forward::<Flex, _>(activation, x),
    }
}

fn backward<T: Stored>(x: FlexTensor, grad: FlexTensor, activation: &impl Activation) -> FlexTensor {
    if x.layout().shape() != grad.layout().shape() {
        return compose::backward::<Flex, _>(activation, x, grad);
    }
    let (x, mut grad) = in_one_order::<T>(x, grad);
    if let (Some(input), Some(place)) = (T::of(&x), T::place(&grad))
        && grad.is_unique()
        && let Some(gradient) = T::memory_mut(&mut grad).and_then(|memory| memory.get_mut(place))
        // What is refused has not been touched.
        && activation.backward_slice_inplace(input, gradient).is_ok()
    {
        return grad;
    }
    let slices = T::of(&x).zip(T::of(&grad));
    match slices.and_then(|(input, gradient)| activation.backward_vec(input, gradient).ok()) {
        Some(grad_input) => T::like(x, grad_input),
        None => compose::backward::<Flex, _>(activation, x, grad),
    }
}

/// The two so that their slices have their elements in one order.
fn in_one_order<T: Stored>(x: FlexTensor, grad: FlexTensor) -> (FlexTensor, FlexTensor) {
    let is_one = x.layout() == grad.layout() && T::memory(&x).len() == T::memory(&grad).len();
    if is_one && T::place(&x).is_some() { (x, grad) } else { (contiguous(x), contiguous(grad)) }
}

/// The sums for each learnable parameter, made in `f64`.
fn parameters<T: Stored>(x: FlexTensor, grad: FlexTensor, activation: &impl Activation, to: FloatDType) -> FlexTensor {
    // The memory will not do here: a sum is over each element, and strides may repeat some memory.
    let (x, grad) = (contiguous(x), contiguous(grad));
    let slices = if x.shape() == grad.shape() { T::of(&x).zip(T::of(&grad)) } else { None };
    let indices = compose::learnable(activation).into_iter();
    let sums: Option<Vec<f64>> =
        slices.and_then(|(x, grad)| indices.map(|index| activation.parameter_gradient(index, x, grad).ok()?).collect());
    match sums {
        Some(sums) => {
            let layout = Layout::contiguous(vec![sums.len()].into());
            as_stored(FlexTensor::new(Bytes::from_elems(sums), layout, DType::F64), to)
        }
        None => compose::parameters::<Flex, _>(activation, x, grad, to),
    }
}

fn contiguous(tensor: FlexTensor) -> FlexTensor {
    if tensor.is_contiguous() { tensor } else { tensor.to_contiguous() }
}
