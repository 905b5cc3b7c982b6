//! Every activation composed of a backend's operations, as on a GPU, here those of Burn's CPU backend: near the reference value
//! that `f64` gives. In: the registry. Out: the worst errors. It must never ask a backend for what it has no accuracy for.

mod support;

use activation_burn::testing::{composed_backward, composed_forward, elsewhere};
use activation_core::{Activation, AnyActivation};
use burn::tensor::{DType, Device, Tensor};
use support::{all, points, tensor, values};

/// How far apart two numbers are: of the expected size where that is more than 1, absolutely where it is less.
fn error(got: f64, expected: f64) -> f64 {
    if got == expected || got.is_nan() && expected.is_nan() {
        return 0.0;
    }
    let error = (got - expected).abs() / expected.abs().max(1.0);
    if error.is_nan() { f64::INFINITY } else { error }
}

/// The worst errors of value and gradient, and where.
fn worst(activation: &AnyActivation, dtype: DType) -> [(f64, f64); 2] {
    let device = Device::flex();
    let points = points(activation);
    let x = tensor(&points, dtype, &device);
    let value = composed_forward(x.clone(), activation);
    let gradient = composed_backward(x.clone(), Tensor::ones_like(&x), activation);
    let [value, gradient] = [value, gradient].map(|tensor| values::<f64>(tensor.cast(DType::F64)));
    let inputs = values::<f64>(x.cast(DType::F64));
    let mut worst = [(0.0, 0.0); 2];
    for (place, x) in inputs.into_iter().enumerate() {
        let (y, slope) = activation.forward_with_derivative(x);
        for (worst, (got, expected)) in worst.iter_mut().zip([(value[place], y), (gradient[place], slope)]) {
            // What overflows in the tensor's type has no error.
            if dtype != DType::F64 && expected.abs() > f64::from(f32::MAX) {
                continue;
            }
            let error = error(got, expected);
            if error > worst.0 {
                *worst = (error, x);
            }
        }
    }
    worst
}

fn check(dtype: DType, bound: f64) {
    let report: Vec<String> = all()
        .iter()
        .filter_map(|activation| {
            let worst = worst(activation, dtype);
            worst.iter().any(|(error, _)| *error > bound).then(|| format!("{activation}: {worst:?}"))
        })
        .collect();
    assert!(report.is_empty(), "{report:#?}");
}

#[test]
fn f32_is_near() {
    check(DType::F32, 1e-5);
}

#[test]
fn f64_is_near() {
    check(DType::F64, 1e-12);
}

/// On a backend that this crate does not know the gradient is f′, too, and a branch not taken spoils nothing.
#[test]
fn unlisted_backends_have_the_derivative() {
    let device = Device::flex().autodiff();
    for activation in all() {
        let points: Vec<f32> = points(&activation).into_iter().filter(|x| x.abs() < 21.0).collect();
        let x = tensor(&points, DType::F32, &device).require_grad();
        let y = elsewhere(x.clone(), &activation);
        let gradients = y.clone().sum().backward();
        let gradient = x.grad(&gradients).expect("a gradient");
        let inner = tensor(&points, DType::F32, &Device::flex());
        let expected = composed_backward(inner.clone(), Tensor::ones_like(&inner), &activation);
        assert_eq!(values::<f32>(y.inner()), values::<f32>(composed_forward(inner, &activation)), "{activation}");
        for (place, (got, expected)) in values::<f32>(gradient).into_iter().zip(values::<f32>(expected)).enumerate() {
            let agree = got == expected || got.is_nan() && expected.is_nan();
            assert!(agree, "{activation} at {}: {got} instead of {expected}", points[place]);
        }
    }
}
