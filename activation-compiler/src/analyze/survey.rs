//! One walk over the real line that finds range, monotonicity and Lipschitz bound together.
//!
//! In: a machine whose roots are f, f′ and, when known, f″ (and a domain's mask), and the points where f may not be
//! smooth. Out: those facts that enclosures prove. Between two of the points f is analytic, so that f′ ≥ 0 there makes
//! it strictly increasing unless it is constant.
//! Must never rest a fact on a sample: samples only show where to look.

use super::cell::{D, End, F, Jet, MASK, enclosure, end, extremum, inner, split};
use super::extent::Least;
use super::interval::Interval;
use super::machine::Machine;
use super::number::{agree, differ, narrow, nonzero};
use super::{Monotonicity, Range};

/// What the walk has found so far.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, found at different places")]
pub(super) struct Survey {
    low: Least,
    high: Least,
    inner: Interval,
    rises: bool,
    falls: bool,
    /// A cell where f does not fall, or does not rise, and it is open whether it is constant.
    may_rise: bool,
    may_fall: bool,
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
            may_rise: false,
            may_fall: false,
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
            // Two neighbouring floats: there is no point between them, and the first one stands for a piece.
            self.joint(machine, from, masked, last.take(), None);
            let jet: Jet = machine.cell(Interval::point(from));
            let outside = masked && jet[MASK].lo < 1.0;
            return (!outside).then_some(End { x: from, jet });
        }
        machine.enter(inner(from, to));
        let (left, right) = (end(machine, from, to, true), end(machine, to, from, false));
        if masked {
            if left.jet[MASK].hi < 1.0 && right.jet[MASK].hi < 1.0 {
                self.isolated(machine, masked, *last);
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

    /// The end of the domain's last piece; the next one is compared with it across the gap all the same.
    fn isolated(&mut self, machine: &mut Machine<'_>, masked: bool, last: Option<End>) {
        if let Some(left) = last.filter(|left| left.x.is_finite()) {
            self.joint(machine, left.x, masked, Some(left), None);
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
                        self.falls = true;
                    } else {
                        self.rises = true;
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
                    stack.push((low, high));
                } else {
                    tails.insert(0, (low, high));
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
        let gentle = d.magnitude() <= self.steepest * (1.0 + 3e-7);
        let bent = s.sign().is_some() && a.jet[D].sure && b.jet[D].sure;
        // Without a second derivative, or with an infinite end, a piece that is monotone may still be steep.
        if !(gentle || bent || d.is_point()) {
            return false;
        }
        if let Some(sign) = d.sign() {
            self.note_steep(d);
            let seen = || nonzero(a.jet[D]) || nonzero(b.jet[D]) || differ(a.jet[F], b.jet[F]);
            if sign != 0 && !(seen() || nonzero(machine.cell::<2>(Interval::point(inner(a.x, b.x)))[D])) {
                // The slope has this sign, or it is 0.
                self.may_rise |= sign > 0;
                self.may_fall |= sign < 0;
            } else {
                self.rises |= sign > 0;
                self.falls |= sign < 0;
            }
            self.cover(f, false);
            return true;
        }
        let opposite = nonzero(a.jet[D]) && nonzero(b.jet[D]) && (a.jet[D].lo > 0.0) != (b.jet[D].lo > 0.0);
        let bracket = bent && opposite && a.x.is_finite() && b.x.is_finite();
        if let Some(value) = bracket.then(|| extremum(machine, a, b)).flatten() {
            self.note_steep(d);
            (self.rises, self.falls) = (true, true);
            self.value(value);
            self.cover(a.jet[F], false);
            self.cover(b.jet[F], false);
            return true;
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
        if !narrow(f) {
            // An oscillation: what the cells say of it is all there is.
            return;
        }
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
        if self.open || self.perhaps_flat || (self.may_rise && !self.rises) || (self.may_fall && !self.falls) {
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
