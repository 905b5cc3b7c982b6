//! Derivatives of derivatives through networks, which candle gives where `CANDLE_GRAD_DO_NOT_DETACH` is set: each test runs
//! itself again in a process with it. In: chains of activations. Out: what dual numbers give. It must never pass by not running.

use activation_candle::activation_core::catalogue::{Mish, Prelu, Tanh};
use activation_candle::activation_core::{Activation, Dual, Real};
use activation_candle::{Candle, Composed, Learned};
use candle_core::{DType, Device, Module, Result, Tensor, Var};
use candle_nn::{VarBuilder, VarMap};

/// The test of that name in a process of its own, or the check itself there.
fn undetached(name: &str, check: fn() -> Result<()>) {
    if std::env::var_os("CANDLE_GRAD_DO_NOT_DETACH").is_some() {
        return check().expect("no error");
    }
    let program = std::env::current_exe().expect("a test has a file");
    let output = std::process::Command::new(program)
        .args([name, "--exact", "--nocapture"])
        .env("CANDLE_GRAD_DO_NOT_DETACH", "1")
        .output()
        .expect("the test runs again");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&output.stderr));
}

fn derivative(y: &Tensor, x: &Var) -> Result<Tensor> {
    y.backward()?.remove(x).ok_or(candle_core::Error::UnwrapNone)
}

const POINTS: [f64; 9] = [-30.0, -4.0, -1.5, -0.3, 0.0, 0.2, 1.0, 3.0, 25.0];

/// mish(tanh(x)) and its first three derivatives.
fn chain(x: f64) -> [f64; 4] {
    let inner = Dual::variable(Dual::variable(Dual::variable(x)));
    let y = Mish.forward(Tanh.forward(inner));
    [y.value.value.value, y.tangent.value.value, y.tangent.tangent.value, y.tangent.tangent.tangent]
}

fn three_times(inner: &impl Module, outer: &impl Module) -> Result<()> {
    let x = Var::new(&POINTS, &Device::Cpu)?;
    let y = outer.forward(&inner.forward(&x)?)?;
    let first = derivative(&y, &x)?;
    let second = derivative(&first, &x)?;
    let third = derivative(&second, &x)?;
    let got = [y, first, second, third].map(|tensor| tensor.to_vec1::<f64>());
    for (order, got) in got.into_iter().enumerate() {
        for (x, got) in POINTS.iter().zip(got?) {
            let expected = chain(*x)[order];
            assert!((got - expected).abs() < 1e-12 * (1.0 + expected.abs()), "order {order} at {x}: {got} {expected}");
        }
    }
    Ok(())
}

#[test]
fn three_derivatives_by_the_kernels() {
    undetached("three_derivatives_by_the_kernels", || three_times(&Candle(Tanh), &Candle(Mish)));
}

#[test]
fn three_derivatives_by_candles_operations() {
    undetached("three_derivatives_by_candles_operations", || three_times(&Composed(Tanh), &Composed(Mish)));
}

/// A penalty on the gradient, as in WGAN-GP: its derivative by a weight against a difference quotient.
#[test]
fn a_gradient_penalty_trains() {
    undetached("a_gradient_penalty_trains", || {
        let penalty = |w: f64| -> Result<(f64, f64)> {
            let (w, x) = (Var::new(&[w], &Device::Cpu)?, Var::new(&[0.3], &Device::Cpu)?);
            let y = Candle(Mish).forward(&w.mul(&x)?)?;
            let penalty = derivative(&y, &x)?.sqr()?;
            Ok((penalty.get(0)?.to_scalar()?, derivative(&penalty, &w)?.get(0)?.to_scalar()?))
        };
        let (up, down) = (penalty(1.7 + 1e-5)?.0, penalty(1.7 - 1e-5)?.0);
        let slope = penalty(1.7)?.1;
        assert!((slope - (up - down) / 2e-5).abs() < 1e-8, "{slope}");
        Ok(())
    });
}

#[test]
fn what_is_learnt_says_that_it_has_no_second_derivative() {
    undetached("what_is_learnt_says_that_it_has_no_second_derivative", || {
        let (map, x) = (VarMap::new(), Var::new(&[[0.5_f32]], &Device::Cpu)?);
        let prelu = Learned::new(Prelu::default(), None, VarBuilder::from_varmap(&map, DType::F32, &Device::Cpu))?;
        let first = derivative(&prelu.forward(&x)?, &x)?;
        let error = first.backward().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("backward is not supported"), "{error}");
        Ok(())
    });
}

/// Dual numbers are nested to the third order.
#[test]
fn the_reference_is_a_derivative() {
    let [value, first, ..] = chain(0.7);
    assert_eq!(value, Mish.forward(Real::tanh(0.7)));
    assert!((first - (chain(0.7 + 1e-6)[0] - chain(0.7 - 1e-6)[0]) / 2e-6).abs() < 1e-8);
}
