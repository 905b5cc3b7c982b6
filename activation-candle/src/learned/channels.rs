//! In: activations, one for all or one per channel, and what they are for. Out: values, gradients, and sums for parameters,
//! channel by channel. It must never ask where a channel lies more than once per slice.

use activation_core::{Activation, ActivationExt, Element};
use candle_core::{CpuStorage, Error, Layout, Result, Tensor};

use crate::compose;
use crate::storage::{backward_elements, by_type, forward_elements, gather};

/// Where the channels of an array lie: elements with `inner` others beside them, `outer` times `count`.
#[derive(Debug)]
pub(super) struct Channels {
    axis: usize,
    outer: usize,
    count: usize,
    inner: usize,
}

impl Channels {
    /// The channels of an array of that layout: those of axis 1, or of axis 0 if it is the only one.
    pub(super) fn of(op: &'static str, layout: &Layout, count: usize) -> Result<Self> {
        let dims = layout.dims();
        let axis = usize::from(dims.len() > 1);
        if count != 1 && dims.get(axis) != Some(&count) {
            let got = dims.get(axis).copied().unwrap_or(0);
            let error = format!(
                "{op} has parameters for {count} channels along axis {axis}, but the input of shape {dims:?} has {got} there"
            );
            return Err(Error::Msg(error).bt());
        }
        if count == 1 {
            return Ok(Self { axis, outer: 1, count, inner: layout.shape().elem_count() });
        }
        Ok(Self { axis, outer: dims[..axis].iter().product(), count, inner: dims[axis + 1..].iter().product() })
    }

    /// Where the parts of a channel begin and end in row-major order.
    fn parts(&self, channel: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = (0..self.outer).map(move |outer| (outer * self.count + channel) * self.inner);
        starts.map(|start| start..start + self.inner)
    }

    fn pick<T: Element>(&self, channel: usize, values: &[T]) -> Vec<T> {
        self.parts(channel).flat_map(|part| &values[part]).copied().collect()
    }

    fn put<T: Element>(&self, channel: usize, values: &mut [T], from: &[T]) {
        for (part, from) in self.parts(channel).zip(from.chunks(self.inner.max(1))) {
            values[part].copy_from_slice(from);
        }
    }

    pub(super) fn forward<A: Activation, T: Element>(&self, by: &[A], x: &[T], layout: &Layout) -> Result<Vec<T>> {
        if let [activation] = by {
            return forward_elements(activation, x, layout);
        }
        let mut values = gather(x, layout)?.into_owned();
        for (channel, activation) in by.iter().enumerate() {
            let mut part = self.pick(channel, &values);
            activation.forward_slice_inplace(&mut part);
            self.put(channel, &mut values, &part);
        }
        Ok(values)
    }

    pub(super) fn backward<A: Activation, T: Element>(
        &self,
        by: &[A],
        [x, grad]: [&[T]; 2],
        layouts: [&Layout; 2],
    ) -> Result<Vec<T>> {
        if let [activation] = by {
            return backward_elements(activation, [x, grad], layouts);
        }
        let (x, mut grad) = (gather(x, layouts[0])?, gather(grad, layouts[1])?.into_owned());
        for (channel, activation) in by.iter().enumerate() {
            let (part, mut to) = (self.pick(channel, &x), self.pick(channel, &grad));
            activation.backward_slice_inplace(&part, &mut to).map_err(Error::wrap)?;
            self.put(channel, &mut grad, &to);
        }
        Ok(grad)
    }

    /// The sum of gradient · ∂f/∂θ for each of the parameters, channel by channel.
    pub(super) fn parameters<A: Activation, T: Element>(
        &self,
        by: &[A],
        indices: &[usize],
        [x, grad]: [&[T]; 2],
        layouts: [&Layout; 2],
    ) -> Result<Vec<f64>> {
        let (x, grad) = (gather(x, layouts[0])?, gather(grad, layouts[1])?);
        let mut sums = vec![0.0; indices.len() * by.len()];
        for (channel, activation) in by.iter().enumerate() {
            let (x, grad) = (self.pick(channel, &x), self.pick(channel, &grad));
            for (row, &index) in indices.iter().enumerate() {
                let sum = activation.parameter_gradient(index, &x, &grad).map_err(Error::wrap)?;
                // Every index is that of a learnable parameter.
                sums[row * by.len() + channel] = sum.unwrap_or(f64::NAN);
            }
        }
        Ok(sums)
    }

    /// A tensor of what `compute` makes of each channel's.
    pub(super) fn each<A: Activation>(
        &self,
        by: &[A],
        [x, grad]: [&Tensor; 2],
        compute: impl Fn(&A, [Tensor; 2]) -> Result<Tensor>,
    ) -> Result<Tensor> {
        if let [activation] = by {
            return compute(activation, [x.clone(), grad.clone()]);
        }
        let part = |tensor: &Tensor, channel| tensor.narrow(self.axis, channel, 1);
        let channels = by.iter().enumerate();
        let results: Vec<Tensor> = channels
            .map(|(channel, activation)| compute(activation, [part(x, channel)?, part(grad, channel)?]))
            .collect::<Result<_>>()?;
        Tensor::cat(&results, self.axis)
    }

    /// [`parameters`](Self::parameters) of tensors, in the type that they are computed in.
    pub(super) fn sums<A: Activation>(&self, by: &[A], indices: &[usize], operands: [&Tensor; 2]) -> Result<Tensor> {
        let row = |&index: &usize| {
            let terms = self.each(by, operands, |activation, [x, grad]| {
                // A sum per channel, in the place of the channel.
                let sum = compose::parameter(activation, index, &x, &grad)?;
                sum.reshape(vec![1; x.rank().max(1)])
            })?;
            terms.flatten_all()
        };
        let rows: Vec<Tensor> = indices.iter().map(row).collect::<Result<_>>()?;
        Tensor::stack(&rows, 0)
    }
}

/// The numbers of a storage on the host, in row-major order.
pub(super) fn numbers(storage: &CpuStorage, layout: &Layout) -> Result<Vec<f64>> {
    let mut numbers = Vec::new();
    let read = by_type!("a learnable parameter", storage => {
        numbers = gather(storage, layout)?.iter().map(|number| number.to_f64()).collect();
        Vec::new()
    });
    read.map(|_| numbers)
}

/// One row per parameter.
pub(super) fn rows(storage: &CpuStorage, layout: &Layout) -> Result<Vec<Vec<f64>>> {
    let columns = layout.dims().last().copied().unwrap_or(1).max(1);
    Ok(numbers(storage, layout)?.chunks(columns).map(<[f64]>::to_vec).collect())
}
