//! In: lanes of an axis, one that is contiguous or many side by side, and what is done with them in passes. Out: the passes,
//! and sums and maxima per lane. Must never give a lane another result for how its elements lie in memory: a sum is always
//! that of the same sixteen partial sums, however many of them a vector holds.
#![allow(clippy::inline_always)]
#![allow(clippy::needless_range_loop, reason = "an iterator's closures are not sure to be inlined")]

use fearless_simd::{Simd, dispatch};

use super::Float;
use super::pack::Pack;
use crate::kernel::loops::Engine;
use crate::lanes::{Format, Lanes};
use crate::real::Real;

/// How many elements of a lane go into as many partial sums: at least as many as the widest vector has.
const PARTS: usize = 16;

/// How many elements are summed up before their sum goes to the total, which is compensated.
const BLOCK: usize = 32 * PARTS;

/// How many lanes are treated at a time where they lie side by side.
pub(super) const SIDE_BY_SIDE: usize = 128;

/// What a pass does with each element.
pub(super) trait Pass {
    /// Whether it reads what was kept.
    const KEPT: bool;
    /// Whether it writes the element anew.
    const WRITES: bool;
    /// How many sums it makes: at most 2.
    const SUMS: usize;

    /// The new element and the terms of the sums, from two numbers of the lane, the element, and what was kept for it.
    fn of<T, P: Pack<T>>(&self, lane: [P; 2], x: P, kept: P) -> (P, [P; 2]);
}

/// Numbers per lane of `B` lanes: two of them, as a pass reads and makes them.
pub(super) type PerLane<T, const B: usize> = [[T; B]; 2];

/// Some lanes: `B` at most.
pub(super) trait Tile<T, const B: usize> {
    /// The greatest element of each lane, or of the negatives; anything if there is a NaN.
    fn greatest(&mut self, negative: bool) -> [T; B];
    /// One pass over all elements; the sums.
    fn pass<Q: Pass>(&mut self, pass: &Q, lanes: &PerLane<T, B>) -> PerLane<T, B>;
}

/// What is done with lanes, in place: a few passes.
pub(super) trait Operation: Sync {
    /// On these lanes, none of which is empty.
    fn run<T: Float, const B: usize>(&self, tile: &mut impl Tile<T, B>);
}

/// A sum with the error that its roundings have made.
#[derive(Clone, Copy)]
struct Total<T> {
    sum: T,
    error: T,
}

impl<T: Format> Total<T> {
    const ZERO: Self = Self { sum: T::ZERO, error: T::ZERO };

    #[inline(always)]
    fn add(&mut self, term: T) {
        let sum = self.sum + term;
        let back = sum - self.sum;
        self.error += (self.sum - (sum - back)) + (term - back);
        self.sum = sum;
    }

    /// Where the sum is infinite, its error is NaN.
    #[inline(always)]
    fn value(self) -> T {
        let value = self.sum + self.error;
        if Real::eq(&value, &value) { value } else { self.sum }
    }
}

/// The sum of the partial sums.
#[inline(always)]
fn join<T: Format>(mut parts: [T; PARTS]) -> T {
    let mut half = PARTS / 2;
    while half > 0 {
        for part in 0..half {
            parts[part] += parts[part + half];
        }
        half /= 2;
    }
    parts[0]
}

/// A lane whose elements follow each other in memory.
struct Row<'a, T, P: Pack<T>> {
    token: P::Token,
    y: &'a mut [T],
    /// Of the same length, or empty.
    kept: &'a [T],
}

impl<T: Float, P: Pack<T>> Row<'_, T, P> {
    /// The elements from `start` on, up to `PARTS` · n of them, or the last few.
    #[inline(always)]
    fn block<Q: Pass>(&mut self, start: usize, len: usize, pass: &Q, lane: [P; 2]) -> [T; 2] {
        let zero = P::splat(self.token, T::ZERO);
        let mut sums = [[zero; PARTS]; 2];
        let is_rest = len < PARTS;
        let (mut y_room, mut kept_room) = ([T::ZERO; PARTS], [T::ZERO; PARTS]);
        let y = &mut self.y[start..start + len];
        let kept = if Q::KEPT { &self.kept[start..start + len] } else { &[] };
        if is_rest {
            y_room[..len].copy_from_slice(y);
            kept_room[..kept.len()].copy_from_slice(kept);
        }
        let whole = if is_rest { &mut y_room[..] } else { &mut *y };
        let kept = if is_rest { &kept_room[..] } else { kept };
        for (index, elements) in whole.chunks_exact_mut(PARTS).enumerate() {
            for part in 0..PARTS / P::LEN {
                let place = part * P::LEN..(part + 1) * P::LEN;
                let elements = &mut elements[place.clone()];
                let x = P::load(self.token, elements);
                let kept = if Q::KEPT { P::load(self.token, &kept[index * PARTS..][place]) } else { x };
                let (y, terms) = pass.of(lane, x, kept);
                if Q::WRITES {
                    y.store(elements);
                }
                for sum in 0..Q::SUMS {
                    sums[sum][part] = sums[sum][part].add(terms[sum]);
                }
            }
        }
        if is_rest && Q::WRITES {
            y.copy_from_slice(&y_room[..len]);
        }
        let mut totals = [T::ZERO; 2];
        for sum in 0..Q::SUMS {
            let mut parts = [T::ZERO; PARTS];
            for part in 0..PARTS / P::LEN {
                sums[sum][part].store(&mut parts[part * P::LEN..(part + 1) * P::LEN]);
            }
            if is_rest {
                parts[len..].fill(T::ZERO);
            }
            totals[sum] = join(parts);
        }
        totals
    }
}

impl<T: Float, P: Pack<T>> Tile<T, 1> for Row<'_, T, P> {
    #[inline(always)]
    fn greatest(&mut self, negative: bool) -> [T; 1] {
        let lowest = P::splat(self.token, -T::INFINITY);
        let mut best = [lowest; 4];
        let mut groups = self.y.chunks_exact(4 * P::LEN);
        for group in &mut groups {
            for (index, best) in best.iter_mut().enumerate() {
                let x = P::load(self.token, &group[index * P::LEN..(index + 1) * P::LEN]);
                *best = best.greater(if negative { x.neg() } else { x });
            }
        }
        let mut vectors = groups.remainder().chunks_exact(P::LEN);
        for x in &mut vectors {
            let x = P::load(self.token, x);
            best[0] = best[0].greater(if negative { x.neg() } else { x });
        }
        let mut room = [-T::INFINITY; PARTS];
        best[0].greater(best[1]).greater(best[2].greater(best[3])).store(&mut room[..P::LEN]);
        let mut best = room[0];
        for &x in &room[1..P::LEN] {
            best = best.greater(x);
        }
        for &x in vectors.remainder() {
            best = best.greater(if negative { -x } else { x });
        }
        [best]
    }

    #[inline(always)]
    fn pass<Q: Pass>(&mut self, pass: &Q, lanes: &PerLane<T, 1>) -> PerLane<T, 1> {
        let lane = [P::splat(self.token, lanes[0][0]), P::splat(self.token, lanes[1][0])];
        let mut totals = [Total::ZERO; 2];
        let (end, mut start) = (self.y.len(), 0);
        while start < end {
            let len = match end - start {
                len @ ..PARTS => len,
                len => BLOCK.min(len - len % PARTS),
            };
            let sums = self.block(start, len, pass, lane);
            for sum in 0..Q::SUMS {
                totals[sum].add(sums[sum]);
            }
            start += len;
        }
        [[totals[0].value()], [totals[1].value()]]
    }
}

/// One element of each of some lanes, side by side in memory.
pub(super) struct Line<'a, T> {
    pub(super) y: &'a mut [T],
    /// Of the same length, or empty.
    pub(super) kept: &'a [T],
}

/// How many lines are lent at a time.
pub(super) const LINES: usize = PARTS;

/// Lends the lines of some lanes from the first to the last, `LINES` at a time.
pub(super) trait Lines<T> {
    /// All of them.
    fn each(&mut self, f: &mut dyn FnMut(&mut [Line<'_, T>]));
}

/// Lanes side by side.
pub(super) struct Columns<'a, T> {
    pub(super) engine: Engine,
    pub(super) lines: &'a mut dyn Lines<T>,
}

/// The partial sums of lanes side by side.
struct Parts<T>([[[T; SIDE_BY_SIDE]; PARTS]; 2]);

impl<T: Format + Copy> Parts<T> {
    /// Moves what `sums` sums have to the totals.
    fn flush(&mut self, sums: usize, totals: &mut [[Total<T>; SIDE_BY_SIDE]; 2]) {
        for (parts, totals) in self.0.iter_mut().zip(totals).take(sums) {
            let mut half = PARTS / 2;
            while half > 0 {
                let (left, right) = parts.split_at_mut(half);
                for (left, right) in left.iter_mut().zip(right) {
                    for (left, right) in left.iter_mut().zip(right) {
                        *left += *right;
                    }
                }
                half /= 2;
            }
            for (total, sum) in totals.iter_mut().zip(parts[0]) {
                total.add(sum);
            }
            *parts = [[T::ZERO; SIDE_BY_SIDE]; PARTS];
        }
    }
}

impl<T: Float> Tile<T, SIDE_BY_SIDE> for Columns<'_, T> {
    fn greatest(&mut self, negative: bool) -> [T; SIDE_BY_SIDE] {
        let mut best = [-T::INFINITY; SIDE_BY_SIDE];
        let engine = self.engine;
        self.lines.each(&mut |lines| match engine {
            Engine::Scalars => greatest_of::<T, T>((), lines, negative, &mut best),
            Engine::Vectors(level) => dispatch!(level, simd => greatest_in(simd, lines, negative, &mut best)),
        });
        best
    }

    fn pass<Q: Pass>(&mut self, pass: &Q, lanes: &PerLane<T, SIDE_BY_SIDE>) -> PerLane<T, SIDE_BY_SIDE> {
        let mut parts = Parts([[[T::ZERO; SIDE_BY_SIDE]; PARTS]; 2]);
        let mut totals = [[Total::ZERO; SIDE_BY_SIDE]; 2];
        let (engine, mut count) = (self.engine, 0);
        self.lines.each(&mut |lines| {
            // The last few of a lane make a block of their own, and so they do in a row.
            if count == BLOCK || lines.len() < PARTS {
                parts.flush(Q::SUMS, &mut totals);
                count = 0;
            }
            match engine {
                Engine::Scalars => lines_of::<T, T, Q>((), lines, pass, lanes, &mut parts.0),
                Engine::Vectors(level) => dispatch!(level, simd => lines_in(simd, lines, pass, lanes, &mut parts.0)),
            }
            count += lines.len();
        });
        parts.flush(Q::SUMS, &mut totals);
        totals.map(|totals| totals.map(Total::value))
    }
}

#[inline(always)]
fn greatest_in<S: Simd, T: Float>(simd: S, lines: &mut [Line<'_, T>], negative: bool, best: &mut [T; SIDE_BY_SIDE]) {
    greatest_of::<T, Lanes<S, T>>(simd, lines, negative, best);
}

#[inline(always)]
fn greatest_of<T: Float, P: Pack<T>>(
    token: P::Token,
    lines: &mut [Line<'_, T>],
    negative: bool,
    best: &mut [T; SIDE_BY_SIDE],
) {
    for line in lines {
        let whole = line.y.len() - line.y.len() % P::LEN;
        for (x, best) in line.y[..whole].chunks_exact(P::LEN).zip(best.chunks_exact_mut(P::LEN)) {
            let x = P::load(token, x);
            P::load(token, best).greater(if negative { x.neg() } else { x }).store(best);
        }
        for (&x, best) in line.y[whole..].iter().zip(&mut best[whole..]) {
            *best = best.greater(if negative { -x } else { x });
        }
    }
}

#[inline(always)]
fn lines_in<S: Simd, T: Float, Q: Pass>(
    simd: S,
    lines: &mut [Line<'_, T>],
    pass: &Q,
    lanes: &PerLane<T, SIDE_BY_SIDE>,
    parts: &mut [[[T; SIDE_BY_SIDE]; PARTS]; 2],
) {
    lines_of::<T, Lanes<S, T>, Q>(simd, lines, pass, lanes, parts);
}

#[inline(always)]
fn lines_of<T: Float, P: Pack<T>, Q: Pass>(
    token: P::Token,
    lines: &mut [Line<'_, T>],
    pass: &Q,
    lanes: &PerLane<T, SIDE_BY_SIDE>,
    parts: &mut [[[T; SIDE_BY_SIDE]; PARTS]; 2],
) {
    for (index, Line { y, kept }) in lines.iter_mut().enumerate() {
        for start in (0..y.len()).step_by(P::LEN) {
            let len = P::LEN.min(y.len() - start);
            let (mut y_room, mut kept_room) = ([T::ZERO; PARTS], [T::ZERO; PARTS]);
            if len < P::LEN {
                y_room[..len].copy_from_slice(&y[start..]);
                if Q::KEPT {
                    kept_room[..len].copy_from_slice(&kept[start..]);
                }
            }
            let lane =
                [P::load(token, &lanes[0][start..start + P::LEN]), P::load(token, &lanes[1][start..start + P::LEN])];
            let x = P::load(token, if len < P::LEN { &y_room[..P::LEN] } else { &y[start..start + P::LEN] });
            let kept = match (Q::KEPT, len < P::LEN) {
                (false, _) => x,
                (true, true) => P::load(token, &kept_room[..P::LEN]),
                (true, false) => P::load(token, &kept[start..start + P::LEN]),
            };
            let (result, terms) = pass.of(lane, x, kept);
            if Q::WRITES && len < P::LEN {
                result.store(&mut y_room[..P::LEN]);
                y[start..].copy_from_slice(&y_room[..len]);
            } else if Q::WRITES {
                result.store(&mut y[start..start + P::LEN]);
            }
            for sum in 0..Q::SUMS {
                let part = &mut parts[sum][index][start..start + P::LEN];
                P::load(token, part).add(terms[sum]).store(part);
            }
        }
    }
}

/// The operation on a lane whose elements follow each other in memory.
pub(super) fn run_row<T: Float>(engine: Engine, operation: &impl Operation, y: &mut [T], kept: &[T]) {
    match engine {
        Engine::Scalars => operation.run(&mut Row::<T, T> { token: (), y, kept }),
        Engine::Vectors(level) => dispatch!(level, simd => run_row_in(simd, operation, y, kept)),
    }
}

#[inline(always)]
fn run_row_in<S: Simd, T: Float>(simd: S, operation: &impl Operation, y: &mut [T], kept: &[T]) {
    operation.run(&mut Row::<T, Lanes<S, T>> { token: simd, y, kept });
}
