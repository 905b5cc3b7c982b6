//! In: an activation, candle's storages on the CPU and their layouts. Out: fresh storages in row-major order. It must never
//! write an element twice in memory: what is returned is filled block by block, in the first cache.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use activation_core::{Activation, ActivationExt, Element};
use candle_core::{CpuStorage, Error, Layout, Result};
use rayon::iter::{IndexedParallelIterator, ParallelExtend, ParallelIterator};
use rayon::slice::ParallelSlice;

/// How many elements are filled at a time: input and output together stay in the first cache.
const BLOCK: usize = 4096;

/// How many elements are worth a second thread.
const PARALLEL: usize = 1 << 17;

/// What a kernel says.
type Outcome = std::result::Result<(), activation_core::Error>;

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
        Cow::Borrowed(input) => fill(input, |place, output| activation.forward_slice(&input[place], output)),
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
        Cow::Borrowed(gradient) => {
            fill(input, |place, to| activation.backward_slice(&input[place.clone()], &gradient[place], to))
        }
        Cow::Owned(mut gradient) => {
            activation.backward_slice_inplace(input, &mut gradient).map_err(Error::wrap)?;
            Ok(gradient)
        }
    }
}

/// As many elements as `like` has, made by `kernel` from their places. (A `vec![0; n]` would write memory once more, which
/// is as much as a rectifier takes.)
pub(crate) fn fill<T: Element>(
    like: &[T],
    kernel: impl Fn(Range<usize>, &mut [T]) -> Outcome + Sync,
) -> Result<Vec<T>> {
    if like.len() >= PARALLEL && rayon::current_num_threads() > 1 {
        return fill_by_all(like, kernel);
    }
    let mut output = Vec::with_capacity(like.len());
    extend(&mut output, like.len(), &kernel).map_err(Error::wrap)?;
    Ok(output)
}

/// The elements from the end of `output` to `len`.
fn extend<T: Element>(output: &mut Vec<T>, len: usize, kernel: &impl Fn(Range<usize>, &mut [T]) -> Outcome) -> Outcome {
    while output.len() < len {
        let place = output.len()..len.min(output.len() + BLOCK);
        output.resize(place.end, T::default());
        kernel(place.clone(), &mut output[place])?;
    }
    Ok(())
}

/// [`fill`] by all threads: blocks are arrays, which a vector takes from an iterator without being filled before.
fn fill_by_all<T: Element>(like: &[T], kernel: impl Fn(Range<usize>, &mut [T]) -> Outcome + Sync) -> Result<Vec<T>> {
    const ARRAY: usize = 1024;
    let failure = OnceLock::new();
    let mut arrays: Vec<[T; ARRAY]> = Vec::with_capacity(like.len().div_ceil(ARRAY));
    arrays.par_extend(like.par_chunks_exact(ARRAY).enumerate().with_min_len(16).map(|(index, _)| {
        let mut array = [T::default(); ARRAY];
        if let Err(error) = kernel(index * ARRAY..(index + 1) * ARRAY, &mut array) {
            failure.get_or_init(|| error);
        }
        array
    }));
    if let Some(error) = failure.into_inner() {
        return Err(Error::wrap(error));
    }
    let mut output = arrays.into_flattened();
    extend(&mut output, like.len(), &kernel).map_err(Error::wrap)?;
    Ok(output)
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
