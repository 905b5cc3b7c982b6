//! The layer with activations that the macro made: the whole catalogue, chosen at run time and known at compile time.
//!
//! In: the registry, arrays of every dimension and kind of strides. Out: element by element what the scalar functions give,
//! bit for bit. What the layer does apart from its activation is tested in `activation-core/tests/layer.rs`. It must never
//! leave an activation out, nor NaN, ±0, ±∞, subnormal numbers and the activation's own kinks.
#![allow(clippy::cast_precision_loss, reason = "small indices")]

use activation_core::catalogue::{Linear, Prelu, Relu};
use activation_core::{
    Activation, ActivationLayer, AnyActivation, Derivative, Element, Error, Kinks, Residual, Visitor, activation,
};
use half::{bf16, f16};
use ndarray::{
    Array, Array0, Array1, Array4, ArrayD, ArrayRef, Axis, Dimension, Ix1, Ix4, IxDyn, ShapeBuilder, Slice, Zip,
};

activation! {
    /// A user's: the derivative from the output.
    leaning: if x > 0 <x> else <0.1 * x> => if y > 0 <1> else <0.1>;
    /// A user's: the derivative is kept.
    bump(height = 1): height * x / (1 + x * x);
    /// A user's: learnt.
    bent(learn slope = 1): slope * x + bump(x);
}

/// Equal bits, or NaN both.
fn same<T: Element, D: Dimension>(a: &ArrayRef<T, D>, b: &ArrayRef<T, D>) -> bool {
    a.shape() == b.shape() && Zip::from(a).and(b).all(|&a, &b| same_bits(a, b))
}

fn same_bits<T: Element>(a: T, b: T) -> bool {
    let (a, b) = (a.to_f64(), b.to_f64());
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// An input with what must come of it, element by element by the scalar functions.
struct Case<T, D> {
    name: String,
    input: Array<T, D>,
    grad: Array<T, D>,
    output: Array<T, D>,
    delta: Array<T, D>,
}

impl<T: Element, D: Dimension> Case<T, D> {
    fn new<A: Activation>(activation: &A, input: &ArrayRef<T, D>) -> Self {
        let mut next = -1.75;
        let grad = Array::from_shape_simple_fn(input.raw_dim(), || {
            next += 0.25;
            T::from_f64(next)
        });
        Self {
            name: activation.name().to_owned(),
            output: input.mapv(|x| T::narrow(activation.forward(x.widen()))),
            delta: Zip::from(input)
                .and(&grad)
                .map_collect(|&x, &g| T::narrow(g.widen() * activation.derivative(x.widen()))),
            input: input.to_owned(),
            grad,
        }
    }

    fn holds(&self, got: Result<&Array<T, D>, Error>, expected: &Array<T, D>) {
        let got = got.expect("all is in order");
        assert_eq!(got.shape(), self.input.shape(), "{}", self.name);
        Zip::from(&self.input).and(got).and(expected).for_each(|&x, &got, &expected| {
            assert!(same_bits(got, expected), "{} at {x:?}: {got:?} instead of {expected:?}", self.name);
        });
    }

    /// Every operation of a layer on `input`, which has the case's values in whatever strides.
    fn check<A: Activation>(&self, mut layer: ActivationLayer<A, T, D>, input: &ArrayRef<T, D>) {
        let Self { grad, output, delta, .. } = self;
        self.holds(layer.infer(input).as_ref().map_err(Clone::clone), output);
        let mut into = Array::from_elem(input.raw_dim().f(), T::default());
        layer.infer_into(input, &mut into).expect("the same shape");
        self.holds(Ok(&into), output);

        self.holds(layer.forward(input), output);
        for _ in 0..2 {
            self.holds(layer.backward(grad), delta);
        }
        self.holds(layer.output().ok_or_else(missing), output);
        self.holds(layer.delta().ok_or_else(missing), delta);
        let mut in_place = grad.clone();
        layer.backward_inplace(&mut in_place).expect("a forward before");
        self.holds(Ok(&in_place), delta);

        let mut in_place = input.to_owned();
        layer.forward_inplace(&mut in_place).expect("room");
        self.holds(Ok(&in_place), output);
        // What the caller does to its array is none of the layer's business.
        in_place.fill(T::from_f64(f64::NAN));
        for _ in 0..2 {
            self.holds(layer.backward(grad), delta);
        }
    }
}

fn missing() -> Error {
    Error::BackwardBeforeForward { operation: "the test" }
}

/// A layer of that activation, mostly one chosen at run time. Its arrays are of dynamic dimension: a hundred activations for
/// each of seven dimensions would take minutes to compile, and the loops are the same.
fn agree<T: Element>(activation: &impl Activation, input: &ArrayRef<T, IxDyn>) {
    Case::new(activation, input).check(ActivationLayer::new(activation.clone()), input);
}

/// A layer of an activation known at compile time: what `forward` and `backward` give.
struct Static<'a>(&'a ArrayD<f32>);

impl Visitor for Static<'_> {
    type Output = (ArrayD<f32>, ArrayD<f32>);

    fn visit<A: Activation>(self, activation: &A) -> Self::Output {
        let mut layer = ActivationLayer::new(activation.clone());
        let output = layer.forward(self.0).expect("room").clone();
        (output, layer.backward(self.0).expect("a forward before").clone())
    }
}

/// 120 numbers: those that are special to all, those that are to this activation, and a ramp.
fn picture<T: Element>(activation: &impl Activation) -> Array4<T> {
    let mut values =
        vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1e-40, -1e-40, 88.5, -104.0, 1e30, -1e30];
    if let Some(Kinks::Finite(kinks)) = activation.facts().kinks {
        values.extend(kinks.iter().map(|kink| kink.at));
    }
    let ramp = (0..120 - values.len()).map(|step| step as f64 * 0.11 - 5.3);
    values.extend(ramp);
    // The special ones not side by side.
    let scattered = (0..120).map(|i| T::from_f64(values[i * 7 % 120])).collect();
    Array4::from_shape_vec((2, 3, 4, 5), scattered).expect("120 numbers")
}

fn every_kind_of_strides<T: Element>(activation: &impl Activation) {
    let picture = picture::<T>(activation).into_dyn();
    let all = Slice::from(..);
    let back = all.step_by(-1);
    agree(activation, &picture);
    agree(activation, &picture.view().reversed_axes());
    agree(activation, &picture.view().permuted_axes(vec![2, 0, 3, 1]));
    for slices in [
        [back, back, back, back],
        [all, back, all, all],
        [all, Slice::from(1..), all.step_by(2), Slice::from(1..4)],
        [back, all, Slice::from(1..).step_by(-2), all.step_by(3)],
    ] {
        agree(activation, &picture.slice_each_axis(|axis| slices[axis.axis.index()]));
    }
    let mut inverted = picture.view();
    inverted.invert_axis(Axis(3));
    agree(activation, &inverted);
    let row = picture.index_axis(Axis(0), 1);
    agree(activation, &row.broadcast(IxDyn(&[3, 3, 4, 5])).expect("a new axis"));
    let column = picture.index_axis(Axis(3), 2).insert_axis(Axis(3));
    agree(activation, &column.broadcast(IxDyn(&[2, 3, 4, 5])).expect("a repeated axis"));
    agree(activation, &picture.slice_axis(Axis(2), Slice::from(..0)));
}

#[test]
fn the_catalogue_by_every_kind_of_strides() {
    for any in AnyActivation::all() {
        every_kind_of_strides::<f32>(&any);
        every_kind_of_strides::<f64>(&any);
    }
}

/// How a half is computed is `half.rs`'s to test, for the whole catalogue.
#[test]
fn halves_by_every_kind_of_strides() {
    every_kind_of_strides::<f16>(&Relu);
    every_kind_of_strides::<f16>(&Linear);
    every_kind_of_strides::<bf16>(&Bump::default());
    every_kind_of_strides::<bf16>(&Bent::default());
}

#[test]
fn layers_chosen_at_run_time_and_at_compile_time_agree() {
    for any in AnyActivation::all() {
        let picture = picture::<f32>(&any).into_dyn();
        let (output, delta) = any.dispatch(Static(&picture));
        let mut layer = ActivationLayer::new(any.clone());
        assert!(same(layer.forward(&picture).expect("room"), &output), "{any}");
        assert!(same(layer.backward(&picture).expect("a forward before"), &delta), "{any}");
    }
}

fn every_dimension<A: Activation>(activation: &A) {
    fn check<A: Activation, D: Dimension>(activation: &A, input: &ArrayRef<f32, D>) {
        Case::new(activation, input).check(ActivationLayer::new(activation.clone()), input);
    }
    let picture = picture::<f32>(&Relu);
    check(activation, &Array0::from_elem((), -1.5));
    check(activation, &picture.flatten());
    check(activation, &picture.index_axis(Axis(0), 1).index_axis(Axis(2), 0));
    check(activation, &picture.index_axis(Axis(1), 2));
    check(activation, &picture.view().reversed_axes());
    check(activation, &picture.to_shape((2, 3, 2, 2, 5)).expect("120 numbers").view().permuted_axes([3, 0, 4, 1, 2]));
    check(activation, &picture.to_shape((2, 3, 2, 2, 1, 5)).expect("120 numbers"));
    check(activation, &picture.to_shape(IxDyn(&[2, 1, 3, 2, 2, 1, 5])).expect("120 numbers"));
    check(activation, &Array::from_elem(IxDyn(&[]), 0.5));
    check(activation, &Array4::from_elem((2, 0, 4, 5), 0.5));
}

#[test]
fn every_residual_in_every_dimension() {
    every_dimension(&Relu);
    every_dimension(&Linear);
    every_dimension(&Bump::default());
    every_dimension(&Bent::default());
    let residuals = [Relu.residual(), Linear.residual(), Bump::default().residual(), Bent::default().residual()];
    assert_eq!(residuals, [Residual::Output, Residual::Nothing, Residual::Derivative, Residual::Input]);
}

/// Arrays far longer than what is gathered at a time, in one piece and by strides, into another array and in place.
fn long_lanes<A: Activation>(activation: &A) {
    const LENGTH: usize = 1000;
    let ramp = Array1::from_shape_fn(3 * LENGTH, |i| (i * 7 % 1009) as f32 * 0.01 - 5.0);
    let check = |input: &ArrayRef<f32, Ix1>| {
        Case::new(activation, input).check(ActivationLayer::new(activation.clone()), input);
    };
    let every_third = Slice::from(..).step_by(-3);
    check(&ramp);
    check(&ramp.slice_axis(Axis(0), Slice::from(..).step_by(-1)));
    check(&ramp.slice_axis(Axis(0), every_third));
    check(&Array1::from_elem(1, -0.5).broadcast(LENGTH).expect("one repeated"));

    // In place by strides: nothing beside the view changes.
    let mut layer = ActivationLayer::new(activation.clone());
    let (mut values, mut grad) = (ramp.clone(), ramp.clone());
    layer.forward_inplace(&mut values.slice_axis_mut(Axis(0), every_third)).expect("room");
    layer.backward_inplace(&mut grad.slice_axis_mut(Axis(0), every_third)).expect("a forward before");
    for (i, ((&x, value), grad)) in ramp.iter().zip(&values).zip(&grad).enumerate() {
        // From the end: the last one, and every third before it.
        let inside = i % 3 == 2;
        let expected = if inside { (activation.forward(x), x * activation.derivative(x)) } else { (x, x) };
        assert_eq!((value.to_bits(), grad.to_bits()), (expected.0.to_bits(), expected.1.to_bits()), "at {i}");
    }
}

#[test]
fn lanes_longer_than_a_chunk() {
    long_lanes(&Relu);
    long_lanes(&Linear);
    long_lanes(&Bump::default());
    long_lanes(&Bent::default());
}

/// Parameters that are not the defaults reach the loops.
#[test]
fn parameters_reach_the_layer() {
    for text in
        ["leaky_relu(negative_slope=0.3)", "elu(alpha=2)", "prelu(alpha=-0.5)", "keras_relu(max_value=6, threshold=1)"]
    {
        let any: AnyActivation = text.parse().expect("a known name");
        agree(&any, &picture::<f32>(&any).into_dyn());
        assert_eq!(ActivationLayer::<_>::new(any).activation().to_string(), text);
    }
}

/// An error changes neither the layer nor the arrays that it was given.
#[test]
fn errors_leave_everything_as_it_was() {
    for any in AnyActivation::all() {
        let input = picture::<f64>(&any).into_dyn();
        let grad = input.mapv(|x| 1.0 - 0.5 * x);
        let mut layer = ActivationLayer::new(any.clone()).with_input_shape(IxDyn(&[2, 3, 4, 5]));
        assert!(matches!(layer.backward(&grad), Err(Error::BackwardBeforeForward { .. })));
        let mut array = grad.clone();
        assert!(matches!(layer.backward_inplace(&mut array), Err(Error::BackwardBeforeForward { .. })));
        assert!(same(&array, &grad));
        assert_eq!((layer.output(), layer.delta()), (None, None));

        let output = layer.forward(&input).expect("room").clone();
        let delta = layer.backward(&grad).expect("a forward before").clone();
        let gradients = layer.parameter_gradients().clone();
        // The same number of elements in another shape.
        let other = input.to_shape(IxDyn(&[3, 2, 4, 5])).expect("120 numbers").into_owned();
        let mut array = other.clone();
        assert!(matches!(layer.forward(&other), Err(Error::InputShape { .. })));
        assert!(matches!(layer.infer(&other), Err(Error::InputShape { .. })));
        assert!(matches!(layer.forward_inplace(&mut array), Err(Error::InputShape { .. })));
        assert!(matches!(layer.infer_into(&input, &mut array), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(layer.backward(&other), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(layer.backward_inplace(&mut array), Err(Error::ShapeMismatch { .. })));
        assert!(same(&array, &other), "{any}");
        assert!(layer.output().is_some_and(|kept| same(kept, &output)), "{any}");
        assert!(layer.delta().is_some_and(|kept| same(kept, &delta)), "{any}");
        assert!(same(layer.parameter_gradients(), &gradients), "{any}");
        assert!(same(layer.backward(&grad).expect("a forward before"), &delta), "{any}");
    }
}

/// Generic code of users, with the layer's default type parameters: f32, four axes.
fn train<A: Activation>(
    layer: &mut ActivationLayer<A>,
    input: &Array4<f32>,
    target: &Array4<f32>,
) -> Result<f32, Error> {
    let error = layer.forward(input)? - target;
    layer.zero_parameter_gradients();
    layer.backward(&error)?;
    layer.step(0.1 / f64::from(u16::try_from(input.len()).unwrap_or(u16::MAX)));
    Ok(error.mapv(|e| e * e).sum())
}

#[test]
fn generic_code_takes_every_activation() -> Result<(), Error> {
    fn steps<A: Activation>(activation: A) -> Result<(f32, f32), Error> {
        let input = Array4::from_shape_fn((2, 3, 4, 5), |(n, c, h, w)| (n + 2 * c + 3 * h + w) as f32 * 0.2 - 1.6);
        let target = input.mapv(|x| 2.0 * x);
        let mut layer: ActivationLayer<A> = ActivationLayer::new(activation);
        let first = train(&mut layer, &input, &target)?;
        let mut last = first;
        for _ in 0..50 {
            last = train(&mut layer, &input, &target)?;
        }
        Ok((first, last))
    }
    // Nothing to learn: the same loss for ever. A slope to learn: a smaller one.
    for (first, last) in [steps(Leaning)?, steps(Bump::default())?, steps(Derivative(Bump::new(2.0)))?, steps(Relu)?] {
        assert_eq!(first.to_bits(), last.to_bits());
    }
    for (first, last) in
        [steps(Bent::default())?, steps(Prelu::new(-1.0))?, steps(AnyActivation::from(Prelu::new(-1.0)))?]
    {
        assert!(last < 0.9 * first, "{first} to {last}");
    }
    Ok(())
}

#[test]
fn the_seed_s_line() -> Result<(), Error> {
    let any: AnyActivation = "Relu".parse()?;
    let mut layer = ActivationLayer::new(any);
    layer.forward(&Array4::<f32>::zeros((5, 100, 100, 3)))?;
    assert_eq!(layer.to_string(), "activ   5 x 100 x 100 x 3   ->   5 x 100 x 100 x 3");
    let layer: ActivationLayer<Bump> = ActivationLayer::new(Bump::default()).with_input_shape((1, 2, 3, 4));
    assert_eq!(layer.to_string(), "activ   1 x 2 x 3 x 4   ->   1 x 2 x 3 x 4");
    assert_eq!(layer.input_shape(), Some(&Ix4(1, 2, 3, 4)));
    // For programmers: which activation, and nothing of the buffers.
    assert!(format!("{layer:?}").contains("Bump { height: 1.0 }"), "{layer:?}");
    Ok(())
}

/// A layer whose activation is chosen anew keeps nothing of the old one.
#[test]
fn layers_of_one_type_for_activations_of_any_name() -> Result<(), Error> {
    let names = ["relu", "SymmElliot", "gelu-tanh", "prelu(alpha=0.1)"];
    let mut network: Vec<ActivationLayer<AnyActivation, f64, Ix1>> = Vec::new();
    for name in names {
        network.push(ActivationLayer::new(name.parse()?));
    }
    let input = Array1::linspace(-2.0, 2.0, 9);
    let mut values = input.clone();
    for layer in &mut network {
        layer.forward_inplace(&mut values)?;
    }
    let mut grad = Array1::ones(9);
    for layer in network.iter_mut().rev() {
        layer.backward_inplace(&mut grad)?;
    }
    let through = |x: f64| -> Result<(f64, f64), Error> {
        let mut result = (x, 1.0);
        for name in names {
            let (value, slope) = name.parse::<AnyActivation>()?.forward_with_derivative(result.0);
            result = (value, result.1 * slope);
        }
        Ok(result)
    };
    for ((x, value), slope) in input.iter().zip(&values).zip(&grad) {
        let (expected, expected_slope) = through(*x)?;
        assert_eq!(value.to_bits(), expected.to_bits());
        assert!((slope - expected_slope).abs() <= 1e-15 * expected_slope.abs());
    }
    Ok(())
}
