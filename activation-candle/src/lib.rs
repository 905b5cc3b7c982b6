//! Any activation of activation-core in candle: fast on the CPU, with exact gradients, from one line.
//!
//! In: an activation, yours or one of the catalogue. Out: a module and an operation of candle. This crate must never hold a
//! formula: it runs those of activation-core by its kernels, or by candle's own tensors.
//!
//! ```
//! use activation_candle::activation_core::{activation, catalogue::Gelu};
//! use activation_candle::{Candle, Choice};
//! use candle_core::{DType, Device, Module, Tensor};
//! use candle_nn::{VarBuilder, VarMap, linear, seq};
//!
//! activation! { bump: x * sigmoid(1.5 * x) - 0.1 * x; } // yours: the derivative is derived
//!
//! let map = VarMap::new();
//! let vb = VarBuilder::from_varmap(&map, DType::F32, &Device::Cpu);
//! let model = seq()
//!     .add(linear(4, 16, vb.pp("a"))?)
//!     .add(Candle(Bump))
//!     .add(linear(16, 16, vb.pp("b"))?)
//!     .add(Candle(Gelu)) // was: candle_nn::Activation::Gelu
//!     .add(linear(16, 2, vb.pp("c"))?)
//!     .add("gelu_pytorch_tanh".parse::<Choice>()?); // as a configuration would choose
//! let y = model.forward(&Tensor::ones((3, 4), DType::F32, &Device::Cpu)?)?;
//! y.backward()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The parts
//!
//! - [`Candle`]: the activation as `Module` and `CustomOp1`. [`Composed`]: the same by candle's own operations, as on GPUs.
//! - [`Learned`]: with its `learn` parameters as variables of a `VarBuilder`.
//! - [`Choice`]: by name, for configurations, in the place of `candle_nn::Activation`.
//! - [`activation_core`], so that one dependency is enough: its names are at home there, also in what the compiler says.
//!
//! # Derivatives of derivatives
//!
//! candle keeps the history of gradients only with `CANDLE_GRAD_DO_NOT_DETACH=1` in the environment, which it reads once per
//! thread ([candle#2462](https://github.com/huggingface/candle/issues/2462)). With it, second derivatives through any network of
//! these activations are exact; without it, they are so for one operation alone, as candle's own are. From the third on, candle
//! differentiates the composition of f‴.
//!
//! # Features
//!
//! `choice`, which is on by default, is [`Choice`]: without it no kernel of the catalogue is compiled before it is asked for.
//! `cuda` and `metal` are handed on to candle. Neither has ever been compiled or run by this project.
#![forbid(unsafe_code)]

#[cfg(feature = "choice")]
mod choice;
mod compose;
mod device;
mod learned;
mod number;
mod op;
mod slope;
mod storage;

pub use activation_core;
#[cfg(feature = "choice")]
pub use choice::Choice;
pub use learned::Learned;
pub use op::{Candle, Composed};
