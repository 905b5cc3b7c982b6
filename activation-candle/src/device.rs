//! In: a storage on any device, and what is to be made of it with candle's tensors. Out: a storage on that device. It must
//! never ask which device that is: so that what runs on the CPU in tests is what runs elsewhere.

use candle_core::backend::{BackendDevice, BackendStorage};
use candle_core::op::BackpropOp;
use candle_core::{CpuStorage, CudaStorage, Error, Layout, MetalStorage, Result, Shape, Storage, Tensor};

/// A storage of one device, as a case of candle's [`Storage`].
pub(crate) trait OnDevice: BackendStorage<Device: BackendDevice<Storage = Self>> {
    fn wrap(self) -> Storage;
    fn unwrap(storage: &Storage) -> Option<&Self>;
}

macro_rules! on_device {
    ($($type:ident $case:ident;)*) => {$(
        impl OnDevice for $type {
            fn wrap(self) -> Storage {
                Storage::$case(self)
            }
            fn unwrap(storage: &Storage) -> Option<&Self> {
                match storage {
                    Storage::$case(storage) => Some(storage),
                    _ => None,
                }
            }
        }
    )*};
}
on_device! {
    CpuStorage Cpu;
    CudaStorage Cuda;
    MetalStorage Metal;
}

/// What `compute` makes of the operands, as tensors without a history.
///
/// candle gives an operation storages, and no way to make a tensor of one without owning it: so operands and result are
/// copied once, on the device.
pub(crate) fn by_tensors<S: OnDevice, const N: usize>(
    operands: [(&S, &Layout); N],
    compute: impl FnOnce(&[Tensor; N]) -> Result<Tensor>,
) -> Result<(S, Shape)> {
    let mut tensors = Vec::with_capacity(N);
    for (storage, layout) in operands {
        tensors.push(tensor(storage, layout)?);
    }
    let tensors = <[Tensor; N]>::try_from(tensors).map_err(|_| Error::UnwrapNone)?;
    let result = compute(&tensors)?.contiguous()?;
    let (storage, layout) = result.storage_and_layout();
    let storage = S::unwrap(&storage).ok_or(Error::UnwrapNone)?.try_clone(layout)?;
    Ok((storage, layout.shape().clone()))
}

fn tensor<S: OnDevice>(storage: &S, layout: &Layout) -> Result<Tensor> {
    let mut copy = storage.device().zeros_impl(layout.shape(), storage.dtype())?;
    storage.copy_strided_src(&mut copy, 0, layout)?;
    Ok(Tensor::from_storage(copy.wrap(), layout.shape(), BackpropOp::none(), false))
}
