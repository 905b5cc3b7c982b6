//! What the benches share: their data, their clock, the peers, and relu as a person would write it beside relu through this project.
//!
//! In: nothing. Out: numbers to run on, baselines, and one function per way to compute relu, never inlined, so that each has its
//! own assembly to read (`ZERO_COST.md`). Must never print: the benches do.

#![forbid(unsafe_code)]

pub mod by_hand;
pub mod peers;
pub mod relu;
pub mod timing;

use activation_core::Element;

/// How many elements an array has where nothing else is said: it fits a core's own cache, and a call's fixed cost doesn't
/// show.
pub const LEN: usize = 65_536;

/// `len` numbers between -4 and 4 whose signs no branch predictor learns.
pub fn numbers<T: Element>(len: usize) -> Vec<T> {
    // Weyl's sequence of the golden ratio, scrambled by squaring the index: evenly spread, and free of a short period.
    let number = |index: u64| {
        let bits = index.wrapping_mul(index).wrapping_add(index).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let upper = u32::try_from(bits >> 32).unwrap_or(0);
        T::from_f64(f64::from(upper) / f64::from(u32::MAX) * 8.0 - 4.0)
    };
    (1_u64..).take(len).map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn signs_are_even_and_change_without_a_pattern() {
        let numbers = numbers::<f32>(super::LEN);
        let positive = numbers.iter().filter(|number| **number > 0.0).count();
        let changes = numbers.windows(2).filter(|pair| (pair[0] > 0.0) != (pair[1] > 0.0)).count();
        assert!((30_000..36_000).contains(&positive), "{positive}");
        assert!((30_000..36_000).contains(&changes), "{changes}");
    }
}
