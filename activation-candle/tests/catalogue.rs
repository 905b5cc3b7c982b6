//! Every activation of the registry in candle against activation-core.
//!
//! In: the registry, the reference table. Out: values, gradients and second derivatives by the kernels, to the last bit; by
//! candle's own operations, within the bound that `Composed` states. It must never skip an activation in silence.

use activation_candle::activation_core::{ActivationExt, AnyActivation, Element};
use activation_candle::{Candle, Composed};
use activation_tests::accuracy::{self, Format};
use activation_tests::{Row, golden};
use candle_core::{CustomOp1, Device, Module, Result, Tensor, Var, WithDType};
use half::{bf16, f16};

/// Where something happens in some activation, on both sides of 0.
const POINTS: [f64; 22] = [
    0.0, 1e-30, 1e-8, 1e-3, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 6.0, 7.5, 11.25, 16.5, 20.0, 60.0, 88.5, 90.0,
    1000.0, 60000.0,
];

fn points<T: Element>() -> Vec<T> {
    let ends = [f64::INFINITY, f64::NAN];
    POINTS.iter().chain(&ends).flat_map(|x| [T::from_f64(*x), T::from_f64(-x)]).collect()
}

/// A gradient for each point, none of them 1.
fn upstream<T: Element>(len: usize) -> Vec<T> {
    (0..len).map(|index| T::from_f64([0.75, -1.5, 2.25][index % 3])).collect()
}

/// f and grad · f′, by candle.
fn run<T: WithDType + std::fmt::Debug>(module: &impl Module, x: &[T], grad: &[T]) -> Result<[Vec<T>; 2]> {
    let (x, grad) = (Var::new(x, &Device::Cpu)?, Tensor::new(grad, &Device::Cpu)?);
    let y = module.forward(&x)?;
    let untracked = module.forward(&x.as_detached_tensor())?;
    let grads = y.mul(&grad)?.sum_all()?.backward()?;
    let slopes = grads.get(&x).ok_or(candle_core::Error::UnwrapNone)?.to_vec1()?;
    assert_eq!(format!("{:?}", untracked.to_vec1::<T>()?), format!("{:?}", y.to_vec1::<T>()?));
    Ok([y.to_vec1()?, slopes])
}

fn same_bits<T: Element + WithDType>(any: &AnyActivation) {
    let x = points::<T>();
    let grad = upstream::<T>(x.len());
    let (mut value, mut slope) = (vec![T::default(); x.len()], vec![T::default(); x.len()]);
    any.forward_slice(&x, &mut value).expect("one length");
    any.backward_slice(&x, &grad, &mut slope).expect("one length");
    let [y, by_x] = run(&Candle(any.clone()), &x, &grad).expect("no error");
    let text = |numbers: Vec<T>| format!("{numbers:?}");
    // candle adds every gradient to 0, which makes +0 of −0.
    let slope = slope.into_iter().map(|slope| slope + T::zero()).collect();
    assert_eq!(text(y), text(value), "{any}");
    assert_eq!(text(by_x), text(slope), "{any}");
}

#[test]
fn the_kernels_to_the_last_bit() {
    for any in AnyActivation::all() {
        same_bits::<f32>(&any);
        same_bits::<f64>(&any);
        same_bits::<f16>(&any);
        same_bits::<bf16>(&any);
    }
}

/// f, f′ and f″ at one point: two backward passes.
fn thrice<T: Element + WithDType>(op: impl CustomOp1 + Send + Sync + 'static, x: T) -> Result<[T; 3]> {
    let missing = || candle_core::Error::UnwrapNone;
    let x = Var::new(&[x], &Device::Cpu)?;
    let y = x.apply_op1(op)?;
    let first = y.backward()?;
    let first = first.get(&x).ok_or_else(missing)?;
    let second = first.backward()?;
    let second = second.get(&x).ok_or_else(missing)?;
    let number = |tensor: &Tensor| tensor.reshape(())?.to_scalar::<T>();
    Ok([number(&y)?, number(first)?, number(second)?])
}

#[test]
fn the_table_to_the_second_derivative() {
    let rows = golden().expect("a readable table");
    accuracy::check(&Format::DOUBLE, &rows, [4.0, 4.0, 64.0], |any, x: f64| {
        thrice(Candle(any.clone()), x).expect("two backward passes")
    });
    accuracy::check(&Format::SINGLE, &rows, [4.0, 4.0, 64.0], |any, x: f32| {
        thrice(Candle(any.clone()), x).expect("two backward passes")
    });
}

/// What is beyond the bound of `Composed`, in rows of one activation.
fn beyond<T: Element + WithDType>(rows: &[Row], epsilon: f64, largest: f64) -> Vec<String> {
    let any = &rows[0].activation;
    let x: Vec<T> = rows.iter().map(|row| <T as Element>::from_f64(row.x)).collect();
    let ones = vec![<T as Element>::from_f64(1.0); x.len()];
    let [values, slopes] = run(&Composed(any.clone()), &x, &ones).expect("no error");
    let mut report = Vec::new();
    for ((row, value), slope) in rows.iter().zip(values).zip(slopes) {
        let [f, first, second] = row.expected;
        for (what, got, expected, condition) in [("f", value, f, row.x * first), ("f′", slope, first, row.x * second)]
        {
            let got = Element::to_f64(got);
            let bound = 64.0 * epsilon * (expected.abs() + condition.abs() + 1.0);
            let too_large = expected.abs() > 0.99 * largest && got.abs() > 0.99 * largest;
            if !((got - expected).abs() <= bound || too_large) {
                report.push(format!("{what} of {} at {}: {got} {expected}", row.spec, row.x));
            }
        }
    }
    report
}

#[test]
fn composed_of_candles_operations_within_the_bound() {
    let rows = golden().expect("a readable table");
    let mut report = Vec::new();
    for rows in rows.chunk_by(|a, b| a.spec == b.spec) {
        report.extend(beyond::<f32>(rows, f64::from(f32::EPSILON), f64::from(f32::MAX)));
        report.extend(beyond::<f64>(rows, f64::EPSILON, f64::MAX));
    }
    assert!(report.is_empty(), "{} of {}:\n{}", report.len(), rows.len(), report.join("\n"));
}

/// Where the kernels have a number, so have candle's operations.
fn no_new_nan<T: Element + WithDType>(any: &AnyActivation) {
    let x = points::<T>();
    let grad = upstream::<T>(x.len());
    let kernels = run(&Candle(any.clone()), &x, &grad).expect("no error");
    let composed = run(&Composed(any.clone()), &x, &grad).expect("no error");
    for (kernels, composed) in kernels.iter().zip(&composed) {
        for ((x, expected), got) in x.iter().zip(kernels).zip(composed) {
            let is_nan = Element::to_f64(*got).is_nan();
            let finite = Element::to_f64(*x).is_finite();
            assert!(!finite || is_nan == Element::to_f64(*expected).is_nan(), "{any} at {x:?}: {got:?} {expected:?}");
        }
    }
}

#[test]
fn no_nan_far_out_in_any_format() {
    for any in AnyActivation::all() {
        no_new_nan::<f32>(&any);
        no_new_nan::<f16>(&any);
        no_new_nan::<bf16>(&any);
    }
    // What candle's own mish, selu and elu get wrong.
    for name in ["mish", "selu", "elu", "gelu", "silu", "softplus"] {
        let any: AnyActivation = name.parse().expect("a name");
        let [_, slopes] =
            run(&Candle(any), &[f16::from_f32(1000.0), f16::from_f32(-1000.0)], &[f16::ONE; 2]).expect("no error");
        assert!(slopes.iter().all(|slope| slope.is_finite()), "{name}: {slopes:?}");
    }
}

#[test]
fn kinks_are_ours() {
    for (name, expected) in [("relu", 0.0), ("abs", 0.0), ("leaky_relu", 0.01), ("relu6", 0.0), ("hard_swish", 0.5)] {
        let any: AnyActivation = name.parse().expect("a name");
        let [_, kernel] = run(&Candle(any.clone()), &[0_f64], &[1.0]).expect("no error");
        let [_, composed] = run(&Composed(any), &[0_f64], &[1.0]).expect("no error");
        assert_eq!((kernel[0], composed[0]), (expected, expected), "{name}");
    }
}

#[test]
fn other_types_are_refused_by_name() {
    let x = Tensor::new(&[1_u32, 2], &Device::Cpu).expect("a tensor");
    let gelu: AnyActivation = "gelu".parse().expect("a name");
    for error in [Candle(gelu.clone()).forward(&x), Composed(gelu).forward(&x)] {
        let text = error.expect_err("no kernels").to_string();
        assert!(text.starts_with("unsupported dtype U32 for op gelu"), "{text}");
    }
}
