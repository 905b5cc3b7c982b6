//! The layer along an axis against itself on contiguous lanes: every dimension, axis, kind of strides and operation, to the
//! last bit; and every error, which must leave the layer as it was.

use activation_core::Error;
use activation_core::axis::{
    AxisFunction, AxisLayer, Crelu, Float, Gated, InPlace, LogSoftmax, Maxout, Softmax, Softmin, Sparsemax,
};
use activation_core::testing::{Engine, on_engine, vector_engines};
use allocation_counter::measure;
use ndarray::{
    Array, Array0, Array1, Array2, Array3, Array4, ArrayD, ArrayRef, Axis, AxisDescription, Dimension, Ix1, IxDyn,
    ShapeBuilder, Slice,
};

/// Some numbers, none like the other.
fn numbers<T: Float, D: Dimension>(shape: D, seed: u32) -> Array<T, D> {
    let mut state = seed;
    Array::from_shape_simple_fn(shape, || {
        state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        T::from_f64(f64::from(state >> 8) / f64::from(1 << 21) - 4.0)
    })
}

fn bits<T: Float, D: Dimension>(array: &ArrayRef<T, D>) -> Vec<u64> {
    array.iter().map(|x| x.to_f64().to_bits()).collect()
}

/// Output, gradient, and output of inference (which a gate may round otherwise), lane by lane in arrays of their own.
fn expected<F: AxisFunction, T: Float, D: Dimension>(
    engine: Engine,
    function: &F,
    axis: Axis,
    input: &ArrayRef<T, D>,
    grad: &ArrayRef<T, D>,
) -> [Vec<u64>; 3] {
    let (mut output, mut delta, mut inferred) = (grad.to_owned(), input.to_owned(), grad.to_owned());
    let mut layer: AxisLayer<F, T, Ix1> = on_engine(AxisLayer::new(function.clone(), Axis(0)), engine);
    let lanes = output.lanes_mut(axis).into_iter().zip(delta.lanes_mut(axis)).zip(inferred.lanes_mut(axis));
    for ((x, g), ((mut y, mut d), mut i)) in input.lanes(axis).into_iter().zip(grad.lanes(axis)).zip(lanes) {
        y.assign(layer.forward(&x).unwrap());
        d.assign(layer.backward(&g).unwrap());
        i.assign(&layer.infer(&x).unwrap());
    }
    [bits(&output), bits(&delta), bits(&inferred)]
}

/// Whatever has the shape of the output: a stepped view of a larger array.
fn stepped<T: Float, D: Dimension>(array: &ArrayRef<T, D>) -> Array<T, D> {
    let mut shape = array.raw_dim();
    for length in shape.slice_mut() {
        *length = 2 * *length + 1;
    }
    let mut large = Array::from_elem(shape, T::default());
    large.slice_each_axis_mut(odd).assign(array);
    large
}

/// Every second one.
fn odd(_: AxisDescription) -> Slice {
    Slice::from(1..).step_by(2)
}

fn check_in<F: AxisFunction, T: Float, D: Dimension>(engine: Engine, function: &F, axis: Axis, input: &ArrayRef<T, D>) {
    let mut layer: AxisLayer<F, T, D> = on_engine(AxisLayer::new(function.clone(), axis), engine);
    let shape = layer.infer(input).unwrap().raw_dim();
    let grad = numbers::<T, D>(shape, 99);
    let [output, delta, inferred] = expected(engine, function, axis, input, &grad);
    let name = format!("{layer} {engine:?} {:?} strides {:?}", input.shape(), input.strides());

    assert!(bits(layer.forward(input).unwrap()) == output, "{name}");
    assert!(bits(layer.output().unwrap()) == output);
    for _ in 0..2 {
        assert!(bits(layer.backward(&grad).unwrap()) == delta, "{name}");
    }
    assert!(bits(layer.delta().unwrap()) == delta);
    // Other memory orders.
    let mut fortran = Array::from_elem(grad.raw_dim().f(), T::default());
    fortran.assign(&grad);
    assert!(bits(layer.backward(&fortran).unwrap()) == delta, "{name}");
    let (strided, mut into) = (stepped(&grad), stepped(input));
    layer.backward_into(&strided.slice_each_axis(odd), &mut into.slice_each_axis_mut(odd)).unwrap();
    assert!(bits(&into.slice_each_axis(odd)) == delta, "{name}");
    assert_eq!(layer.delta(), None);

    assert!(bits(&layer.infer(input).unwrap()) == inferred, "{name}");
    layer.infer_into(input, &mut fortran).unwrap();
    assert!(bits(&fortran) == inferred, "{name}");
}

fn check_inplace<F: InPlace, T: Float, D: Dimension>(engine: Engine, function: &F, axis: Axis, input: &ArrayRef<T, D>) {
    let grad = numbers::<T, D>(input.raw_dim(), 99);
    let [output, delta, _] = expected(engine, function, axis, input, &grad);
    let mut layer: AxisLayer<F, T, D> = on_engine(AxisLayer::new(function.clone(), axis), engine);

    let mut array = input.to_owned();
    layer.forward_inplace(&mut array).unwrap();
    assert!(bits(&array) == output);
    assert!(layer.output().is_none());
    let mut strided = stepped(&grad);
    layer.backward_inplace(&mut strided.slice_each_axis_mut(odd)).unwrap();
    assert!(bits(&strided.slice_each_axis(odd)) == delta);
    assert!(bits(layer.backward(&grad).unwrap()) == delta);

    let mut strided = stepped(input);
    layer.forward_inplace(&mut strided.slice_each_axis_mut(odd)).unwrap();
    assert!(bits(&strided.slice_each_axis(odd)) == output);
    strided.slice_each_axis_mut(odd).fill(T::default());
    assert!(strided.iter().all(|x| *x == T::default()), "nothing beside the view is written");
    let mut array = grad.clone();
    layer.backward_inplace(&mut array).unwrap();
    assert!(bits(&array) == delta);
}

/// Every function along every axis, by vectors and by scalars.
fn check<T: Float, D: Dimension>(input: &ArrayRef<T, D>) {
    for engine in [vector_engines()[0], Engine::Scalars] {
        for axis in (0..input.ndim()).map(Axis) {
            check_in(engine, &Softmax, axis, input);
            check_in(engine, &Softmin, axis, input);
            check_in(engine, &LogSoftmax, axis, input);
            check_in(engine, &Sparsemax, axis, input);
            check_in(engine, &Crelu, axis, input);
            check_inplace(engine, &Softmax, axis, input);
            check_inplace(engine, &LogSoftmax, axis, input);
            check_inplace(engine, &Sparsemax, axis, input);
            if input.len_of(axis).is_multiple_of(2) {
                check_in(engine, &Gated::geglu(), axis, input);
                check_in(engine, &Gated::swiglu().gate_first(), axis, input);
            }
            if input.len_of(axis).is_multiple_of(3) {
                check_in(engine, &Maxout { pieces: 3 }, axis, input);
            }
        }
    }
}

#[test]
fn every_dimension() {
    check(&numbers::<f32, _>(Ix1(7), 1));
    check(&numbers::<f64, _>(Ix1(600), 2));
    check(&numbers::<f32, _>(ndarray::Ix2(3, 40), 3));
    check(&numbers::<f64, _>(ndarray::Ix4(2, 3, 4, 6), 4));
    for axes in [1, 3, 6] {
        check(&numbers::<f32, _>(IxDyn(&vec![2; axes]), 5));
    }
}

/// Lanes of more than one block, side by side in more than one tile, and not a whole number of either.
#[test]
fn long_lanes_side_by_side() {
    check(&numbers::<f32, _>(ndarray::Ix2(1043, 150), 6));
    check(&numbers::<f32, _>(ndarray::Ix3(2, 1100, 3), 7));
    check(&numbers::<f64, _>(ndarray::Ix2(530, 17), 8));
    check(&numbers::<f64, _>(ndarray::Ix1(1300), 9).slice_axis(Axis(0), Slice::from(..).step_by(-1)));
}

#[test]
fn every_kind_of_strides() {
    let picture = numbers::<f32, _>(ndarray::Ix4(4, 6, 5, 20), 10);
    let (all, back) = (Slice::from(..), Slice::from(..).step_by(-1));
    check(&picture.view().reversed_axes());
    check(&picture.view().permuted_axes([0, 3, 1, 2]));
    for slices in [[all, Slice::from(1..), all.step_by(2), Slice::from(1..13)], [back; 4], [back, all, back, all]] {
        check(&picture.slice_each_axis(|axis| slices[axis.axis.index()]));
    }
    check(&numbers::<f64, _>(Ix1(6), 11).broadcast((3, 4, 6)).unwrap());
    check(&Array1::from_elem(1, -2.0_f64).broadcast((3, 4)).unwrap());
}

#[test]
fn empty_arrays() {
    check(&Array1::<f32>::zeros(0));
    check(&Array3::<f32>::zeros((2, 0, 6)));
    let layer = AxisLayer::new(Crelu, Axis(0));
    assert_eq!(layer.infer(&Array2::<f32>::zeros((3, 0))).unwrap().shape(), [6, 0]);
}

#[cfg(feature = "rayon")]
#[test]
fn threads_change_nothing() {
    let input = numbers::<f32, _>(ndarray::Ix3(16, 300, 120), 12);
    let run = |threads: usize, axis: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut results = Vec::new();
            let mut softmax = AxisLayer::new(Softmax, Axis(axis));
            results.push(bits(softmax.forward(&input).unwrap()));
            results.push(bits(softmax.backward(&input).unwrap()));
            let mut gated = AxisLayer::new(Gated::glu(), Axis(axis));
            let output = gated.forward(&input).unwrap().clone();
            results.extend([bits(&output), bits(gated.backward(&output).unwrap())]);
            let mut array = input.clone();
            softmax.forward_inplace(&mut array).unwrap();
            softmax.backward_inplace(&mut array).unwrap();
            results.push(bits(&array));
            results
        })
    };
    for axis in 0..3 {
        assert!(run(1, axis) == run(3, axis), "axis {axis}");
    }
}

#[test]
fn a_failed_call_changes_nothing() {
    let input = numbers::<f32, _>(ndarray::Ix2(3, 4), 13);
    let mut layer = AxisLayer::new(Gated::glu(), Axis(1)).with_input_shape((3, 4));
    assert_eq!(layer.backward(&input), Err(Error::BackwardBeforeForward { operation: "backward" }));
    assert_eq!((layer.output(), layer.delta()), (None, None));
    let output = layer.forward(&input).unwrap().clone();
    let delta = layer.backward(&output).unwrap().clone();

    let mut other = numbers::<f32, _>(ndarray::Ix2(3, 6), 14);
    let before = other.clone();
    assert!(matches!(layer.forward(&other), Err(Error::InputShape { .. })));
    assert!(matches!(layer.infer(&other), Err(Error::InputShape { .. })));
    assert_eq!(
        layer.backward(&input).unwrap_err().to_string(),
        "backward: grad_output has shape 3 x 4, but forward's output has shape 3 x 2"
    );
    assert_eq!(
        layer.backward_into(&output, &mut other).unwrap_err().to_string(),
        "backward_into: grad_input has shape 3 x 6, but forward's input has shape 3 x 4"
    );
    assert_eq!(
        layer.infer_into(&input, &mut other).unwrap_err().to_string(),
        "infer_into: output has shape 3 x 6, but what the input makes has shape 3 x 2"
    );
    assert_eq!(other, before);
    assert_eq!((layer.output(), layer.delta()), (Some(&output), Some(&delta)));
    assert_eq!(layer.backward(&output).unwrap(), &delta);

    let mut softmax = AxisLayer::new(Softmax, Axis(2));
    assert_eq!(softmax.forward(&input).unwrap_err().to_string(), "forward: there is no axis 2 in shape 3 x 4");
    assert!(matches!(softmax.forward_inplace(&mut other), Err(Error::Axis { axis: 2, .. })));
    assert!(matches!(softmax.backward_inplace(&mut other), Err(Error::BackwardBeforeForward { .. })));
    assert_eq!(other, before);
    let scalar = AxisLayer::new(Softmax, Axis(0)).infer(&Array0::<f32>::zeros(()));
    assert!(matches!(scalar, Err(Error::Axis { axis: 0, .. })));
}

#[test]
fn lengths_that_do_not_suit() {
    let input = Array2::<f64>::zeros((2, 7));
    assert_eq!(
        AxisLayer::new(Gated::swiglu(), Axis(1)).forward(&input).unwrap_err().to_string(),
        "forward: input has shape 2 x 7, whose axis 1 cannot be divided into the 2 equal parts of swiglu"
    );
    let refused = |pieces| AxisLayer::new(Maxout { pieces }, Axis(1)).infer(&input);
    assert!(matches!(refused(2), Err(Error::Parts { function: "maxout", parts: 2, .. })));
    assert!(matches!(refused(0), Err(Error::Parts { parts: 0, .. })));
    assert_eq!(refused(7).unwrap().shape(), [2, 1]);
    let one = Array1::from_elem(1, 1.0_f64);
    let huge = one.broadcast(1 << 62).unwrap();
    let doubled = AxisLayer::new(Crelu, Axis(0)).infer(&huge);
    assert!(matches!(doubled, Err(Error::TooLarge { .. })));
    assert!(matches!(AxisLayer::new(Softmax, Axis(0)).forward(&huge), Err(Error::TooLarge { .. })));
}

#[test]
fn shapes_may_change_from_step_to_step() {
    let picture = numbers::<f64, _>(ndarray::Ix4(3, 4, 5, 6), 15);
    let mut layer = AxisLayer::new(Gated::geglu(), Axis(1));
    for batch in [3, 1, 0, 3] {
        let part = picture.slice_axis(Axis(0), Slice::from(..batch));
        let mut fresh = AxisLayer::new(Gated::geglu(), Axis(1));
        assert_eq!(layer.forward(&part).unwrap(), fresh.forward(&part).unwrap());
        let grad = fresh.output().unwrap().clone();
        assert_eq!(layer.backward(&grad).unwrap(), fresh.backward(&grad).unwrap());
    }
}

#[test]
fn the_output_has_the_order_of_a_fortran_input() {
    let fortran = numbers::<f32, _>(ndarray::Ix3(4, 6, 5), 16).reversed_axes();
    let mut layer = AxisLayer::new(Gated::glu(), Axis(1));
    let output = layer.forward(&fortran).unwrap().clone();
    assert_eq!(output.strides(), [1, 5, 15]);
    assert_eq!(layer.backward(&output).unwrap().strides(), fortran.strides());
}

#[test]
fn its_line_tells_the_shapes() {
    let mut layer = AxisLayer::new(Gated::swiglu(), Axis(1));
    assert_eq!(layer.to_string(), "swiglu along axis 1   no input yet");
    layer.forward(&Array2::<f32>::zeros((5, 8))).unwrap();
    assert_eq!(layer.to_string(), "swiglu along axis 1   5 x 8   ->   5 x 4");
    assert!(format!("{layer:?}").starts_with("AxisLayer { function: Gated"));
}

/// Nothing is allocated once the largest batch has been seen.
fn assert_frugal<F: AxisFunction, D: Dimension>(function: F, axis: usize, input: &Array<f32, D>) {
    let mut layer = AxisLayer::new(function, Axis(axis));
    let (mut output, mut delta) = (layer.infer(input).unwrap(), input.clone());
    let grad = output.clone();
    let mut run = || {
        for batch in [6, 2, 6] {
            let part = Slice::from(..batch);
            layer.forward(&input.slice_axis(Axis(0), part)).unwrap();
            layer.backward(&grad.slice_axis(Axis(0), part)).unwrap();
        }
        layer.backward_into(&grad, &mut delta).unwrap();
        layer.infer_into(input, &mut output).unwrap();
    };
    assert!(measure(&mut run).count_total > 0, "the counter doesn't count");
    assert_eq!(measure(&mut run).count_total, 0);
}

#[test]
fn nothing_is_allocated_after_the_first_step() {
    let four = Array4::from_elem((6, 12, 8, 6), 0.5);
    let dynamic: ArrayD<f32> = Array::zeros(vec![6, 12, 4]);
    for axis in [1, 2, 3] {
        assert_frugal(Softmax, axis, &four);
        assert_frugal(LogSoftmax, axis, &four);
        assert_frugal(Sparsemax, axis, &four);
        assert_frugal(Gated::geglu(), axis, &four);
        assert_frugal(Maxout { pieces: 2 }, axis, &four);
        assert_frugal(Crelu, axis, &four);
    }
    assert_frugal(Softmax, 1, &dynamic);
    assert_frugal(Gated::glu(), 1, &dynamic);
    let mut layer = AxisLayer::new(Sparsemax, Axis(1));
    let mut array = four.clone();
    let mut run = || {
        layer.forward_inplace(&mut array).unwrap();
        layer.backward_inplace(&mut array).unwrap();
    };
    run();
    assert_eq!(measure(run).count_total, 0);
}
