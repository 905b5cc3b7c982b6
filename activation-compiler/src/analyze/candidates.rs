//! Where a formula may not be smooth.
//!
//! In: expressions and the parameters' values. Out: the points, as exact as floats allow.
//! Must never miss a point and call the list complete.

use super::KinkPoints;
use super::interval::{ENTIRE, Interval};
use super::machine::Machine;
use crate::eval::{Point, Tape};
use crate::function::{Function, Kinks as Rule};
use crate::ir::{Arena, Id, Node};

/// Points where smoothness may end.
pub(super) struct Candidates {
    pub(super) points: Vec<f64>,
    /// Infinitely many.
    pub(super) periodic: bool,
    /// Whether there is certainly no other.
    pub(super) complete: bool,
}

impl Candidates {
    pub(super) fn known(self) -> KinkPoints {
        KinkPoints { points: self.points, complete: self.complete && !self.periodic }
    }
}

/// Either side of an equation in x.
#[derive(Clone, Copy)]
enum Side {
    Node(Id),
    Number(f64),
}

/// A search in progress.
struct Search<'a> {
    arena: &'a Arena,
    parameters: &'a [f64],
    /// α, β for nodes that are αx + β.
    lines: Vec<Option<(f64, f64)>>,
    /// What every node's values lie in.
    bounds: Vec<Interval>,
    found: Candidates,
    /// Points that were bracketed rather than computed, with what the equation lacks there.
    scanned: Vec<(f64, f64)>,
    fuel: usize,
}

/// All points of the roots where a condition may change, two arguments tie, or a function is not analytic.
pub(super) fn candidates(arena: &Arena, roots: &[Id], parameters: &[f64], fuel: usize) -> Candidates {
    let order = arena.reachable(roots);
    let mut search = Search {
        arena,
        parameters,
        lines: vec![None; arena.len()],
        bounds: vec![ENTIRE; arena.len()],
        found: Candidates { points: Vec::new(), periodic: false, complete: true },
        scanned: Vec::new(),
        fuel,
    };
    let mut machine = Machine::new(arena, &order, parameters, usize::MAX);
    for (id, bound) in order.iter().zip(machine.all(ENTIRE)) {
        search.bounds[id.index()] = bound;
    }
    for &id in &order {
        search.lines[id.index()] = search.line(arena.get(id));
    }
    for &id in &order {
        search.visit(arena.get(id));
    }
    let points = &mut search.found.points;
    points.sort_by(f64::total_cmp);
    points.dedup();
    let mut scanned = std::mem::take(&mut search.scanned);
    // A condition that means a known point may find a neighbour of it.
    // Subnormal numbers are all neighbours of 0: products underflow there, and whole plateaus of them solve an equation.
    let near = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * a.abs().min(b.abs()) + f64::MIN_POSITIVE;
    scanned.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Of a cluster, the one where the equation holds best stays.
    scanned.dedup_by(|b, a| {
        let joined = near(a.0, b.0);
        let rounder = b.0.to_bits().trailing_zeros() > a.0.to_bits().trailing_zeros();
        if joined && (b.1 < a.1 || (b.1 == a.1 && rounder)) {
            *a = *b;
        }
        joined
    });
    scanned.retain(|&(at, _)| !points.iter().any(|&known| near(known, at)));
    points.extend(scanned.into_iter().map(|(at, _)| at));
    points.sort_by(f64::total_cmp);
    points.dedup();
    search.found
}

impl Search<'_> {
    /// α and β of a node that is αx + β.
    fn line(&self, node: Node) -> Option<(f64, f64)> {
        let of = |id: Id| self.lines[id.index()];
        let line = match node {
            Node::Constant(number) => (0.0, number.get()),
            Node::Input => (1.0, 0.0),
            Node::Parameter(index) => (0.0, *self.parameters.get(usize::from(index))?),
            Node::Negate(a) => of(a).map(|(p, q)| (-p, -q))?,
            Node::Add(a, b) => of(a).zip(of(b)).map(|((p, q), (r, s))| (p + r, q + s))?,
            Node::Subtract(a, b) => of(a).zip(of(b)).map(|((p, q), (r, s))| (p - r, q - s))?,
            Node::Multiply(a, b) => match (of(a)?, of(b)?) {
                ((0.0, k), (p, q)) | ((p, q), (0.0, k)) => (k * p, k * q),
                _ => return None,
            },
            Node::Divide(a, b) => match (of(a)?, of(b)?) {
                ((p, q), (0.0, k)) => (p / k, q / k),
                _ => return None,
            },
            // A function of fixed numbers is one.
            Node::Call1(..) | Node::Call2(..) | Node::Power(..) | Node::PowerInteger(..) | Node::Clamp(..) => {
                let mut values = [0.0; 3];
                for (slot, operand) in values.iter_mut().zip(node.operands()) {
                    *slot = of(operand).filter(|&(slope, _)| slope == 0.0)?.1;
                }
                (0.0, crate::eval::operation(node, values))
            }
            _ => return None,
        };
        (line.0.is_finite() && line.1.is_finite()).then_some(line)
    }

    fn visit(&mut self, node: Node) {
        use Side::{Node as N, Number};
        match node {
            Node::Compare(_, a, b) | Node::Call2(Function::Min | Function::Max, a, b) => self.solve(N(a), N(b)),
            Node::Clamp(u, low, high) => {
                self.solve(N(u), N(low));
                self.solve(N(u), N(high));
                self.solve(N(low), N(high));
            }
            Node::Divide(_, b) => self.solve(N(b), Number(0.0)),
            Node::PowerInteger(u, n) if n < 0 => self.solve(N(u), Number(0.0)),
            Node::Power(u, _) => self.solve(N(u), Number(0.0)),
            Node::External(..) => self.found.complete = false,
            Node::Call1(function, u) => self.visit_call(function, u),
            Node::Call2(Function::Hypot | Function::Copysign | Function::Atan2, a, b) => {
                self.solve(N(a), Number(0.0));
                self.solve(N(b), Number(0.0));
            }
            _ => {}
        }
    }

    fn visit_call(&mut self, function: Function, u: Id) {
        use Function as F;
        let at: &[f64] = match function {
            F::Sqrt | F::Ln | F::Log2 | F::Log10 | F::Cbrt => &[0.0],
            F::Ln1p => &[-1.0],
            F::Asin | F::Acos | F::Atanh => &[-1.0, 1.0],
            F::Acosh => &[1.0],
            F::Tan => {
                self.repeat(u, std::f64::consts::PI, std::f64::consts::FRAC_PI_2);
                &[]
            }
            _ => match function.row().kinks {
                Rule::Zero => &[0.0],
                Rule::Integers => {
                    self.repeat(u, 1.0, 0.0);
                    &[]
                }
                Rule::HalfIntegers => {
                    self.repeat(u, 1.0, 0.5);
                    &[]
                }
                Rule::None | Rule::Tie => &[],
            },
        };
        for &value in at {
            self.solve(Side::Node(u), Side::Number(value));
        }
    }

    /// Every point where u is `phase` plus a multiple of `period`.
    fn repeat(&mut self, u: Id, period: f64, phase: f64) {
        if self.lines[u.index()].is_some_and(|(slope, _)| slope == 0.0) {
            return;
        }
        let bound = self.bounds[u.index()];
        let (first, last) = (((bound.lo - phase) / period).ceil(), ((bound.hi - phase) / period).floor());
        let few = last - first < 64.0;
        if !bound.sure || !few {
            self.found.periodic = true;
            if let Some((slope, at_zero)) = self.lines[u.index()] {
                // Those nearest to 0 stand for all.
                let nearest = ((at_zero - phase) / period).round();
                let near = (-4..=4).map(|step| (phase + (nearest + f64::from(step)) * period - at_zero) / slope);
                self.found.points.extend(near.filter(|at| at.is_finite()).map(|at| at + 0.0));
            }
            return;
        }
        if bound.magnitude() > 1e15 {
            // Floats no longer tell one whole number from the next.
            self.found.complete = false;
            return;
        }
        let mut step = first;
        while step <= last {
            self.solve(Side::Node(u), Side::Number(phase + step * period));
            step += 1.0;
        }
    }

    fn bound(&self, side: Side) -> Interval {
        match side {
            Side::Node(id) => self.bounds[id.index()],
            Side::Number(value) => Interval::point(value),
        }
    }

    fn of_line(&self, side: Side) -> Option<(f64, f64)> {
        match side {
            Side::Node(id) => self.lines[id.index()],
            Side::Number(value) => Some((0.0, value)),
        }
    }

    /// Notes every x with a = b.
    fn solve(&mut self, a: Side, b: Side) {
        let (p, q) = (self.bound(a), self.bound(b));
        let apart = p.sure && q.sure && (p.hi < q.lo || p.lo > q.hi);
        // No number equals an infinity, the usual default of a bound that is not wanted.
        let endless = |u: Interval| u.is_point() && u.lo.is_infinite();
        if apart || endless(p) || endless(q) || self.reaches_largest(a) || self.reaches_largest(b) {
            return;
        }
        match (self.of_line(a), self.of_line(b)) {
            (Some((p, _)), Some((q, _))) if p == q => {}
            (Some((p, r)), Some((q, s))) => self.note((s - r) / (p - q), a, b),
            (None, Some((0.0, level))) => self.level(a, level),
            (Some((0.0, level)), None) => self.level(b, level),
            _ => self.scan(a, b),
        }
    }

    /// The limits of an element type are not kinks of a formula.
    fn reaches_largest(&self, side: Side) -> bool {
        matches!(side, Side::Node(id) if match self.arena.get(id) {
            Node::Largest => true,
            Node::Negate(inner) => self.arena.get(inner) == Node::Largest,
            _ => false,
        })
    }

    /// Notes every x where a node takes a fixed value.
    fn level(&mut self, side: Side, level: f64) {
        let Side::Node(id) = side else { return };
        if let Node::Call1(Function::Abs, u) = self.arena.get(id) {
            if level < 0.0 {
                return;
            }
            self.solve(Side::Node(u), Side::Number(level));
            self.solve(Side::Node(u), Side::Number(-level));
            return;
        }
        self.scan(side, Side::Number(level));
    }

    /// Notes a computed solution, moved to a neighbour where the equation holds exactly if it does not here.
    fn note(&mut self, x: f64, a: Side, b: Side) {
        if !x.is_finite() {
            return;
        }
        let plain = |side: Side| match side {
            Side::Node(id) => matches!(self.arena.get(id), Node::Input | Node::Constant(_) | Node::Parameter(_)),
            Side::Number(_) => true,
        };
        // −0 and 0 are one point.
        let x = x + 0.0;
        if (plain(a) && plain(b)) || self.fuel < self.arena.len() {
            self.found.points.push(x);
            return;
        }
        self.fuel -= self.arena.len();
        let gap = Gap::new(self.arena, a, b);
        let near = [x, x.next_up(), x.next_down(), x.next_up().next_up(), x.next_down().next_down()];
        let exact = near.into_iter().find(|&at| gap.at(at, self.parameters) == 0.0);
        self.found.points.push(exact.unwrap_or(x));
    }

    /// Notes every x with a = b, found by dividing the line until no cell but the smallest may hold one.
    fn scan(&mut self, a: Side, b: Side) {
        let ids: Vec<Id> =
            [a, b].into_iter().filter_map(|side| if let Side::Node(id) = side { Some(id) } else { None }).collect();
        if self.fuel < self.arena.len() {
            self.found.complete = false;
            return;
        }
        let mut machine = Machine::new(self.arena, &ids, self.parameters, self.fuel - self.arena.len());
        let gap = Gap::new(self.arena, a, b);
        let mut edges = vec![f64::NEG_INFINITY];
        let mut inside = self.found.points.clone();
        inside.extend(self.scanned.iter().map(|&(at, _)| at));
        inside.push(0.0);
        inside.sort_by(f64::total_cmp);
        inside.dedup();
        edges.extend(inside);
        edges.push(f64::INFINITY);
        let mut stack: Vec<(f64, f64)> = edges.windows(2).rev().map(|pair| (pair[0], pair[1])).collect();
        while let Some((low, high)) = stack.pop() {
            let difference = spread(&mut machine, low, high, b);
            if machine.fuel() == 0 {
                self.found.complete = false;
                break;
            }
            if !difference.has(0.0) || difference.is_point() {
                continue;
            }
            match middle(low, high) {
                Some(middle) => {
                    stack.push((middle, high));
                    stack.push((low, middle));
                }
                // A pole at 0 leaves a last cell beside it that no enclosure excludes.
                None if (low == 0.0 || high == 0.0) && self.found.points.contains(&0.0) => {}
                None if low.is_finite() && high.is_finite() => {
                    let near = [low, low * 0.5 + high * 0.5, high];
                    let size = |at: &f64| gap.at(*at, self.parameters).abs();
                    let best = near.into_iter().map(|at| (at + 0.0, size(&at))).min_by(|p, q| {
                        // Of several that fit equally, the roundest.
                        p.1.total_cmp(&q.1).then(q.0.to_bits().trailing_zeros().cmp(&p.0.to_bits().trailing_zeros()))
                    });
                    self.scanned.extend(best);
                }
                // Beyond 1e150 nothing but the limit itself matters.
                None => self.found.complete = false,
            }
        }
        self.fuel = machine.fuel();
    }
}

/// a − b as floats have it.
struct Gap {
    tape: Tape,
    number: Option<f64>,
    flip: bool,
}

impl Gap {
    fn new(arena: &Arena, a: Side, b: Side) -> Self {
        let (roots, number, flip) = match (a, b) {
            (Side::Node(p), Side::Node(q)) => (vec![p, q], None, false),
            (Side::Node(p), Side::Number(value)) => (vec![p], Some(value), false),
            (Side::Number(value), Side::Node(q)) => (vec![q], Some(value), true),
            (Side::Number(p), Side::Number(_)) => (Vec::new(), Some(p), false),
        };
        Self { tape: Tape::new(arena, &roots), number, flip }
    }
    fn at(&self, x: f64, parameters: &[f64]) -> f64 {
        let mut values = Vec::new();
        self.tape.run_into(Point::at(x, parameters), crate::eval::Precision::Double, &mut values);
        let value = |index: usize| self.tape.roots().get(index).map_or(f64::NAN, |&root| values[root]);
        let gap = value(0) - self.number.unwrap_or_else(|| value(1));
        if self.flip { -gap } else { gap }
    }
}

/// a − b over a cell.
fn spread(machine: &mut Machine<'_>, low: f64, high: f64, b: Side) -> Interval {
    let [p, q]: [Interval; 2] = if low >= 2.0 && high.is_infinite() {
        machine.tail(low, true).0
    } else if high <= -2.0 && low.is_infinite() {
        machine.tail(-high, false).0
    } else {
        machine.cell(Interval::new(low, high))
    };
    match b {
        Side::Node(_) => p.sub(q),
        Side::Number(value) => p.sub(Interval::point(value)),
    }
}

/// Where a search divides; `None` at neighbouring floats, next to 0, and far out.
fn middle(low: f64, high: f64) -> Option<f64> {
    if low.is_infinite() && high.is_infinite() {
        return Some(0.0);
    }
    if high.is_infinite() {
        return (low < 1e150).then(|| if low < 2.0 { 2.0 } else { (low * low).max(4.0) });
    }
    if low.is_infinite() || high <= 0.0 {
        return middle(-high, -low).map(|at| -at);
    }
    let between = if low == 0.0 {
        // A root at 0 itself: shrink towards it in large steps.
        if high < 1e-300 {
            return None;
        }
        high * if high > 1e-3 { 0.25 } else { 1e-40 }
    } else if high > 16.0 * low {
        low.sqrt() * high.sqrt()
    } else {
        low * 0.5 + high * 0.5
    };
    (low < between && between < high && high > low.next_up().next_up()).then_some(between)
}
