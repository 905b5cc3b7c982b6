//! Zero cost: relu by hand beside relu through trait, kernel and layer.
//!
//! In: 65 536 `f32`. Out: the time of one pass, forward and backward. Must never write a gradient back into itself: it
//! would decay into subnormal numbers and measure those.

use activation_benches::{LEN, numbers, relu};
use activation_core::catalogue::Relu;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndarray::Array1;

fn main() {
    divan::main();
}

/// Times `pass(input, output)`.
fn forward<R>(bencher: Bencher<'_, '_>, pass: impl Fn(&[f32], &mut [f32]) -> R) {
    let (input, mut output) = (numbers(LEN), vec![0.0; LEN]);
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| pass(black_box(&input), black_box(&mut output)));
}

/// Times `pass(input, gradient of the output, gradient of the input)`.
fn backward<R>(bencher: Bencher<'_, '_>, pass: impl Fn(&[f32], &[f32], &mut [f32]) -> R) {
    let (input, grad_output, mut grad_input) = (numbers(LEN), vec![2.0; LEN], vec![0.0; LEN]);
    bencher
        .counter(ItemsCount::new(LEN))
        .bench_local(|| pass(black_box(&input), black_box(&grad_output), black_box(&mut grad_input)));
}

#[divan::bench]
fn forward_a_copy_alone(bencher: Bencher<'_, '_>) {
    forward(bencher, |input, output| output.copy_from_slice(input));
}

#[divan::bench]
fn forward_by_hand(bencher: Bencher<'_, '_>) {
    forward(bencher, relu::forward_by_hand);
}

#[divan::bench]
fn forward_by_hand_losing_nan(bencher: Bencher<'_, '_>) {
    forward(bencher, relu::forward_by_hand_losing_nan);
}

#[divan::bench]
fn forward_by_trait(bencher: Bencher<'_, '_>) {
    forward(bencher, relu::forward_by_trait);
}

#[divan::bench]
fn forward_by_kernel(bencher: Bencher<'_, '_>) {
    forward(bencher, relu::forward_by_kernel);
}

#[divan::bench]
fn forward_by_layer(bencher: Bencher<'_, '_>) {
    let input = Array1::from(numbers(LEN));
    let mut layer = relu::Layer::new(Relu);
    bencher
        .counter(ItemsCount::new(LEN))
        .bench_local(|| relu::forward_by_layer(black_box(&mut layer), black_box(&input)).is_ok());
}

#[divan::bench]
fn backward_by_hand(bencher: Bencher<'_, '_>) {
    backward(bencher, relu::backward_by_hand);
}

#[divan::bench]
fn backward_by_trait(bencher: Bencher<'_, '_>) {
    backward(bencher, relu::backward_by_trait);
}

#[divan::bench]
fn backward_by_kernel(bencher: Bencher<'_, '_>) {
    backward(bencher, relu::backward_by_kernel);
}

#[divan::bench]
fn backward_by_layer(bencher: Bencher<'_, '_>) {
    let (input, grad_output) = (Array1::from(numbers(LEN)), Array1::from_elem(LEN, 2.0));
    let mut layer = relu::Layer::new(Relu);
    assert!(layer.forward(&input).is_ok(), "a layer takes any input");
    bencher
        .counter(ItemsCount::new(LEN))
        .bench_local(|| relu::backward_by_layer(black_box(&mut layer), black_box(&grad_output)).is_ok());
}
