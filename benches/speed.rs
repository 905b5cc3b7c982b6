//! Nanoseconds per element of what people train with, beside a copy, a loop by hand and other crates, in the format of the peers'
//! scripts.
//!
//! In: 65 535 `f32` uniform in [−10, 10], one thread. Out: one line per function: `activation name forward training`, training
//! being forward and backward as the layer does them; then lines of the baselines: a copy, a hand-written loop with the standard
//! library (`std`), ndarray's `mapv` (which allocates), rten-vecmath, and with the feature `frameworks` candle and Burn.
//! `tools/speed_table.py` puts it beside PyTorch, JAX and onnxruntime. Must never be compared across runs: ratios of one run on
//! one quiet machine only.
//!
//! `taskset -c 0 cargo bench -p activation-benches --bench speed [--features frameworks]`

use std::hint::black_box;

use activation_benches::timing::best;
use activation_benches::{by_hand, peers};
use activation_core::catalogue::{
    Celu, Elu, Gelu, GeluTanh, HardSwish, LeakyRelu, Mish, Relu, Selu, Sigmoid, Silu, Softplus, Tanh,
};
use activation_core::{Activation, ActivationExt, ActivationLayer, activation};
use ndarray::Array1;

activation! {
    /// What a user might write.
    own_mish: x * tanh(ln(1 + exp(x)));
}

const ELEMENTS: u16 = u16::MAX;

fn main() {
    let place = |i: u16| f32::from(i.wrapping_mul(7919)) / f32::from(ELEMENTS);
    let input: Vec<f32> = (0..ELEMENTS).map(|i| 20.0 * place(i) - 10.0).collect();
    let mut output = vec![0.0; input.len()];
    let copy = best(input.len(), || black_box(&mut output).copy_from_slice(black_box(&input)));
    line("activation", "copy", copy, f64::NAN);
    ours(&input);
    hand_written(&input);
    for (who, name, time) in peers::times(&input) {
        line(who, name, time, f64::NAN);
    }
}

fn line(who: &str, name: &str, forward: f64, training: f64) {
    println!("{who:12} {name:12} {forward:8.3} {training:8.3}");
}

fn ours(input: &[f32]) {
    show(input, "relu", Relu);
    show(input, "leaky_relu", LeakyRelu::default());
    show(input, "hard_swish", HardSwish);
    show(input, "sigmoid", Sigmoid);
    show(input, "tanh", Tanh);
    show(input, "silu", Silu);
    show(input, "elu", Elu::default());
    show(input, "selu", Selu);
    show(input, "celu", Celu::default());
    show(input, "gelu", Gelu);
    show(input, "gelu_tanh", GeluTanh);
    show(input, "softplus", Softplus::default());
    show(input, "mish", Mish);
    show(input, "own_mish", OwnMish);
}

fn show<A: Activation>(input: &[f32], name: &str, activation: A) {
    let gradient = Array1::from_iter(input.iter().map(|x| 0.05 * x + 0.5));
    let mut output = vec![0.0; input.len()];
    let forward = best(input.len(), || {
        let _ = activation.forward_slice(black_box(input), black_box(&mut output));
    });
    let (array, mut layer) = (Array1::from(input.to_vec()), ActivationLayer::new(activation));
    let training = best(input.len(), || {
        let _ = black_box(layer.forward(black_box(&array)));
        let _ = black_box(layer.backward(black_box(&gradient)));
    });
    line("activation", name, forward, training);
}

/// The loop that a person writes, into a given buffer, and `mapv`, which allocates its own.
fn hand_written(input: &[f32]) {
    let gradient: Vec<f32> = input.iter().map(|x| 0.05 * x + 0.5).collect();
    let (mut output, mut grad_input) = (vec![0.0; input.len()], vec![0.0; input.len()]);
    let array = Array1::from(input.to_vec());
    macro_rules! time {
        ($name:literal, $forward:expr, $derivative:expr) => {
            let forward = best(input.len(), || {
                black_box(&mut output).iter_mut().zip(black_box(input)).for_each(|(y, x)| *y = $forward(*x));
            });
            let backward = best(input.len(), || {
                let to = black_box(&mut grad_input).iter_mut().zip(black_box(input)).zip(black_box(&gradient));
                to.for_each(|((to, x), gradient)| *to = gradient * $derivative(*x));
            });
            line("std", $name, forward, forward + backward);
            line("mapv", $name, best(input.len(), || drop(black_box(black_box(&array).mapv($forward)))), f64::NAN);
        };
    }
    by_hand!(time);
}
