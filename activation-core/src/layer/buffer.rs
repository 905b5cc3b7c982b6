//! In: the shape that a step needs. Out: an array of that shape in memory that is kept from step to
//! step. It must never allocate while what it has suffices, nor show values of an earlier step.

use ndarray::{Array, ArrayRef, Dimension, ShapeBuilder};

use crate::element::Element;
use crate::error::Error;
use crate::kernel::fresh::allocate;

/// An array that is reused: a smaller batch after a larger one keeps the larger one's memory.
#[derive(Clone)]
pub(crate) struct Buffer<T, D> {
    array: Option<Array<T, D>>,
    layout: Layout,
    capacity: usize,
    /// Whether the array holds something of the current step.
    live: bool,
}

/// The memory order of a buffer: that of the input if it is one of these, so that both can be
/// walked as slices; otherwise `Standard`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// The last axis varies fastest (C order).
    Standard,
    /// The first axis varies fastest (Fortran order).
    Reversed,
}

impl Layout {
    pub(crate) fn of<T, D: Dimension>(array: &ArrayRef<T, D>) -> Self {
        if !array.is_standard_layout() && array.view().reversed_axes().is_standard_layout() {
            Self::Reversed
        } else {
            Self::Standard
        }
    }

    /// The elements of an array of that layout, if there are none between them.
    pub(crate) fn slice<T, D: Dimension>(self, array: &ArrayRef<T, D>) -> Option<&[T]> {
        match self {
            Self::Standard => array.as_slice(),
            Self::Reversed => array.as_slice_memory_order(),
        }
    }
}

/// An array of the shape of `model` in that memory, with the values that are in it; what is not filled is arbitrary, to be
/// overwritten.
pub(crate) fn shaped<T: Element, D: Dimension>(
    memory: Vec<T>,
    model: &ArrayRef<T, D>,
    layout: Layout,
) -> Result<Array<T, D>, Error> {
    of_shape(memory, model.raw_dim(), layout)
}

/// The same, of a shape that no array has yet.
pub(crate) fn of_shape<T: Element, D: Dimension>(
    mut memory: Vec<T>,
    shape: D,
    layout: Layout,
) -> Result<Array<T, D>, Error> {
    let elements = shape.size();
    memory.resize(elements, T::default());
    let shape = shape.set_f(layout == Layout::Reversed);
    // It can't fail: the memory was to be had, so the shape is a valid one.
    Array::from_shape_vec(shape, memory).map_err(|_| Error::TooLarge { elements })
}

impl<T: Element, D: Dimension> Buffer<T, D> {
    pub(crate) const fn new() -> Self {
        Self { array: None, layout: Layout::Standard, capacity: 0, live: false }
    }

    /// The array, if it holds something of the current step.
    pub(crate) fn get(&self) -> Option<&Array<T, D>> {
        self.array.as_ref().filter(|_| self.live)
    }

    /// Keeps the memory and forgets the values.
    pub(crate) fn clear(&mut self) {
        self.live = false;
    }

    /// The memory that `len` elements need if what is there doesn't suffice, for
    /// [`install`](Self::install). Two steps, so that several buffers can be had before any of them
    /// changes.
    pub(crate) fn reserve(&self, len: usize) -> Result<Vec<T>, Error> {
        allocate(if len > self.capacity { len } else { 0 })
    }

    /// Makes the array one of the shape of `model`, to be overwritten: its values are arbitrary.
    pub(crate) fn install(
        &mut self,
        memory: Vec<T>,
        model: &ArrayRef<T, D>,
        layout: Layout,
    ) -> Result<&mut Array<T, D>, Error> {
        self.place(memory, model.shape(), || model.raw_dim(), layout)
    }

    /// The same, of a shape that no array need have.
    pub(crate) fn install_shape(
        &mut self,
        memory: Vec<T>,
        shape: &D,
        layout: Layout,
    ) -> Result<&mut Array<T, D>, Error> {
        self.place(memory, shape.slice(), || shape.clone(), layout)
    }

    /// `dimension` is what has that shape, asked for only if it is new: of many axes, it takes memory.
    fn place(
        &mut self,
        memory: Vec<T>,
        shape: &[usize],
        dimension: impl FnOnce() -> D,
        layout: Layout,
    ) -> Result<&mut Array<T, D>, Error> {
        let array = match self.array.take() {
            Some(array) if array.shape() == shape && layout == self.layout => array,
            old => {
                let old = old.map_or_else(Vec::new, |array| array.into_raw_vec_and_offset().0);
                let memory = if memory.capacity() > old.capacity() { memory } else { old };
                self.capacity = memory.capacity();
                self.layout = layout;
                of_shape(memory, dimension(), layout)?
            }
        };
        self.live = true;
        Ok(self.array.insert(array))
    }
}
