//! How near the kernels come to what memory gives.
//!
//! In: 16 M numbers (`ELEMENTS` in the environment: another count), `f32`, all threads (`RAYON_NUM_THREADS`). Out: one line per
//! activation of the catalogue: bytes read and written per nanosecond of forward, of a training step's forward and of its backward, as
//! a share of what a parallel copy moves; the slowest last. Below 0.9 an activation costs more than memory does. It must never
//! compare across runs.
//!
//! `cargo bench -p activation-benches --bench bandwidth`

use std::hint::black_box;

use activation_benches::numbers;
use activation_benches::timing::best;
use activation_core::{Activation, ActivationExt, ActivationLayer, AnyActivation, Residual};
use ndarray::Array1;
use rayon::prelude::*;

fn main() {
    let elements = std::env::var("ELEMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(1 << 24);
    let input = numbers::<f32>(elements);
    let mut output = vec![0.0_f32; elements];
    // A copy by all threads, in one piece each: what the machine gives at best.
    let share = elements.div_ceil(rayon::current_num_threads());
    let copy = best(elements, || {
        let to = black_box(&mut output).par_chunks_mut(share).zip(black_box(&input).par_chunks(share));
        to.for_each(|(to, from)| to.copy_from_slice(from));
    });
    println!(
        "{:20} {copy:.3} ns per element, {:.1} GB/s, {} threads",
        "copy",
        8.0 / copy,
        rayon::current_num_threads()
    );
    let (input, gradient) = (Array1::from(input), Array1::from(numbers::<f32>(elements)));
    let mut lines: Vec<_> = AnyActivation::all().map(|any| shares(any, &input, &gradient, &mut output, copy)).collect();
    lines.sort_by(|a, b| b.1[0].total_cmp(&a.1[0]));
    println!("{:20} {:>8} {:>8} {:>8}   of a copy's bytes per second", "", "forward", "training", "backward");
    for (name, [forward, training, backward]) in lines {
        println!("{name:20} {forward:8.2} {training:8.2} {backward:8.2}");
    }
}

/// Bytes per time over those of the copy: forward alone, the layer's forward (which may keep a residual), its backward.
fn shares(
    activation: AnyActivation,
    input: &Array1<f32>,
    gradient: &Array1<f32>,
    output: &mut [f32],
    copy: f64,
) -> (&'static str, [f64; 3]) {
    let elements = input.len();
    let share = |streams: f64, time: f64| streams / 2.0 * copy / time;
    let slice = input.as_slice().unwrap_or_default();
    let forward = best(elements, || {
        let _ = activation.forward_slice(black_box(slice), black_box(&mut *output));
    });
    // Streams of 4 bytes per element: read the input, write the output; write the residual; read the gradient, read
    // what was kept, write the gradient.
    let (recorded, propagated) = match activation.residual() {
        Residual::Nothing => (2.0, 2.0),
        Residual::Output => (2.0, 3.0),
        Residual::Derivative | Residual::Input => (3.0, 3.0),
    };
    let name = activation.name();
    let mut layer = ActivationLayer::new(activation);
    let training = best(elements, || {
        let _ = black_box(layer.forward(black_box(input)));
    });
    let backward = best(elements, || {
        let _ = black_box(layer.backward(black_box(gradient)));
    });
    (name, [share(2.0, forward), share(recorded, training), share(propagated, backward)])
}
