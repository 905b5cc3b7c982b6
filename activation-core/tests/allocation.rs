//! After the first step, or the first with the largest batch, a layer allocates nothing: counted by
//! the allocator itself.

mod common;

use activation_core::{Activation, ActivationLayer};
use allocation_counter::measure;
use common::{Double, Prelu, Relu, Silu};
use ndarray::{Array, Array4, ArrayD, Axis, AxisDescription, Slice};

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
