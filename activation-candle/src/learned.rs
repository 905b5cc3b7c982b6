//! In: an activation with `learn` parameters and a `VarBuilder`. Out: [`Learned`], a module whose parameters are variables of
//! the model, one of each, or one per channel. It must never differentiate wrongly in silence: what it can't, is an error.

mod channels;

use activation_core::Activation;
use candle_core::{
    CpuStorage, CudaStorage, CustomOp2, CustomOp3, DType, Error, Layout, MetalStorage, Module, Result, Shape, Tensor,
};
use candle_nn::{Init, VarBuilder};

use crate::compose;
use crate::device::{OnDevice, by_tensors};
use crate::slope::Order;
use crate::storage::by_type;
use channels::Channels;

/// An activation whose `learn` parameters are learnt with the model, by any optimiser of candle.
///
/// Each is a variable of its own name, of shape `[1]`, or `[channels]` for one value per channel of axis 1 (of axis 0 where
/// there is only one), as in `candle_nn::prelu`; it begins with the activation's value. Other parameters stay as they are. The
/// gradients are exact, summed in `f64`.
///
/// ```
/// use activation_candle::Learned;
/// use activation_candle::activation_core::catalogue::Prelu;
/// use candle_core::{DType, Device, Module, Tensor};
/// use candle_nn::{VarBuilder, VarMap};
///
/// let map = VarMap::new();
/// let vb = VarBuilder::from_varmap(&map, DType::F32, &Device::Cpu);
/// let prelu = Learned::new(Prelu::default(), Some(3), vb.pp("act"))?;
/// let x = Tensor::new(&[[1.0_f32, -2.0, -3.0]], &Device::Cpu)?;
/// let grads = prelu.forward(&x)?.backward()?;
/// let (name, alpha) = prelu.variables().next().expect("prelu has one");
/// assert_eq!(name, "alpha");
/// assert_eq!(grads.get(alpha).expect("it is learnt").to_vec1::<f32>()?, [0.0, -2.0, -3.0]);
/// # Ok::<(), candle_core::Error>(())
/// ```
///
/// # Limits
///
/// The gradient can't be differentiated again: candle says that the operation has no backward. Each forward reads the
/// parameters on the host. On other devices than the CPU, channels are computed one after another.
///
/// # Errors
/// As a module: where the input hasn't as many channels as there are parameters; for types other than `F32`, `F64`, `F16`,
/// `BF16`; candle's own.
#[derive(Clone, Debug)]
pub struct Learned<A: Activation> {
    activation: A,
    /// The indices of the learnable parameters with their variables.
    variables: Vec<(usize, Tensor)>,
}

impl<A: Activation> Learned<A> {
    /// With one variable per learnable parameter, or with one value per channel in each.
    ///
    /// # Errors
    /// If the activation has no `learn` parameter, or there are to be no channels; those of the `VarBuilder`: a variable that a
    /// checkpoint lacks, or of another shape.
    #[allow(clippy::needless_pass_by_value, reason = "as candle_nn's own constructors take it")]
    pub fn new(activation: A, channels: Option<usize>, vb: VarBuilder<'_>) -> Result<Self> {
        if channels == Some(0) {
            return Err(Error::Msg(format!("{}: parameters for 0 channels", activation.name())).bt());
        }
        let mut variables = Vec::new();
        for (index, parameter) in activation.parameters().iter().enumerate().filter(|(_, known)| known.learnable) {
            let first = Init::Const(activation.parameter(index).unwrap_or(parameter.default));
            variables.push((index, vb.get_with_hints(channels.unwrap_or(1), parameter.name, first)?));
        }
        if variables.is_empty() {
            let name = activation.name();
            let text =
                format!("`{name}` has no `learn` parameter, so nothing to be learnt: make it a module by `Candle`");
            return Err(Error::Msg(text).bt());
        }
        Ok(Self { activation, variables })
    }

    /// The variables, by the names of the parameters.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &Tensor)> {
        let parameters = self.activation.parameters();
        self.variables.iter().map(|(index, variable)| (parameters[*index].name, variable))
    }

    /// The activation with the values learnt so far: one, or one per channel.
    ///
    /// # Errors
    /// candle's own, from reading the variables.
    pub fn settled(&self) -> Result<Vec<A>> {
        let values = self.values()?.to_dtype(DType::F64)?.to_vec2()?;
        Ok(settled(&self.activation, &self.indices(), &values))
    }

    fn indices(&self) -> Vec<usize> {
        self.variables.iter().map(|(index, _)| *index).collect()
    }

    /// One row per parameter, one column per channel.
    fn values(&self) -> Result<Tensor> {
        let variables: Vec<&Tensor> = self.variables.iter().map(|(_, variable)| variable).collect();
        Tensor::stack(&variables, 0)
    }
}

/// An activation per column of the values.
fn settled<A: Activation>(activation: &A, indices: &[usize], values: &[Vec<f64>]) -> Vec<A> {
    let channels = values.first().map_or(0, Vec::len);
    let one = |channel: usize| {
        let mut activation = activation.clone();
        for (&index, row) in indices.iter().zip(values) {
            if let Some(&value) = row.get(channel) {
                activation.set_parameter(index, value);
            }
        }
        activation
    };
    (0..channels).map(one).collect()
}

impl<A: Activation + 'static> Module for Learned<A> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let operation = Operation { activation: self.activation.clone(), indices: self.indices() };
        x.apply_op2(&self.values()?, operation)
    }
}

/// (x, θ) ↦ f(x; θ)
#[derive(Clone, Debug)]
struct Operation<A> {
    activation: A,
    indices: Vec<usize>,
}

impl<A: Activation> Operation<A> {
    /// An activation per channel, from the values where they are.
    fn settled<S: OnDevice>(&self, values: &S, layout: &Layout) -> Result<Vec<A>> {
        let rows = channels::rows(&values.to_cpu_storage()?, layout)?;
        Ok(settled(&self.activation, &self.indices, &rows))
    }

    fn composed<S: OnDevice>(&self, x: (&S, &Layout), values: (&S, &Layout)) -> Result<(S, Shape)> {
        let activations = self.settled(values.0, values.1)?;
        let channels = Channels::of(self.activation.name(), x.1, activations.len())?;
        by_tensors([x], |[x]| channels.each(&activations, [x, x], |activation, [x, _]| compose::value(activation, &x)))
    }
}

impl<A: Activation + 'static> CustomOp2 for Operation<A> {
    fn name(&self) -> &'static str {
        self.activation.name()
    }

    fn cpu_fwd(&self, x: &CpuStorage, l: &Layout, values: &CpuStorage, lv: &Layout) -> Result<(CpuStorage, Shape)> {
        let activations = self.settled(values, lv)?;
        let channels = Channels::of(self.activation.name(), l, activations.len())?;
        let result = by_type!(self.activation.name(), x => channels.forward(&activations, x, l)?);
        Ok((result?, l.shape().clone()))
    }

    fn cuda_fwd(&self, x: &CudaStorage, l: &Layout, values: &CudaStorage, lv: &Layout) -> Result<(CudaStorage, Shape)> {
        self.composed((x, l), (values, lv))
    }

    fn metal_fwd(
        &self,
        x: &MetalStorage,
        l: &Layout,
        values: &MetalStorage,
        lv: &Layout,
    ) -> Result<(MetalStorage, Shape)> {
        self.composed((x, l), (values, lv))
    }

    fn bwd(&self, x: &Tensor, values: &Tensor, _: &Tensor, grad: &Tensor) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let by = |what| x.apply_op3(values, grad, Gradient { operation: self.clone(), what });
        Ok((Some(by(Of::Input)?), Some(by(Of::Parameters)?.to_dtype(values.dtype())?)))
    }
}

/// What the gradient is of.
#[derive(Clone, Copy, Debug)]
enum Of {
    Input,
    Parameters,
}

/// (x, θ, gradient) ↦ gradient · f′(x; θ), or for each parameter and channel the sum of gradient · ∂f/∂θ, not yet rounded to the
/// type of θ.
struct Gradient<A> {
    operation: Operation<A>,
    what: Of,
}

impl<A: Activation> Gradient<A> {
    fn composed<S: OnDevice>(
        &self,
        x: (&S, &Layout),
        values: (&S, &Layout),
        grad: (&S, &Layout),
    ) -> Result<(S, Shape)> {
        let Operation { activation, indices } = &self.operation;
        let activations = self.operation.settled(values.0, values.1)?;
        let channels = Channels::of(activation.name(), x.1, activations.len())?;
        by_tensors([x, grad], |[x, grad]| match self.what {
            Of::Input => channels.each(&activations, [x, grad], |activation, [x, grad]| {
                compose::slope(activation, Order::First, &x, &grad)
            }),
            Of::Parameters => channels.sums(&activations, indices, [x, grad]),
        })
    }
}

impl<A: Activation + 'static> CustomOp3 for Gradient<A> {
    fn name(&self) -> &'static str {
        "the gradient of a learnt activation"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        l: &Layout,
        values: &CpuStorage,
        lv: &Layout,
        grad: &CpuStorage,
        lg: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let Operation { activation, indices } = &self.operation;
        let activations = self.operation.settled(values, lv)?;
        let channels = Channels::of(activation.name(), l, activations.len())?;
        match self.what {
            Of::Input => {
                let result =
                    by_type!(activation.name(), x, grad => channels.backward(&activations, [x, grad], [l, lg])?);
                Ok((result?, l.shape().clone()))
            }
            Of::Parameters => {
                let shape = Shape::from((indices.len(), activations.len()));
                let mut sums = Vec::new();
                let done = by_type!(activation.name(), x, grad => {
                    sums = channels.parameters(&activations, indices, [x, grad], [l, lg])?;
                    Vec::new()
                });
                done.map(|_| (CpuStorage::F64(sums), shape))
            }
        }
    }

    fn cuda_fwd(
        &self,
        x: &CudaStorage,
        l: &Layout,
        values: &CudaStorage,
        lv: &Layout,
        grad: &CudaStorage,
        lg: &Layout,
    ) -> Result<(CudaStorage, Shape)> {
        self.composed((x, l), (values, lv), (grad, lg))
    }

    fn metal_fwd(
        &self,
        x: &MetalStorage,
        l: &Layout,
        values: &MetalStorage,
        lv: &Layout,
        grad: &MetalStorage,
        lg: &Layout,
    ) -> Result<(MetalStorage, Shape)> {
        self.composed((x, l), (values, lv), (grad, lg))
    }
}

#[cfg(test)]
mod tests {
    use activation_core::catalogue::{Prelu, Srelu};
    use candle_core::Device;
    use candle_core::backend::BackendStorage;

    use super::*;

    /// What runs on other devices, on the CPU, against the kernels: values, gradients of x and of parameters.
    #[test]
    fn composed_channels_are_those_of_the_kernels() -> Result<()> {
        let x = Tensor::arange(-12_f32, 12.0, &Device::Cpu)?.affine(0.17, 0.01)?.reshape((2, 3, 4))?;
        let grad = x.affine(-0.4, 1.0)?.transpose(0, 2)?.contiguous()?.transpose(0, 2)?;
        let activation = Srelu::default();
        let operation = Operation { activation, indices: vec![0, 1, 2, 3] };
        let values =
            Tensor::new(&[[1_f32, 0.5, 0.7], [0.2, 0.3, 0.4], [-1.0, -0.5, -0.7], [0.1, 0.2, 0.3]], &Device::Cpu)?;
        let (storages, layouts): (Vec<_>, Vec<_>) =
            [&x, &values, &grad].map(Tensor::storage_and_layout).into_iter().unzip();
        let [x, values, grad] =
            [0, 1, 2].map(|index| (CpuStorage::unwrap(&storages[index]).expect("on the CPU"), layouts[index]));
        let close = |(ours, shape): (CpuStorage, Shape), (kernels, expected): (CpuStorage, Shape)| {
            assert_eq!(shape, expected);
            let numbers =
                |storage: &CpuStorage| channels::numbers(storage, &Layout::contiguous(shape.clone())).expect("numbers");
            for (a, b) in numbers(&ours).into_iter().zip(numbers(&kernels)) {
                assert!((a - b).abs() < 1e-5, "{a} {b}");
            }
        };
        close(operation.composed(x, values)?, operation.cpu_fwd(x.0, x.1, values.0, values.1)?);
        for what in [Of::Input, Of::Parameters] {
            let gradient = Gradient { operation: operation.clone(), what };
            let kernels = gradient.cpu_fwd(x.0, x.1, values.0, values.1, grad.0, grad.1)?;
            close(gradient.composed(x, values, grad)?, kernels);
        }
        Ok(())
    }

    /// Sums that no half format holds, of terms that it would round: over all, and per channel.
    #[test]
    fn composed_sums_are_wide() -> Result<()> {
        let (x, grad) = (-129.0 / 128.0, 193.0 / 128.0);
        let product = x * grad;
        for (dtype, sums) in [(DType::F16, DType::F32), (DType::BF16, DType::F32), (DType::F64, DType::F64)] {
            let full = |value: f64| Tensor::full(value, (30_000, 6), &Device::Cpu)?.to_dtype(dtype);
            let operands = [full(x)?, full(grad)?];
            for channels in [1_u8, 6] {
                let values = Tensor::full(0.25_f32, (1, usize::from(channels)), &Device::Cpu)?;
                let operation = Operation { activation: Prelu::default(), indices: vec![0] };
                let gradient = Gradient { operation, what: Of::Parameters };
                let [(x, l), (values, lv), (grad, lg)] =
                    [&operands[0], &values, &operands[1]].map(Tensor::storage_and_layout);
                let [x, values, grad] = [(&x, l), (&values, lv), (&grad, lg)]
                    .map(|(storage, layout)| (CpuStorage::unwrap(storage).expect("on the CPU"), layout));
                let (ours, shape) = gradient.composed(x, values, grad)?;
                let (kernels, _) = gradient.cpu_fwd(x.0, x.1, values.0, values.1, grad.0, grad.1)?;
                assert_eq!(ours.dtype(), sums);
                let layout = Layout::contiguous(shape);
                let expected = product * 180_000.0 / f64::from(channels);
                for sum in [ours, kernels].map(|storage| channels::numbers(&storage, &layout)) {
                    let sum = sum?;
                    assert_eq!(sum.len(), usize::from(channels));
                    assert!(sum.iter().all(|sum| (sum / expected - 1.0).abs() < 1e-4), "{dtype:?} {sum:?} {expected}");
                }
            }
        }
        Ok(())
    }
}
