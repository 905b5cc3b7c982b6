//! In: nothing. Out: [`Element`], the numbers that arrays are made of, and what each is computed in. Must never round twice:
//! a narrow format is widened exactly, and a result is rounded once, when it is stored.

#[cfg(feature = "half")]
mod half;

use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::kernel::task::Width;
use crate::lanes::Format;
use crate::scalar::narrow;

/// A number that arrays are made of: `f32` or `f64`, with the feature `half` also `half::f16` and `half::bf16`. `Default` is
/// zero.
///
/// # What an activation is computed in
///
/// [`Wide`](Self::Wide): `f32` and `f64` themselves; for the half formats `f32`, to which they are widened exactly. A value, a
/// derivative, or a gradient times a derivative is rounded to the half format once, when it is stored. The half formats are not
/// [`Real`](crate::Real), so that no formula is ever evaluated in them, operation by operation. Generic code calls an
/// activation by way of `Wide`:
///
/// ```
/// use activation_core::{Activation, Element};
///
/// fn value<A: Activation, T: Element>(activation: &A, x: T) -> T {
///     T::narrow(activation.forward(x.widen()))
/// }
/// assert_eq!(value(&activation_core::catalogue::Relu, -1.0_f32), 0.0);
/// ```
///
/// The operators are the format's own: those of the half formats round after each operation.
#[diagnostic::on_unimplemented(
    message = "there are no kernels for arrays of `{Self}`",
    label = "not `f32`, `f64`, `half::f16` or `half::bf16`",
    note = "whole numbers are converted first, as in `array.mapv(f64::from)`; literals are written `1.0`",
    note = "`half::f16` and `half::bf16` are elements with the feature `half` of activation-core"
)]
pub trait Element:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Send
    + Sync
    + sealed::Sealed
    + 'static
{
    /// What it is computed in; has every number of `Self`.
    type Wide: Format + Width + Element<Wide = Self::Wide>;

    /// Whether a result loses digits when it is stored, so that neither a stored derivative nor a derivative from a stored output
    /// would be rounded once.
    #[doc(hidden)]
    const IS_NARROW: bool;

    /// The same number.
    fn widen(self) -> Self::Wide;
    /// The number nearest to `wide`.
    fn narrow(wide: Self::Wide) -> Self;
    /// The same number as an `f64`.
    fn to_f64(self) -> f64;
    /// The number nearest to `value`.
    fn from_f64(value: f64) -> Self;

    /// The operation, which reads some slices and overwrites others, on these, all of one length: on themselves if they are wide,
    /// otherwise piece by piece on what they are widened to.
    #[doc(hidden)]
    fn in_wide<const R: usize, const W: usize>(
        reads: [&[Self]; R],
        writes: [&mut [Self]; W],
        operation: impl FnMut([&[Self::Wide]; R], [&mut [Self::Wide]; W]),
    );
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

macro_rules! wide {
    ($type:ident, $to_f64:expr, $from_f64:expr) => {
        impl Element for $type {
            type Wide = Self;
            const IS_NARROW: bool = false;

            #[inline]
            fn widen(self) -> Self {
                self
            }
            #[inline]
            fn narrow(wide: Self) -> Self {
                wide
            }
            #[inline]
            fn to_f64(self) -> f64 {
                $to_f64(self)
            }
            #[inline]
            fn from_f64(value: f64) -> Self {
                $from_f64(value)
            }
            #[inline]
            fn in_wide<const R: usize, const W: usize>(
                reads: [&[Self]; R],
                writes: [&mut [Self]; W],
                mut operation: impl FnMut([&[Self]; R], [&mut [Self]; W]),
            ) {
                operation(reads, writes);
            }
        }
    };
}
wide!(f32, f64::from, narrow);
wide!(f64, std::convert::identity, std::convert::identity);
