//! In: an activation and slices of one length. Out: new vectors of its values, or of a gradient times its derivative. It must
//! never take more memory than such a vector, nor fill all of it once before the kernel does: of a large one that would take as
//! long as a rectifier.

use std::ops::Range;

use super::loops::{self, Best, Binary, Unary};
use super::plain::is_plain;
use super::{CHUNK, FromInput, Gradient, Map, Value};
use crate::activation::{Activation, Visitor};
use crate::element::Element;
use crate::error::Error;
use crate::kernel::parallel::pays;
use crate::registry::Custom;

/// How many elements are made at a time: with what they are made of they stay in the nearest caches.
const BLOCK: usize = 8 * CHUNK;

/// Writes all elements of a slice, which are those of that place.
type Kernel<'a, T> = &'a (dyn Fn(Range<usize>, &mut [T]) + Sync);

/// f(x).
pub(crate) struct NewMap<'a, T>(pub(crate) &'a [T]);

impl<T: Element> Visitor for NewMap<'_, T> {
    type Output = Result<Vec<T>, Error>;
    fn visit<A: Activation>(self, activation: &A) -> Self::Output {
        let Self(x) = self;
        if !T::IS_NARROW && !pays(x.len()) && is_plain(|x| activation.forward(x)) {
            let f = Value(activation.clone());
            return collect(x.iter().map(move |x| T::narrow(f.of(x.widen()))));
        }
        fresh(x.len(), &|place, y| Map(Best, &x[place], y).visit(activation))
    }
    fn visit_custom(self, activation: &Custom) -> Self::Output {
        fresh(self.0.len(), &|place, y| Map(Best, &self.0[place], y).visit_custom(activation))
    }
}

/// gradient · f′(x).
pub(crate) struct NewFromInput<'a, T>(pub(crate) &'a [T], pub(crate) &'a [T]);

impl<T: Element> Visitor for NewFromInput<'_, T> {
    type Output = Result<Vec<T>, Error>;
    fn visit<A: Activation>(self, activation: &A) -> Self::Output {
        let Self(x, gradient) = self;
        if !T::IS_NARROW && !pays(x.len()) && is_plain(|x| activation.derivative(x)) {
            let (f, pairs) = (Gradient(activation.clone()), x.iter().zip(gradient));
            return collect(pairs.map(move |(x, g)| T::narrow(f.of(x.widen(), g.widen()))));
        }
        fresh(x.len(), &|place, to| FromInput(Best, &x[place.clone()], &gradient[place], to).visit(activation))
    }
    fn visit_custom(self, activation: &Custom) -> Self::Output {
        let Self(x, gradient) = self;
        fresh(x.len(), &|place, to| {
            FromInput(Best, &x[place.clone()], &gradient[place], to).visit_custom(activation);
        })
    }
}

/// Elements that take no longer than filling memory does: there is no way but this to have them written into memory that
/// nothing stands in, and the compiler makes vectors of it.
fn collect<T: Element>(elements: impl ExactSizeIterator<Item = T>) -> Result<Vec<T>, Error> {
    let mut vector = allocate(elements.len())?;
    let to = &mut vector;
    loops::compiled(
        Best,
        #[inline(always)]
        move || to.extend(elements),
    );
    Ok(vector)
}

/// The elements that the kernel makes, by all threads where that pays.
fn fresh<T: Element>(len: usize, kernel: Kernel<'_, T>) -> Result<Vec<T>, Error> {
    let mut elements = if pays(len) { by_all_threads(len, kernel)? } else { allocate(len)? };
    while elements.len() < len {
        let place = elements.len()..len.min(elements.len() + BLOCK);
        // These zeros never leave the cache.
        elements.resize(place.end, T::default());
        kernel(place.clone(), &mut elements[place]);
    }
    Ok(elements)
}

/// Room for so many elements.
pub(crate) fn allocate<T>(len: usize) -> Result<Vec<T>, Error> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).map_err(|_| Error::TooLarge { elements: len })?;
    Ok(memory)
}

/// The first of the elements, all but a few, in a vector with room for all: arrays, which several threads may move into one
/// vector.
#[cfg(feature = "rayon")]
fn by_all_threads<T: Element>(len: usize, kernel: Kernel<'_, T>) -> Result<Vec<T>, Error> {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelExtend, ParallelIterator};

    let mut arrays: Vec<[T; CHUNK]> = allocate(len.div_ceil(CHUNK)).map_err(|_| Error::TooLarge { elements: len })?;
    arrays.par_extend((0..len / CHUNK).into_par_iter().with_min_len(super::parallel::SHARE / CHUNK).map(|index| {
        let mut array = [T::default(); CHUNK];
        kernel(index * CHUNK..(index + 1) * CHUNK, &mut array);
        array
    }));
    Ok(arrays.into_flattened())
}

/// There is one thread.
#[cfg(not(feature = "rayon"))]
fn by_all_threads<T: Element>(len: usize, _: Kernel<'_, T>) -> Result<Vec<T>, Error> {
    allocate(len)
}
