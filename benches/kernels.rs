//! The speed of every activation of the catalogue.
//!
//! In: arrays of 1 K, 64 K, 1 M and 16 M numbers, `f32` and `f64`; the threads of `RAYON_NUM_THREADS`. Out: the time of one pass:
//! value (`forward`), gradient from the input (`backward`), value with derivative in one pass (`both`). Must never choose the
//! activation per element: `AnyActivation` chooses once per call.
//!
//! Some of them: `RAYON_NUM_THREADS=1 cargo bench -p activation-benches --bench kernels -- 'forward.*f32.*65536.*gelu'`.

use activation_benches::numbers;
use activation_core::{ActivationExt, AnyActivation, Element};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [1 << 10, 1 << 16, 1 << 20, 1 << 24];

fn named(name: &str) -> AnyActivation {
    name.parse().expect("a name of the catalogue")
}

#[divan::bench(types = [f32, f64], consts = SIZES, args = AnyActivation::names(), max_time = 0.1)]
fn forward<T: Element, const LEN: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, mut output) = (numbers::<T>(LEN), vec![T::default(); LEN]);
    bencher
        .counter(ItemsCount::new(LEN))
        .bench_local(|| activation.forward_slice(black_box(&input), black_box(&mut output)));
}

#[divan::bench(types = [f32, f64], consts = SIZES, args = AnyActivation::names(), max_time = 0.1)]
fn both<T: Element, const LEN: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, mut output, mut derivative) = (numbers::<T>(LEN), vec![T::default(); LEN], vec![T::default(); LEN]);
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| {
        activation.forward_slice_with_derivative(black_box(&input), black_box(&mut output), black_box(&mut derivative))
    });
}

#[divan::bench(types = [f32, f64], consts = SIZES, args = AnyActivation::names(), max_time = 0.1)]
fn backward<T: Element, const LEN: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let activation = named(name);
    let (input, grad_output) = (numbers::<T>(LEN), vec![T::from_f64(2.0); LEN]);
    let mut grad_input = vec![T::default(); LEN];
    bencher.counter(ItemsCount::new(LEN)).bench_local(|| {
        activation.backward_slice(black_box(&input), black_box(&grad_output), black_box(&mut grad_input))
    });
}
