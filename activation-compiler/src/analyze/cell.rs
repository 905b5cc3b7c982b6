//! The cells that a walk over the real line is made of.
//!
//! In: two ends with what is known there. Out: enclosures of f, f′, f″ between them, where to divide, extremes.
//! Must never take a value for a bound.

use super::interval::Interval;
use super::machine::Machine;

/// f, f′, f″ and the domain's mask.
pub(super) type Jet = [Interval; 4];
pub(super) const F: usize = 0;
pub(super) const D: usize = 1;
pub(super) const MASK: usize = 3;

/// How far out a tail's limits are taken.
pub(super) const FAR: f64 = 1e60;

/// A point with the limits that are taken from inside its cell.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) x: f64,
    pub(super) jet: Jet,
}

/// Enclosures on the open cell between two ends, sharpened by what the ends know.
pub(super) fn enclosure(machine: &mut Machine<'_>, a: End, b: End) -> Jet {
    let span = Interval::new(a.x, b.x);
    let tail = if a.x >= 2.0 && b.x.is_infinite() {
        Some((a.x, true))
    } else if b.x <= -2.0 && a.x.is_infinite() {
        Some((-b.x, false))
    } else {
        None
    };
    let mut jet: Jet = match tail {
        Some((r, right)) => machine.tail(r, right).0,
        None => machine.cell(span),
    };
    if tail.is_none() && !(jet[F].sure && jet[D].sure) {
        // A pole at an end is no part of the open cell.
        jet = machine.cell(open(span));
    }
    let width = b.x - a.x;
    for order in [D, F] {
        let (below, above) = (a.jet[order], b.jet[order]);
        if !below.sure || !above.sure {
            continue;
        }
        let slope = jet[order + 1];
        // Monotone: the ends enclose it. Otherwise it strays from an end by at most slope times width.
        if slope.sign().is_some() {
            let hull = below.hull(above);
            jet[order] = if jet[order].sure { jet[order].meet(hull) } else { jet[order] };
        } else if slope.sure && width.is_finite() && jet[order].sure {
            let drift = slope.mul(Interval::new(0.0, width.next_up()));
            jet[order] = jet[order].meet(below.add(drift)).meet(above.sub(drift));
        }
    }
    jet
}

/// The floats strictly inside: between two neighbouring floats there is no point at which anything is evaluated.
fn open(span: Interval) -> Interval {
    let (lo, hi) = (span.lo.next_up(), span.hi.next_down());
    let lo = if span.lo.is_infinite() { span.lo } else { lo };
    let hi = if span.hi.is_infinite() { span.hi } else { hi };
    if lo <= hi { Interval::new(lo, hi) } else { span }
}

/// One end of a piece; `rightward` says that the piece lies to its right.
pub(super) fn end(machine: &mut Machine<'_>, at: f64, other: f64, rightward: bool) -> End {
    if at.is_infinite() {
        let (near, mut jet): (Jet, Jet) = machine.tail(FAR, at > 0.0);
        for (limit, near) in jet.iter_mut().zip(near) {
            // Beyond the greatest float is infinity for all that computes with floats.
            let huge = if limit.lo >= f64::MAX { Interval::point(f64::INFINITY) } else { *limit };
            *limit = if huge.hi <= f64::MIN { Interval::point(f64::NEG_INFINITY) } else { huge };
            limit.sure |= near.sure;
        }
        return End { x: at, jet };
    }
    End { x: at, jet: machine.side(at, beside(at, other, rightward)) }
}

/// A point well inside a piece.
pub(super) fn inner(from: f64, to: f64) -> f64 {
    match (from.is_finite(), to.is_finite()) {
        (true, true) => from * 0.5 + to * 0.5,
        (true, false) => from + from.abs().max(1.0) * 0.7,
        (false, true) => to - to.abs().max(1.0) * 0.7,
        (false, false) => 0.7,
    }
}

/// A small cell that touches a point from the side of `other`.
pub(super) fn beside(at: f64, other: f64, rightward: bool) -> Interval {
    let reach = at.abs().max(1.0) * 2.0_f64.powi(-30);
    let inner = if other.is_finite() { at + (other - at) * 0.5 } else { other };
    if rightward {
        let near = at.next_up();
        Interval::new(near, (at + reach).min(inner).max(near))
    } else {
        let near = at.next_down();
        Interval::new((at - reach).max(inner).min(near), near)
    }
}

/// Where to divide a cell; `None` when it is too small to be worth it.
pub(super) fn split(a: f64, b: f64) -> Option<f64> {
    if a.is_infinite() && b.is_infinite() {
        return Some(0.0);
    }
    if b.is_infinite() {
        return (a < 1e150).then(|| if a < 2.0 { 2.0 } else { (a * a).max(4.0) });
    }
    if a.is_infinite() {
        return split(-b, f64::INFINITY).map(|at| -at);
    }
    let size = a.abs().max(b.abs());
    if b - a <= 1e-9 * size.max(1e-3) {
        return None;
    }
    if a < 0.0 && b > 0.0 {
        return Some(0.0);
    }
    // Across magnitudes the geometric middle, otherwise the plain one.
    let least = a.abs().min(b.abs());
    if size > 64.0 && size > 16.0 * least.max(1.0) {
        return Some((least.max(1.0).sqrt() * size.sqrt()).copysign(a + b));
    }
    // Off the middle, so as not to hit the round numbers where formulas like to have their extremes.
    Some(a * 0.487_1 + b * 0.512_9)
}

/// The value at the one zero of f′ between two ends, f′ being monotone there and of opposite signs at the ends.
pub(super) fn extremum(machine: &mut Machine<'_>, a: End, b: End) -> Option<Interval> {
    let (mut a, mut b) = (a, b);
    let rising = a.jet[D].hi < 0.0;
    let mut touched: Option<Interval> = None;
    for round in 0..60 {
        let width = b.x - a.x;
        if width <= 1e-12 * a.x.abs().max(b.x.abs()).max(1e-12) {
            break;
        }
        let (p, q) = (a.jet[D].middle(), b.jet[D].middle());
        let secant = a.x - p / (q - p) * width;
        let middle = a.x * 0.5 + b.x * 0.5;
        let inside = secant > a.x + width * 1e-3 && secant < b.x - width * 1e-3;
        let guess = if round % 3 != 2 && inside { secant } else { middle };
        let here = End { x: guess, jet: machine.cell(Interval::point(guess)) };
        if here.jet[D].has(0.0) {
            touched = Some(here.jet[F]);
            let step = guess.abs().max(1e-3) * 1e-9;
            (a, b) = nearer(machine, a, b, guess, step, rising);
            break;
        }
        if (here.jet[D].hi < 0.0) == rising {
            a = here;
        } else {
            b = here;
        }
    }
    let slope = a.jet[D].hull(b.jet[D]);
    let drift = slope.mul(Interval::new(0.0, (b.x - a.x).next_up()));
    let value = a.jet[F].add(drift).meet(b.jet[F].sub(drift));
    let value = if rising {
        Interval::new(value.lo, value.hi.min(a.jet[F].hi).min(b.jet[F].hi).max(value.lo))
    } else {
        Interval::new(value.lo.max(a.jet[F].lo).max(b.jet[F].lo).min(value.hi), value.hi)
    };
    // The extreme is no worse than the value at a point that was hit.
    let value = match touched {
        Some(at) if rising => Interval::new(value.lo.min(at.hi), value.hi.min(at.hi)),
        Some(at) => Interval::new(value.lo.max(at.lo), value.hi.max(at.lo)),
        None => value,
    };
    (value.sure && machine.fuel() > 0).then_some(value)
}

/// A bracket around a zero of f′ that was hit within rounding.
fn nearer(machine: &mut Machine<'_>, a: End, b: End, at: f64, step: f64, rising: bool) -> (End, End) {
    let mut side = |x: f64, old: End, negative: bool| {
        let new = End { x, jet: machine.cell(Interval::point(x)) };
        let right_sign = if negative { new.jet[D].hi < 0.0 } else { new.jet[D].lo > 0.0 };
        if right_sign { new } else { old }
    };
    let low = if at - step > a.x { side(at - step, a, rising) } else { a };
    let high = if at + step < b.x { side(at + step, b, !rising) } else { b };
    (low, high)
}
