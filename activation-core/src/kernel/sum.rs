//! In: numbers, one after the other. Out: their sum, accurate for millions of them. It must never
//! need to know how many are to come.

/// How many numbers are added as a block before their sum enters the cascade.
const BLOCK: usize = 128;

/// A pairwise sum in streaming form: sums of equally many numbers are added to each other, as the
/// carries of a binary counter are. The error grows with the logarithm of the count, and unlike in
/// a compensated sum an infinity stays an infinity.
pub struct Sum {
    /// The latest terms. Collected and then added side by side, they don't wait for each other.
    block: [f64; BLOCK],
    in_block: usize,
    /// `levels[k]` is the sum of 2^k blocks where bit k of `blocks` is set, otherwise 0.
    levels: [f64; 64],
    blocks: u64,
}

impl Sum {
    pub(crate) const fn new() -> Self {
        Self { block: [0.0; BLOCK], in_block: 0, levels: [0.0; 64], blocks: 0 }
    }

    #[inline]
    pub(crate) fn add(&mut self, term: f64) {
        self.block[self.in_block] = term;
        self.in_block += 1;
        if self.in_block == BLOCK {
            self.carry();
        }
    }

    fn carry(&mut self) {
        let (full, empty) = self.levels.split_at_mut(self.blocks.trailing_ones() as usize);
        let block = side_by_side(&self.block);
        empty[0] = full.iter().fold(block, |carried, level| carried + level);
        full.fill(0.0);
        self.blocks += 1;
        self.in_block = 0;
    }

    pub(crate) fn total(&self) -> f64 {
        // From the small sums to the large ones.
        let rest = side_by_side(&self.block[..self.in_block]);
        self.levels.iter().fold(rest, |total, level| total + level)
    }
}

/// A plain sum in eight lanes.
fn side_by_side(terms: &[f64]) -> f64 {
    let (rows, rest) = terms.as_chunks::<8>();
    let mut lanes = [0.0; 8];
    for row in rows {
        for (lane, term) in lanes.iter_mut().zip(row) {
            *lane += term;
        }
    }
    lanes.iter().chain(rest).sum()
}

#[cfg(test)]
mod tests {
    use super::Sum;

    fn sum(terms: impl Iterator<Item = f64>) -> f64 {
        let mut sum = Sum::new();
        terms.for_each(|term| sum.add(term));
        sum.total()
    }

    #[test]
    fn counts_every_term_once() {
        for count in [0, 1, 2, 127, 128, 129, 899, 100_000] {
            assert_eq!(sum((1..=count).map(f64::from)), f64::from(count) * f64::from(count + 1) / 2.0);
        }
    }

    #[test]
    fn ten_million_tenths_are_a_million() {
        // A plain sum is off by 1.6e-4, in relative terms 1.6e-10.
        let total = sum(std::iter::repeat_n(0.1, 10_000_000));
        assert!((total - 1e6).abs() < 1e-8, "{total}");
    }

    #[test]
    fn infinities_stay() {
        assert_eq!(sum([1.0, f64::INFINITY, 2.0].into_iter()), f64::INFINITY);
    }
}
