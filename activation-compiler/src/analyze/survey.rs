//! One walk over the real line that finds range, monotonicity and Lipschitz bound together.
//!
//! In: a machine whose roots are f, f′ and, when known, f″ (and a domain's mask), and the points where f may not be
//! smooth. Out: those facts that enclosures prove. Between two of the points f is analytic, so that f′ ≥ 0 there makes
//! it strictly increasing unless it is constant.
//! Must never rest a fact on a sample: samples only show where to look.

use super::interval::Interval;
use super::machine::Machine;
use super::{Monotonicity, Range};

/// f, f′, f″ and the domain's mask.
pub(super) type Jet = [Interval; 4];
const F: usize = 0;
const D: usize = 1;
const S: usize = 2;
const MASK: usize = 3;

/// How far out a tail's limits are taken.
const FAR: f64 = 1e60;

/// A point with the limits that are taken from inside its cell.
#[derive(Clone, Copy)]
struct End {
    x: f64,
    jet: Jet,
}

/// One side of the range, as a minimum: the upper side is that of −f.
#[derive(Clone, Copy)]
struct Least {
    /// The least value that is attained, among those that can be the least of all.
    attained: Option<Interval>,
    /// The least limit that is not a value.
    limit: Option<Interval>,
    /// Nothing is below.
    bound: f64,
    /// Nothing is below in cells where f′ has no known sign.
    murky: f64,
}

impl Least {
    const NEW: Self = Self { attained: None, limit: None, bound: f64::INFINITY, murky: f64::INFINITY };

    fn lower(slot: &mut Option<Interval>, value: Interval) {
        *slot = Some(slot.map_or(value, |old| Interval {
            lo: old.lo.min(value.lo),
            hi: old.hi.min(value.hi),
            sure: old.sure && value.sure,
        }));
    }

    /// The greatest lower bound and whether it is a value.
    fn settle(self) -> Option<(f64, bool)> {
        // Relative, and absolute where terms of ordinary size cancel.
        let close = |value: Interval| value.width() <= 1e-9 * value.magnitude() + 1e-13;
        let above = |bound: f64, value: f64| bound >= value - 1e-9 * value.abs() - 1e-13;
        match (self.attained, self.limit) {
            (_, Some(limit)) if limit.hi == f64::NEG_INFINITY => Some((f64::NEG_INFINITY, false)),
            (Some(value), limit)
                if limit.is_none_or(|limit| value.hi < limit.lo || value == limit && value.is_point()) =>
            {
                (close(value) && above(self.bound, value.lo)).then_some((value.shown(), true))
            }
            (value, Some(limit)) if value.is_none_or(|value| limit.hi < value.lo) => {
                let clear = self.murky > limit.hi;
                (clear && close(limit) && above(self.bound, limit.lo)).then_some((limit.shown(), false))
            }
            _ => None,
        }
    }
}

/// What the walk has found so far.
pub(super) struct Survey {
    low: Least,
    high: Least,
    inner: Interval,
    rises: bool,
    falls: bool,
    /// A cell where the sign of f′ stayed open.
    open: bool,
    /// A piece that is constant, a piece that is not, a piece of which neither is known.
    flat: bool,
    sloped: bool,
    perhaps_flat: bool,
    jumps: bool,
    steepest: f64,
    bound: f64,
    /// f may be undefined somewhere, or a jump could not be told from none.
    failed: bool,
}

impl Survey {
    /// The walk.
    pub(super) fn walk(machine: &mut Machine<'_>, breaks: &[f64], masked: bool) -> Self {
        let mut survey = Self {
            low: Least::NEW,
            high: Least::NEW,
            inner: Interval { lo: f64::INFINITY, hi: f64::NEG_INFINITY, sure: true },
            rises: false,
            falls: false,
            open: false,
            flat: false,
            sloped: false,
            perhaps_flat: false,
            jumps: false,
            steepest: 0.0,
            bound: 0.0,
            failed: false,
        };
        let mut last: Option<End> = None;
        for index in 0..=breaks.len() {
            let from = if index == 0 { f64::NEG_INFINITY } else { breaks[index - 1] };
            let to = breaks.get(index).copied().unwrap_or(f64::INFINITY);
            let right = survey.piece(machine, from, to, masked, &mut last);
            if survey.failed {
                break;
            }
            if right.is_some() {
                last = right;
            }
        }
        survey
    }

    /// One piece: its ends, its cells. Returns its right end.
    fn piece(
        &mut self,
        machine: &mut Machine<'_>,
        from: f64,
        to: f64,
        masked: bool,
        last: &mut Option<End>,
    ) -> Option<End> {
        if from.next_up() >= to {
            // Two neighbouring floats: there is no point between them.
            return last.take();
        }
        machine.enter(inner(from, to));
        let (left, right) = (end(machine, from, to, true), end(machine, to, from, false));
        if masked {
            if left.jet[MASK].hi < 1.0 && right.jet[MASK].hi < 1.0 {
                self.isolated(machine, to, masked, last);
                return None;
            }
            if left.jet[MASK].lo < 1.0 || right.jet[MASK].lo < 1.0 {
                self.failed = true;
                return None;
            }
        }
        if from.is_finite() {
            self.joint(machine, from, masked, last.take(), Some(left));
            machine.enter(inner(from, to));
        } else {
            self.limit(left.jet[F]);
        }
        if to.is_infinite() {
            self.limit(right.jet[F]);
        }
        self.note_slope(left.jet[D], true);
        self.note_slope(right.jet[D], true);
        let shape = self.cells(machine, left, right);
        match shape {
            Some(true) => self.flat = true,
            Some(false) => self.sloped = true,
            None => self.perhaps_flat = true,
        }
        Some(right)
    }

    /// A point whose right side lies outside the domain.
    fn isolated(&mut self, machine: &mut Machine<'_>, _to: f64, masked: bool, last: &mut Option<End>) {
        if let Some(left) = *last {
            // Only once: the next piece of the domain is compared with this one's end across the gap.
            let at = left.x;
            if at.is_finite() {
                self.joint(machine, at, masked, Some(left), None);
            }
        }
    }

    /// What happens at a point between two pieces.
    fn joint(&mut self, machine: &mut Machine<'_>, at: f64, masked: bool, left: Option<End>, right: Option<End>) {
        machine.stand(at);
        let here: Jet = machine.cell(Interval::point(at));
        let inside = !masked || here[MASK].lo >= 1.0;
        let mut chain: Vec<Interval> = Vec::with_capacity(3);
        chain.extend(left.map(|end| end.jet[F]));
        if inside {
            if !here[F].sure {
                self.failed = true;
                return;
            }
            self.value(here[F]);
            chain.push(here[F]);
        }
        chain.extend(right.map(|end| end.jet[F]));
        for pair in chain.windows(2) {
            match agree(pair[0], pair[1]) {
                Some(true) => {}
                Some(false) => {
                    self.jumps = true;
                    if pair[0].lo > pair[1].hi {
                        self.falls = true
                    } else {
                        self.rises = true
                    }
                    for &side in pair.iter().filter(|&&side| side != here[F] || !inside) {
                        self.limit(side);
                    }
                }
                None => self.failed = true,
            }
        }
        if !inside {
            for end in [left, right].into_iter().flatten() {
                self.limit(end.jet[F]);
            }
        }
    }

    /// The cells of one piece. Returns whether f is constant on it, when that is known.
    fn cells(&mut self, machine: &mut Machine<'_>, left: End, right: End) -> Option<bool> {
        // Tails come last: what the middle has shown often settles them at once.
        let (mut stack, mut tails) = (vec![(left, right)], Vec::new());
        let (mut constant, mut varies) = (true, differ(left.jet[F], right.jet[F]));
        while let Some((a, b)) = stack.pop().or_else(|| tails.pop()) {
            varies |= nonzero(a.jet[D]) || nonzero(b.jet[D]);
            let jet = enclosure(machine, a, b);
            constant &= jet[D].sign() == Some(0);
            if self.settled(machine, a, b, &jet) {
                continue;
            }
            let middle = split(a.x, b.x).filter(|_| machine.fuel() > 0);
            let Some(middle) = middle else {
                self.unsettled(machine, a, b, &jet);
                continue;
            };
            let here = End { x: middle, jet: machine.cell(Interval::point(middle)) };
            self.note_slope(here.jet[D], false);
            self.note_value(here.jet[F]);
            if here.jet[D].has(0.0) && here.jet[F].sure {
                // The slope may change its sign right here, where no cell would see it.
                self.value(here.jet[F]);
            }
            for (low, high) in [(here, b), (a, here)] {
                if low.x.is_finite() && high.x.is_finite() {
                    stack.push((low, high))
                } else {
                    tails.insert(0, (low, high))
                }
            }
        }
        if constant {
            self.value(left.jet[F].meet(right.jet[F]));
            Some(true)
        } else {
            varies.then_some(false)
        }
    }

    /// Whether a cell needs no further division; if so, all that it tells is noted.
    fn settled(&mut self, machine: &mut Machine<'_>, a: End, b: End, jet: &Jet) -> bool {
        let [f, d, s, _] = *jet;
        if !f.sure || !d.sure {
            return false;
        }
        let gentle = d.magnitude() <= self.steepest * (1.0 + 2e-9);
        let bent = s.sign().is_some() && a.jet[D].sure && b.jet[D].sure;
        // Without a second derivative, or with an infinite end, a piece that is monotone may still be steep.
        if !(gentle || bent || d.is_point()) {
            return false;
        }
        if let Some(sign) = d.sign() {
            self.note_steep(d);
            self.rises |= sign > 0 && (nonzero(a.jet[D]) || nonzero(b.jet[D]) || differ(a.jet[F], b.jet[F]));
            self.falls |= sign < 0 && (nonzero(a.jet[D]) || nonzero(b.jet[D]) || differ(a.jet[F], b.jet[F]));
            self.cover(f, false);
            return true;
        }
        let opposite = nonzero(a.jet[D]) && nonzero(b.jet[D]) && (a.jet[D].lo > 0.0) != (b.jet[D].lo > 0.0);
        if bent && opposite && a.x.is_finite() && b.x.is_finite() {
            if let Some(value) = extremum(machine, a, b) {
                self.note_steep(d);
                (self.rises, self.falls) = (true, true);
                self.value(value);
                self.cover(value, false);
                self.cover(a.jet[F], false);
                self.cover(b.jet[F], false);
                return true;
            }
        }
        if self.rises && self.falls && self.inner.lo <= f.lo && f.hi <= self.inner.hi {
            self.note_steep(d);
            self.cover(f, true);
            return true;
        }
        false
    }

    /// A cell that cannot be divided further.
    fn unsettled(&mut self, machine: &Machine<'_>, a: End, b: End, jet: &Jet) {
        let [f, d, ..] = *jet;
        if !f.sure && machine.fuel() > 0 {
            self.failed = true;
            return;
        }
        self.note_steep(d);
        self.cover(f, true);
        self.open |= d.sign().is_none();
        if a.x.is_finite() && b.x.is_finite() && a.jet[F].sure && b.jet[F].sure {
            // f is continuous here, so its least value on the cell is one it has; it lies between these.
            let (low, high) = (a.jet[F].hi.min(b.jet[F].hi), a.jet[F].lo.max(b.jet[F].lo));
            Least::lower(&mut self.low.attained, Interval::new(f.lo.min(low), low));
            Least::lower(&mut self.high.attained, Interval::new(-f.hi.max(high), -high));
        }
    }

    fn cover(&mut self, f: Interval, murky: bool) {
        self.low.bound = self.low.bound.min(f.lo);
        self.high.bound = self.high.bound.min(-f.hi);
        if murky {
            self.low.murky = self.low.murky.min(f.lo);
            self.high.murky = self.high.murky.min(-f.hi);
        }
    }
    fn value(&mut self, f: Interval) {
        Least::lower(&mut self.low.attained, f);
        Least::lower(&mut self.high.attained, f.neg());
        self.cover(f, false);
        self.note_value(f);
    }
    fn limit(&mut self, f: Interval) {
        Least::lower(&mut self.low.limit, f);
        Least::lower(&mut self.high.limit, f.neg());
    }
    fn note_value(&mut self, f: Interval) {
        // A narrow enclosure counts with its rounding, so that a bound which is reached exactly is seen as reached.
        if f.sure && f.width() <= 1e-14 * f.magnitude() {
            self.inner = Interval { lo: self.inner.lo.min(f.lo), hi: self.inner.hi.max(f.hi), sure: true };
        } else if f.sure {
            self.inner = Interval { lo: self.inner.lo.min(f.hi), hi: self.inner.hi.max(f.lo), sure: true };
        }
    }
    fn note_slope(&mut self, d: Interval, limit: bool) {
        if !d.sure {
            return;
        }
        self.rises |= d.lo > 0.0;
        self.falls |= d.hi < 0.0;
        // A finite bound from below on the steepest slope; an infinite limit makes it infinite.
        let least = if d.lo > 0.0 { d.lo } else { -d.hi };
        if least > self.steepest && (least.is_finite() || limit) {
            self.steepest = least;
        }
    }
    fn note_steep(&mut self, d: Interval) {
        self.bound = self.bound.max(if d.sure { d.magnitude() } else { f64::INFINITY });
    }

    pub(super) fn range(&self) -> Option<Range> {
        if self.failed {
            return None;
        }
        let (low, low_attained) = self.low.settle()?;
        let (high, high_attained) = self.high.settle()?;
        // 0 − h and not −h: a zero bound is written without a sign.
        Some(Range { low: low + 0.0, low_attained, high: 0.0 - high, high_attained })
    }

    pub(super) fn monotonicity(&self) -> Option<Monotonicity> {
        if self.failed {
            return None;
        }
        if self.rises && self.falls {
            return Some(Monotonicity::NonMonotone);
        }
        if self.open || self.perhaps_flat {
            return None;
        }
        Some(match (self.rises, self.falls, self.flat) {
            (true, _, false) => Monotonicity::Increasing,
            (true, _, true) => Monotonicity::NonDecreasing,
            (_, true, false) => Monotonicity::Decreasing,
            (_, true, true) => Monotonicity::NonIncreasing,
            (false, false, true) if !self.sloped && !self.jumps => Monotonicity::Constant,
            _ => return None,
        })
    }

    pub(super) fn lipschitz(&self) -> Option<f64> {
        if self.failed {
            return None;
        }
        if self.jumps || self.steepest >= f64::MAX {
            return Some(f64::INFINITY);
        }
        (self.bound <= self.steepest * (1.0 + 1e-6)).then_some(self.bound)
    }
}

/// Enclosures on the open cell between two ends, sharpened by what the ends know.
fn enclosure(machine: &mut Machine<'_>, a: End, b: End) -> Jet {
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
        None => machine.cell(open(span)),
    };
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

/// The floats strictly inside, so that a condition at an end does not count. Ends that are no breaks lose nothing:
/// between two neighbouring floats there is no point at which anything is evaluated.
fn open(span: Interval) -> Interval {
    let (lo, hi) = (span.lo.next_up(), span.hi.next_down());
    let lo = if span.lo.is_infinite() { span.lo } else { lo };
    let hi = if span.hi.is_infinite() { span.hi } else { hi };
    if lo <= hi { Interval::new(lo, hi) } else { span }
}

/// One end of a piece; `rightward` says that the piece lies to its right.
fn end(machine: &mut Machine<'_>, at: f64, other: f64, rightward: bool) -> End {
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
fn split(a: f64, b: f64) -> Option<f64> {
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
        return Some((least.max(1.0) * size).sqrt().copysign(a + b));
    }
    // Off the middle, so as not to hit the round numbers where formulas like to have their extremes.
    Some(a * 0.487_1 + b * 0.512_9)
}

/// The value at the one zero of f′ between two ends, f′ being monotone there and of opposite signs at the ends.
fn extremum(machine: &mut Machine<'_>, a: End, b: End) -> Option<Interval> {
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

fn nonzero(value: Interval) -> bool {
    value.sure && (value.lo > 0.0 || value.hi < 0.0)
}

fn differ(a: Interval, b: Interval) -> bool {
    a.sure && b.sure && (a.hi < b.lo || a.lo > b.hi)
}

/// Whether two enclosed limits are the same number, up to the rounding of the constants they were made from.
pub(super) fn agree(a: Interval, b: Interval) -> Option<bool> {
    if !a.sure || !b.sure {
        return None;
    }
    if a == b && a.lo == a.hi {
        return Some(true);
    }
    let size = a.magnitude().max(b.magnitude());
    if size.is_infinite() {
        return differ(a, b).then_some(false);
    }
    // Exact ends are compared exactly; others carry the rounding of terms that may have cancelled.
    let floor = if a.is_point() && b.is_point() { 0.0 } else { 1e-14 };
    let gap = (b.lo - a.hi).max(a.lo - b.hi).max(0.0);
    if gap > 1e-12 * size + floor {
        return Some(false);
    }
    (a.width().max(b.width()) <= 1e-9 * size + 1e-12).then_some(true)
}
