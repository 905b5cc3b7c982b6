//! Every activation composed of a backend's operations, as on a GPU, here those of Burn's CPU backend: near the reference value
//! that `f64` gives, in the tails of `erfc` and Φ as a part of their size. In: the registry. Out: the worst errors. It must never
//! ask a backend for what it has no accuracy for.

mod support;

use activation_burn::testing::{composed_backward, composed_forward, elsewhere, elsewhere_learnt};
use activation_core::catalogue::{Exponential, Gelu, ReluSquared};
use activation_core::{Activation, AnyActivation, activation};
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

activation! {
    asinh_itself: asinh(x);
    #[domain(x >= 1)] acosh_itself: acosh(x);
    tanh_itself: tanh(x);
    erf_itself: erf(x);
    erfc_itself: erfc(x);
    norm_cdf_itself: norm_cdf(x);
    scaled_exp(learn scale = 3.0): scale * exp(x);
}

/// The worst errors of value and gradient in the tail from `from` outward, of the expected size, down to the smallest number
/// that has all its digits.
fn worst_in_tail(activation: &impl Activation, from: f64, dtype: DType) -> [f64; 2] {
    let smallest = if dtype == DType::F64 { f64::MIN_POSITIVE } else { f64::from(f32::MIN_POSITIVE) };
    // Of full length in f64, too, where squares are rounded.
    let points: Vec<f64> = (0_u16..4000).map(|i| from + f64::from(i) * 0.01_f64.copysign(from)).collect();
    let x = Tensor::<1>::from_data(&points[..], (&Device::flex(), DType::F64)).cast(dtype);
    let inputs = values::<f64>(x.clone().cast(DType::F64));
    let value = composed_forward(x.clone(), activation);
    let gradient = composed_backward(x.clone(), Tensor::ones_like(&x), activation);
    let [value, gradient] = [value, gradient].map(|tensor| values::<f64>(tensor.cast(DType::F64)));
    let mut worst = [0.0, 0.0];
    for (place, x) in inputs.into_iter().enumerate() {
        let (y, slope) = activation.forward_with_derivative(x);
        for (worst, (got, expected)) in worst.iter_mut().zip([(value[place], y), (gradient[place], slope)]) {
            if expected.abs() >= smallest {
                *worst = f64::max(*worst, ((got - expected) / expected).abs());
            }
        }
    }
    worst
}

/// What becomes small keeps its digits: nothing is 1 − something near 1, nor flushed before it leaves the type's range.
#[test]
fn tails_are_relatively_near() {
    for (dtype, bound) in [(DType::F32, 2e-5), (DType::F64, 3e-13)] {
        let erfc = worst_in_tail(&ErfcItself, 0.01, dtype);
        let norm_cdf = worst_in_tail(&NormCdfItself, -0.01, dtype);
        // From where its derivative has no zero.
        let gelu = worst_in_tail(&Gelu, -1.5, dtype);
        // All of it, for its derivative is a tail.
        let erf = worst_in_tail(&ErfItself, 1e-6, dtype);
        println!("{dtype:?}: erf {erf:?}, erfc {erfc:?}, norm_cdf {norm_cdf:?}, gelu {gelu:?}");
        for [value, gradient] in [erf, erfc, norm_cdf, gelu] {
            assert!(value <= bound && gradient <= bound, "{dtype:?}: {erf:?} {erfc:?} {norm_cdf:?} {gelu:?}");
        }
    }
}

/// A parameter that is no number makes all values none, as in the kernels: it shows that a network has diverged.
#[test]
fn a_parameter_that_is_no_number_shows() {
    let x = tensor(&[-2.0, 0.0, 2.0], DType::F32, &Device::flex());
    for (name, parameter, value) in
        [("squareplus", 0, -1.0), ("tlu", 0, f64::NAN), ("leaky_relu", 0, f64::NAN), ("hardtanh", 1, f64::NAN)]
    {
        let mut activation: AnyActivation = name.parse().expect("a name");
        assert!(activation.set_parameter(parameter, value), "{name}");
        let expected = [-2.0, 0.0, 2.0].map(|x: f32| activation.forward(x).is_nan());
        assert!(expected[0] || expected[2], "{name}: or there is nothing to see");
        let values = values::<f32>(composed_forward(x.clone(), &activation));
        assert_eq!(values.iter().map(|value| value.is_nan()).collect::<Vec<_>>(), expected, "{name}: {values:?}");
    }
}

/// The hyperbolic functions over all of their numbers: relatively near, with the signs and the domains of the standard library's.
#[test]
fn inverse_hyperbolic_functions_are_near_everywhere() {
    for (dtype, bound) in [(DType::F32, 1e-6), (DType::F64, 1e-14)] {
        let sizes = (-30..=18).map(|power| 10_f64.powi(power)).chain([0.0, 0.24, 0.26, f64::INFINITY, f64::NAN]);
        let points: Vec<f64> = sizes.flat_map(|size| [size, -size]).collect();
        let x = Tensor::<1>::from_data(&points[..], (&Device::flex(), DType::F64)).cast(dtype);
        let inputs = values::<f64>(x.clone().cast(DType::F64));
        let compare = |got: Tensor<1>, f: fn(f64) -> f64| {
            for (x, got) in inputs.iter().zip(values::<f64>(got.cast(DType::F64))) {
                let expected = f(*x);
                let is_same = got == expected && got.is_sign_negative() == expected.is_sign_negative();
                let is_near = is_same || got.is_nan() && expected.is_nan() || (got / expected - 1.0).abs() < bound;
                assert!(is_near, "{dtype:?} at {x}: {got}, not {expected}");
            }
        };
        compare(composed_forward(x.clone(), &AsinhItself), f64::asinh);
        compare(composed_forward(x.clone(), &AcoshItself), |x| if x < 1.0 { f64::NAN } else { f64::acosh(x) });
        compare(composed_forward(x.clone(), &TanhItself), f64::tanh);
    }
}

/// On a backend that this crate does not know the gradient is f′, too, and a branch not taken spoils nothing.
#[test]
fn unlisted_backends_have_the_derivative() {
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        for activation in all() {
            let points = [points(&activation), vec![300.0, f32::NAN]].concat();
            compare_unlisted(&activation, &points, dtype);
        }
    }
}

fn compare_unlisted(activation: &AnyActivation, points: &[f32], dtype: DType) {
    let x = tensor(points, dtype, &Device::flex().autodiff()).require_grad();
    let y = elsewhere(x.clone(), activation);
    assert_eq!(y.dtype(), dtype);
    let gradients = y.clone().sum().backward();
    let gradient = x.grad(&gradients).expect("a gradient");
    let inner = tensor(points, dtype, &Device::flex());
    let value = composed_forward(inner.clone(), activation);
    let derivative = composed_backward(inner.clone(), Tensor::ones_like(&inner), activation);
    for (got, expected) in [(y.inner(), value), (gradient, derivative)] {
        let [got, expected] = [got, expected].map(|tensor| values::<f64>(tensor.cast(DType::F64)));
        for (x, (got, expected)) in points.iter().zip(got.into_iter().zip(expected)) {
            let agree = got == expected || got.is_nan() && expected.is_nan();
            assert!(agree, "{activation} at {x} in {dtype:?}: {got} instead of {expected}");
        }
    }
}

/// An infinite input has no gradient there, but the value that it has elsewhere.
#[test]
fn unlisted_backends_have_the_values_at_infinity() {
    for activation in all() {
        let points = [f32::NEG_INFINITY, f32::INFINITY];
        let x = tensor(&points, DType::F32, &Device::flex().autodiff()).require_grad();
        let got = values::<f32>(elsewhere(x, &activation).inner());
        let expected = values::<f32>(composed_forward(tensor(&points, DType::F32, &Device::flex()), &activation));
        let agree = |(got, expected): (&f32, &f32)| got == expected || got.is_nan() && expected.is_nan();
        assert!(got.iter().zip(&expected).all(agree), "{activation}: {got:?} instead of {expected:?}");
    }
}

/// x · f′(x), and a parameter times its slope, overflow where f′ and the slope do not.
#[test]
fn unlisted_backends_have_gradients_where_products_overflow() {
    let slope = |activation: &dyn Fn(Tensor<1>) -> Tensor<1>, at: f32, dtype| {
        let x = tensor(&[at], dtype, &Device::flex().autodiff()).require_grad();
        let gradients = activation(x.clone()).sum().backward();
        values::<f64>(x.grad(&gradients).expect("a gradient").cast(DType::F64))[0]
    };
    assert_eq!(slope(&|x| elsewhere(x, &ReluSquared), 300.0, DType::F16).to_bits(), 600_f64.to_bits());
    let near = |got: f64, expected: f64| assert!((got / expected - 1.0).abs() < 1e-5, "{got} instead of {expected}");
    near(slope(&|x| elsewhere(x, &Exponential), 88.0, DType::F32), 88_f64.exp());

    let parameters = tensor(&[3.0], DType::F32, &Device::flex().autodiff()).require_grad();
    let x = tensor(&[88.0], DType::F32, &Device::flex().autodiff());
    let gradients = elsewhere_learnt(x, &parameters, &ScaledExp::default()).sum().backward();
    near(values::<f32>(parameters.grad(&gradients).expect("a gradient"))[0].into(), 88_f64.exp());
}
