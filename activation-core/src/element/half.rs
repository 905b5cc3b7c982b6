//! In: the formats of 16 bits of crate `half`. Out: [`Element`] for them, by way of `f32`. Must never compute anything.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

use super::{Element, sealed};
use crate::scalar::narrow;

/// How many elements are widened at a time: few enough to stay in the first cache, many enough to hide the calls.
const BLOCK: usize = 256;

macro_rules! half {
    ($type:ident) => {
        impl sealed::Sealed for $type {}

        impl Element for $type {
            type Wide = f32;
            const IS_NARROW: bool = true;

            #[inline]
            fn widen(self) -> f32 {
                self.to_f32()
            }
            #[inline]
            fn narrow(wide: f32) -> Self {
                Self::from_f32(wide)
            }
            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self.to_f32())
            }
            #[inline]
            fn from_f64(value: f64) -> Self {
                Self::from_f32(rounded_to_odd(value))
            }
            fn in_wide<const R: usize, const W: usize>(
                reads: [&[Self]; R],
                writes: [&mut [Self]; W],
                operation: impl FnMut([&[f32]; R], [&mut [f32]; W]),
            ) {
                block_by_block(reads, writes, operation);
            }
        }
    };
}
half!(f16);
half!(bf16);

/// Widens a block of each slice that is read, and rounds a block of each that is written.
fn block_by_block<T, const R: usize, const W: usize>(
    reads: [&[T]; R],
    mut writes: [&mut [T]; W],
    mut operation: impl FnMut([&[f32]; R], [&mut [f32]; W]),
) where
    [T]: HalfFloatSliceExt,
{
    let lengths = reads.iter().map(|slice| slice.len()).chain(writes.iter().map(|slice| slice.len()));
    let len = lengths.min().unwrap_or(0);
    let (mut from, mut to) = ([[0.0; BLOCK]; R], [[0.0; BLOCK]; W]);
    for start in (0..len).step_by(BLOCK) {
        let count = BLOCK.min(len - start);
        for (room, slice) in from.iter_mut().zip(&reads) {
            slice[start..start + count].convert_to_f32_slice(&mut room[..count]);
        }
        operation(from.each_ref().map(|room| &room[..count]), to.each_mut().map(|room| &mut room[..count]));
        for (room, slice) in to.iter().zip(&mut writes) {
            slice[start..start + count].convert_from_f32_slice(&room[..count]);
        }
    }
}

/// The `f32` that is rounded to the same half format as `value` is: `value` itself, or of its two neighbours the one whose last
/// bit is 1, which is never half-way between two halves. (`half`'s own conversions from `f64` round twice, or drop digits.)
fn rounded_to_odd(value: f64) -> f32 {
    let near = narrow(value);
    let back = f64::from(near);
    if back == value || value.is_nan() || near.to_bits() & 1 == 1 {
        near
    } else if back.abs() > value.abs() {
        f32::from_bits(near.to_bits() - 1)
    } else {
        f32::from_bits(near.to_bits() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, bf16, f16};

    /// Half-way between two neighbours, and next to it on either side by less than an `f32` can tell.
    #[test]
    fn an_f64_is_rounded_once() {
        fn check<T: Element>(ulp: f64) {
            let at = |steps: f64| T::from_f64(1.0 + steps * ulp).to_f64();
            let hair = 2.0_f64.powi(-40);
            for sign in [1.0, -1.0] {
                let near = |value: f64| T::from_f64(sign * value).to_f64() * sign;
                assert_eq!(near(1.0 + 0.5 * ulp), 1.0);
                assert_eq!(near(1.0 + 0.5 * ulp + hair), at(1.0));
                assert_eq!(near(1.0 + 1.5 * ulp), at(2.0));
                assert_eq!(near(1.0 + 1.5 * ulp - hair), at(1.0));
                assert_eq!(near(1e300), f64::INFINITY);
                assert_eq!(near(1e-300), 0.0);
            }
            assert!(T::from_f64(f64::NAN).to_f64().is_nan());
        }
        check::<f16>(2.0_f64.powi(-10));
        check::<bf16>(2.0_f64.powi(-7));
    }
}
