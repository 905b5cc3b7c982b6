//! Nanoseconds per element of the functions along an axis, beside what one writes by hand.
//!
//! In: 512 × 1000 `f32`, along either axis, one thread. Out: one line per function and axis: `activation name forward training`.
//! `tools/peers/axis.py` prints the same of PyTorch. Must never be compared across runs: ratios of one run on one quiet
//! machine only.
//!
//! `RAYON_NUM_THREADS=1 taskset -c 0 cargo bench -p activation-benches --bench axis`

use std::hint::black_box;

use activation_benches::timing::best;
use activation_core::axis::{AxisFunction, AxisLayer, Crelu, Gated, LogSoftmax, Maxout, Softmax, Sparsemax};
use ndarray::{Array2, Axis};

const SHAPE: (usize, usize) = (512, 1000);

const ELEMENTS: usize = SHAPE.0 * SHAPE.1;

/// Uniform in [−10, 10].
fn input() -> Array2<f32> {
    let mut state = 1_u32;
    Array2::from_shape_simple_fn(SHAPE, || {
        state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        f32::from(u16::try_from(state >> 16).unwrap_or(0)) / 3276.8 - 10.0
    })
}

/// Three loops over each row with the standard library's exponential.
fn by_hand(input: &Array2<f32>, output: &mut Array2<f32>) {
    for (from, mut to) in input.rows().into_iter().zip(output.rows_mut()) {
        let (Some(from), Some(to)) = (from.to_slice(), to.as_slice_mut()) else { return };
        let greatest = from.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for (x, y) in from.iter().zip(&mut *to) {
            *y = (x - greatest).exp();
            sum += *y;
        }
        for y in to {
            *y /= sum;
        }
    }
}

fn show<F: AxisFunction>(name: &str, function: F, axis: Axis) {
    let input = input();
    let mut layer = AxisLayer::new(function, axis);
    let Ok(gradient) = layer.infer(&input) else { return };
    let forward = best(ELEMENTS, || {
        let _ = black_box(layer.forward(black_box(&input)));
    });
    let training = best(ELEMENTS, || {
        let _ = black_box(layer.forward(black_box(&input)));
        let _ = black_box(layer.backward(black_box(&gradient)));
    });
    println!("activation {name}_{} {forward:8.3} {training:8.3}", axis.index());
}

fn main() {
    let (from, mut to) = (input(), input());
    let copy = best(ELEMENTS, || black_box(&mut to).assign(black_box(&from)));
    println!("activation copy {copy:8.3} {:8.3}", f64::NAN);
    let scalar = best(ELEMENTS, || by_hand(black_box(&from), black_box(&mut to)));
    println!("activation softmax_by_hand_1 {scalar:8.3} {:8.3}", f64::NAN);
    for axis in [Axis(1), Axis(0)] {
        show("softmax", Softmax, axis);
        show("log_softmax", LogSoftmax, axis);
        show("sparsemax", Sparsemax, axis);
        show("glu", Gated::glu(), axis);
        show("swiglu", Gated::swiglu(), axis);
        show("geglu", Gated::geglu(), axis);
        show("maxout", Maxout { pieces: 2 }, axis);
        show("crelu", Crelu, axis);
    }
}
