//! What a layer adds to its activation.
//!
//! In: arrays of several sizes and memory orders. Out: the time of a forward, a backward, or a step of both. Relu, whose
//! arithmetic is next to nothing, so that everything else shows. Must never work in place on an array twice: its values
//! would decay into subnormal numbers or zeros.

use std::fmt;

use activation_benches::{LEN, numbers};
use activation_core::catalogue::{Prelu, Relu};
use activation_core::{ActivationExt, ActivationLayer};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndarray::{Array4, ArrayView4, Axis, Slice};

fn main() {
    divan::main();
}

/// An array of that many images of 16 x 16 x 16.
fn images(batch: usize) -> Array4<f32> {
    let shape = (batch, 16, 16, 16);
    Array4::from_shape_vec(shape, numbers(batch * 4096)).expect("as many numbers as the shape has places")
}

/// Batches of 65 536 and of 4 194 304 elements.
const BATCHES: [usize; 2] = [16, 1024];

/// The first step of a layer: its buffers are allocated.
#[divan::bench(args = BATCHES, sample_size = 1)]
fn step_first(bencher: Bencher<'_, '_>, batch: usize) {
    let (input, grad) = (images(batch), Array4::from_elem((batch, 16, 16, 16), 2.0));
    bencher
        .counter(ItemsCount::new(input.len()))
        .with_inputs(|| ActivationLayer::new(Relu))
        .bench_local_refs(|layer| layer.forward(black_box(&input)).is_ok() && layer.backward(black_box(&grad)).is_ok());
}

/// Every other step: they are reused.
#[divan::bench(args = BATCHES, sample_size = 1)]
fn step_later(bencher: Bencher<'_, '_>, batch: usize) {
    let (input, grad) = (images(batch), Array4::from_elem((batch, 16, 16, 16), 2.0));
    let mut layer = ActivationLayer::new(Relu);
    assert!(layer.forward(&input).is_ok() && layer.backward(&grad).is_ok(), "a layer takes any input");
    bencher
        .counter(ItemsCount::new(input.len()))
        .bench_local(|| layer.forward(black_box(&input)).is_ok() && layer.backward(black_box(&grad)).is_ok());
}

#[divan::bench(args = BATCHES, sample_size = 1)]
fn step_in_place(bencher: Bencher<'_, '_>, batch: usize) {
    let (input, grad) = (images(batch), Array4::from_elem((batch, 16, 16, 16), 2.0));
    let mut layer = ActivationLayer::new(Relu);
    bencher
        .counter(ItemsCount::new(input.len()))
        .with_inputs(|| (input.clone(), grad.clone()))
        .bench_local_refs(|(array, grad)| layer.forward_inplace(array).is_ok() && layer.backward_inplace(grad).is_ok());
}

/// What a call costs beside its loop: 1024 elements, by the bare kernel on slices and by a layer with four axes. What the
/// layer adds is the difference of the two.
mod small {
    use super::{ActivationExt, ActivationLayer, Array4, Bencher, Relu, black_box, numbers};

    const LEN: usize = 1024;

    fn image() -> Array4<f32> {
        Array4::from_shape_vec((1, 4, 16, 16), numbers(LEN)).expect("as many numbers as the shape has places")
    }

    #[divan::bench(sample_size = 1000)]
    fn forward_kernel(bencher: Bencher<'_, '_>) {
        let (input, mut output) = (numbers::<f32>(LEN), vec![0.0; LEN]);
        bencher.bench_local(|| Relu.forward_slice(black_box(&input), black_box(&mut output)));
    }

    #[divan::bench(sample_size = 1000)]
    fn forward_layer(bencher: Bencher<'_, '_>) {
        let (input, mut layer) = (image(), ActivationLayer::new(Relu));
        bencher.bench_local(|| layer.forward(black_box(&input)).is_ok());
    }

    #[divan::bench(sample_size = 1000)]
    fn backward_kernel(bencher: Bencher<'_, '_>) {
        let (input, mut output) = (numbers::<f32>(LEN), vec![0.0; LEN]);
        bencher.bench_local(|| Relu.backward_slice(black_box(&input), black_box(&input), black_box(&mut output)));
    }

    #[divan::bench(sample_size = 1000)]
    fn backward_layer(bencher: Bencher<'_, '_>) {
        let (input, mut layer) = (image(), ActivationLayer::new(Relu));
        assert!(layer.forward(&input).is_ok(), "a layer takes any input");
        bencher.bench_local(|| layer.backward(black_box(&input)).is_ok());
    }
}

/// Inference: a new array per call, or the caller's.
#[divan::bench(args = BATCHES, sample_size = 1)]
fn infer(bencher: Bencher<'_, '_>, batch: usize) {
    let input = images(batch);
    let layer = ActivationLayer::new(Relu);
    bencher.counter(ItemsCount::new(input.len())).bench_local(|| layer.infer(black_box(&input)));
}

#[divan::bench(args = BATCHES, sample_size = 1)]
fn infer_into(bencher: Bencher<'_, '_>, batch: usize) {
    let (input, mut output) = (images(batch), images(batch));
    let layer = ActivationLayer::new(Relu);
    bencher
        .counter(ItemsCount::new(input.len()))
        .bench_local(|| layer.infer_into(black_box(&input), black_box(&mut output)));
}

/// What the memory of the input looks like.
#[derive(Clone, Copy)]
enum Memory {
    Contiguous,
    /// All axes reversed, which is Fortran's order.
    Transposed,
    /// Two axes in the middle exchanged: neither C's order nor Fortran's.
    Permuted,
    /// Each row read from its end.
    Reversed,
    /// Every second image of a larger batch.
    EverySecond,
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Contiguous => "contiguous",
            Self::Transposed => "transposed",
            Self::Permuted => "permuted",
            Self::Reversed => "reversed",
            Self::EverySecond => "every second",
        })
    }
}

impl Memory {
    const ALL: [Self; 5] = [Self::Contiguous, Self::Transposed, Self::Permuted, Self::Reversed, Self::EverySecond];

    /// A view of 65 536 elements.
    fn of(self, array: &Array4<f32>) -> ArrayView4<'_, f32> {
        let mut half = array.slice_axis(Axis(0), Slice::from(..16));
        match self {
            Self::Contiguous => half,
            Self::Transposed => half.reversed_axes(),
            Self::Permuted => half.permuted_axes([0, 2, 1, 3]),
            Self::Reversed => {
                half.invert_axis(Axis(3));
                half
            }
            Self::EverySecond => array.slice_axis(Axis(0), Slice::from(..).step_by(2)),
        }
    }
}

#[divan::bench(args = Memory::ALL)]
fn memory_forward(bencher: Bencher<'_, '_>, memory: Memory) {
    let array = images(32);
    let input = memory.of(&array);
    let mut layer = ActivationLayer::new(Relu);
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| layer.forward(black_box(&input)).is_ok());
}

#[divan::bench(args = Memory::ALL)]
fn memory_backward(bencher: Bencher<'_, '_>, memory: Memory) {
    let array = images(32);
    let input = memory.of(&array);
    let mut layer = ActivationLayer::new(Relu);
    assert!(layer.forward(&input).is_ok(), "a layer takes any input");
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| layer.backward(black_box(&input)).is_ok());
}

/// One learnable slope for all, or one for each of 16 channels along an axis.
#[derive(Clone, Copy)]
enum Slopes {
    Shared,
    PerChannel(usize),
}

impl fmt::Display for Slopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shared => f.write_str("shared"),
            Self::PerChannel(axis) => write!(f, "per channel, axis {axis}"),
        }
    }
}

impl Slopes {
    const ALL: [Self; 4] = [Self::Shared, Self::PerChannel(0), Self::PerChannel(1), Self::PerChannel(3)];

    fn layer(self) -> ActivationLayer<Prelu> {
        let layer = ActivationLayer::new(Prelu::default());
        match self {
            Self::Shared => layer,
            Self::PerChannel(axis) => layer.with_parameters_per_channel(Axis(axis), 16).expect("room for 16 channels"),
        }
    }
}

#[divan::bench(args = Slopes::ALL)]
fn prelu_forward(bencher: Bencher<'_, '_>, slopes: Slopes) {
    let input = images(16);
    let mut layer = slopes.layer();
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| layer.forward(black_box(&input)).is_ok());
}

#[divan::bench(args = Slopes::ALL)]
fn prelu_backward(bencher: Bencher<'_, '_>, slopes: Slopes) {
    let (input, grad) = (images(16), Array4::from_elem((16, 16, 16, 16), 2.0));
    let mut layer = slopes.layer();
    assert!(layer.forward(&input).is_ok(), "a layer takes any input");
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| layer.backward(black_box(&grad)).is_ok());
}
