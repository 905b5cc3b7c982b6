//! The same activations in other Rust crates, timed forward: the peers of `speed`.
//!
//! In: one array of `f32`. Out: `(crate, activation, nanoseconds per element)` of each. rten-vecmath writes into a given buffer, as
//! our kernels do; candle and Burn (feature `frameworks`: hundreds of crates) allocate their output, as their users can't help. It must
//! never be part of a default build but for rten-vecmath, which is light.

use std::hint::black_box;
use std::mem::MaybeUninit;

use rten_simd::SimdUnaryOp;
use rten_vecmath::{ApproxGelu, Elu, Gelu, LeakyRelu, Sigmoid, Silu, Tanh};

use crate::timing::best;

/// A peer, the activation, and its time.
pub type Time = (&'static str, &'static str, f64);

/// A function of slices, the second of which it fills.
type Filling<'a> = &'a dyn Fn(&[f32], &mut [MaybeUninit<f32>]);

/// All that are built in.
pub fn times(input: &[f32]) -> Vec<Time> {
    #[allow(unused_mut, reason = "more come with a feature")]
    let mut times = rten(input);
    #[cfg(feature = "frameworks")]
    times.extend(candle(input).into_iter().chain(burn(input)));
    times
}

fn rten(input: &[f32]) -> Vec<Time> {
    let time = |op: Filling<'_>| {
        let mut output = Vec::with_capacity(input.len());
        best(input.len(), || op(black_box(input), &mut black_box(&mut output).spare_capacity_mut()[..input.len()]))
    };
    macro_rules! op {
        ($name:literal, $op:expr) => {
            (
                "rten-vecmath",
                $name,
                time(&|x, y| {
                    black_box($op.map(x, y));
                }),
            )
        };
    }
    vec![
        op!("leaky_relu", LeakyRelu { alpha: 0.01 }),
        op!("sigmoid", Sigmoid {}),
        op!("tanh", Tanh {}),
        op!("silu", Silu {}),
        op!("elu", Elu { alpha: 1.0 }),
        op!("gelu", Gelu {}),
        op!("gelu_tanh", ApproxGelu {}),
    ]
}

#[cfg(feature = "frameworks")]
fn candle(input: &[f32]) -> Vec<Time> {
    use candle_core::{Device, Module, Result, Tensor};
    use candle_nn::Activation;

    let Ok(tensor) = Tensor::from_slice(input, input.len(), &Device::Cpu) else { return Vec::new() };
    let time = |name, op: &dyn Fn(&Tensor) -> Result<Tensor>| {
        ("candle", name, best(input.len(), || drop(black_box(op(black_box(&tensor))))))
    };
    vec![
        time("relu", &Tensor::relu),
        time("leaky_relu", &|x| candle_nn::ops::leaky_relu(x, 0.01)),
        time("hard_swish", &|x| Activation::HardSwish.forward(x)),
        time("sigmoid", &candle_nn::ops::sigmoid),
        time("tanh", &Tensor::tanh),
        time("silu", &Tensor::silu),
        time("elu", &|x| x.elu(1.0)),
        time("gelu", &Tensor::gelu_erf),
        time("gelu_tanh", &Tensor::gelu),
        time("mish", &|x| Activation::Mish.forward(x)),
    ]
}

#[cfg(feature = "frameworks")]
fn burn(input: &[f32]) -> Vec<Time> {
    use burn::tensor::{Device, Tensor, TensorData, activation};

    let device = Device::default();
    let tensor = Tensor::<1>::from_data(TensorData::new(input.to_vec(), [input.len()]), &device);
    let time = |name, op: &dyn Fn(Tensor<1>) -> Tensor<1>| {
        // The clone counts a reference; it is what keeps the input, as a layer's input is kept.
        ("burn-flex", name, best(input.len(), || drop(black_box(op(black_box(tensor.clone()))))))
    };
    vec![
        time("relu", &activation::relu),
        time("leaky_relu", &|x| activation::leaky_relu(x, 0.01)),
        time("hard_swish", &activation::hard_swish),
        time("sigmoid", &activation::sigmoid),
        time("tanh", &activation::tanh),
        time("silu", &activation::silu),
        time("elu", &|x| activation::elu(x, 1.0)),
        time("selu", &activation::selu),
        time("gelu", &activation::gelu),
        time("gelu_tanh", &activation::gelu_approximate),
        time("softplus", &|x| activation::softplus(x, 1.0)),
        time("mish", &activation::mish),
    ]
}
