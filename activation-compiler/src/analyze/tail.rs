//! Arithmetic for |x| ≥ R, where plain intervals know nothing: `x·sigmoid(x)` would be ∞ · 0.
//!
//! In: enclosures of operands along a tail of the real line. Out: the same of the result, together with how fast it
//! grows or decays, and what it tends to.
//! Must never state a bound that does not hold for every |x| ≥ R.

use super::interval::{self, ENTIRE, Interval, UNKNOWN};
use crate::function::{Function, Kinks};
use crate::ir::Node;

/// `tᵖ · e⁻ᶜᵗ · w`, with t = |x| and w in the factor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    power: f64,
    decay: f64,
    factor: Interval,
}

/// One value along the tail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    /// All its values on the tail.
    pub(super) near: Interval,
    growth: Growth,
    /// What it can accumulate at as |x| → ∞, infinities included.
    pub(super) limit: Interval,
}

impl Growth {
    fn bounded(factor: Interval) -> Self {
        Self { power: 0.0, decay: 0.0, factor }
    }
    fn times(self, other: Self) -> Self {
        Self { power: self.power + other.power, decay: self.decay + other.decay, factor: self.factor.mul(other.factor) }
    }
    fn over(self, other: Self) -> Self {
        let (power, decay) = (self.power - other.power, self.decay - other.decay);
        if other.decay > 0.0 {
            // The factor of a decaying divisor reaches down to 0, and its true rate is unknown.
            return Self::bounded(UNKNOWN);
        }
        Self { power, decay, factor: self.factor.div(other.factor) }
    }
    fn scaled(self, by: Interval) -> Self {
        Self { factor: self.factor.mul(by), ..self }
    }
    /// Both on the faster growing scale of the two.
    fn aligned(self, other: Self, r: f64) -> (f64, f64, Interval, Interval) {
        let first = self.decay < other.decay || self.decay == other.decay && self.power >= other.power;
        let (top, low) = if first { (self, other) } else { (other, self) };
        let ratio = scale(low.power - top.power, low.decay - top.decay, r);
        let low = low.factor.mul(ratio);
        if first { (top.power, top.decay, top.factor, low) } else { (top.power, top.decay, low, top.factor) }
    }
    fn combined(self, other: Self, r: f64, f: impl Fn(Interval, Interval) -> Interval) -> Self {
        let (power, decay, a, b) = self.aligned(other, r);
        Self { power, decay, factor: f(a, b) }
    }
    fn near(self, r: f64) -> Interval {
        scale(self.power, self.decay, r).mul(self.factor)
    }
    fn limit(self) -> Interval {
        let w = self.factor;
        if !w.lo.is_finite() || !w.hi.is_finite() || !w.sure {
            return UNKNOWN;
        }
        if self.decay > 0.0 || (self.decay == 0.0 && self.power < 0.0) {
            Interval::point(0.0)
        } else if self.power == 0.0 && self.decay == 0.0 {
            w
        } else if w.lo > 0.0 {
            Interval::point(f64::INFINITY)
        } else if w.hi < 0.0 {
            Interval::point(f64::NEG_INFINITY)
        } else {
            ENTIRE
        }
    }
    /// e to this, when it goes to either infinity at least linearly.
    fn exp(self, r: f64) -> Option<Self> {
        let w = self.factor;
        if !w.sure || self.decay > 0.0 {
            return None;
        }
        if self.decay == 0.0 && self.power == 1.0 && w.hi.is_finite() && (w.hi < 0.0 || w.lo > 0.0) {
            // u = tw exactly, or at most that.
            let least = if w.is_point() { 1.0 } else { 0.0 };
            return Some(Self { power: 0.0, decay: -w.hi, factor: Interval::new(least, 1.0) });
        }
        if w.hi >= 0.0 || self.power < if self.decay < 0.0 { 0.0 } else { 1.0 } {
            return None;
        }
        // u falls at least as fast as a line through the origin: u / t falls for t ≥ r.
        let growth = (-self.decay * r).exp() / if self.decay < 0.0 { r } else { 1.0 };
        if self.decay < 0.0 && -self.decay * r < 1.0 {
            return None;
        }
        let power = if self.decay < 0.0 { self.power } else { self.power - 1.0 };
        let rate = -w.hi * r.powf(power) * growth * (1.0 - 1e-9);
        Some(Self { power: 0.0, decay: rate.min(1e300), factor: Interval::new(0.0, 1.0) })
    }
}

/// The values of `tᵖ e⁻ᶜᵗ` for t ≥ r.
fn scale(power: f64, decay: f64, r: f64) -> Interval {
    let up = |value: f64| value * (1.0 + 1e-9) + 1e-300;
    if decay > 0.0 {
        let top = (power / decay).max(r);
        return Interval::new(0.0, up((power * top.ln() - decay * top).exp()));
    }
    if decay < 0.0 {
        let grows = power >= 0.0;
        let least = if grows { (power * r.ln() - decay * r).exp().min(f64::MAX) * (1.0 - 1e-9) } else { 0.0 };
        return Interval::new(least, f64::INFINITY);
    }
    if power == 0.0 {
        Interval::point(1.0)
    } else if power > 0.0 {
        Interval::new(r.powf(power).min(f64::MAX) * (1.0 - 1e-9), f64::INFINITY)
    } else {
        Interval::new(0.0, up(r.powf(power)))
    }
}

impl Tail {
    /// A value that does not depend on x.
    pub(super) fn fixed(value: Interval) -> Self {
        Self { near: value, growth: Growth::bounded(value), limit: value }
    }
    /// x itself, beyond r or below −r.
    pub(super) fn input(r: f64, right: bool) -> Self {
        let (sign, near) = if right { (1.0, (r, f64::INFINITY)) } else { (-1.0, (f64::NEG_INFINITY, -r)) };
        let growth = Growth { power: 1.0, decay: 0.0, factor: Interval::point(sign) };
        let limit = Interval::point(if right { f64::INFINITY } else { f64::NEG_INFINITY });
        Self { near: Interval::new(near.0, near.1), growth, limit }
    }
    /// The result of an operation on such values.
    pub(super) fn operation(node: Node, [a, b, c]: [&Self; 3], same: bool, r: f64) -> Self {
        let near = interval::operation(node, [a.near, b.near, c.near], same);
        if node.is_mask() {
            return Self::fixed(near);
        }
        if let Node::Select(..) = node {
            if a.near.lo > 0.0 {
                return *b;
            }
            if a.near.hi < 1.0 {
                return *c;
            }
        }
        let growth = growth(node, [a, b, c], near, r);
        let near = near.meet(growth.near(r));
        let limit = limit(node, [a, b, c], near, same).meet(growth.limit()).meet(near);
        Self { near, growth, limit }
    }
}

fn growth(node: Node, [a, b, c]: [&Tail; 3], near: Interval, r: f64) -> Growth {
    let (p, q, s) = (a.growth, b.growth, c.growth);
    match node {
        Node::Negate(_) => p.scaled(Interval::point(-1.0)),
        Node::Add(..) => p.combined(q, r, Interval::add),
        Node::Subtract(..) => p.combined(q, r, Interval::sub),
        Node::Multiply(..) => p.times(q),
        Node::Divide(..) => p.over(q),
        Node::PowerInteger(_, n) if n > 0 => Growth {
            power: p.power * f64::from(n),
            decay: p.decay * f64::from(n),
            factor: interval::operation(node, [p.factor; 3], false),
        },
        Node::PowerInteger(_, n) if p.decay <= 0.0 => Growth {
            power: p.power * f64::from(n),
            decay: p.decay * f64::from(n),
            factor: interval::operation(node, [p.factor; 3], false),
        },
        Node::Call1(function, _) => call(function, a, near, r),
        Node::Call2(Function::Min, ..) => p.combined(q, r, Interval::min),
        Node::Call2(Function::Max, ..) => p.combined(q, r, Interval::max),
        Node::Call2(Function::Hypot, ..) => root(p.times(p).combined(q.times(q), r, |u, v| u.abs().add(v.abs()))),
        Node::Clamp(..) => p.combined(q, r, Interval::max).combined(s, r, Interval::min),
        Node::Select(..) => q.combined(s, r, Interval::hull),
        _ => Growth::bounded(near),
    }
}

/// Between 0 and the given bound.
fn at_most(bound: Growth) -> Growth {
    Growth { factor: Interval::new(0.0, bound.factor.hi), ..bound }
}

fn root(u: Growth) -> Growth {
    let factor = interval::call(Function::Sqrt, u.factor);
    Growth { power: u.power / 2.0, decay: u.decay / 2.0, factor }
}

fn call(function: Function, u: &Tail, near: Interval, r: f64) -> Growth {
    use Function as F;
    let g = u.growth;
    let plus = |lo, hi| g.combined(Growth::bounded(Interval::new(lo, hi)), r, Interval::add);
    let square = |factor: f64| g.times(g).scaled(Interval::point(factor));
    let found = match function {
        F::Abs => Some(Growth { factor: g.factor.abs(), ..g }),
        F::Relu => Some(Growth { factor: g.factor.max(Interval::point(0.0)), ..g }),
        F::Sqrt => Some(root(g)),
        F::Cbrt => Some(Growth {
            power: g.power / 3.0,
            decay: g.decay / 3.0,
            factor: interval::call(Function::Cbrt, g.factor),
        }),
        F::Exp => g.exp(r),
        F::Sigmoid | F::Softplus if u.near.hi < 0.0 => g.exp(r).map(at_most),
        F::Exp2 if u.near.hi < 0.0 => g.scaled(Interval::point(0.693)).exp(r).map(at_most),
        F::Softplus if u.near.lo >= 0.0 => Some(plus(0.0, std::f64::consts::LN_2.next_up())),
        F::LogSigmoid if u.near.hi <= 0.0 => Some(plus(-std::f64::consts::LN_2.next_up(), 0.0)),
        F::LogSigmoid if u.near.lo > 0.0 => {
            let bound = g.scaled(Interval::point(-1.0)).exp(r).map(at_most);
            bound.map(|bound| bound.scaled(Interval::point(-1.0)))
        }
        F::NormPdf | F::ExpNegSquare => square(if function == F::NormPdf { -0.5 } else { -1.0 }).exp(r).map(at_most),
        F::NormCdf if u.near.hi < 0.0 => square(-0.5).exp(r).map(at_most),
        F::Erfc if u.near.lo > 0.0 => square(-1.0).exp(r).map(at_most),
        F::Floor => Some(plus(-1.0, 0.0)),
        F::Ceil => Some(plus(0.0, 1.0)),
        F::Round => Some(plus(-0.5, 0.5)),
        F::Trunc => Some(plus(-1.0, 1.0)),
        // |u| ≤ ½: each of these lies between u/2 and 3u/2.
        F::Tanh | F::Erf | F::Atan | F::Asinh | F::Sin | F::Ln1p | F::ExpM1 | F::Sinh | F::Tan
            if u.near.magnitude() <= 0.5 =>
        {
            Some(g.scaled(Interval::new(0.5, 1.5)))
        }
        _ => None,
    };
    // A sum of terms that happen to cancel may have lost what the plain interval knows.
    found.filter(|growth| growth.factor.sure).unwrap_or(Growth::bounded(near))
}

/// What the result can accumulate at, from what the operands can.
fn limit(node: Node, [a, b, c]: [&Tail; 3], near: Interval, same: bool) -> Interval {
    let (p, q) = (a.limit, b.limit);
    let open = |u: Interval| u.lo.is_infinite() || u.hi.is_infinite();
    match node {
        // 0 · ∞ and ∞ / ∞ may be anything; an interval would say 0.
        Node::Multiply(..) if (open(p) && q.has(0.0)) || (open(q) && p.has(0.0)) => near,
        Node::Divide(..) if open(p) && open(q) => near,
        Node::Divide(..) if q.is_point() && open(q) => Interval::point(0.0),
        Node::Power(..) | Node::PowerInteger(..) | Node::Call2(Function::Hypot, ..) if open(p) || open(q) => near,
        Node::Call1(function, _) if broken(function) && !(p.is_point() && open(p)) => near,
        Node::Call2(Function::Atan2 | Function::Copysign, ..) => near,
        Node::PowerInteger(_, n) if n < 0 => near,
        _ => interval::operation(node, [p, q, c.limit], same),
    }
}

/// Whether a function jumps somewhere, so that the limit of its argument says too little.
pub(super) fn broken(function: Function) -> bool {
    match function.row().kinks {
        Kinks::Integers | Kinks::HalfIntegers => true,
        Kinks::Zero => matches!(function, Function::Signum | Function::Sign | Function::Copysign),
        Kinks::None | Kinks::Tie => false,
    }
}
