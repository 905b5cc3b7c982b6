//! Every activation on Burn's CPU backend: bit for bit what the slice kernels of activation-core compute, of which the accuracy is
//! tested there. In: the registry. Out: nothing. It must never allow a bound.

mod support;

use activation_burn::{ActivationBackend, activate};
use activation_core::catalogue::Prelu;
use activation_core::{ActivationExt, AnyActivation, Element, activation};
use burn::backend::Flex;
use burn::backend::flex::{FlexTensor, Layout};
use burn::tensor::{DType, Device, FloatDType, Tensor, TensorData, bf16, f16};
use support::{all, points, tensor, values};

activation! { negative: -x }

/// Values and gradients of the activation by Burn and by the kernels.
fn compare<T: Element + burn::tensor::Element>(activation: &AnyActivation, dtype: DType) {
    let device = Device::flex().autodiff();
    let x = tensor(&points(activation), dtype, &device).require_grad();
    // Weights that are no 1, so that the gradient is a product.
    let weights = x.clone().detach().powf_scalar(0.0).mul_scalar(3.0);
    let y = activate(x.clone(), activation);
    let gradients = (y.clone() * weights.clone()).sum().backward();
    let gradient = Tensor::from_inner(x.grad(&gradients).expect("a gradient"));

    let input = values::<T>(x);
    let (mut output, mut grad_input) = (input.clone(), values::<T>(weights));
    activation.forward_slice_inplace(&mut output);
    activation.backward_slice_inplace(&input, &mut grad_input).expect("one length");
    same(activation, &input, &values::<T>(y), &output);
    same(activation, &input, &values::<T>(gradient), &grad_input);
}

fn same<T: Element>(activation: &AnyActivation, input: &[T], got: &[T], expected: &[T]) {
    assert_eq!(got.len(), expected.len());
    for ((x, got), expected) in input.iter().zip(got).zip(expected) {
        let [got, expected] = [got, expected].map(|value| value.to_f64());
        let agree = got.to_bits() == expected.to_bits() || got.is_nan() && expected.is_nan();
        assert!(agree, "{activation} at {x:?}: {got} instead of {expected}");
    }
}

#[test]
fn f32_is_the_kernels() {
    for activation in all() {
        compare::<f32>(&activation, DType::F32);
    }
}

#[test]
fn f64_is_the_kernels() {
    for activation in all() {
        compare::<f64>(&activation, DType::F64);
    }
}

#[test]
fn half_formats_are_the_kernels() {
    for activation in all() {
        compare::<f16>(&activation, DType::F16);
        compare::<bf16>(&activation, DType::BF16);
    }
}

/// A finite input has a gradient that is a number, where the framework's own have none.
#[test]
fn no_gradient_is_lost_in_a_branch_not_taken() {
    let device = Device::flex().autodiff();
    for name in
        ["elu", "celu", "selu", "mish", "softplus", "silu", "gelu", "sigmoid", "tanh", "log_sigmoid", "hard_swish"]
    {
        let activation: AnyActivation = name.parse().expect("a name");
        for dtype in [DType::F32, DType::F16] {
            let x = tensor(&[-1000.0, -89.0, -12.0, 12.0, 89.0, 1000.0], dtype, &device).require_grad();
            let gradients = activate(x.clone(), &activation).sum().backward();
            let gradient = x.grad(&gradients).expect("a gradient").cast(DType::F32);
            assert!(values::<f32>(gradient.clone()).iter().all(|slope| slope.is_finite()), "{name} {gradient}");
        }
    }
}

/// Views, whose elements are not side by side or not all of the buffer, and tensors that somebody else has, too.
#[test]
fn every_layout_has_the_values_of_its_elements() {
    let device = Device::flex();
    let activation: AnyActivation = "mish".parse().expect("a name");
    let whole = tensor(&points(&activation)[..128], DType::F32, &device).reshape([8, 16]);
    let expected = activate(whole.clone(), &activation);
    let flipped = activate(whole.clone().transpose(), &activation).transpose();
    assert_eq!(flipped.into_data(), expected.clone().into_data());
    let part = activate(whole.clone().slice([2..5, 0..16]), &activation);
    assert_eq!(part.into_data(), expected.clone().slice([2..5, 0..16]).into_data());
    let mirrored = activate(whole.clone().flip([1]), &activation).flip([1]);
    assert_eq!(mirrored.into_data(), expected.clone().into_data());
    // In place, since nobody else has it.
    assert_eq!(activate(whole, &activation).into_data(), expected.into_data());
}

/// Of both signs, so that PReLU has something to sum.
fn signed<const D: usize>(shape: [usize; D]) -> FlexTensor {
    let values = (1_u8..).map(|n| if n % 3 == 0 { f32::from(n) } else { -f32::from(n) });
    FlexTensor::from_data(TensorData::new::<f32, _>(values.take(shape.iter().product()).collect(), shape))
}

/// A tensor of 2 x 3 elements and the same elements in other strides: turned, mirrored, with a gap before, and a row that is
/// repeated, of which the memory has as many elements as the tensor.
fn layouts() -> Vec<FlexTensor> {
    let turned = signed([3, 2]).transpose(0, 1);
    let mirrored = signed([2, 3]);
    let layout = mirrored.layout().flip(&[1]);
    let behind = signed([3, 3]).narrow(0, 1, 2);
    let repeated = signed([2, 3]).with_layout(Layout::new(vec![2, 3].into(), vec![0, 1], 3));
    vec![signed([2, 3]), turned, mirrored.with_layout(layout), behind, repeated]
}

/// In place and not, whatever the strides of x and of the gradient.
#[test]
fn every_pair_of_layouts_has_its_gradient() {
    use activation_core::catalogue::Cube;
    let count = layouts().len();
    for (at, with) in (0..count).flat_map(|at| (0..count).map(move |with| (at, with))) {
        let tensors = || (layouts().swap_remove(at), layouts().swap_remove(with));
        let (x, grad) = tensors();
        let contiguous = |tensor: &FlexTensor| tensor.to_contiguous();
        let expected = Flex::activation_backward(contiguous(&x), contiguous(&grad), Cube).into_data();
        let value = Flex::activation_forward(contiguous(&x), Cube).into_data();
        let sums = Flex::activation_parameters(contiguous(&x), contiguous(&grad), Prelu::default(), FloatDType::F64);
        let got = Flex::activation_parameters(x.clone(), grad.clone(), Prelu::default(), FloatDType::F64);
        assert_ne!(sums.clone().into_data(), TensorData::from([0_f64]));
        assert_eq!(got.into_data(), sums.into_data(), "{at} {with}: the parameters");
        assert_eq!(Flex::activation_forward(x.clone(), Cube).into_data(), value, "{at}: shared");
        assert_eq!(Flex::activation_backward(x, grad.clone(), Cube).into_data(), expected, "{at} {with}: shared");
        let (x, grad) = tensors();
        assert_eq!(Flex::activation_backward(x.clone(), grad, Cube).into_data(), expected, "{at} {with}: its own");
        assert_eq!(Flex::activation_forward(x, Cube).into_data(), value, "{at}: its own");
    }
}

#[test]
fn nothing_stays_nothing() {
    let device = Device::flex();
    let empty = Tensor::<2>::zeros([0, 3], &device);
    assert_eq!(activate(empty, &activation_core::catalogue::Gelu).dims(), [0, 3]);
}

/// The elements 1, 2, … in that shape.
fn counted<const D: usize>(shape: [usize; D]) -> FlexTensor {
    let values = (1_u8..).map(f32::from).take(shape.iter().product()).collect();
    FlexTensor::from_data(TensorData::new::<f32, _>(values, shape))
}

/// As Burn multiplies: a gradient of another shape is broadcast. No element is silently 0.
#[test]
fn a_gradient_of_another_shape_is_broadcast() {
    use activation_core::catalogue::Square;
    let gradient = Flex::activation_backward(counted([2, 3]), counted([1, 3]), Square);
    assert_eq!(gradient.into_data(), TensorData::from([[2_f32, 8., 18.], [8., 20., 36.]]));
    let negative = Flex::activation_forward(counted([2, 3]), Negative);
    let sums = Flex::activation_parameters(negative, counted([1, 3]), Prelu::default(), FloatDType::F64);
    assert_eq!(sums.into_data(), TensorData::from([-46_f64]));
}

/// The same length does not make the same shape.
#[test]
#[should_panic(expected = "shape")]
fn a_gradient_that_does_not_fit_is_refused() {
    let _ = Flex::activation_backward(counted([2, 3]), counted([3, 2]), activation_core::catalogue::Gelu);
}

/// A tensor that does not need a gradient has none, and one with a balanced checkpoint the same.
#[test]
fn checkpointing_changes_nothing() {
    let activation: AnyActivation = "gelu".parse().expect("a name");
    let gradient = |device: Device| {
        let x = tensor(&points(&activation), DType::F32, &device).require_grad();
        // Operations before and after, of which balanced checkpointing computes some again.
        let y = activate(activate(x.clone().mul_scalar(0.5), &activation).exp().log(), &activation);
        let gradients = y.sum().backward();
        values::<f32>(x.grad(&gradients).expect("a gradient"))
    };
    let plain = gradient(Device::flex().autodiff());
    let balanced = gradient(Device::flex().autodiff().gradient_checkpointing());
    assert_eq!(
        plain.iter().map(|x| x.to_bits()).collect::<Vec<_>>(),
        balanced.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
    );
}
