//! In: numbers side by side, of the machine's vectors or one alone. Out: [`Pack`], what a pass over a lane is written in. Must
//! never say what is computed with them.
#![allow(clippy::inline_always)]

use fearless_simd::{Simd, SimdBase};

use crate::lanes::{Format, Lanes};
use crate::math::exp;
use crate::real::Real;

/// Numbers that are computed with at once.
pub(super) trait Pack<T>: Real + Copy {
    /// How many.
    const LEN: usize;
    /// What allows to make one.
    type Token: Copy;

    /// From exactly [`LEN`](Self::LEN) numbers.
    fn load(token: Self::Token, from: &[T]) -> Self;
    /// To exactly [`LEN`](Self::LEN) numbers.
    fn store(self, to: &mut [T]);
    /// The same number everywhere.
    fn splat(token: Self::Token, value: T) -> Self;
    /// e to the power of a number that is at most 0, or NaN.
    fn decay(self) -> Self;
    /// The greater of the two; of a number and NaN either.
    fn greater(self, other: Self) -> Self;
}

impl<T: Format + Copy> Pack<T> for T {
    const LEN: usize = 1;
    type Token = ();

    #[inline(always)]
    fn load((): (), from: &[T]) -> Self {
        from[0]
    }
    #[inline(always)]
    fn store(self, to: &mut [T]) {
        to[0] = self;
    }
    #[inline(always)]
    fn splat((): (), value: T) -> Self {
        value
    }
    #[inline(always)]
    fn decay(self) -> Self {
        self.exp()
    }
    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        if Real::gt(&self, &other) { self } else { other }
    }
}

impl<S: Simd, T: Format> Pack<T> for Lanes<S, T> {
    const LEN: usize = Self::LEN;
    type Token = S;

    #[inline(always)]
    fn load(simd: S, from: &[T]) -> Self {
        Self::load(simd, from)
    }
    #[inline(always)]
    fn store(self, to: &mut [T]) {
        Self::store(self, to);
    }
    #[inline(always)]
    fn splat(simd: S, value: T) -> Self {
        Self(<T::Native<S> as SimdBase<S>>::splat(simd, value))
    }
    #[inline(always)]
    fn decay(self) -> Self {
        exp::decay(self)
    }
    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}
