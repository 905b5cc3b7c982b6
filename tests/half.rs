//! The half formats. In: all 65 536 numbers of `f16` and of `bf16`. Out: what `f32` gives, rounded once, for every activation of
//! the catalogue, by the slice kernels and by the layer. It must never call a result right that was rounded on the way.
//! (Strides and memory orders are in `layer.rs`, for these formats too.)

use activation_core::catalogue::{Exponential, Mish, Relu, Swish};
use activation_core::testing::{self, vector_engines};
use activation_core::{
    Activation, ActivationExt, ActivationLayer, AnyActivation, Element, Error, Residual, activation,
};
use half::{bf16, f16};
use ndarray::{Array1, Array4, ArrayRef1, Axis, Slice};

activation! {
    /// A user's: the derivative from the output, and a bound that no half has.
    capped: if x < 0.1 <x> else <0.1> => if y < 0.1 <1> else <0>;
    /// A user's: learnt.
    bent(learn slope = 1): slope * x / (1 + x * x);
}

/// Every number of a half format, by its representation.
trait Half: Element<Wide = f32> {
    fn all() -> Vec<Self>;
    fn bits(self) -> u16;
}

macro_rules! half {
    ($type:ident) => {
        impl Half for $type {
            fn all() -> Vec<Self> {
                (0..=u16::MAX).map(Self::from_bits).collect()
            }
            fn bits(self) -> u16 {
                self.to_bits()
            }
        }
    };
}
half!(f16);
half!(bf16);

/// That each result is the wide one, rounded; `round` is not what the kernels round by.
fn assert_rounded<T: Half>(what: &str, inputs: &[T], results: &[T], wide: &[f32]) {
    for ((x, result), wide) in inputs.iter().zip(results).zip(wide) {
        let expected = T::from_f64(f64::from(*wide));
        let same = result.bits() == expected.bits() || (result.to_f64().is_nan() && wide.is_nan());
        assert!(same, "{what} of {x:?}: {result:?} instead of {wide}");
    }
}

/// Gradients of every size beside every input.
fn gradients<T: Half>(inputs: &[T]) -> Vec<T> {
    (0..inputs.len()).map(|i| inputs[i.wrapping_mul(40_503) % inputs.len()]).collect()
}

fn widened<T: Half>(numbers: &[T]) -> Vec<f32> {
    numbers.iter().map(|number| number.widen()).collect()
}

/// Value, derivative and gradient of one activation.
fn assert_rounded_once<T: Half>(any: &AnyActivation) -> Result<(), Error> {
    let inputs = T::all();
    let gradients = gradients(&inputs);
    let (wide_inputs, wide_gradients) = (widened(&inputs), widened(&gradients));
    let (mut first, mut second) = (inputs.clone(), inputs.clone());
    let (mut wide_first, mut wide_second) = (wide_inputs.clone(), wide_inputs.clone());

    any.forward_slice(&inputs, &mut first)?;
    any.forward_slice(&wide_inputs, &mut wide_first)?;
    assert_rounded(&any.to_string(), &inputs, &first, &wide_first);
    any.forward_slice_with_derivative(&inputs, &mut first, &mut second)?;
    any.forward_slice_with_derivative(&wide_inputs, &mut wide_first, &mut wide_second)?;
    assert_rounded(&any.to_string(), &inputs, &first, &wide_first);
    assert_rounded(&format!("the derivative of {any}"), &inputs, &second, &wide_second);
    any.backward_slice(&inputs, &gradients, &mut first)?;
    any.backward_slice(&wide_inputs, &wide_gradients, &mut wide_first)?;
    assert_rounded(&format!("the gradient of {any}"), &inputs, &first, &wide_first);
    Ok(())
}

#[test]
fn every_input_of_every_activation_is_rounded_once() -> Result<(), Error> {
    for any in AnyActivation::all() {
        assert_rounded_once::<f16>(&any)?;
        assert_rounded_once::<bf16>(&any)?;
    }
    Ok(())
}

/// A debug build goes number by number: the vectors, of a few activations.
fn assert_rounded_by_vectors<T: Half, A: Activation>(activation: &A) {
    let inputs = T::all();
    let wide_inputs = widened(&inputs);
    let (mut results, mut wide) = (inputs.clone(), wide_inputs.clone());
    for engine in vector_engines() {
        testing::forward(engine, activation, &inputs, &mut results);
        testing::forward(engine, activation, &wide_inputs, &mut wide);
        assert_rounded(&format!("{} by {engine:?}", activation.name()), &inputs, &results, &wide);
    }
}

#[test]
fn every_input_is_rounded_once_by_vectors() {
    assert_rounded_by_vectors::<f16, _>(&Mish);
    assert_rounded_by_vectors::<bf16, _>(&Mish);
    assert_rounded_by_vectors::<f16, _>(&Relu);
    assert_rounded_by_vectors::<bf16, _>(&Exponential);
}

/// The layer on every input against the same layer in `f32`, gradients included: of each kind of residual, and what isn't exact
/// from a rounded output.
fn assert_layer<T: Half, A: Activation>(activation: &A) {
    let inputs = T::all();
    let gradients = gradients(&inputs);
    let (wide_inputs, wide_gradients) = (Array1::from(widened(&inputs)), Array1::from(widened(&gradients)));
    let (array, gradient) = (Array1::from(inputs.clone()), Array1::from(gradients));
    // Of that type, the input is always kept, and the derivative taken of it.
    let values = wide_inputs.mapv(|x| activation.forward(x));
    let deltas = &wide_gradients * &wide_inputs.mapv(|x| activation.derivative(x));
    let assert_same = |what: &str, got: &ArrayRef1<T>, wide: &ArrayRef1<f32>| {
        let name = format!("{what} of {}", activation.name());
        assert_rounded(&name, &inputs, got.as_slice().expect("contiguous"), wide.as_slice().expect("contiguous"));
    };

    let mut layer = ActivationLayer::new(activation.clone());
    assert_same("infer", &layer.infer(&array).expect("room"), &values);
    assert_same("forward", layer.forward(&array).expect("room"), &values);
    assert_same("backward", layer.backward(&gradient).expect("a forward before"), &deltas);
    let (mut in_place, mut in_place_gradient) = (array.clone(), gradient.clone());
    layer.forward_inplace(&mut in_place).expect("room");
    assert_same("forward_inplace", &in_place, &values);
    layer.backward_inplace(&mut in_place_gradient).expect("a forward before");
    assert_same("backward_inplace", &in_place_gradient, &deltas);
    let back = |axis: &ArrayRef1<T>| axis.slice_axis(Axis(0), Slice::from(..).step_by(-1)).to_owned();
    let (reversed, reversed_gradient) = (back(&array), back(&gradient));
    layer.forward(&reversed.slice_axis(Axis(0), Slice::from(..).step_by(-1))).expect("room");
    let delta = layer.backward(&reversed_gradient.slice_axis(Axis(0), Slice::from(..).step_by(-1)));
    assert_same("backward by strides", delta.expect("a forward before"), &deltas);
}

#[test]
fn the_layer_rounds_once_whatever_the_residual() {
    let residuals = [Capped.residual(), Mish.residual(), Bent::default().residual()];
    assert_eq!(residuals, [Residual::Output, Residual::Derivative, Residual::Input]);
    for any in ["relu", "linear", "leaky_relu", "hard_swish"].map(|name| name.parse::<AnyActivation>().expect("a name"))
    {
        assert_layer::<f16, _>(&any);
    }
    assert_layer::<f16, _>(&Capped);
    assert_layer::<f16, _>(&Mish);
    assert_layer::<bf16, _>(&Mish);
    assert_layer::<f16, _>(&Bent::default());
}

/// The terms and their sum are those of `f32`.
#[test]
fn gradients_of_parameters_are_not_rounded_at_all() -> Result<(), Error> {
    let numbers: Vec<bf16> = bf16::all().into_iter().filter(|number| number.to_f32().abs() < 100.0).collect();
    let grad = Array1::from(numbers.iter().rev().copied().collect::<Vec<_>>());
    let input = Array1::from(numbers);
    let (mut layer, mut wide) = (ActivationLayer::new(Bent::default()), ActivationLayer::new(Bent::default()));
    layer.forward(&input)?;
    layer.backward(&grad)?;
    wide.forward(&input.mapv(bf16::to_f32))?;
    wide.backward(&grad.mapv(bf16::to_f32))?;
    assert_eq!(layer.parameter_gradients(), wide.parameter_gradients());
    Ok(())
}

#[test]
fn what_is_too_large_is_infinite_and_what_is_no_number_stays_none() {
    let input = [12.0, -20.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN].map(f16::from_f32);
    let mut output = input;
    Exponential.forward_slice_inplace(&mut output);
    assert_eq!(output[..4], [f16::INFINITY, f16::ZERO, f16::INFINITY, f16::ZERO]);
    assert!(output[4].is_nan());
    // The product of gradient and derivative is rounded, not the derivative: 2e5 · 1e-3, in a format that ends at 65 504.
    let mut grad = [f16::from_f32(1e-3)];
    Exponential.backward_slice_inplace(&[f16::from_f32(12.2)], &mut grad).expect("one length");
    assert_eq!(grad, [f16::from_f32(f16::from_f32(12.2).to_f32().exp() * f16::from_f32(1e-3).to_f32())]);
    assert!(grad[0].is_finite());
}

#[test]
fn errors_are_those_of_any_format() {
    let (input, mut short) = ([bf16::ONE; 3], [bf16::ZERO; 2]);
    assert!(matches!(Relu.forward_slice(&input, &mut short), Err(Error::ShapeMismatch { .. })));
    assert_eq!(short, [bf16::ZERO; 2]);
    let mut layer = ActivationLayer::new(Swish { beta: 1.0 }).with_input_shape((1, 2, 3, 4));
    let array = Array4::from_elem((1, 2, 3, 4), f16::ONE);
    assert!(matches!(layer.backward(&array), Err(Error::BackwardBeforeForward { .. })));
    assert!(matches!(layer.forward(&Array4::from_elem((4, 3, 2, 1), f16::ONE)), Err(Error::InputShape { .. })));
    layer.forward(&array).expect("that shape");
    assert!(matches!(layer.backward(&Array4::from_elem((1, 1, 1, 1), f16::ONE)), Err(Error::ShapeMismatch { .. })));
}
