//! Interval arithmetic: sets of real numbers that certainly hold a value.
//!
//! In: enclosures of the operands and a node of the arena. Out: an enclosure of the result, rounded outwards.
//! Must never lose a value that exact arithmetic could give: every fact that `analyze` states rests on it.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use crate::function::{Function, Shape, Value};
use crate::ir::{Comparison, Node};

/// A closed interval, infinite ends allowed; a mask is `[0, 0]`, `[1, 1]` or, undecided, `[0, 1]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) lo: f64,
    pub(super) hi: f64,
    /// Whether the value is known to exist (no NaN) wherever the operands are.
    pub(super) sure: bool,
}

pub(super) const ENTIRE: Interval = Interval { lo: f64::NEG_INFINITY, hi: f64::INFINITY, sure: true };
/// Nothing is known, not even that there is a value.
pub(super) const UNKNOWN: Interval = Interval { sure: false, ..ENTIRE };
pub(super) const MAYBE: Interval = Interval { lo: 0.0, hi: 1.0, sure: true };

impl Interval {
    pub(super) fn new(lo: f64, hi: f64) -> Self {
        if lo <= hi { Self { lo, hi, sure: true } } else { UNKNOWN }
    }
    pub(super) fn point(value: f64) -> Self {
        Self::new(value, value)
    }
    pub(super) fn is_point(self) -> bool {
        self.lo == self.hi && self.sure
    }
    pub(super) fn has(self, value: f64) -> bool {
        self.lo <= value && value <= self.hi
    }
    pub(super) fn middle(self) -> f64 {
        if self.lo == self.hi { self.lo } else { self.lo * 0.5 + self.hi * 0.5 }
    }
    /// The number to show for it: a short one when it holds one, otherwise its middle.
    pub(super) fn shown(self) -> f64 {
        if self.has(0.0) {
            return 0.0;
        }
        let middle = self.middle();
        // 20 significant bits.
        let unit = 2.0_f64.powf(middle.abs().log2().floor() - 19.0);
        let short = (middle / unit).round() * unit;
        if short.is_finite() && self.has(short) { short } else { middle }
    }
    pub(super) fn width(self) -> f64 {
        if self.lo == self.hi { 0.0 } else { self.hi - self.lo }
    }
    pub(super) fn magnitude(self) -> f64 {
        self.lo.abs().max(self.hi.abs())
    }
    fn unless(self, doubtful: bool) -> Self {
        Self { sure: self.sure && !doubtful, ..self }
    }
    /// All of both.
    pub(super) fn hull(self, other: Self) -> Self {
        Self { lo: self.lo.min(other.lo), hi: self.hi.max(other.hi), sure: self.sure && other.sure }
    }
    /// What both enclose: the value lies in each, so one that is sure makes the result sure.
    pub(super) fn meet(self, other: Self) -> Self {
        let (lo, hi) = (self.lo.max(other.lo), self.hi.min(other.hi));
        // Two enclosures of one value overlap; where rounding says otherwise the first one stands.
        if lo <= hi { Self { lo, hi, sure: self.sure || other.sure } } else { self }
    }
    /// The sign of all values: `Some(±1)` (0 allowed inside), `Some(0)` if all are 0.
    pub(super) fn sign(self) -> Option<i8> {
        match self {
            _ if !self.sure => None,
            _ if self.lo == 0.0 && self.hi == 0.0 => Some(0),
            _ if self.lo >= 0.0 => Some(1),
            _ if self.hi <= 0.0 => Some(-1),
            _ => None,
        }
    }

    pub(super) fn neg(self) -> Self {
        Self { lo: -self.hi, hi: -self.lo, sure: self.sure }
    }
    pub(super) fn add(self, b: Self) -> Self {
        Self::new(sum_down(self.lo, b.lo), -sum_down(-self.hi, -b.hi)).unless(!self.sure || !b.sure)
    }
    pub(super) fn sub(self, b: Self) -> Self {
        self.add(b.neg())
    }
    pub(super) fn mul(self, b: Self) -> Self {
        let a = self;
        let (p, q) = if a.lo >= 0.0 && b.lo >= 0.0 {
            ((a.lo, b.lo), (a.hi, b.hi))
        } else if a.hi <= 0.0 && b.hi <= 0.0 {
            ((a.hi, b.hi), (a.lo, b.lo))
        } else if a.lo >= 0.0 && b.hi <= 0.0 {
            ((a.hi, b.lo), (a.lo, b.hi))
        } else if a.hi <= 0.0 && b.lo >= 0.0 {
            ((a.lo, b.hi), (a.hi, b.lo))
        } else {
            let lo = times_down(a.lo, b.hi).min(times_down(a.hi, b.lo)).min(times_down(a.lo, b.lo));
            let lo = lo.min(times_down(a.hi, b.hi));
            let hi = times_down(-a.lo, b.hi).min(times_down(-a.hi, b.lo)).min(times_down(-a.lo, b.lo));
            let hi = hi.min(times_down(-a.hi, b.hi));
            return Self::new(lo, -hi).unless(!a.sure || !b.sure);
        };
        Self::new(times_down(p.0, p.1), -times_down(-q.0, q.1)).unless(!a.sure || !b.sure)
    }
    pub(super) fn div(self, b: Self) -> Self {
        if b.lo == 0.0 && b.hi == 0.0 || b.lo < 0.0 && b.hi > 0.0 {
            return UNKNOWN;
        }
        // At a zero end the quotient grows without bound; at the zero itself it does not exist.
        let doubtful = b.lo == 0.0 || b.hi == 0.0;
        if b.hi <= 0.0 {
            return self.neg().div(b.neg());
        }
        let inverse = Self {
            lo: if b.hi.is_infinite() { 0.0 } else { quotient_down(1.0, b.hi) },
            hi: if b.lo == 0.0 { f64::INFINITY } else { -quotient_down(-1.0, b.lo) },
            sure: b.sure,
        };
        if self.lo.is_finite() && self.hi.is_finite() && b.lo > 0.0 && b.hi.is_finite() {
            let low = if self.lo >= 0.0 { b.hi } else { b.lo };
            let high = if self.hi >= 0.0 { b.lo } else { b.hi };
            let direct = Self::new(quotient_down(self.lo, low), -quotient_down(-self.hi, high));
            return direct.unless(!self.sure || !b.sure);
        }
        self.mul(inverse).unless(doubtful)
    }
    pub(super) fn abs(self) -> Self {
        if self.lo >= 0.0 {
            self
        } else if self.hi <= 0.0 {
            self.neg()
        } else {
            Self { lo: 0.0, hi: self.magnitude(), sure: self.sure }
        }
    }
    pub(super) fn min(self, b: Self) -> Self {
        Self { lo: self.lo.min(b.lo), hi: self.hi.min(b.hi), sure: self.sure && b.sure }
    }
    pub(super) fn max(self, b: Self) -> Self {
        Self { lo: self.lo.max(b.lo), hi: self.hi.max(b.hi), sure: self.sure && b.sure }
    }
    fn power_integer(self, n: i32) -> Self {
        if n == 0 {
            return Self::point(1.0).unless(!self.sure);
        }
        if n < 0 {
            // i32::MIN has no negative: one factor less is taken apart.
            return Self::point(1.0).div(self.power_integer(-(n + 1)).mul(self));
        }
        let base = if n % 2 == 0 { self.abs() } else { self };
        let low = |u: f64| if n == 1 { u } else { exact_or(u, n, down(u.powi(n), n)) };
        let high = |u: f64| if n == 1 { u } else { exact_or(u, n, -down(-u.powi(n), n)) };
        let lo = low(base.lo);
        let lo = if n % 2 == 0 { lo.max(0.0) } else { lo };
        Self::new(lo, high(base.hi)).unless(!self.sure)
    }
    fn power(self, b: Self) -> Self {
        if b.is_point() && b.lo.fract() == 0.0 && b.lo.abs() < 1e9 {
            #[expect(clippy::cast_possible_truncation, reason = "a whole number below 1e9")]
            return self.power_integer(b.lo as i32);
        }
        if self.lo < 0.0 || (self.lo == 0.0 && b.lo <= 0.0) {
            return UNKNOWN;
        }
        // Monotone in each argument: the extremes are at corners.
        let corners = [self.lo.powf(b.lo), self.lo.powf(b.hi), self.hi.powf(b.lo), self.hi.powf(b.hi)];
        if corners.iter().any(|value| value.is_nan()) {
            return UNKNOWN;
        }
        let lo = corners.iter().copied().fold(f64::INFINITY, f64::min);
        let hi = corners.iter().copied().fold(0.0, f64::max);
        Self::new(down(lo, 4).max(0.0), -down(-hi, 4)).unless(!self.sure || !b.sure)
    }
    fn compare(self, comparison: Comparison, b: Self) -> Self {
        if !self.sure || !b.sure {
            return MAYBE;
        }
        let known = match comparison {
            Comparison::Less => decided(self.hi < b.lo, self.lo >= b.hi),
            Comparison::LessEqual => decided(self.hi <= b.lo, self.lo > b.hi),
            Comparison::Greater => decided(self.lo > b.hi, self.hi <= b.lo),
            Comparison::GreaterEqual => decided(self.lo >= b.hi, self.hi < b.lo),
            Comparison::Equal => decided(self.is_point() && self == b, self.hi < b.lo || self.lo > b.hi),
            Comparison::NotEqual => decided(self.hi < b.lo || self.lo > b.hi, self.is_point() && self == b),
        };
        known.map_or(MAYBE, |holds| Self::point(f64::from(u8::from(holds))))
    }
}

fn decided(yes: bool, no: bool) -> Option<bool> {
    if yes {
        Some(true)
    } else if no {
        Some(false)
    } else {
        None
    }
}

/// The enclosure of an operation on enclosed operands; `same`: the first two operands are one expression.
pub(super) fn operation(node: Node, [a, b, c]: [Interval; 3], same: bool) -> Interval {
    match node {
        Node::Negate(_) => a.neg(),
        Node::Add(..) => a.add(b),
        Node::Subtract(..) if same => Interval::point(0.0).unless(!a.sure),
        Node::Subtract(..) => a.sub(b),
        Node::Multiply(..) if same => a.power_integer(2),
        Node::Multiply(..) => a.mul(b),
        Node::Divide(..) => a.div(b),
        Node::PowerInteger(_, n) => a.power_integer(n),
        Node::Power(..) => a.power(b),
        Node::Call1(function, _) => call(function, a),
        Node::Call2(function, ..) => call_two(function, a, b),
        Node::Clamp(..) => a.max(b).min(c),
        Node::Compare(comparison, ..) => a.compare(comparison, b),
        Node::And(..) => a.min(b),
        Node::Or(..) => a.max(b),
        Node::Not(_) => Interval::point(1.0).sub(a),
        Node::Select(..) if a.lo > 0.0 => b,
        Node::Select(..) if a.hi < 1.0 => c,
        Node::Select(..) => b.hull(c),
        Node::Constant(_) | Node::Largest | Node::Input | Node::Output | Node::Parameter(_) | Node::External(..) => {
            UNKNOWN
        }
    }
}

/// A function of one argument, by the shape its row states.
pub(super) fn call(function: Function, u: Interval) -> Interval {
    let row = function.row();
    let Value::One(f) = row.value else { return UNKNOWN };
    let doubtful = !u.sure || u.lo < row.domain.0 || u.hi > row.domain.1;
    let inside = Interval { lo: u.lo.max(row.domain.0), hi: u.hi.min(row.domain.1), sure: true };
    if inside.lo > inside.hi || u.lo.is_nan() {
        return UNKNOWN;
    }
    let value = match (row.shape, function) {
        (Shape::Increasing, _) => ends(function, f, inside.lo, inside.hi),
        (Shape::Decreasing, _) => ends(function, f, inside.hi, inside.lo),
        (Shape::Valley, _) => ends(function, f, inside.abs().lo, inside.abs().hi),
        (Shape::Hill, _) => ends(function, f, inside.abs().hi, inside.abs().lo),
        (_, Function::Sin) => wave(f, inside, FRAC_PI_2),
        (_, Function::Cos) => wave(f, inside, 0.0),
        (_, Function::Tan) => tangent(inside),
        (_, Function::Fract) => fraction(inside),
        _ => UNKNOWN,
    };
    let within = Interval { lo: row.range.0, hi: row.range.1, sure: value.sure };
    value.meet(within).unless(doubtful)
}

/// The enclosure from the two arguments that give the least and the greatest value.
fn ends(function: Function, f: fn(f64) -> f64, least: f64, greatest: f64) -> Interval {
    if !function.row().transcendental && function != Function::Sqrt {
        return Interval::new(f(least), f(greatest));
    }
    // These are exact at 0, which keeps signs known where a formula touches it, and in their limits.
    let exact = |u: f64| {
        use Function::{Acos, LogSigmoid, NormPdf, Softplus};
        (u == 0.0 && !matches!(function, Softplus | LogSigmoid | NormPdf | Acos))
            || (u.is_infinite() && function != Function::Atan)
    };
    let (p, q) = (f(least), f(greatest));
    let lo = if exact(least) { p } else { down(p, 6) };
    let hi = if exact(greatest) { q } else { -down(-q, 6) };
    Interval::new(lo, hi)
}

/// sin or cos, with a maximum at `crest` + 2πk and a minimum half a period further.
fn wave(f: fn(f64) -> f64, u: Interval, crest: f64) -> Interval {
    // Beyond this the rounding of 2πk is no longer far below the distance to a crest.
    if u.magnitude() > 1e6 || u.width() >= TAU {
        return Interval::new(-1.0, 1.0);
    }
    let holds = |at: f64| {
        let slack = 1e-9;
        ((u.lo - at) / TAU - slack).ceil() <= ((u.hi - at) / TAU + slack).floor()
    };
    let (p, q) = (f(u.lo), f(u.hi));
    // A crest counted by the slack alone widens the bound by less than its square.
    let hi = if holds(crest) { 1.0 } else { -down(-p.max(q), 6) };
    let lo = if holds(crest + PI) { -1.0 } else { down(p.min(q), 6) };
    let zero = |value: f64, at: f64, bound: f64| if value == 0.0 && at == 0.0 { 0.0 } else { bound };
    if u.is_point() { Interval::new(zero(p, u.lo, lo), zero(p, u.lo, hi)) } else { Interval::new(lo, hi) }
}

fn tangent(u: Interval) -> Interval {
    if u.magnitude() > 1e6 {
        return UNKNOWN;
    }
    let cell = |at: f64, slack: f64| ((at - FRAC_PI_2) / PI + slack).floor();
    if cell(u.lo, -1e-9) != cell(u.hi, 1e-9) {
        return UNKNOWN;
    }
    let exact = |at: f64, bound: f64| if at == 0.0 { 0.0 } else { bound };
    Interval::new(exact(u.lo, down(u.lo.tan(), 6)), exact(u.hi, -down(-u.hi.tan(), 6)))
}

fn fraction(u: Interval) -> Interval {
    if u.lo.is_infinite() || u.hi.is_infinite() || u.lo.trunc() != u.hi.trunc() {
        return Interval::new(if u.lo < 0.0 { -1.0 } else { 0.0 }, if u.hi > 0.0 { 1.0 } else { 0.0 });
    }
    Interval::new(u.lo.fract(), u.hi.fract())
}

fn call_two(function: Function, a: Interval, b: Interval) -> Interval {
    let doubtful = !a.sure || !b.sure;
    match function {
        Function::Min => a.min(b),
        Function::Max => a.max(b),
        Function::Hypot => {
            let (p, q) = (a.abs(), b.abs());
            let lo = if p.lo == 0.0 { q.lo } else { down(p.lo.hypot(q.lo), 4).max(0.0) };
            Interval::new(lo, -down(-p.hi.hypot(q.hi), 4)).unless(doubtful)
        }
        Function::Copysign if b.lo > 0.0 => a.abs().unless(doubtful),
        Function::Copysign if b.hi < 0.0 => a.abs().neg().unless(doubtful),
        Function::Copysign => a.abs().hull(a.abs().neg()).unless(doubtful),
        Function::Atan2 if a.is_point() && b.is_point() && !(a.lo == 0.0 && b.lo == 0.0) => {
            let angle = a.lo.atan2(b.lo);
            Interval::new(down(angle, 4), -down(-angle, 4))
        }
        Function::Atan2 => Interval::new(-PI.next_up(), PI.next_up()).unless(doubtful),
        _ => UNKNOWN,
    }
}

/// A lower bound of a value that was computed with an error of at most `ulps` units in the last place.
fn down(value: f64, ulps: i32) -> f64 {
    if value == f64::INFINITY {
        return f64::MAX;
    }
    value - value.abs() * f64::EPSILON * f64::from(ulps) - 1e-320
}

fn exact_or(u: f64, n: i32, bound: f64) -> f64 {
    // Small whole numbers have exact powers; −1, 0 and 1 are the ones that matter.
    let exact = u == 0.0 || u.abs() == 1.0 || u.is_infinite() || (n == 2 && short(u));
    if exact { u.powi(n) } else { bound }
}

/// Whether a number has at most 26 significant bits, so that a product of two is exact.
fn short(value: f64) -> bool {
    value.to_bits().trailing_zeros() >= 26 && value.abs() > 1e-100 && value.abs() < 1e100
}

fn sum_down(a: f64, b: f64) -> f64 {
    let sum = a + b;
    if sum.is_nan() {
        return f64::NEG_INFINITY;
    }
    if sum.is_infinite() {
        return if a.is_infinite() || b.is_infinite() || sum < 0.0 { sum } else { f64::MAX };
    }
    let rest = sum - a;
    let error = (a - (sum - rest)) + (b - rest);
    if error < 0.0 { sum.next_down() } else { sum }
}

fn times_down(a: f64, b: f64) -> f64 {
    // An infinite end is never reached by a number, so that nothing times it stays nothing.
    if a == 0.0 || b == 0.0 {
        return 0.0;
    }
    let product = a * b;
    if product.is_infinite() {
        return if a.is_infinite() || b.is_infinite() || product < 0.0 { product } else { f64::MAX };
    }
    let exact = (short(a) && short(b)) || a.abs() == 1.0 || b.abs() == 1.0;
    if exact {
        product
    } else if product == 0.0 {
        // Underflow: the sign is still known.
        if (a > 0.0) == (b > 0.0) { 0.0 } else { -5e-324 }
    } else {
        product.next_down()
    }
}

fn quotient_down(a: f64, b: f64) -> f64 {
    if a == 0.0 {
        return 0.0;
    }
    let quotient = a / b;
    if quotient.is_infinite() {
        return if quotient < 0.0 { quotient } else { f64::MAX };
    }
    let exact = b.abs() == 1.0 || (short(quotient) && short(b) && quotient * b == a);
    if exact {
        quotient
    } else if quotient == 0.0 {
        if (a > 0.0) == (b > 0.0) { 0.0 } else { -5e-324 }
    } else {
        quotient.next_down()
    }
}
