//! Learnable parameters as the macro makes them: ∂f/∂θ by the compiler, and what the layer does with it.
//!
//! In: the catalogue's learnable activations and some of this file's. Out: their gradients against finite differences, exact
//! sums and `PyTorch`'s definitions. It must never skip an activation: each one with a `learn` in the registry is tested.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small indices and samples")]

use std::collections::HashSet;

use activation_core::catalogue::{Dyt, Prelu, Relu, Sinlu, Snake, StarRelu};
use activation_core::{Activation, ActivationLayer, AnyActivation, Dual, Element, Error, Real, activation};
use ndarray::{Array, Array1, Array2, Array3, Array4, ArrayRef, Axis, Ix3, RemoveAxis, array};

activation! {
    /// A learnable parameter between two that are not, so that indices and columns differ.
    mixed(low = -1, learn slope = 0.5, high = 1, learn bend = 0.25): clamp(x, low, high) * slope + bend * x * x;

    /// A learnable exponent over a base that is 0 on half the line.
    rectified_power(learn p = 2): relu(x).powf(p);
}

/// Each learnable parameter of the registry: an activation and the parameter's index.
fn learnable() -> impl Iterator<Item = (AnyActivation, usize)> {
    AnyActivation::all().flat_map(|any| {
        let indices: Vec<usize> =
            (0..any.parameters().len()).filter(|&index| any.parameters()[index].learnable).collect();
        indices.into_iter().map(move |index| (any.clone(), index))
    })
}

/// Values of a parameter around its default.
fn around(default: f64) -> [f64; 5] {
    [default, default * 1.25 + 0.07, default * 0.75 + 0.03, default + 0.4, default - 0.011]
}

fn points() -> impl Iterator<Item = f64> {
    (-60..=60).map(|step| f64::from(step) * 0.117 + 0.0013)
}

fn with<A: Activation>(activation: &A, index: usize, value: f64) -> A {
    let mut changed = activation.clone();
    assert!(changed.set_parameter(index, value));
    changed
}

/// ∂f/∂θ by Richardson's extrapolation of central differences, and how far off that may be; `None` where f(θ) has a kink or a
/// jump near, seen by the one-sided differences.
fn difference(f: impl Fn(f64) -> f64, at: f64) -> Option<(f64, f64)> {
    let h = 1e-3 * at.abs().max(0.1);
    let central = |h: f64| (f(at + h) - f(at - h)) / (2.0 * h);
    let (coarse, fine) = (central(h), central(h / 2.0));
    let (right, left) = ((f(at + h) - f(at)) / h, (f(at) - f(at - h)) / h);
    let curved = (right - left).abs() / h;
    let steady = (f(at + h / 8.0) - 2.0 * f(at) + f(at - h / 8.0)).abs() / (h / 8.0).powi(2);
    // At a kink the second difference grows like 1/h; elsewhere it settles.
    let smooth = (steady - curved).abs() <= 0.1 * steady.max(curved) + 1e-4;
    smooth.then_some(((4.0 * fine - coarse) / 3.0, (fine - coarse).abs()))
}

#[test]
fn parameter_derivatives_agree_with_differences() {
    let (mut tested, mut skipped, mut report, mut reported) = (0, 0, Vec::new(), HashSet::new());
    for (any, index) in learnable() {
        let before = tested;
        for value in around(any.parameters()[index].default) {
            let any = with(&any, index, value);
            for x in points() {
                let got = any.parameter_derivative(index, x);
                let got = got.expect("a derivative for each learnable parameter");
                let Some((expected, doubt)) = difference(|value| with(&any, index, value).forward(x), value) else {
                    skipped += 1;
                    continue;
                };
                tested += 1;
                let scale = any.forward(x).abs().max(expected.abs()).max(1e-3);
                // One line for each parameter.
                if (got - expected).abs() > 1e-7 * scale + doubt && reported.insert((any.name(), index)) {
                    report.push(format!("{any} by its parameter {index} at {x}: {got}, by differences {expected}"));
                }
            }
        }
        assert!(tested > before + 400, "{any}: {} points for parameter {index}", tested - before);
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
    assert!(skipped * 50 < tested, "{skipped} of {tested} skipped");
}

/// In the tails and at 0: perhaps an infinity, never a NaN.
#[test]
fn parameter_derivatives_are_numbers_far_out() {
    let mut report = Vec::new();
    for (any, index) in learnable() {
        for x in [0.0, -0.0, 1e-300, -1e-300, 30.0, -30.0, 100.0, -100.0, 1e4, -1e4] {
            let wide = any.parameter_derivative(index, x);
            let narrow = any.parameter_derivative(index, x as f32);
            if wide.is_none_or(f64::is_nan) || narrow.is_none_or(f32::is_nan) {
                report.push(format!("{any} by its parameter {index} at {x}: {wide:?}, {narrow:?}"));
            }
        }
    }
    assert!(report.is_empty(), "\n{}", report.join("\n"));
}

/// ln 0 is beaten by 0ᵖ, as in `Dual::powf` and in `PyTorch`.
#[test]
fn an_exponent_learns_nothing_where_the_base_is_zero() {
    for p in [2.0, 0.5, 1.0] {
        let power = RectifiedPower::new(p);
        for x in [-3.0, -0.0, 0.0] {
            assert_eq!(power.parameter_derivative(0, x), Some(0.0), "{x}");
            let base = Dual { value: f64::max(x, 0.0), tangent: 0.0 };
            assert_eq!(Real::powf(base, Dual::variable(p)).tangent, 0.0, "{x}");
        }
        for x in [1e-300, 0.5, 3.0_f64] {
            let expected = x.powf(p) * x.ln();
            let got = power.parameter_derivative(0, x).expect("it is learnt");
            assert!((got - expected).abs() <= 1e-15 * expected.abs(), "{x}");
        }
    }
}

#[test]
fn only_learnable_parameters_have_derivatives_and_columns() {
    let mixed = Mixed::default();
    let slopes: Vec<Option<f64>> = (0..5).map(|index| mixed.parameter_derivative(index, 3.0)).collect();
    assert_eq!(slopes, [None, Some(1.0), None, Some(9.0), None]);
    assert_eq!((mixed.parameter(2), mixed.parameter(4)), (Some(1.0), None));

    let mut layer = ActivationLayer::new(mixed);
    assert_eq!(layer.parameters(), array![[0.5, 0.25]]);
    layer.set_parameters(&array![[2.0, 3.0]]).expect("two learnable parameters");
    assert_eq!(layer.activation(), &Mixed::new(-1.0, 2.0, 1.0, 3.0));
    layer.forward(&array![3.0_f64]).expect("room");
    layer.backward(&array![1.0]).expect("a forward before");
    assert_eq!(layer.parameter_gradients(), &array![[1.0, 9.0]]);
}

/// A sum without rounding to speak of: two numbers carry it.
fn exact_sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

const MILLION: usize = 1_000_000;

fn million() -> (Array1<f64>, Array1<f64>) {
    let input = Array1::from_shape_fn(MILLION, |i| ((i * 7919) % 2003) as f64 / 250.0 - 4.0);
    let grad = Array1::from_shape_fn(MILLION, |i| ((i * 104_729) % 1009) as f64 / 1009.0 - 0.3);
    (input, grad)
}

/// A million elements in one layer: each gradient is the sum of its terms to the last digits, in both element types, and the
/// slope of the loss.
fn check_million<A: Activation>(activation: &A) {
    let (input, grad) = million();
    let columns: Vec<usize> =
        (0..activation.parameters().len()).filter(|&i| activation.parameters()[i].learnable).collect();
    let gradients = |layer: &ActivationLayer<A, f64, ndarray::Ix1>| layer.parameter_gradients().clone();

    let mut wide = ActivationLayer::new(activation.clone());
    wide.forward(&input).expect("room");
    wide.backward(&grad).expect("a forward before");
    let mut narrow = ActivationLayer::new(activation.clone());
    let (input_f32, grad_f32) = (input.mapv(|x| x as f32), grad.mapv(|g| g as f32));
    narrow.forward(&input_f32).expect("room");
    narrow.backward(&grad_f32).expect("a forward before");

    for (column, &index) in columns.iter().enumerate() {
        let name = format!("{}.{}", activation.name(), activation.parameters()[index].name);
        let got = gradients(&wide)[[0, column]];
        let expected = sum_of_terms(activation, index, &input, &grad);
        assert!((got / expected - 1.0).abs() < 1e-14, "{name}: {got}, but the sum is {expected}");
        let got_f32 = narrow.parameter_gradients()[[0, column]];
        let expected = sum_of_terms(activation, index, &input_f32, &grad_f32);
        assert!((got_f32 / expected - 1.0).abs() < 1e-14, "{name}, f32: {got_f32}, but the sum is {expected}");

        let loss = |value: f64| {
            let activation = with(activation, index, value);
            exact_sum(input.iter().zip(&grad).map(|(&x, g)| g * activation.forward(x)))
        };
        let (value, h) = (activation.parameter(index).expect("a value"), 1e-3);
        let central = |h: f64| (loss(value + h) - loss(value - h)) / (2.0 * h);
        let difference = (4.0 * central(h / 2.0) - central(h)) / 3.0;
        assert!((got / difference - 1.0).abs() < 1e-9, "{name}: {got}, by differences {difference}");
        assert!((got_f32 / difference - 1.0).abs() < 1e-6, "{name}, f32: {got_f32}, by differences {difference}");
    }
}

fn sum_of_terms<A: Activation, T: Element + Real>(
    activation: &A,
    index: usize,
    input: &Array1<T>,
    grad: &Array1<T>,
) -> f64 {
    exact_sum(
        input.iter().zip(grad).map(|(&x, g)| {
            g.to_f64() * activation.parameter_derivative(index, x).expect("a learnable parameter").to_f64()
        }),
    )
}

#[test]
fn a_gradient_over_a_million_elements_is_exact() {
    check_million(&Prelu::default());
    check_million(&StarRelu::default());
    check_million(&Snake::new(0.7));
    check_million(&Dyt::default());
    check_million(&Sinlu::default());
    check_million(&Mixed::default());
}

/// `torch.nn.PReLU(C)`: max(0, x) + weight[c] · min(0, x), c along axis 1 (or the last one, as Keras has it).
fn check_prelu<T: Element, D: RemoveAxis>(input: &ArrayRef<T, D>, grad: &ArrayRef<T, D>, axis: Axis, weights: &[f64]) {
    let column = Array2::from_shape_fn((weights.len(), 1), |(c, _)| weights[c]);
    let mut layer =
        ActivationLayer::new(Prelu::default()).with_parameters_per_channel(axis, weights.len()).expect("room");
    layer.set_parameters(&column).expect("a row per channel");
    let (mut output, mut delta) = (input.to_owned(), grad.to_owned());
    let mut gradients = Array2::zeros(column.dim());
    for (c, &weight) in weights.iter().enumerate() {
        let weight = T::from_f64(weight);
        let mut terms = Vec::new();
        let lanes = (input.index_axis(axis, c), output.index_axis_mut(axis, c), delta.index_axis_mut(axis, c));
        ndarray::Zip::from(lanes.0).and(lanes.1).and(lanes.2).for_each(|&x, y, d| {
            if x.to_f64() <= 0.0 {
                terms.push(d.to_f64() * x.to_f64());
                *y = x * weight;
                *d *= weight;
            }
        });
        gradients[[c, 0]] = exact_sum(terms.into_iter());
    }

    let close = |got: &Array2<f64>, times: f64| {
        let near = |(got, expected): (&f64, &f64)| (got - times * expected).abs() <= 1e-13 * expected.abs();
        assert!(got.iter().zip(&gradients).all(near), "{got} instead of {times} times {gradients}");
    };
    assert_eq!(layer.infer(input).expect("room"), output);
    assert_eq!(layer.forward(input).expect("room"), &output);
    for times in [1.0, 2.0] {
        assert_eq!(layer.backward(grad).expect("a forward before"), &delta);
        close(layer.parameter_gradients(), times);
    }
    layer.zero_parameter_gradients();
    let mut in_place = input.to_owned();
    layer.forward_inplace(&mut in_place).expect("room");
    assert_eq!(in_place, output);
    let mut in_place = grad.to_owned();
    layer.backward_inplace(&mut in_place).expect("a forward before");
    assert_eq!(in_place, delta);
    close(layer.parameter_gradients(), 1.0);
}

#[test]
fn prelu_per_channel_is_pytorch_s() {
    let input = Array4::from_shape_fn((3, 4, 5, 6), |(n, c, h, w)| {
        ((31 * n + 17 * c + 7 * h + 3 * w) % 23) as f64 / 4.0 - 2.75
    });
    let grad =
        Array4::from_shape_fn((3, 4, 5, 6), |(n, c, h, w)| ((13 * n + 5 * c + 11 * h + 2 * w) % 19) as f64 / 8.0 - 1.1);
    let weights = [0.25, -0.1, 0.0, 1.5];
    check_prelu(&input, &grad, Axis(1), &weights);
    check_prelu(&input.mapv(|x| x as f32), &grad.mapv(|g| g as f32), Axis(1), &weights);
    // Channels last: in memory, and by strides alone.
    let last = |array: &Array4<f64>| array.view().permuted_axes([0, 2, 3, 1]).as_standard_layout().into_owned();
    check_prelu(&last(&input), &last(&grad), Axis(3), &weights);
    check_prelu(&input.view().permuted_axes([0, 2, 3, 1]), &last(&grad), Axis(3), &weights);
    // (batch, channels) alone, and a single channel for all.
    let (flat, flat_grad) = (input.index_axis(Axis(3), 0), grad.index_axis(Axis(3), 0));
    check_prelu(&flat.index_axis(Axis(2), 1), &flat_grad.index_axis(Axis(2), 1), Axis(1), &weights);
    check_prelu(&input.slice_axis(Axis(1), (..1).into()), &grad.slice_axis(Axis(1), (..1).into()), Axis(1), &[0.3]);
}

/// Several parameters per channel: row by row the same as a layer of that channel alone.
#[test]
fn a_channel_is_a_layer_of_its_own() {
    let input = Array3::from_shape_fn((2, 3, 7), |(n, c, l)| ((5 * n + 3 * c + 2 * l) % 9) as f64 - 4.0);
    let values = array![[0.5, 0.25], [1.0, -1.0], [-0.3, 0.0]];
    let mut layer = ActivationLayer::new(Mixed::default()).with_parameters_per_channel(Axis(1), 3).expect("room");
    layer.set_parameters(&values).expect("a row per channel");
    let output = layer.forward(&input).expect("room").clone();
    let delta = layer.backward(&input).expect("a forward before").clone();
    for c in 0..3 {
        let alone = input.index_axis(Axis(1), c);
        let mut single = ActivationLayer::new(Mixed::new(-1.0, values[[c, 0]], 1.0, values[[c, 1]]));
        assert_eq!(single.forward(&alone).expect("room"), &output.index_axis(Axis(1), c));
        assert_eq!(single.backward(&alone).expect("a forward before"), &delta.index_axis(Axis(1), c));
        assert_eq!(single.parameter_gradients().row(0), layer.parameter_gradients().row(c));
    }
}

#[test]
fn gradients_add_up_and_steps_go_down() {
    let input = array![[-2.0_f64, 3.0], [-1.0, -4.0]];
    let mut layer = ActivationLayer::new(Prelu::default());
    for batches in 1..=3 {
        layer.forward(&input).expect("room");
        layer.backward(&array![[1.0, 1.0], [1.0, 0.5]]).expect("a forward before");
        assert_eq!(layer.parameter_gradients(), &array![[-5.0 * f64::from(batches)]]);
    }
    layer.step(0.1);
    assert_eq!(layer.parameters(), array![[0.25 + 1.5]]);
    assert_eq!(layer.activation().alpha, 1.75);
    // The gradient stays until it is zeroed, and backward waits for a forward with the new value.
    assert_eq!(layer.parameter_gradients(), &array![[-15.0]]);
    assert_eq!(layer.backward(&input), Err(Error::BackwardBeforeForward { operation: "backward" }));
    layer.zero_parameter_gradients();
    assert_eq!(layer.parameter_gradients(), &array![[0.0]]);
    assert_eq!(layer.forward(&input).expect("room")[[0, 0]], -3.5);
}

/// Full-batch gradient descent finds the parameters that made the data.
fn check_learning<A: Activation>(start: &A, truth: &[f64], rate: f64, steps: usize) {
    let input = Array1::linspace(-3.0_f64, 3.0, 121);
    let mut teacher = ActivationLayer::new(start.clone());
    teacher.set_parameters(&Array2::from_shape_fn((1, truth.len()), |(_, i)| truth[i])).expect("that many parameters");
    let wanted = teacher.infer(&input).expect("room");
    let mut layer = ActivationLayer::new(start.clone());
    for _ in 0..steps {
        let error = layer.forward(&input).expect("room") - &wanted;
        layer.zero_parameter_gradients();
        layer.backward(&error).expect("a forward before");
        layer.step(rate / input.len() as f64);
    }
    for (got, expected) in layer.parameters().iter().zip(truth) {
        assert!((got - expected).abs() < 1e-6, "{}: {} instead of {truth:?}", start.name(), layer.parameters());
    }
}

#[test]
fn learning_converges() {
    check_learning(&Prelu::default(), &[-0.6], 0.5, 100);
    check_learning(&Dyt::default(), &[1.1, 0.7, -0.3], 0.5, 4000);
    check_learning(&StarRelu::default(), &[0.5, 0.2], 0.05, 2000);
    check_learning(&Mixed::default(), &[1.5, -0.5], 0.1, 2000);
    check_learning(&"soft_exponential".parse::<AnyActivation>().expect("a known name"), &[0.3], 0.02, 2000);
}

/// Whatever is refused, nothing changes: outputs, parameters, gradients, the caller's arrays.
#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let input = Array3::from_elem((2, 3, 4), -1.0_f64);
    let mut layer = ActivationLayer::new(Prelu::default()).with_parameters_per_channel(Axis(1), 3).expect("room");
    layer.forward(&input).expect("room");
    layer.backward(&input).expect("a forward before");
    let gradients = layer.parameter_gradients().clone();

    let wrong = Array3::from_elem((2, 4, 3), -1.0_f64);
    let mut untouched = wrong.clone();
    let channels = |operation| Error::Channels { operation, got: vec![2, 4, 3], axis: 1, channels: 3 };
    assert_eq!(layer.forward(&wrong), Err(channels("forward")));
    assert_eq!(layer.infer(&wrong), Err(channels("infer")));
    assert_eq!(layer.forward_inplace(&mut untouched), Err(channels("forward_inplace")));
    assert!(matches!(layer.backward_inplace(&mut untouched), Err(Error::ShapeMismatch { .. })));
    assert_eq!(untouched, wrong);
    for shape in [(1, 1), (3, 2), (0, 1), (4, 1)] {
        assert!(matches!(layer.set_parameters(&Array2::zeros(shape)), Err(Error::ShapeMismatch { .. })), "{shape:?}");
    }
    assert_eq!(layer.parameters(), Array2::from_elem((3, 1), 0.25));
    assert_eq!(layer.parameter_gradients(), &gradients);
    // The step goes on as if nothing had been asked.
    assert_eq!(layer.backward(&input).expect("a forward before"), &Array::from_elem((2, 3, 4), -0.25));

    let mut far = ActivationLayer::new(Prelu::default()).with_parameters_per_channel(Axis(7), 2).expect("room");
    let refused = far.forward(&input).expect_err("no axis 7");
    assert_eq!(
        refused.to_string(),
        "forward: input has shape 2 x 3 x 4, so no axis 7 for the channels, but the layer has parameters for 2"
    );
    let mut none = ActivationLayer::new(Prelu::default()).with_parameters_per_channel(Axis(1), 0).expect("room");
    assert!(matches!(none.forward(&input), Err(Error::Channels { channels: 0, .. })));
    assert!(none.forward(&Array3::zeros((2, 0, 4))).is_ok_and(Array3::is_empty));
}

/// So many channels that there is no memory for their parameters: an error as any other. Without parameters there is nothing
/// to keep, whatever the number.
#[test]
fn absurd_numbers_of_channels_are_errors() {
    for channels in [usize::MAX, usize::MAX / 2, 1 << 60, 1 << 56] {
        let refused =
            ActivationLayer::<_, f32, Ix3>::new(Mixed::default()).with_parameters_per_channel(Axis(1), channels);
        assert!(matches!(refused, Err(Error::TooLarge { .. })), "{channels}");
    }
    let input = Array3::<f32>::ones((2, 3, 4));
    let many = ActivationLayer::new(Relu).with_parameters_per_channel(Axis(1), 1 << 40).expect("nothing to keep");
    assert!(matches!(many.infer(&input), Err(Error::Channels { channels, .. }) if channels == 1 << 40));
    let mut few = ActivationLayer::new(Relu).with_parameters_per_channel(Axis(1), 3).expect("nothing to keep");
    assert_eq!(few.forward(&input).expect("room"), &input);
    assert_eq!(few.backward(&input).expect("a forward before"), &input);
    assert_eq!(few.parameters().shape(), [3, 0]);
}
