//! In: an activation, candle's storages on the CPU and their layouts. Out: fresh storages in row-major order. It must never
//! copy what lies contiguous.

use std::borrow::Cow;

use activation_core::{Activation, ActivationExt, Element};
use candle_core::{CpuStorage, Error, Layout, Result};

/// For each type of a storage that has kernels the same expression; an error for the others.
macro_rules! by_type {
    ($name:expr, $first:ident $(, $more:ident)* => $result:expr) => {
        match ($first $(, $more)*) {
            by_type!(@pattern F32 $first $($more)*) => Ok(candle_core::CpuStorage::F32($result)),
            by_type!(@pattern F64 $first $($more)*) => Ok(candle_core::CpuStorage::F64($result)),
            by_type!(@pattern F16 $first $($more)*) => Ok(candle_core::CpuStorage::F16($result)),
            by_type!(@pattern BF16 $first $($more)*) => Ok(candle_core::CpuStorage::BF16($result)),
            by_type!(@pattern _ $first $($more)*) => Err(crate::storage::refused($name, &[$first $(, $more)*])),
        }
    };
    (@pattern _ $($name:ident)+) => { _ };
    (@pattern $type:ident $a:ident) => { candle_core::CpuStorage::$type($a) };
    (@pattern $type:ident $a:ident $b:ident) => { (candle_core::CpuStorage::$type($a), candle_core::CpuStorage::$type($b)) };
}
pub(crate) use by_type;

/// The error for storages without kernels, or of different types.
pub(crate) fn refused(op: &'static str, storages: &[&CpuStorage]) -> Error {
    use candle_core::backend::BackendStorage;
    let error = match storages {
        [a, b] if a.dtype() != b.dtype() => Error::DTypeMismatchBinaryOp { lhs: a.dtype(), rhs: b.dtype(), op },
        [a, ..] => Error::UnsupportedDTypeForOp(a.dtype(), op),
        [] => Error::Msg(format!("{op} has no operand")),
    };
    error.bt()
}

/// f of every element.
pub(crate) fn forward<A: Activation>(activation: &A, input: &CpuStorage, layout: &Layout) -> Result<CpuStorage> {
    by_type!(activation.name(), input => forward_elements(activation, input, layout)?)
}

pub(crate) fn forward_elements<A: Activation, T: Element>(
    activation: &A,
    input: &[T],
    layout: &Layout,
) -> Result<Vec<T>> {
    match gather(input, layout)? {
        Cow::Borrowed(input) => activation.forward_vec(input).map_err(Error::wrap),
        Cow::Owned(mut values) => {
            activation.forward_slice_inplace(&mut values);
            Ok(values)
        }
    }
}

/// f′ of every element of the first, times that of the second.
pub(crate) fn backward<A: Activation>(
    activation: &A,
    [input, gradient]: [&CpuStorage; 2],
    layouts: [&Layout; 2],
) -> Result<CpuStorage> {
    by_type!(activation.name(), input, gradient => backward_elements(activation, [input, gradient], layouts)?)
}

pub(crate) fn backward_elements<A: Activation, T: Element>(
    activation: &A,
    [input, gradient]: [&[T]; 2],
    [layout, gradient_layout]: [&Layout; 2],
) -> Result<Vec<T>> {
    if layout.shape() != gradient_layout.shape() {
        let (lhs, rhs) = (layout.shape().clone(), gradient_layout.shape().clone());
        return Err(Error::ShapeMismatchBinaryOp { lhs, rhs, op: activation.name() }.bt());
    }
    let input = &*gather(input, layout)?;
    match gather(gradient, gradient_layout)? {
        Cow::Borrowed(gradient) => activation.backward_vec(input, gradient).map_err(Error::wrap),
        Cow::Owned(mut gradient) => {
            activation.backward_slice_inplace(input, &mut gradient).map_err(Error::wrap)?;
            Ok(gradient)
        }
    }
}

/// The elements in row-major order; a copy where they don't lie so.
pub(crate) fn gather<'a, T: Element>(values: &'a [T], layout: &Layout) -> Result<Cow<'a, [T]>> {
    let beyond = || Error::Msg(format!("a layout {layout:?} beyond its storage of {} elements", values.len())).bt();
    if let Some((start, end)) = layout.contiguous_offsets() {
        return values.get(start..end).map(Cow::Borrowed).ok_or_else(beyond);
    }
    let (dims, strides) = (layout.dims(), layout.stride());
    // A layout without dimensions is contiguous.
    let (Some((&width, outer)), Some((&step, outer_strides))) = (dims.split_last(), strides.split_last()) else {
        return Err(beyond());
    };
    let mut elements = Vec::with_capacity(layout.shape().elem_count());
    let (mut index, mut offset) = (vec![0; outer.len()], layout.start_offset());
    for _ in 0..outer.iter().product() {
        let row = values.get(offset..).ok_or_else(beyond)?;
        match step {
            0 => elements.extend(std::iter::repeat_n(*row.first().ok_or_else(beyond)?, width)),
            1 => elements.extend_from_slice(row.get(..width).ok_or_else(beyond)?),
            _ => elements.extend(row.iter().step_by(step).take(width)),
        }
        for (axis, place) in index.iter_mut().enumerate().rev() {
            offset += outer_strides[axis];
            *place += 1;
            if *place < outer[axis] {
                break;
            }
            offset -= *place * outer_strides[axis];
            *place = 0;
        }
    }
    Ok(Cow::Owned(elements))
}
