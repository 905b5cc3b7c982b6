//! The layer against a plain loop over elements: every shape, every kind of strides, every residual,
//! every operation; and every error, which must leave the layer as it was.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small indices and samples")]

mod common;

use activation_core::{Activation, ActivationLayer, Error, Residual, ResidualPolicy};
use common::{Double, Prelu, Relu, Silu, Swish};
use ndarray::{
    Array, Array0, Array1, Array2, Array3, Array4, ArrayRef, ArrayView4, Axis, AxisDescription, Dimension, Ix4, IxDyn,
    ShapeBuilder, Slice,
};

/// Every operation of a layer agrees with the activation, element by element.
fn check<A: Activation, D: Dimension>(activation: &A, input: &ArrayRef<f64, D>) {
    let grad = Array::from_shape_fn(input.raw_dim(), |_| 1.0) * 3.0 - &(input * 0.5);
    let output = input.mapv(|x| activation.forward(x));
    let delta = &grad * &input.mapv(|x| activation.derivative(x));
    let name = activation.name();

    let mut layer = ActivationLayer::new(activation.clone());
    assert_eq!(layer.forward(input).unwrap(), &output, "{name}");
    assert_eq!(layer.output(), Some(&output));
    assert_eq!(layer.delta(), None);
    for _ in 0..2 {
        assert_eq!(layer.backward(&grad).unwrap(), &delta, "{name}");
    }
    assert_eq!(layer.delta(), Some(&delta));

    let mut in_place = input.to_owned();
    layer.forward_inplace(&mut in_place).unwrap();
    assert_eq!(in_place, output, "{name}");
    assert_eq!((layer.output(), layer.delta()), (None, None));
    in_place.fill(f64::NAN);
    for _ in 0..2 {
        let mut grad = grad.clone();
        layer.backward_inplace(&mut grad).unwrap();
        assert_eq!(grad, delta, "{name}");
    }
    assert_eq!(layer.backward(&grad).unwrap(), &delta);
    // A gradient in another memory order than what was kept.
    let mut other = Array::zeros(input.raw_dim().f());
    other.assign(&grad);
    assert_eq!(layer.backward(&other).unwrap(), &delta);
    layer.backward_inplace(&mut other).unwrap();
    assert_eq!(other, delta);

    // Without a forward that keeps anything.
    let mut layer = ActivationLayer::new(activation.clone()).with_residual_policy(ResidualPolicy::Memory);
    assert_eq!(layer.backward_with_input(input, &grad).unwrap(), &delta, "{name}");
    assert_eq!(layer.delta(), Some(&delta));
    layer.backward_with_input_inplace(input, &mut other.view_mut()).unwrap();
    assert_eq!((other == &delta * &input.mapv(|x| activation.derivative(x)), layer.delta()), (true, None), "{name}");
    assert_eq!(layer.forward(input).unwrap(), &output, "{name}");
    let from_output = matches!(activation.residual(), Residual::Nothing | Residual::Output);
    let needs_input = Error::InputNotKept { operation: "backward", activation: name };
    assert_eq!(layer.backward(&grad), if from_output { Ok(&delta) } else { Err(needs_input.clone()) });
    assert_eq!(layer.backward_with_input(input, &grad).unwrap(), &delta, "{name}");
    assert_eq!(layer.output(), Some(&output), "{name}");
    let mut in_place = input.to_owned();
    layer.forward_inplace(&mut in_place).unwrap();
    let constant = activation.residual() == Residual::Nothing;
    assert_eq!(layer.backward(&grad), if constant { Ok(&delta) } else { Err(needs_input) });

    assert_eq!(layer.infer(input).unwrap(), output);
    let mut into = Array::zeros(input.raw_dim().f());
    layer.infer_into(input, &mut into).unwrap();
    assert_eq!(into, output);
}

fn check_all<D: Dimension>(input: &ArrayRef<f64, D>) {
    check(&Double, input);
    check(&Relu, input);
    check(&Silu, input);
    check(&Prelu { slope: 0.25 }, input);
    check(&Swish { beta: 1.5 }, input);
}

fn picture() -> Array4<f64> {
    let mut next = -40.0;
    Array4::from_shape_simple_fn((2, 3, 4, 5), || {
        next += 0.7;
        next
    })
}

/// One slice per axis. (ndarray's `s!` doesn't pass `forbid(unsafe_code)`.)
fn cut(picture: &Array4<f64>, slices: [Slice; 4]) -> ArrayView4<'_, f64> {
    picture.slice_each_axis(|axis| slices[axis.axis.index()])
}

#[test]
fn every_dimension() {
    check_all(&Array0::from_elem((), -1.5));
    check_all(&Array1::linspace(-3.0, 3.0, 7));
    check_all(&Array2::from_shape_fn((3, 4), |(i, j)| i as f64 - j as f64));
    check_all(&picture());
    for axes in [0, 1, 4, 7] {
        let shape = IxDyn(&vec![2; axes]);
        check_all(&Array::from_shape_fn(shape, |index| index.slice().iter().sum::<usize>() as f64 - 2.0));
    }
}

#[test]
fn every_kind_of_strides() {
    let (picture, all) = (picture(), Slice::from(..));
    check_all(&picture.view().reversed_axes());
    check_all(&picture.view().permuted_axes([0, 3, 1, 2]));
    check_all(&cut(&picture, [all, Slice::from(1..), all.step_by(2), Slice::from(1..4)]));
    let back = all.step_by(-1);
    check_all(&cut(&picture, [back, all, back, all]));
    check_all(&cut(&picture, [back; 4]));
    check_all(&picture.index_axis(Axis(2), 1));
    let first = Slice::from(..1);
    check_all(&cut(&picture, [first, all, first, all]));
    let row = Array1::linspace(-1.0, 1.0, 5);
    check_all(&row.broadcast((3, 4, 5)).unwrap());
    check_all(&Array1::from_elem(1, -2.0).broadcast((3, 4)).unwrap());
}

#[test]
fn empty_arrays() {
    check_all(&Array1::zeros(0));
    check_all(&Array4::zeros((2, 0, 3, 4)));
    check_all(&Array4::zeros((2, 0, 3, 4)).view().reversed_axes());
}

/// Two square arrays, contiguous both, whose memory orders differ.
#[test]
fn a_transposed_partner_is_not_taken_in_memory_order() {
    let input = Array2::from_shape_fn((3, 3), |(i, j)| (3 * i + j) as f64 - 4.0);
    let grad = Array2::from_shape_fn((3, 3), |(i, j)| (i + 10 * j) as f64);
    let mut layer = ActivationLayer::new(Silu);
    layer.forward(&input).unwrap();
    let expected = layer.backward(&grad).unwrap().clone();
    let mut transposed = grad.t().as_standard_layout().into_owned().reversed_axes();
    assert_eq!(layer.backward(&transposed).unwrap(), &expected);
    layer.backward_inplace(&mut transposed).unwrap();
    assert_eq!(transposed, expected);
}

#[test]
fn views_are_written_in_place_and_nothing_beside_them() {
    let (all, odd) = (Slice::from(..), Slice::from(1..).step_by(-2));
    let mut layer = ActivationLayer::new(Silu);
    for slices in [[all; 4], [all.step_by(-1); 4], [odd; 4], [all, odd, all, odd.step_by(1)]] {
        let (mut picture, part) = (picture(), |axis: AxisDescription| slices[axis.axis.index()]);
        let (mut expected, mut inferred) = (picture.clone(), picture.clone());
        expected.slice_each_axis_mut(part).mapv_inplace(|x| Silu.forward(x));
        let (input, mut output) = (picture.slice_each_axis(part), inferred.slice_each_axis_mut(part));
        layer.infer_into(&input, &mut output).unwrap();
        assert_eq!(inferred, expected);
        layer.forward_inplace(&mut picture.slice_each_axis_mut(part)).unwrap();
        assert_eq!(picture, expected);
    }
}

#[test]
fn the_output_has_the_order_of_a_fortran_input() {
    let fortran = picture().reversed_axes();
    let mut layer = ActivationLayer::new(Silu);
    assert_eq!(layer.forward(&fortran).unwrap().strides(), fortran.strides());
    assert_eq!(layer.backward(&picture().reversed_axes()).unwrap().strides(), fortran.strides());
    let sliced = fortran.slice_axis(Axis(0), Slice::from(1..));
    assert!(layer.forward(&sliced).unwrap().is_standard_layout());
}

#[test]
fn shapes_may_change_from_step_to_step() {
    let picture = picture();
    let mut layer = ActivationLayer::new(Silu);
    for batch in [2, 1, 0, 2] {
        let part = picture.slice_axis(Axis(0), Slice::from(..batch));
        let expected = part.mapv(|x| Silu.forward(x));
        assert_eq!(layer.forward(&part).unwrap(), &expected);
        let expected = part.mapv(|x| x * Silu.derivative(x));
        assert_eq!(layer.backward(&part).unwrap(), &expected);
    }
}

#[test]
fn a_failed_call_changes_nothing() {
    let input = picture();
    let mut layer = ActivationLayer::new(Silu).with_input_shape((2, 3, 4, 5));
    let missing = Error::BackwardBeforeForward { operation: "backward" };
    assert_eq!(layer.backward(&input), Err(missing));
    assert_eq!((layer.output(), layer.delta()), (None, None));
    assert_eq!(layer.input_shape(), Some(&Ix4(2, 3, 4, 5)));

    let output = layer.forward(&input).unwrap().clone();
    let delta = layer.backward(&input).unwrap().clone();
    let small = Array4::from_elem((1, 3, 4, 5), 9.0);
    let mut changed = small.clone();

    let refused = layer.forward(&small).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "forward: input has shape 1 x 3 x 4 x 5, but the layer was declared for 2 x 3 x 4 x 5"
    );
    assert!(matches!(layer.forward_inplace(&mut changed), Err(Error::InputShape { .. })));
    assert!(matches!(layer.infer(&small), Err(Error::InputShape { .. })));
    assert!(matches!(layer.infer_into(&input, &mut changed), Err(Error::ShapeMismatch { .. })));
    let refused = layer.backward(&small).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "backward: grad_output has shape 1 x 3 x 4 x 5, but forward's output has shape 2 x 3 x 4 x 5"
    );
    assert!(matches!(layer.backward_inplace(&mut changed), Err(Error::ShapeMismatch { .. })));
    let refused = layer.backward_with_input(&input, &small).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "backward_with_input: grad_output has shape 1 x 3 x 4 x 5, but input has shape 2 x 3 x 4 x 5"
    );
    assert!(matches!(layer.backward_with_input(&small, &small), Err(Error::InputShape { .. })));
    assert!(matches!(layer.backward_with_input_inplace(&input, &mut changed), Err(Error::ShapeMismatch { .. })));

    assert_eq!(changed, small);
    assert_eq!((layer.output(), layer.delta()), (Some(&output), Some(&delta)));
    assert_eq!(layer.backward(&input).unwrap(), &delta);
}

#[test]
fn an_array_beyond_memory_is_an_error() {
    let one = Array1::from_elem(1, 1.0_f64);
    let huge = one.broadcast(1 << 61).unwrap();
    let mut layer = ActivationLayer::new(Silu);
    layer.forward(&one).unwrap();
    assert_eq!(layer.forward(&huge), Err(Error::TooLarge { elements: 1 << 61 }));
    assert_eq!(layer.infer(&huge), Err(Error::TooLarge { elements: 1 << 61 }));
    assert_eq!(layer.output(), Some(&one.mapv(|x| Silu.forward(x))));
}

#[test]
fn the_seed_s_line() {
    let mut layer = ActivationLayer::new(Relu);
    assert_eq!(layer.to_string(), "activ   any shape   ->   same shape");
    layer.forward(&Array4::<f32>::zeros((5, 100, 100, 3))).unwrap();
    assert_eq!(layer.to_string(), "activ   5 x 100 x 100 x 3   ->   5 x 100 x 100 x 3");
    let declared: ActivationLayer<_> = ActivationLayer::new(Relu).with_input_shape((1, 2, 3, 4));
    assert_eq!(declared.to_string(), "activ   1 x 2 x 3 x 4   ->   1 x 2 x 3 x 4");
    let mut scalar = ActivationLayer::new(Relu);
    scalar.forward(&Array0::<f64>::zeros(())).unwrap();
    assert_eq!(scalar.to_string(), "activ   scalar   ->   scalar");
}

/// What generic code of users looks like: the default type parameters, and inferred ones.
#[test]
fn the_type_parameters_default_and_follow() -> Result<(), Error> {
    fn train<A: Activation>(layer: &mut ActivationLayer<A>, input: &Array4<f32>) -> Result<f32, Error> {
        let grad_output = layer.forward(input)?.to_owned();
        Ok(layer.backward(&grad_output)?.sum())
    }
    let input = Array4::from_elem((5, 2, 2, 3), 2.0);
    let mut layer = ActivationLayer::new(Relu);
    assert_eq!(train(&mut layer, &input)?, 120.0);

    let mut flat = ActivationLayer::new(Relu);
    assert_eq!(flat.forward(&Array1::from_vec(vec![-1.0_f64, 1.0]))?.sum(), 1.0);
    Ok(())
}

#[test]
fn an_upstream_infinity_or_nan_passes_only_where_it_may() {
    let input = Array1::from_vec(vec![-1.0_f32, 1.0, f32::NAN]);
    let mut layer = ActivationLayer::new(Relu);
    assert!(layer.forward(&input).unwrap()[2].is_nan());
    let delta = layer.backward(&Array1::from_vec(vec![-2.0, f32::INFINITY, 1.0])).unwrap();
    assert_eq!(delta[0].to_bits(), (-0.0_f32).to_bits());
    assert_eq!(delta[1], f32::INFINITY);
}

/// The message names the way out, and the way out adds the same gradients of parameters.
#[test]
fn without_a_residual_the_caller_gives_the_input() {
    let (input, grad) = (picture(), picture().mapv(|x| 1.0 - 0.1 * x));
    let mut usual = ActivationLayer::new(Prelu { slope: 0.25 }).with_parameters_per_channel(Axis(1), 3).unwrap();
    let mut frugal = usual.clone().with_residual_policy(ResidualPolicy::Memory);
    usual.forward(&input).unwrap();
    frugal.forward(&input).unwrap();
    assert_eq!(
        frugal.backward(&grad).unwrap_err().to_string(),
        "backward: the derivative of `prelu` needs the input, which this layer doesn't keep; call backward_with_input, or \
         choose another residual policy"
    );
    assert_eq!(frugal.backward_with_input(&input, &grad).unwrap(), usual.backward(&grad).unwrap());
    assert_eq!(frugal.parameter_gradients(), usual.parameter_gradients());
    assert!(matches!(
        frugal.backward_with_input(&input.index_axis(Axis(0), 0).insert_axis(Axis(1)), &grad),
        Err(Error::Channels { .. })
    ));
    // A new policy begins anew.
    let mut usual = usual.with_residual_policy(ResidualPolicy::Speed);
    assert!(matches!(usual.backward(&grad), Err(Error::BackwardBeforeForward { .. })));
}

/// `torch.nn.PReLU(3)`: weight per channel along axis 1; ∂/∂weight is Σ grad·x over x <= 0.
#[test]
fn prelu_per_channel_is_pytorch_s() {
    let input = Array3::from_shape_fn((4, 3, 5), |(n, c, l)| (7 * n + 5 * c + 3 * l) as f64 % 11.0 - 5.0);
    let grad = Array3::from_shape_fn((4, 3, 5), |(n, c, l)| (n + 2 * c + 3 * l) as f64 % 7.0 - 3.0);
    let weights = Array2::from_shape_vec((3, 1), vec![0.1, -0.2, 0.5]).unwrap();
    let mut layer = ActivationLayer::new(Prelu { slope: 0.25 }).with_parameters_per_channel(Axis(1), 3).unwrap();
    assert_eq!(layer.parameters(), Array2::from_elem((3, 1), 0.25));
    layer.set_parameters(&weights).unwrap();
    assert_eq!(layer.parameters(), weights);

    let weight = |c: usize| weights[[c, 0]];
    let mut expected_gradient = Array2::zeros((3, 1));
    let output = Array3::from_shape_fn(input.dim(), |(n, c, l)| {
        let x = input[[n, c, l]];
        if x > 0.0 { x } else { weight(c) * x }
    });
    let delta = Array3::from_shape_fn(input.dim(), |(n, c, l)| {
        let (x, g) = (input[[n, c, l]], grad[[n, c, l]]);
        if x > 0.0 {
            return g;
        }
        expected_gradient[[c, 0]] += g * x;
        g * weight(c)
    });

    assert_eq!(layer.infer(&input).unwrap(), output);
    assert_eq!(layer.forward(&input).unwrap(), &output);
    assert_eq!(layer.backward(&grad).unwrap(), &delta);
    assert_eq!(layer.parameter_gradients(), &expected_gradient);

    // A second backward adds a second time.
    let mut in_place = grad.clone();
    layer.backward_inplace(&mut in_place).unwrap();
    assert_eq!(in_place, delta);
    assert_eq!(layer.parameter_gradients(), &(&expected_gradient * 2.0));
    layer.zero_parameter_gradients();
    layer.backward(&grad).unwrap();

    layer.step(0.01);
    assert_eq!(layer.parameters(), &weights - &(&expected_gradient * 0.01));
    assert!(matches!(layer.backward(&grad), Err(Error::BackwardBeforeForward { .. })));
    assert_eq!(layer.delta(), Some(&delta));
}

#[test]
fn channels_along_any_axis() {
    let picture = picture();
    for (axis, &channels) in picture.shape().iter().enumerate() {
        let mut layer =
            ActivationLayer::new(Prelu { slope: 0.0 }).with_parameters_per_channel(Axis(axis), channels).unwrap();
        let slopes = Array2::from_shape_fn((channels, 1), |(c, _)| c as f64);
        layer.set_parameters(&slopes).unwrap();
        let mut array = picture.clone();
        layer.forward_inplace(&mut array).unwrap();
        for (c, lane) in array.axis_iter(Axis(axis)).enumerate() {
            let input = picture.index_axis(Axis(axis), c);
            assert_eq!(lane, input.mapv(|x| Prelu { slope: c as f64 }.forward(x)));
        }
    }
}

#[test]
fn channels_that_do_not_fit_are_an_error() {
    let mut layer = ActivationLayer::new(Prelu { slope: 0.25 }).with_parameters_per_channel(Axis(1), 3).unwrap();
    let refused = layer.forward(&Array2::<f32>::zeros((4, 2))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "forward: input has shape 4 x 2, so 2 channels along axis 1, but the layer has parameters for 3"
    );
    assert!(layer.set_parameters(&Array2::zeros((2, 1))).is_err());
    let mut layer = ActivationLayer::new(Prelu { slope: 0.25 }).with_parameters_per_channel(Axis(1), 3).unwrap();
    let mut flat = Array1::from_elem(3, -1.0_f32);
    let refused = layer.forward_inplace(&mut flat).unwrap_err();
    assert!(matches!(refused, Error::Channels { axis: 1, channels: 3, .. }));
    assert_eq!(flat, Array1::from_elem(3, -1.0));
}

/// A million elements, against a central difference of the loss in the parameter.
#[test]
fn parameter_gradients_pass_a_finite_difference_check() {
    let input = Array1::from_shape_fn(1_000_000, |i| ((i * 7919) % 2003) as f64 / 200.0 - 5.0);
    let grad = Array1::from_shape_fn(1_000_000, |i| ((i * 104_729) % 1009) as f64 / 1009.0 - 0.3);
    let loss = |beta: f64| {
        let layer = ActivationLayer::new(Swish { beta });
        (layer.infer(&input).unwrap() * &grad).sum()
    };
    let mut layer = ActivationLayer::new(Swish { beta: 0.8 });
    layer.forward(&input).unwrap();
    layer.backward(&grad).unwrap();
    let gradient = layer.parameter_gradients()[[0, 0]];
    // Richardson's extrapolation of the central difference.
    let central = |h: f64| (loss(0.8 + h) - loss(0.8 - h)) / (2.0 * h);
    let difference = (4.0 * central(1e-3) - central(2e-3)) / 3.0;
    assert!((gradient / difference - 1.0).abs() < 1e-10, "{gradient} against {difference}");

    // In f32 the sum is as good as its terms.
    let mut narrow = ActivationLayer::new(Swish { beta: 0.8 });
    narrow.forward(&input.mapv(|x| x as f32)).unwrap();
    narrow.backward(&grad.mapv(|x| x as f32)).unwrap();
    assert!((narrow.parameter_gradients()[[0, 0]] / gradient - 1.0).abs() < 1e-7);
}

/// Strides that no slice of memory has: across the grain, with gaps, backwards, and one dimension alone.
#[test]
fn threads_change_nothing_in_strided_arrays() {
    let values = Array3::from_shape_fn((130, 70, 90), |(i, j, k)| ((i * 31 + j * 7 + k) % 1999) as f64 * 0.01 - 10.0);
    let (across, gaps) = (values.view().permuted_axes([2, 0, 1]), Slice::from(..).step_by(-2));
    let column = values.view().into_shape_with_order(values.len()).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            check(&Silu, &across);
            check(&Silu, &values.slice_axis(Axis(0), gaps));
            check(&Silu, &column.slice_axis(Axis(0), gaps));
            let mut part = values.clone();
            ActivationLayer::new(Silu).forward_inplace(&mut part.slice_axis_mut(Axis(2), gaps)).unwrap();
            part
        })
    };
    let alone = on(1);
    for ((i, j, k), y) in alone.indexed_iter() {
        let x = values[[i, j, k]];
        assert_eq!(*y, if k % 2 == 1 { Silu.forward(x) } else { x }, "at {i}, {j}, {k}");
    }
    for threads in [2, 3, 7] {
        assert!(on(threads) == alone, "{threads} threads");
    }
}
