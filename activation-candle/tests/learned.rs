//! Learnable parameters as variables of a model. In: every activation of the registry that has some. Out: gradients against
//! sums of ∂f/∂θ in `f64`, and a training that finds a parameter. It must never skip one.

use activation_candle::Learned;
use activation_candle::activation_core::catalogue::{Dyt, Gelu, Prelu};
use activation_candle::activation_core::{Activation, AnyActivation};
use candle_core::{DType, Device, Module, Result, Tensor, Var};
use candle_nn::{Optimizer, SGD, VarBuilder, VarMap};

fn builder(map: &VarMap, dtype: DType) -> VarBuilder<'static> {
    VarBuilder::from_varmap(map, dtype, &Device::Cpu)
}

/// Σ grad · ∂f/∂θ over a channel of arrays of shape (2, 3, 5), or over all.
fn sum(any: &AnyActivation, index: usize, x: &[f64], grad: &[f64], channel: Option<usize>) -> f64 {
    let terms =
        x.iter().zip(grad).enumerate().filter(|(place, _)| channel.is_none_or(|channel| place / 5 % 3 == channel));
    terms.map(|(_, (x, grad))| grad * any.parameter_derivative(index, *x).expect("learnable")).sum()
}

fn check(any: &AnyActivation, channels: Option<usize>) -> Result<()> {
    let map = VarMap::new();
    let learned = Learned::new(any.clone(), channels, builder(&map, DType::F64))?;
    let numbers: Vec<f64> = (0..30).map(|i| f64::from(i) * 0.13 - 1.9).collect();
    let upstream: Vec<f64> = (0..30).map(|i| 1.0 - f64::from(i * 7 % 11) * 0.3).collect();
    let x = Var::from_vec(numbers.clone(), (2, 3, 5), &Device::Cpu)?;
    let y = learned.forward(&x)?;
    let grads = y.mul(&Tensor::from_vec(upstream.clone(), (2, 3, 5), &Device::Cpu)?)?.sum_all()?.backward()?;
    let flat = |tensor: &Tensor| tensor.flatten_all()?.to_vec1::<f64>();
    let by_x: Vec<f64> = numbers.iter().zip(&upstream).map(|(x, grad)| grad * any.derivative(*x)).collect();
    let close = |got: f64, expected: f64| (got - expected).abs() <= 1e-12 * expected.abs().max(1.0) || got == expected;
    let values = flat(&y)?.into_iter().zip(numbers.iter().map(|x| any.forward(*x)));
    let slopes = grads.get(&x).map(flat).transpose()?.unwrap_or_default().into_iter().zip(by_x);
    assert!(values.chain(slopes).all(|(got, expected)| close(got, expected)), "{any}");
    for (name, variable) in learned.variables() {
        let index = any.parameters().iter().position(|parameter| parameter.name == name).expect("it has the name");
        let got = grads.get(variable).map(flat).transpose()?.unwrap_or_default();
        assert_eq!(got.len(), channels.unwrap_or(1));
        for (channel, got) in got.into_iter().enumerate() {
            let expected = sum(any, index, &numbers, &upstream, channels.map(|_| channel));
            assert!(close(got, expected), "{any} {name}: {got} {expected}");
        }
    }
    Ok(())
}

#[test]
fn gradients_of_all_that_can_be_learnt() -> Result<()> {
    let learnable: Vec<AnyActivation> =
        AnyActivation::all().filter(|any| any.parameters().iter().any(|parameter| parameter.learnable)).collect();
    assert!(learnable.len() > 10);
    for any in &learnable {
        check(any, None)?;
        check(any, Some(3))?;
    }
    Ok(())
}

/// Nothing would be learnt, without a word.
#[test]
fn what_cannot_be_learnt_is_told() {
    let refused = |learned: Result<Learned<AnyActivation>>| learned.expect_err("nothing to learn").to_string();
    let none = refused(Learned::new(Gelu.into(), None, builder(&VarMap::new(), DType::F32)));
    assert!(none.contains("`gelu` has no `learn` parameter"), "{none}");
    let prelu = refused(Learned::new(Prelu::default().into(), Some(0), builder(&VarMap::new(), DType::F32)));
    assert!(prelu.contains("prelu: parameters for 0 channels"), "{prelu}");
}

#[test]
fn a_parameter_is_found_and_kept() -> Result<()> {
    let map = VarMap::new();
    let learned = Learned::new(Prelu::default(), Some(2), builder(&map, DType::F32).pp("act"))?;
    let x = Tensor::new(&[[-1_f32, -2.0], [0.5, 1.0], [-3.0, -0.5]], &Device::Cpu)?;
    let target = Tensor::new(&[[-0.1_f32, 1.0], [0.5, 1.0], [-0.3, 0.25]], &Device::Cpu)?;
    let mut descent = SGD::new(map.all_vars(), 0.1)?;
    for _ in 0..200 {
        descent.backward_step(&learned.forward(&x)?.sub(&target)?.sqr()?.mean_all()?)?;
    }
    let alphas: Vec<f64> = learned.settled()?.iter().map(|prelu| prelu.alpha).collect();
    assert!((alphas[0] - 0.1).abs() < 1e-3 && (alphas[1] + 0.5).abs() < 1e-3, "{alphas:?}");
    let names: Vec<String> = map.data().lock().expect("no panic").keys().cloned().collect();
    assert_eq!(names, ["act.alpha"]);
    Ok(())
}

#[test]
fn half_formats_and_one_axis() -> Result<()> {
    let map = VarMap::new();
    let dyt = Learned::new(Dyt::default(), None, builder(&map, DType::F32).pp("dyt"))?;
    let x = Tensor::new(&[-1_f32, 0.0, 2.0], &Device::Cpu)?.to_dtype(DType::BF16)?;
    assert_eq!(dyt.forward(&x)?.dtype(), DType::BF16);
    let prelu = Learned::new(Prelu { alpha: 0.5 }, Some(3), builder(&map, DType::F32))?;
    assert_eq!(prelu.forward(&x.to_dtype(DType::F32)?)?.to_vec1::<f32>()?, [-0.5, 0.0, 2.0]);
    Ok(())
}

#[test]
fn wrong_channels_are_told() -> Result<()> {
    let prelu = Learned::new(Prelu::default(), Some(4), builder(&VarMap::new(), DType::F32))?;
    let error =
        prelu.forward(&Tensor::zeros((2, 3), DType::F32, &Device::Cpu)?).expect_err("three channels").to_string();
    let told = "prelu has parameters for 4 channels along axis 1, but the input of shape [2, 3] has 3 there";
    assert!(error.contains(told), "{error}");
    Ok(())
}
