//! In: an activation, tensors x and `grad_output`. Out: `grad_output` · f′(x) as an operation of candle that can be
//! differentiated again. It must never let an infinite slope of a branch not taken meet a gradient.

use activation_core::{Activation, Derivative};
use candle_core::{CpuStorage, CudaStorage, CustomOp2, Layout, MetalStorage, Result, Shape, Tensor};

use crate::device::{OnDevice, by_tensors};
use crate::{compose, storage};

/// Which derivative.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    First,
    Second,
}

/// (x, gradient) ↦ gradient · f′(x), or gradient · f″(x).
#[derive(Clone, Debug)]
pub(crate) struct Slope<A> {
    pub(crate) activation: A,
    pub(crate) order: Order,
    /// By candle's tensors on the CPU, too.
    pub(crate) composed: bool,
}

impl<A: Activation> Slope<A> {
    fn composed<S: OnDevice>(&self, x: (&S, &Layout), gradient: (&S, &Layout)) -> Result<(S, Shape)> {
        by_tensors([x, gradient], |[x, gradient]| compose::slope(&self.activation, self.order, x, gradient))
    }
}

impl<A: Activation + 'static> CustomOp2 for Slope<A> {
    fn name(&self) -> &'static str {
        self.activation.name()
    }

    fn cpu_fwd(&self, x: &CpuStorage, l: &Layout, gradient: &CpuStorage, lg: &Layout) -> Result<(CpuStorage, Shape)> {
        if self.composed {
            return self.composed((x, l), (gradient, lg));
        }
        let product = match self.order {
            Order::First => storage::backward(&self.activation, [x, gradient], [l, lg]),
            Order::Second => storage::backward(&Derivative(self.activation.clone()), [x, gradient], [l, lg]),
        };
        Ok((product?, l.shape().clone()))
    }

    fn cuda_fwd(
        &self,
        x: &CudaStorage,
        l: &Layout,
        gradient: &CudaStorage,
        lg: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        self.composed((x, l), (gradient, lg))
    }

    fn metal_fwd(
        &self,
        x: &MetalStorage,
        l: &Layout,
        gradient: &MetalStorage,
        lg: &Layout,
    ) -> Result<(MetalStorage, Shape)> {
        self.composed((x, l), (gradient, lg))
    }

    /// The third derivative is composed of candle's operations, which differentiate on from there.
    fn bwd(
        &self,
        x: &Tensor,
        gradient: &Tensor,
        _: &Tensor,
        grad: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let both = gradient.mul(grad)?;
        let by_x = match self.order {
            Order::First => x.apply_op2(&both, Self { order: Order::Second, ..self.clone() })?,
            Order::Second => compose::third(&self.activation, x, &both)?,
        };
        Ok((Some(by_x), Some(x.apply_op2(grad, self.clone())?)))
    }
}
