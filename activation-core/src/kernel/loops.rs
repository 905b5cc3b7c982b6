//! In: slices of one length and a function. Out: the function of all elements, in the widest vectors that the machine has.
//! Must never give an element another result for where it stands: the last few go through the same code, in a vector filled
//! up with zeros.
//!
//! What is plain (`plain`) is left to the compiler, number by number: of that it makes longer steps than one vector, and the bits
//! are the same.
//!
//! A build with debug assertions goes through the numbers one by one, by the standard library's functions: vector code is
//! worth nothing without an optimiser, and each set of instructions is the code of each activation once more, for which who
//! debugs would wait. The last digits may differ between the two, as between two machines; the accuracy is the same.
#![allow(clippy::inline_always)]

use fearless_simd::{Level, Simd, dispatch};

use super::plain::is_plain;
use crate::lanes::{Format, Lanes};
use crate::real::Real;

/// y = f(x)
///
/// Each loop clones it, that its parameters stay in registers: what is behind a reference might change with what is written.
pub(crate) trait Unary: Clone {
    /// f(x)
    fn of<R: Real>(&self, x: R) -> R;
}

/// y = f(x, w)
pub(crate) trait Binary: Clone {
    /// f(x, w)
    fn of<R: Real>(&self, x: R, w: R) -> R;
}

/// (y, z) = f(x)
pub(crate) trait Fork: Clone {
    /// f(x)
    fn of<R: Real>(&self, x: R) -> (R, R);
}

/// How a loop is run.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    /// Number by number.
    Scalars,
    /// With the machine's vectors.
    Vectors(Level),
}

impl Engine {
    /// What this build uses.
    #[inline]
    pub(crate) fn best() -> Self {
        if cfg!(debug_assertions) { Self::Scalars } else { Self::Vectors(Level::new()) }
    }
}

/// What this build uses, known while it is compiled, so that a debug build has no vector code to compile.
#[derive(Clone, Copy)]
pub(crate) struct Best;

/// An engine that is known while the loop is compiled, or when it is run.
pub(crate) trait Choice: Copy {
    /// Whether it may be one of vectors.
    const VECTORS: bool;
    /// Which one it is.
    fn engine(self) -> Engine;
}

impl Choice for Best {
    const VECTORS: bool = !cfg!(debug_assertions);
    #[inline]
    fn engine(self) -> Engine {
        Engine::best()
    }
}

impl Choice for Engine {
    const VECTORS: bool = true;
    #[inline]
    fn engine(self) -> Engine {
        self
    }
}

/// How many numbers the widest vector has: 512 bits of `f32`.
const WIDEST: usize = 16;

/// The loop over some slices, read and written in step: first over all whole vectors, then over one that is filled up. The
/// function stands in it once, so that compiling it costs once; the iterations don't depend on each other, and the machine
/// has several of them in flight without being told to.
macro_rules! element_loop {
    ($simd:ident, $f:ident: $($x:ident $x_room:ident),+ => $($y:ident $y_room:ident $part:tt),+) => {
        let n = const {
            assert!(Lanes::<S, T>::LEN <= WIDEST);
            Lanes::<S, T>::LEN
        };
        let len = [$($x.len(),)+ $($y.len()),+].into_iter().min().unwrap_or(0);
        let whole = len - len % n;
        $(
            let mut $x_room = [T::default(); WIDEST];
            $x_room[..len - whole].copy_from_slice(&$x[whole..len]);
        )+
        $(let mut $y_room = [T::default(); WIDEST];)+
        let mut is_rest = false;
        loop {
            let end = if is_rest { n } else { whole };
            $(let $x = if is_rest { &$x_room[..end] } else { &$x[..end] };)+
            $(let $y = if is_rest { &mut $y_room[..end] } else { &mut $y[..end] };)+
            let reads = element_loop!(@zip $($x.chunks_exact(n)),+);
            let writes = element_loop!(@zip $($y.chunks_exact_mut(n)),+);
            for (element_loop!(@tuple $($x),+), element_loop!(@tuple $($y),+)) in reads.zip(writes) {
                let results = $f.of($(Lanes::load($simd, $x)),+);
                $(element_loop!(@part results $part).store($y);)+
            }
            if is_rest || whole == len {
                break;
            }
            is_rest = true;
        }
        if is_rest {
            $($y[whole..len].copy_from_slice(&$y_room[..len - whole]);)+
        }
    };
    (@zip $a:expr) => { $a };
    (@zip $a:expr, $b:expr) => { $a.zip($b) };
    (@tuple $a:ident) => { $a };
    (@tuple $a:ident, $b:ident) => { ($a, $b) };
    (@part $results:ident all) => { $results };
    (@part $results:ident $part:tt) => { $results.$part };
}

/// `y[i] = f(x[i])`
#[inline]
pub(crate) fn one<E: Choice, T: Format>(engine: E, x: &[T], y: &mut [T], f: &impl Unary) {
    if E::VECTORS
        && let Engine::Vectors(level) = engine.engine()
    {
        dispatch!(level, simd => one_in(simd, x, y, f));
    } else {
        x.iter().zip(y).for_each(|(x, y)| *y = f.of(*x));
    }
}

#[inline(always)]
fn one_in<S: Simd, T: Format>(simd: S, x: &[T], y: &mut [T], f: &impl Unary) {
    let f = &f.clone();
    if is_plain(|x| f.of(x)) {
        for (x, y) in x.iter().zip(y) {
            *y = f.of(*x);
        }
        return;
    }
    element_loop!(simd, f: x x_room => y y_room all);
}

/// `y[i] = f(x[i], w[i])`
#[inline]
pub(crate) fn two<E: Choice, T: Format>(engine: E, x: &[T], w: &[T], y: &mut [T], f: &impl Binary) {
    if E::VECTORS
        && let Engine::Vectors(level) = engine.engine()
    {
        dispatch!(level, simd => two_in(simd, x, w, y, f));
    } else {
        x.iter().zip(w).zip(y).for_each(|((x, w), y)| *y = f.of(*x, *w));
    }
}

#[inline(always)]
fn two_in<S: Simd, T: Format>(simd: S, x: &[T], w: &[T], y: &mut [T], f: &impl Binary) {
    let f = &f.clone();
    if is_plain(|x| f.of(x, x)) {
        for ((x, w), y) in x.iter().zip(w).zip(y) {
            *y = f.of(*x, *w);
        }
        return;
    }
    element_loop!(simd, f: x x_room, w w_room => y y_room all);
}

/// `(y[i], z[i]) = f(x[i])`
#[inline]
pub(crate) fn fork<E: Choice, T: Format>(engine: E, x: &[T], y: &mut [T], z: &mut [T], f: &impl Fork) {
    if E::VECTORS
        && let Engine::Vectors(level) = engine.engine()
    {
        dispatch!(level, simd => fork_in(simd, x, y, z, f));
    } else {
        x.iter().zip(y).zip(z).for_each(|((x, y), z)| (*y, *z) = f.of(*x));
    }
}

#[inline(always)]
fn fork_in<S: Simd, T: Format>(simd: S, x: &[T], y: &mut [T], z: &mut [T], f: &impl Fork) {
    let f = &f.clone();
    if is_plain(|x| f.of(x).0) && is_plain(|x| f.of(x).1) {
        for ((x, y), z) in x.iter().zip(y).zip(z) {
            (*y, *z) = f.of(*x);
        }
        return;
    }
    element_loop!(simd, f: x x_room => y y_room 0, z z_room 1);
}

/// Work that the compiler is to make vectors of, compiled for each set of instructions: loops over what is plain. It is to be
/// `#[inline(always)]`, and to own what it works with.
#[inline]
pub(crate) fn compiled<E: Choice>(engine: E, work: impl FnOnce()) {
    if E::VECTORS
        && let Engine::Vectors(level) = engine.engine()
    {
        dispatch!(level, _simd => work());
    } else {
        work();
    }
}
