//! In: NaN, zeros of both signs and ends, on every level that this machine has. Out: whether minimum and maximum of vectors are
//! those of numbers. Must never leave out a level: the machine's instructions differ in just that.

use crate::kernel::loops::{Binary, two};
use crate::real::Real;
use crate::testing::vector_engines;

/// One of the functions that choose.
#[derive(Clone, Copy)]
enum Choice {
    Min,
    Max,
    NoLess,
    NoMore,
    Relu,
}

impl Binary for Choice {
    #[inline(always)]
    fn of<R: Real>(&self, a: R, b: R) -> R {
        match self {
            Self::Min => a.min(b),
            Self::Max => a.max(b),
            Self::NoLess => a.no_less(b),
            Self::NoMore => a.no_more(b),
            Self::Relu => a.relu(),
        }
    }
}

#[test]
fn a_nan_stays_and_a_tie_of_zeros_gives_the_second() {
    let ends = [0.0, -0.0, 1.0, -2.5, f32::MAX, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN];
    for engine in vector_engines() {
        for choice in [Choice::Min, Choice::Max, Choice::NoLess, Choice::NoMore, Choice::Relu] {
            for b in ends {
                if matches!(choice, Choice::NoLess | Choice::NoMore) && (b == 0.0 || b.is_nan()) {
                    continue;
                }
                let mut results = ends;
                two(engine, &ends, &[b; 9], &mut results, &choice);
                for (a, result) in ends.into_iter().zip(results) {
                    let expected = choice.of(a, b);
                    let same = expected.to_bits() == result.to_bits() || expected.is_nan() && result.is_nan();
                    assert!(same, "{a} {b}: {result}, not {expected}, {engine:?}");
                }
            }
        }
    }
}
