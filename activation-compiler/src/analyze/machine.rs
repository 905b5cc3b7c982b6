//! Runs a tape over sets of points: a cell, one side of a point, a tail of the real line.
//!
//! In: a tape, the parameters' values, a set of points. Out: enclosures of the tape's roots there.
//! Must never run longer than its fuel: once that is spent every answer is "unknown".

use super::factor::{self, Shared};
use super::interval::{self, ENTIRE, Interval, UNKNOWN};
use super::tail::{Tail, broken};
use crate::eval::{Point, Precision, Tape};
use crate::function::Function;
use crate::ir::{Arena, Id, Node};

/// How many steps all the facts of one definition may cost: about 10 ms in a debug build.
pub(super) const FUEL: usize = 24_000;

/// A tape with its buffers.
pub(super) struct Machine<'a> {
    pub(super) tape: Tape,
    parameters: &'a [f64],
    values: Vec<Interval>,
    tails: Vec<Tail>,
    numbers: Vec<f64>,
    fuel: usize,
    pins: Vec<Pin>,
    shared: Vec<Option<Box<Shared>>>,
}

/// What is known of a step on the whole piece that is being walked, because every point where it changes is a break.
#[derive(Clone, Copy, Debug)]
enum Pin {
    Free,
    /// The step has this one value: a condition, a `floor` between two jumps.
    Fixed(Interval),
    /// The step is this operand: `min`, `max`, `clamp`.
    Operand(usize),
    /// The step is its operand, or the negative of it: `abs`.
    Signed(f64),
    /// The step is its operand less this number: `fract`.
    Less(f64),
}

impl<'a> Machine<'a> {
    pub(super) fn new(arena: &Arena, roots: &[Id], parameters: &'a [f64], fuel: usize) -> Self {
        let tape = Tape::new(arena, roots);
        let shared = factor::shared(&tape);
        Self {
            shared,
            tape,
            parameters,
            values: Vec::new(),
            tails: Vec::new(),
            numbers: Vec::new(),
            fuel,
            pins: Vec::new(),
        }
    }

    /// What is left of the fuel.
    pub(super) fn fuel(&self) -> usize {
        self.fuel
    }

    /// Pays for one run of the tape.
    fn pay(&mut self) -> bool {
        let cost = self.tape.steps().len();
        let affordable = self.fuel >= cost;
        self.fuel = self.fuel.saturating_sub(cost);
        affordable
    }

    fn leaf(&self, node: Node, x: Interval) -> Interval {
        match node {
            Node::Constant(number) if number.get().is_nan() => UNKNOWN,
            Node::Constant(number) => Interval::point(number.get()),
            // Whatever the element type is.
            Node::Largest => Interval::new(f64::from(f32::MAX), f64::INFINITY),
            Node::Input => x,
            Node::Parameter(index) => {
                self.parameters.get(usize::from(index)).map_or(UNKNOWN, |&value| Interval::point(value))
            }
            _ => UNKNOWN,
        }
    }

    /// The plain value of every root in f64.
    pub(super) fn numbers(&mut self, x: f64) -> Vec<f64> {
        if !self.pay() {
            return vec![f64::NAN; self.tape.roots().len()];
        }
        self.tape.run_into(Point::at(x, self.parameters), Precision::Double, &mut self.numbers);
        self.tape.roots().iter().map(|&root| self.numbers[root]).collect()
    }

    /// Pins every step to what it is at a point that lies inside the piece which is walked next.
    pub(super) fn enter(&mut self, inside: f64) {
        self.leave();
        let _: [Interval; 0] = self.cell(Interval::point(inside));
        let values = std::mem::take(&mut self.values);
        self.pin(&values);
        self.values = values;
    }

    /// Pins every step to what floating-point arithmetic makes of it at a break.
    pub(super) fn stand(&mut self, at: f64) {
        self.leave();
        if !self.pay() {
            return;
        }
        self.tape.run_into(Point::at(at, self.parameters), Precision::Double, &mut self.numbers);
        let values: Vec<Interval> = self.numbers.iter().map(|&value| Interval::point(value)).collect();
        self.pin(&values);
    }

    /// Forgets the pins.
    pub(super) fn leave(&mut self) {
        self.pins.clear();
    }

    fn pin(&mut self, values: &[Interval]) {
        if values.len() == self.tape.steps().len() {
            self.pins = self.tape.steps().iter().enumerate().map(|(index, step)| pin(step, index, values)).collect();
        }
    }

    /// The n-th root as it reads on the piece that was entered, without the choices that are made there.
    pub(super) fn straight(&self, arena: &mut Arena, root: usize) -> Option<Id> {
        let mut ids: Vec<Id> = Vec::with_capacity(self.tape.steps().len());
        for (index, &(node, [a, b, c])) in self.tape.steps().iter().enumerate() {
            let mut operands = [a, b, c].into_iter();
            let id = match (node, self.pins.get(index)) {
                (Node::Select(..), _) => match self.pins.get(a) {
                    Some(Pin::Fixed(mask)) => ids[if mask.lo > 0.0 { b } else { c }],
                    _ => return None,
                },
                (_, Some(Pin::Operand(which))) => ids[[a, b, c][*which]],
                (_, Some(Pin::Fixed(value))) if !node.is_mask() => arena.constant(value.lo),
                (_, Some(Pin::Signed(sign))) if *sign < 0.0 => arena.neg(ids[a]),
                (_, Some(Pin::Signed(_))) => ids[a],
                _ => {
                    let node = node.map(|old| operands.next().map_or(old, |at| ids[at]));
                    arena.add(node)
                }
            };
            ids.push(id);
        }
        self.tape.roots().get(root).map(|&at| ids[at])
    }

    /// Enclosures of all roots for all x of an interval.
    pub(super) fn all(&mut self, x: Interval) -> Vec<Interval> {
        let _: [Interval; 0] = self.cell(x);
        self.tape.roots().iter().map(|&root| self.values[root]).collect()
    }

    /// Enclosures for all x of an interval.
    pub(super) fn cell<const N: usize>(&mut self, x: Interval) -> [Interval; N] {
        if !self.pay() {
            return [UNKNOWN; N];
        }
        self.values.clear();
        for index in 0..self.tape.steps().len() {
            let (node, operands) = self.tape.steps()[index];
            let value = self.step(index, node, operands, x);
            self.values.push(value);
        }
        self.answer(&self.values)
    }

    fn step(&self, index: usize, node: Node, [a, b, c]: [usize; 3], x: Interval) -> Interval {
        let values = &self.values;
        match self.pins.get(index) {
            None | Some(Pin::Free) => match node {
                Node::Constant(_) | Node::Largest | Node::Input | Node::Output | Node::Parameter(_) => {
                    self.leaf(node, x)
                }
                _ => {
                    let value = interval::operation(node, [values[a], values[b], values[c]], a == b);
                    match &self.shared[index] {
                        Some(shared) if value.sure && value.lo < value.hi => value.meet(shared.enclose(values)),
                        _ => value,
                    }
                }
            },
            Some(Pin::Fixed(value)) => *value,
            Some(Pin::Operand(which)) => values[[a, b, c][*which]],
            Some(Pin::Signed(sign)) => {
                if *sign < 0.0 {
                    values[a].neg()
                } else {
                    values[a]
                }
            }
            Some(Pin::Less(whole)) => values[a].sub(Interval::point(*whole)),
        }
    }

    /// The one-sided limits at a point of the piece that was entered; `beside` is a cell that touches it from there.
    pub(super) fn side<const N: usize>(&mut self, at: f64, beside: Interval) -> [Interval; N] {
        let cell: [Interval; N] = self.cell(beside);
        let near = std::mem::take(&mut self.values);
        if near.len() != self.tape.steps().len() || !self.pay() {
            return [UNKNOWN; N];
        }
        for index in 0..near.len() {
            let (node, operands) = self.tape.steps()[index];
            let [a, b, _] = operands;
            let endless = |u: Interval| u.magnitude().is_infinite();
            let value = match node {
                // The sign beside the point tells which infinity a quotient goes to.
                Node::Divide(..) if self.values[b].lo == 0.0 && self.values[b].hi == 0.0 => {
                    pole(self.values[a], near[b])
                }
                // Nothing times an infinity has no limit of its own.
                Node::Multiply(..) | Node::Divide(..) if endless(self.values[a]) || endless(self.values[b]) => {
                    near[index]
                }
                Node::Call2(Function::Copysign | Function::Atan2, ..) => near[index],
                _ => self.step(index, node, operands, Interval::point(at)),
            };
            self.values.push(value);
        }
        let limits: [Interval; N] = self.answer(&self.values);
        // The float at the point may lie on the wrong side of a pole that is no float: then its neighbour differs wildly.
        let neighbour = if beside.lo > at { beside.lo } else { beside.hi };
        let beyond: [Interval; N] = self.cell(Interval::point(neighbour));
        let steady = |limit: Interval, next: Interval| {
            let size = limit.magnitude();
            let gap = (next.lo - limit.hi).max(limit.lo - next.hi);
            size.is_infinite() || (next.sure && gap <= 1e-6 * (1.0 + size))
        };
        // Where a limit could not be formed the cell, whose values tend to it, bounds it.
        std::array::from_fn(|index| match limits[index] {
            limit if limit.sure && steady(limit, beyond[index]) => limit,
            _ => cell[index],
        })
    }

    /// Enclosures for all x beyond ±r, and what the roots tend to there.
    pub(super) fn tail<const N: usize>(&mut self, r: f64, right: bool) -> ([Interval; N], [Interval; N]) {
        if !self.pay() || !self.pay() {
            return ([UNKNOWN; N], [UNKNOWN; N]);
        }
        self.tails.clear();
        for &(node, [a, b, c]) in self.tape.steps() {
            let pinned = match self.pins.get(self.tails.len()) {
                Some(Pin::Fixed(value)) => Some(Tail::fixed(*value)),
                Some(Pin::Operand(which)) => Some(self.tails[[a, b, c][*which]]),
                _ => None,
            };
            let value = match node {
                _ if pinned.is_some() => pinned.unwrap_or_else(|| Tail::fixed(UNKNOWN)),
                Node::Input => Tail::input(r, right),
                Node::Constant(_) | Node::Largest | Node::Output | Node::Parameter(_) => {
                    Tail::fixed(self.leaf(node, ENTIRE))
                }
                _ => Tail::operation(node, [&self.tails[a], &self.tails[b], &self.tails[c]], a == b, r),
            };
            self.tails.push(value);
        }
        let roots = self.tape.roots();
        let pick = |f: fn(&Tail) -> Interval| {
            std::array::from_fn(|index| roots.get(index).map_or(UNKNOWN, |&root| f(&self.tails[root])))
        };
        (pick(|tail| tail.near), pick(|tail| tail.limit))
    }

    fn answer<const N: usize>(&self, values: &[Interval]) -> [Interval; N] {
        let roots = self.tape.roots();
        std::array::from_fn(|index| roots.get(index).map_or(UNKNOWN, |&root| values[root]))
    }
}

/// The limit of a quotient whose divisor goes to 0 with a known sign.
fn pole(above: Interval, divisor: Interval) -> Interval {
    let sign = |u: Interval| if u.lo > 0.0 || u.hi < 0.0 { u.lo.signum() } else { 0.0 };
    let divisor = if divisor.lo >= 0.0 {
        1.0
    } else if divisor.hi <= 0.0 {
        -1.0
    } else {
        0.0
    };
    match sign(above) * divisor {
        0.0 => UNKNOWN,
        direction => Interval::point(direction * f64::INFINITY),
    }
}

/// What a step is near a point, from the enclosures of all steps there.
fn pin(&(node, [a, b, c]): &(Node, [usize; 3]), index: usize, values: &[Interval]) -> Pin {
    let (u, v) = (values[a], values[b]);
    let known = values[index].is_point();
    let below = |u: Interval, v: Interval| u.sure && v.sure && u.hi < v.lo;
    match node {
        _ if node.is_mask() && known => Pin::Fixed(values[index]),
        Node::Call1(Function::Fract, _) => {
            let whole = interval::call(Function::Trunc, u);
            if whole.is_point() { Pin::Less(whole.lo) } else { Pin::Free }
        }
        Node::Call1(function, _) if broken(function) && known => Pin::Fixed(values[index]),
        Node::Call1(Function::Abs, _) if u.lo > 0.0 || u.hi < 0.0 => Pin::Signed(u.lo.signum()),
        Node::Call1(Function::Relu, _) if u.lo > 0.0 => Pin::Operand(0),
        Node::Call1(Function::Relu, _) if u.hi < 0.0 => Pin::Fixed(Interval::point(0.0)),
        Node::Call2(Function::Min | Function::Max, ..) if below(u, v) || below(v, u) => {
            let first = below(u, v) == matches!(node, Node::Call2(Function::Min, ..));
            Pin::Operand(usize::from(!first))
        }
        Node::Clamp(..) if below(u, v) && below(v, values[c]) => Pin::Operand(1),
        Node::Clamp(..) if below(values[c], u) && below(v, values[c]) => Pin::Operand(2),
        Node::Clamp(..) if below(v, u) && below(u, values[c]) => Pin::Operand(0),
        _ => Pin::Free,
    }
}
