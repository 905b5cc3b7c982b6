//! After the first step, or the first with the largest batch, a layer allocates nothing: counted by
//! the allocator itself.

mod common;

use activation_core::{Activation, ActivationLayer, Element, ResidualPolicy};
use allocation_counter::measure;
use common::{Double, Prelu, Relu, Silu};
use ndarray::{Array, Array1, Array4, ArrayD, Axis, AxisDescription, Slice};

/// Forward and backward, copying and in place, of the whole batch, of a smaller one, and reversed.
fn step<A: Activation>(layer: &mut ActivationLayer<A>, input: &mut Array4<f32>, grad: &mut Array4<f32>) {
    for batch in [6, 2, 6] {
        for step in [1, -1] {
            let part = |axis: AxisDescription| match axis.axis {
                Axis(0) => Slice::from(..batch),
                Axis(2) => Slice::from(..).step_by(step),
                _ => Slice::from(..),
            };
            layer.forward(&input.slice_each_axis(part)).unwrap();
            layer.backward(&grad.slice_each_axis(part)).unwrap();
        }
    }
    layer.forward_inplace(input).unwrap();
    layer.backward_inplace(grad).unwrap();
}

fn assert_frugal<A: Activation>(mut layer: ActivationLayer<A>) {
    let mut input = Array4::from_elem((6, 3, 8, 5), 0.5);
    let mut grad = input.clone();
    let first = measure(|| step(&mut layer, &mut input, &mut grad)).count_total;
    assert!(first > 0, "the counter doesn't count");
    for _ in 0..3 {
        let later = measure(|| step(&mut layer, &mut input, &mut grad)).count_total;
        assert_eq!(later, 0, "{}", layer.activation().name());
    }
}

#[test]
fn nothing_is_allocated_after_the_first_step() {
    assert_frugal(ActivationLayer::new(Double));
    assert_frugal(ActivationLayer::new(Relu));
    assert_frugal(ActivationLayer::new(Silu));
    assert_frugal(ActivationLayer::new(Prelu { slope: 0.25 }));
    assert_frugal(ActivationLayer::new(Prelu { slope: 0.25 }).with_parameters_per_channel(Axis(1), 3).unwrap());
}

#[test]
fn nor_for_fortran_order_and_dynamic_dimensions() {
    let fortran = Array4::<f64>::from_elem((5, 4, 3, 2), -1.0).reversed_axes();
    let mut layer = ActivationLayer::new(Silu);
    let mut run = || {
        layer.forward(&fortran).unwrap();
        layer.backward(&fortran).unwrap();
    };
    run();
    assert_eq!(measure(run).count_total, 0);

    let dynamic: ArrayD<f32> = Array::zeros(vec![2, 3, 4]);
    let mut layer = ActivationLayer::new(Silu);
    let mut run = || {
        layer.forward(&dynamic).unwrap();
        layer.backward(&dynamic).unwrap();
    };
    run();
    assert_eq!(measure(run).count_total, 0);
}

#[test]
fn inference_into_an_array_allocates_nothing() {
    let input = Array4::from_elem((6, 3, 8, 5), -0.5_f32);
    let mut output = input.clone();
    let layer = ActivationLayer::new(Prelu { slope: 0.5 });
    let count = measure(|| layer.infer_into(&input, &mut output).unwrap()).count_total;
    assert_eq!((count, output[[0, 0, 0, 0]]), (0, -0.25));
}

/// The table in the documentation of `ActivationLayer`: bytes per element that a forward keeps beside output and array.
fn assert_kept<A: Activation, T: Element>(activation: A, policy: ResidualPolicy, expected: [usize; 2]) {
    const LEN: usize = 1000;
    let name = activation.name();
    let (input, grad) = (Array1::from_elem(LEN, T::from_f64(0.5)), Array1::from_elem(LEN, T::from_f64(2.0)));
    let (mut array, size) = (input.clone(), size_of::<T>());
    let bytes = |operation: &mut dyn FnMut()| {
        let bytes = usize::try_from(measure(operation).bytes_total).expect("few");
        assert_eq!(bytes % LEN, 0, "whole buffers");
        bytes / LEN
    };
    let mut layer = ActivationLayer::new(activation).with_residual_policy(policy);
    let mut other = layer.clone();

    let forward = bytes(&mut || assert!(layer.forward(&input).is_ok()));
    let in_place = bytes(&mut || assert!(other.forward_inplace(&mut array).is_ok()));
    assert_eq!([forward - size, in_place], expected, "{name}, {policy:?}");
    // The gradient of the input takes one buffer, in place none, whatever it comes from.
    assert_eq!(bytes(&mut || assert!(layer.backward_with_input(&input, &grad).is_ok())), size);
    assert_eq!(bytes(&mut || assert!(other.backward_with_input_inplace(&input, &mut array).is_ok())), 0);
    assert_eq!(bytes(&mut || drop(layer.backward(&grad))) + bytes(&mut || drop(other.backward_inplace(&mut array))), 0);
}

#[test]
fn a_forward_keeps_so_many_bytes_per_element() {
    use ResidualPolicy::{Memory, Speed};
    assert_kept::<_, f32>(Double, Speed, [0, 0]);
    assert_kept::<_, f32>(Relu, Speed, [0, 4]);
    assert_kept::<_, f32>(Silu, Speed, [4, 4]);
    assert_kept::<_, f32>(Prelu { slope: 0.25 }, Speed, [4, 4]);
    assert_kept::<_, f64>(Relu, Speed, [0, 8]);
    assert_kept::<_, f64>(Silu, Speed, [8, 8]);
    assert_kept::<_, f32>(Double, Memory, [0, 0]);
    assert_kept::<_, f32>(Relu, Memory, [0, 0]);
    assert_kept::<_, f32>(Silu, Memory, [0, 0]);
    assert_kept::<_, f64>(Prelu { slope: 0.25 }, Memory, [0, 0]);
}

#[cfg(feature = "half")]
#[test]
fn of_the_half_formats_the_input_is_kept() {
    use ResidualPolicy::{Memory, Speed};
    assert_kept::<_, half::f16>(Double, Speed, [0, 0]);
    assert_kept::<_, half::f16>(Relu, Speed, [2, 2]);
    assert_kept::<_, half::bf16>(Silu, Speed, [2, 2]);
    assert_kept::<_, half::bf16>(Silu, Memory, [0, 0]);
}
