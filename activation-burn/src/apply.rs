//! In: a tensor and an activation. Out: the tensor of its values, whatever the backend, with exact gradients. It must never panic
//! on a backend that this crate does not know.

use activation_core::Activation;
use burn::backend::Dispatch;
use burn::tensor::{DType, Tensor};

use crate::backend::{ActivationBackend, serves};
use crate::compose;

/// f of each element.
///
/// The gradient is f′ as `activation!` derived it, with our value at each kink: one expression, for which x alone is kept.
/// The half formats are computed in `f32` and rounded once; a quantized tensor is dequantized. Parameters declared with `learn`
/// are constants here: [`BurnActivation`](crate::BurnActivation) learns them.
///
/// On Burn's CPU backend (feature `flex`) activation-core's kernels compute it, in place where nobody else has the tensor. On
/// `CubeCL`'s (features `wgpu`, `cuda`, …) it is composed of Burn's operations, which the feature `fusion` may join; it
/// has not been run on a GPU. Of any other backend likewise, without `fusion`; there the gradient of an infinite x is 0.
///
/// On that CPU backend values and gradients are as accurate as activation-core's. Composed of its own operations, as elsewhere,
/// they are within 1e-5 in `f32` and 1e-12 in `f64`, absolutely or, where that is more, of their size; the small values in the
/// tails of `erfc` and `norm_cdf`, and so of GELU, within 2e-5 and 3e-13 of their size. Another backend's `exp`, `tanh` and the
/// like may be less accurate, or flush what is small to 0.
///
/// ```
/// use activation_burn::activate;
/// use activation_core::{activation, catalogue::Mish};
/// use burn::tensor::{Device, Tensor};
///
/// activation! { bent: x * sigmoid(x) + 0.1 * x }
///
/// let device = Device::default().autodiff();
/// let x = Tensor::<1>::from_data([-1.0, 0.0, 2.0], &device).require_grad();
/// let y = activate(activate(x.clone(), &Mish), &Bent);
/// let gradients = y.sum().backward();
/// assert_eq!(x.grad(&gradients).unwrap().shape().dims(), [3]);
/// ```
pub fn activate<const D: usize, A: Activation + 'static>(x: Tensor<D>, activation: &A) -> Tensor<D> {
    let x = if matches!(x.dtype(), DType::QFloat(_)) { x.dequantize() } else { x };
    let x = x.into_dispatch();
    if serves(&x.kind) {
        return Tensor::from_dispatch(Dispatch::activation_forward(x, activation.clone()));
    }
    elsewhere(Tensor::from_dispatch(x), activation)
}

/// The same, recorded as a function of `parameters`, too, whose values the activation's learnable parameters have.
pub(crate) fn activate_learnt<const D: usize, A: Activation + 'static>(
    x: Tensor<D>,
    parameters: Tensor<1>,
    activation: &A,
) -> Tensor<D> {
    let x = if matches!(x.dtype(), DType::QFloat(_)) { x.dequantize() } else { x };
    let x = x.into_dispatch();
    if serves(&x.kind) {
        let parameters = parameters.into_dispatch();
        return Tensor::from_dispatch(Dispatch::activation_learnt(x, parameters, activation.clone()));
    }
    elsewhere_learnt(Tensor::from_dispatch(x), &parameters, activation)
}

/// On a backend that is not listed: the value from the tensor without its history, and beside it x less the same, which is 0,
/// times f′(x), which has no history either. So the gradient is f′(x), also where x · f′(x) would overflow. Where x is infinite
/// there is no such 0, and the gradient is 0.
pub fn elsewhere<const D: usize, A: Activation>(x: Tensor<D>, activation: &A) -> Tensor<D> {
    if !x.device().is_autodiff() {
        return composed_forward(x, activation);
    }
    let dtype = x.dtype();
    let x = x.cast(compose::wide(dtype.into()));
    let plain = x.clone().detach();
    let derivative = on_dispatch(plain.clone(), |x| compose::derivative::<Dispatch, A>(activation, x)).detach();
    with_history(composed_forward(plain, activation), x, derivative).cast(dtype)
}

/// The same with the history of the parameters.
pub fn elsewhere_learnt<const D: usize, A: Activation>(
    x: Tensor<D>,
    parameters: &Tensor<1>,
    activation: &A,
) -> Tensor<D> {
    let dtype = x.dtype();
    let x = x.cast(compose::wide(dtype.into()));
    let plain = x.clone().detach();
    let value = elsewhere(x, activation);
    let learnable = compose::learnable(activation).into_iter().enumerate();
    let value = learnable.fold(value, |value, (place, index)| {
        let slope = on_dispatch(plain.clone(), |x| compose::slope::<Dispatch, A>(activation, index, x)).detach();
        let parameter = parameters.clone().narrow(0, place, 1).cast(slope.dtype()).reshape([1; D]);
        with_history(value, parameter, slope)
    });
    value.cast(dtype)
}

/// `value`, with that history of `source` by which its gradient is multiplied by `slope`: beside it stands 0 · `slope`.
///
/// An infinite slope would make that no number. It is the largest number instead, and its gradient takes the way back over that
/// number twice more, to be infinite. Where the history is still no number although the value is one, it is cut.
fn with_history<const D: usize>(value: Tensor<D>, source: Tensor<D>, slope: Tensor<D>) -> Tensor<D> {
    let largest = if slope.dtype() == DType::F64 { f64::MAX } else { f64::from(f32::MAX) };
    let beyond = slope.ones_like().mask_fill(slope.clone().is_inf(), largest);
    let zero = source.clone() - source.detach();
    let history = zero * slope.clamp(-largest, largest) * beyond.clone() * beyond;
    let is_lost = history.clone().is_nan().bool_and(value.clone().is_nan().bool_not());
    value + history.mask_fill(is_lost, 0.0)
}

fn on_dispatch<const D: usize>(
    x: Tensor<D>,
    f: impl FnOnce(burn::backend::DispatchTensor) -> burn::backend::DispatchTensor,
) -> Tensor<D> {
    Tensor::from_dispatch(f(x.into_dispatch()))
}

/// f(x) by composed operations, whatever the backend.
pub fn composed_forward<const D: usize, A: Activation>(x: Tensor<D>, activation: &A) -> Tensor<D> {
    on_dispatch(x, |x| compose::forward::<Dispatch, A>(activation, x))
}

/// `grad_output` · f′(x) by composed operations, whatever the backend.
pub fn composed_backward<const D: usize, A: Activation>(
    x: Tensor<D>,
    grad_output: Tensor<D>,
    activation: &A,
) -> Tensor<D> {
    on_dispatch(x, |x| compose::backward::<Dispatch, A>(activation, x, grad_output.into_dispatch()))
}
