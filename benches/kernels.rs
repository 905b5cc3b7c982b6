//! The speed of the activations that people train with.
//!
//! In: 65 536 numbers, `f32` and `f64`. Out: the time of one pass of the slice kernels: value, value with derivative
//! (`fused`), gradient from the input. Must never choose the activation per element: `AnyActivation` chooses once per call.
//!
//! One of them: `cargo bench -p activation-benches --bench kernels -- 'forward.*gelu'`.

use activation_benches::{LEN, numbers};
use activation_core::{AnyActivation, Element, kernel};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// By rising cost, roughly.
const WELL_KNOWN: [&str; 24] = [
    "linear",
    "relu",
    "leaky_relu",
    "relu6",
    "hardtanh",
    "hard_sigmoid",
    "hard_swish",
    "softsign",
    "exponential",
    "elu",
    "celu",
    "selu",
    "sigmoid",
    "logistic",
    "tanh",
    "silu",
    "swish",
    "quick_gelu",
    "gelu_tanh",
    "gelu",
    "softplus",
    "log_sigmoid",
    "mish",
    "erf",
];

fn named(name: &str) -> AnyActivation {
    name.parse().expect("a name of the catalogue")
}

#[divan::bench(types = [f32, f64], args = WELL_KNOWN)]
fn forward<T: Element>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, mut output) = (numbers::<T>(LEN), vec![T::default(); LEN]);
    bencher
        .counter(ItemsCount::new(LEN))
        .bench_local(|| kernel::forward(&activation, black_box(&input), black_box(&mut output)));
}

#[divan::bench(types = [f32, f64], args = WELL_KNOWN)]
fn fused<T: Element>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, mut output, mut derivative) = (numbers::<T>(LEN), vec![T::default(); LEN], vec![T::default(); LEN]);
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| {
        kernel::forward_with_derivative(
            &activation,
            black_box(&input),
            black_box(&mut output),
            black_box(&mut derivative),
        )
    });
}

#[divan::bench(types = [f32, f64], args = WELL_KNOWN)]
fn backward<T: Element>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, grad_output) = (numbers::<T>(LEN), vec![T::from_f64(2.0); LEN]);
    let mut grad_input = vec![T::default(); LEN];
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| {
        kernel::backward(&activation, black_box(&input), black_box(&grad_output), black_box(&mut grad_input))
    });
}
