//! In: an activation and a tensor. Out: [`Candle`] and [`Composed`], the activation as a module and as an operation of candle.
//! It must never choose per element, nor copy on the CPU what lies contiguous.

use activation_core::Activation;
use candle_core::{CpuStorage, CudaStorage, CustomOp1, Layout, MetalStorage, Module, Result, Shape, Tensor};

use crate::device::by_tensors;
use crate::slope::{Order, Slope};
use crate::{compose, storage};

/// An activation as a module and as an operation of candle: `x.apply(&Candle(Gelu))`, `seq().add(Candle(Gelu))`,
/// `x.apply_op1(Candle(Gelu))`.
///
/// | | |
/// |---|---|
/// | types | `F32`, `F64`; `F16` and `BF16`, computed in `f32` and rounded once; an error for others |
/// | shapes and layouts | any: offsets, transposes, broadcasts; the result is contiguous |
/// | on the CPU | the slice kernels of `activation-core`, bit for bit; by all threads from 262 144 elements on |
/// | on other devices | candle's own operations, composed as [`Composed`] does |
/// | gradient | exact, from x: `grad_output · f′(x)` in one pass, with the activation's values at kinks (relu′(0) = 0) |
/// | gradient of the gradient | from f″, which is exact, too; then from f‴, by candle's operations; see the crate's docs |
///
/// ```
/// use activation_candle::Candle;
/// use activation_candle::activation_core::{Activation, catalogue::Mish};
/// use candle_core::{Device, Module, Var};
///
/// let x = Var::new(&[-1.0_f32, 0.0, 1000.0], &Device::Cpu)?;
/// let y = Candle(Mish).forward(&x)?;
/// let grads = y.backward()?;
/// let slopes = grads.get(&x).expect("x is a variable").to_vec1::<f32>()?;
/// assert_eq!(slopes, [Mish.derivative(-1.0_f32), 0.6, 1.0]);
/// # Ok::<(), candle_core::Error>(())
/// ```
///
/// # Errors
/// As a module or an operation: [`candle_core::Error::UnsupportedDTypeForOp`] with the activation's name for types other
/// than those four, and candle's own errors. It does not panic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Candle<A: Activation>(
    /// The activation.
    pub A,
);

/// An activation made of candle's own tensor operations, on every device, the CPU included: what [`Candle`] does on CUDA and
/// Metal.
///
/// Gradients are those of the activation's own derivative, composed in the same way, not what candle would make of the
/// operations: they have the same values at kinks, and no NaN from a branch that is not taken.
///
/// Values and gradients are within 64 ε · (|f| + κ + 1) of [`Candle`]'s, κ being what a change of x by its size explains,
/// |x · f′| for the value and |x · f″| for the derivative: relative where f is large, absolute where it is small. (The kernels
/// are relative in the tails, too.) A zero may have the other sign: candle multiplies by a constant as `x · c + 0`, which makes +0 of
/// −0, and what is added as a constant 0 is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Composed<A: Activation>(
    /// The activation.
    pub A,
);

impl<A: Activation + 'static> Module for Candle<A> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        if x.track_op() {
            x.apply_op1(self.clone())
        } else if x.device().is_cpu() {
            // Without a history there is nothing to allocate for it.
            x.apply_op1_no_bwd(self)
        } else {
            compose::value(&self.0, x)
        }
    }
}

impl<A: Activation + 'static> Module for Composed<A> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        if x.track_op() { x.apply_op1(self.clone()) } else { compose::value(&self.0, x) }
    }
}

macro_rules! operation {
    ($name:ident, composed: $composed:literal, $cpu:expr) => {
        impl<A: Activation + 'static> CustomOp1 for $name<A> {
            fn name(&self) -> &'static str {
                self.0.name()
            }

            fn cpu_fwd(&self, x: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
                $cpu(&self.0, x, layout)
            }

            fn cuda_fwd(&self, x: &CudaStorage, layout: &Layout) -> Result<(CudaStorage, Shape)> {
                by_tensors([(x, layout)], |[x]| compose::value(&self.0, x))
            }

            fn metal_fwd(&self, x: &MetalStorage, layout: &Layout) -> Result<(MetalStorage, Shape)> {
                by_tensors([(x, layout)], |[x]| compose::value(&self.0, x))
            }

            fn bwd(&self, x: &Tensor, _: &Tensor, grad_output: &Tensor) -> Result<Option<Tensor>> {
                let slope = Slope { activation: self.0.clone(), order: Order::First, composed: $composed };
                x.apply_op2(grad_output, slope).map(Some)
            }
        }
    };
}
operation!(Candle, composed: false, |activation, x, layout: &Layout| {
    Ok((storage::forward(activation, x, layout)?, layout.shape().clone()))
});
operation!(Composed, composed: true, |activation, x, layout| {
    by_tensors([(x, layout)], |[x]| compose::value(activation, x))
});
