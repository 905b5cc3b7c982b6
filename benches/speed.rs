//! Nanoseconds per element of what people train with, beside a copy, in the format of the peers' scripts.
//!
//! In: 65 535 `f32` uniform in [−10, 10], one thread. Out: one line per function: `activation name forward training`, training
//! being forward and backward as the layer does them. `tools/speed_table.py` puts it beside PyTorch, JAX and onnxruntime. Must
//! never be compared across runs: ratios of one run on one quiet machine only.
//!
//! `taskset -c 0 cargo bench -p activation-benches --bench speed`

use std::hint::black_box;
use std::time::Instant;

use activation_core::catalogue::{
    Celu, Elu, Gelu, GeluTanh, HardSwish, LeakyRelu, Mish, Relu, Selu, Sigmoid, Silu, Softplus, Tanh,
};
use activation_core::{Activation, ActivationLayer, activation, kernel};
use ndarray::Array1;

activation! {
    /// What a user might write.
    own_mish: x * tanh(ln(1 + exp(x)));
}

const ELEMENTS: u16 = u16::MAX;

/// The fastest of some rounds, per element.
fn best(mut call: impl FnMut()) -> f64 {
    let rounds = (0..9).map(|_| {
        let start = Instant::now();
        for _ in 0..300 {
            call();
        }
        start.elapsed().as_secs_f64() / 300.0
    });
    rounds.fold(f64::INFINITY, f64::min) * 1e9 / f64::from(ELEMENTS)
}

fn show<A: Activation>(name: &str, activation: A) {
    let place = |i: u16| f32::from(i.wrapping_mul(7919)) / f32::from(ELEMENTS);
    let input: Vec<f32> = (0..ELEMENTS).map(|i| 20.0 * place(i) - 10.0).collect();
    let gradient = Array1::from_iter(input.iter().map(|x| 0.05 * x + 0.5));
    let mut output = vec![0.0; usize::from(ELEMENTS)];
    let forward = best(|| {
        let _ = kernel::forward(&activation, black_box(&input), black_box(&mut output));
    });
    let (input, mut layer) = (Array1::from(input), ActivationLayer::new(activation));
    let training = best(|| {
        let _ = black_box(layer.forward(black_box(&input)));
        let _ = black_box(layer.backward(black_box(&gradient)));
    });
    println!("activation {name:12} {forward:8.3} {training:8.3}");
}

fn main() {
    let (input, mut output) = (vec![1.0_f32; usize::from(ELEMENTS)], vec![0.0; usize::from(ELEMENTS)]);
    let copy = best(|| black_box(&mut output).copy_from_slice(black_box(&input)));
    println!("activation {:12} {copy:8.3} {:8.3}", "copy", f64::NAN);
    show("relu", Relu);
    show("leaky_relu", LeakyRelu::default());
    show("hard_swish", HardSwish);
    show("sigmoid", Sigmoid);
    show("tanh", Tanh);
    show("silu", Silu);
    show("elu", Elu::default());
    show("selu", Selu);
    show("celu", Celu::default());
    show("gelu", Gelu);
    show("gelu_tanh", GeluTanh);
    show("softplus", Softplus::default());
    show("mish", Mish);
    show("own_mish", OwnMish);
}
