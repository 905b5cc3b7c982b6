//! Layouts. In: views of one tensor. Out: what the contiguous copy gives, forward and backward. It must never compare a view with
//! itself.

use activation_candle::activation_core::catalogue::{Gelu, Relu};
use activation_candle::{Candle, Composed};
use candle_core::{Device, Module, Result, Tensor, Var};

fn views(x: &Tensor) -> Result<Vec<Tensor>> {
    Ok(vec![
        x.clone(),
        x.transpose(0, 2)?,
        x.transpose(1, 2)?,
        x.permute((1, 0, 2))?,
        x.narrow(0, 1, 2)?,
        x.narrow(1, 1, 2)?,
        x.narrow(2, 2, 3)?,
        x.narrow(2, 1, 4)?.transpose(0, 2)?.narrow(1, 1, 1)?,
        x.narrow(1, 2, 1)?.broadcast_as((3, 4, 5))?,
        x.narrow(2, 2, 1)?.broadcast_as((3, 4, 5))?,
        x.narrow(0, 1, 1)?.unsqueeze(0)?.broadcast_as((2, 3, 4, 5))?,
        x.get(2)?.get(1)?.get(3)?,
        x.narrow(0, 1, 0)?,
        x.narrow(2, 1, 0)?.transpose(0, 1)?,
    ])
}

fn numbers(x: &Tensor) -> Vec<f32> {
    x.flatten_all().and_then(|x| x.to_vec1()).expect("numbers")
}

#[test]
fn every_view_is_its_copy() -> Result<()> {
    let x = Tensor::arange(0_f32, 60.0, &Device::Cpu)?.affine(0.1, -3.0)?.reshape((3, 4, 5))?;
    for view in views(&x)? {
        let copy = view.force_contiguous()?;
        let expected = Candle(Gelu).forward(&copy)?;
        let got = Candle(Gelu).forward(&view)?;
        assert!(got.is_contiguous() && got.dims() == view.dims());
        assert_eq!(numbers(&got), numbers(&expected), "{:?}", view.layout());
        let composed = Composed(Gelu).forward(&view)?;
        let far = composed.sub(&expected)?.abs()?.flatten_all()?.to_vec1::<f32>()?;
        assert!(far.iter().all(|far| *far < 1e-6) && composed.dims() == view.dims());
    }
    Ok(())
}

/// Views of the input, and gradients that come as views.
#[test]
fn gradients_go_through_views() -> Result<()> {
    let start = Tensor::arange(0_f32, 60.0, &Device::Cpu)?.affine(0.1, -3.0)?.reshape((3, 4, 5))?;
    let x = Var::from_tensor(&start)?;
    for composed in [false, true] {
        for (view, copy) in views(&x)?.iter().zip(views(&start)?) {
            let y = if composed { view.apply_op1(Composed(Gelu))? } else { view.apply_op1(Candle(Gelu))? };
            // The transposed factor makes the gradient a view of another order.
            let weight = y
                .detach()
                .t()
                .ok()
                .map_or_else(|| y.detach(), |weight| weight.contiguous().and_then(|w| w.t()).unwrap_or(weight));
            let grads = y.mul(&weight)?.sum_all()?.backward()?;
            let twin = Var::from_tensor(&copy.force_contiguous()?)?;
            let other = Candle(Gelu).forward(&twin)?.mul(&weight.contiguous()?)?.sum_all()?.backward()?;
            // The gradient of a view is gathered: only its sum is the same for every view.
            let sum =
                |grads: Option<&Tensor>| grads.map_or(0.0, |grad| numbers(grad).iter().copied().map(f64::from).sum());
            let (got, expected): (f64, f64) = (sum(grads.get(&x)), sum(other.get(&twin)));
            assert!((got - expected).abs() < 1e-4 * expected.abs().max(1.0), "{:?}: {got} {expected}", view.layout());
        }
    }
    Ok(())
}

#[test]
fn all_threads_give_the_same() -> Result<()> {
    let len = (1 << 18) + 77;
    let x = Var::from_tensor(&Tensor::arange(0_f32, 340_000.0, &Device::Cpu)?.narrow(0, 0, len)?.affine(1e-4, -13.0)?)?;
    let (y, grads) = (Candle(Gelu).forward(&x)?, Candle(Gelu).forward(&x)?.backward()?);
    let parts: Vec<Tensor> =
        (0..len).step_by(1000).map(|at| x.narrow(0, at, 1000.min(len - at))).collect::<Result<_>>()?;
    let apart: Vec<f32> =
        parts.iter().flat_map(|part| numbers(&Candle(Gelu).forward(part).expect("no error"))).collect();
    assert_eq!(numbers(&y), apart);
    assert_eq!(grads.get(&x).map(Tensor::dims1).transpose()?, Some(len));
    let relu = Candle(Relu).forward(&x)?.backward()?;
    let steps: Vec<f32> = numbers(&x).iter().map(|x| if *x > 0.0 { 1.0 } else { 0.0 }).collect();
    assert_eq!(relu.get(&x).map(numbers), Some(steps));
    Ok(())
}
