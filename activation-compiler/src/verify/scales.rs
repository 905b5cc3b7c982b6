//! Where the parts of a formula are of order 1: everywhere else they are saturated, and one derivative looks like another.
//!
//! In: expressions, the parameters' values and points to begin with. Out: more points, until between neighbours no argument
//! of anything nonlinear goes from one end of its scale to the other unseen. Must never depend on how far out that is, and
//! never take longer the longer the formula is.

use super::domain::FARTHEST;
use crate::eval::{Point, Precision, Tape};
use crate::function::{Function, Kinks};
use crate::ir::{Arena, Id, Node};

/// How far the share u / (1 + |u|) of an argument u may move between two points.
const STEP: f64 = 0.3;
/// The arguments that are watched; of more than these some stand for all.
const MOST_ARGUMENTS: usize = 256;
/// Beyond this a periodic part is not followed: it has no end.
const WILD: f64 = 10.0;

/// The points that were missing, each with whether a person reads it at a glance.
pub(super) fn missing(
    arena: &Arena,
    roots: &[Id],
    parameters: &[f64],
    points: &[(f64, bool)],
    kinks: &[f64],
) -> Vec<(f64, bool)> {
    let mut scales = Scales::new(arena, roots, parameters, kinks);
    if scales.watched.is_empty() {
        return Vec::new();
    }
    let mut start: Vec<f64> = points.iter().map(|&(x, _)| x).collect();
    start.sort_by(f64::total_cmp);
    start.dedup();
    for &x in &start {
        scales.visit(x);
    }
    scales.valleys();
    scales.refine();
    let readable = |x: f64| (x * 100.0).round() / 100.0 == x && x.abs() < FARTHEST;
    let known = |x: &f64| start.binary_search_by(|at| at.total_cmp(x)).is_ok() || kinks.contains(x);
    let found = scales.visited.into_iter().map(|(x, _)| x);
    found.filter(|x| !known(x)).map(|x| (x, readable(x))).collect()
}

/// An argument of something nonlinear, by its place on the tape.
struct Watched {
    place: usize,
    /// Whether something periodic is below.
    wild: bool,
}

struct Scales<'a> {
    tape: Tape,
    parameters: &'a [f64],
    kinks: &'a [f64],
    watched: Vec<Watched>,
    /// Points, and the shares of the arguments there.
    visited: Vec<(f64, Vec<f64>)>,
    values: Vec<f64>,
    /// How many more points there may be, and how many of them for what is periodic.
    left: usize,
    left_wild: usize,
}

impl<'a> Scales<'a> {
    fn new(arena: &Arena, roots: &[Id], parameters: &'a [f64], kinks: &'a [f64]) -> Self {
        let tape = Tape::new(arena, roots);
        let mut varies = vec![false; tape.steps().len()];
        let mut wild = vec![false; tape.steps().len()];
        let mut bent = vec![false; tape.steps().len()];
        for (index, (node, operands)) in tape.steps().iter().enumerate() {
            let below = &operands[..node.operands().count()];
            varies[index] = *node == Node::Input || below.iter().any(|&at| varies[at]);
            wild[index] = varies[index] && (is_periodic(*node) || below.iter().any(|&at| wild[at]));
            for &operand in nonlinear(*node, below, &varies) {
                bent[operand] = varies[operand] && tape.steps()[operand].0 != Node::Input;
            }
        }
        let places: Vec<usize> = (0..bent.len()).filter(|&index| bent[index]).collect();
        let stride = places.len().div_ceil(MOST_ARGUMENTS).max(1);
        let watched = places.into_iter().step_by(stride).map(|place| Watched { place, wild: wild[place] }).collect();
        let left = (4_000_000 / tape.steps().len().max(1)).clamp(32, 1024);
        Self { tape, parameters, kinks, watched, visited: Vec::new(), values: Vec::new(), left, left_wild: left / 8 }
    }

    fn shares(&mut self, x: f64) -> Vec<f64> {
        self.tape.run_into(Point::at(x, self.parameters), Precision::Double, &mut self.values);
        let share = |u: f64| if u.is_infinite() { u.signum() } else { u / (1.0 + u.abs()) };
        self.watched.iter().map(|watched| share(self.values[watched.place])).collect()
    }

    fn visit(&mut self, x: f64) -> usize {
        let shares = self.shares(x);
        self.visited.push((x, shares));
        self.visited.len() - 1
    }

    /// Points where an argument comes nearest to 0 between two others without showing it: x² − 280x + 19600 touches 0 at 140.
    fn valleys(&mut self) {
        let mut found = Vec::new();
        for argument in (0..self.watched.len()).filter(|&argument| !self.watched[argument].wild) {
            for triple in self.visited.windows(3) {
                let [before, here, after] = [0, 1, 2].map(|at| triple[at].1[argument]);
                let lowest = here.abs() < before.abs() && here.abs() < after.abs();
                if here.abs() > 0.5 && lowest && before * here > 0.0 && here * after > 0.0 {
                    found.push((argument, triple[0].0, triple[2].0));
                }
            }
        }
        found.truncate(self.left / 32);
        for (argument, low, high) in found {
            let bottom = self.bottom(argument, low, high);
            self.visit(bottom);
        }
        self.visited.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// Where |u| is least, by the golden section.
    fn bottom(&mut self, argument: usize, mut low: f64, mut high: f64) -> f64 {
        const GOLDEN: f64 = 0.618_033_988_749_895;
        let inner = |low: f64, high: f64| (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        for _ in 0..40 {
            let (p, q) = inner(low, high);
            if self.shares(p)[argument].abs() < self.shares(q)[argument].abs() {
                high = q;
            } else {
                low = p;
            }
        }
        f64::midpoint(low, high)
    }

    /// Divides what is coarse, a generation at a time, so that no place takes all the points.
    fn refine(&mut self) {
        let mut cells: Vec<(usize, usize)> = (1..self.visited.len()).map(|index| (index - 1, index)).collect();
        while !cells.is_empty() {
            let mut halves = Vec::new();
            for (low, high) in cells {
                let Some(middle) = self.divide(low, high) else { continue };
                if self.left == 0 {
                    return;
                }
                self.left -= 1;
                let middle = self.visit(middle);
                halves.extend([(low, middle), (middle, high)]);
            }
            cells = halves;
        }
    }

    /// Where to divide a cell across which some argument moves too far.
    fn divide(&mut self, low: usize, high: usize) -> Option<f64> {
        let ((low, before), (high, after)) = (&self.visited[low], &self.visited[high]);
        let (low, high) = (*low, *high);
        let (width, size) = (high - low, low.abs().max(high.abs()));
        let near = size <= WILD && self.left_wild > 0;
        let (mut tame, mut wild, mut edge) = (false, false, false);
        for (watched, (p, q)) in self.watched.iter().zip(before.iter().zip(after)) {
            edge |= p.is_nan() != q.is_nan();
            let moves = (p - q).abs() > STEP;
            tame |= moves && !watched.wild;
            wild |= moves && watched.wild && near;
        }
        // The edge of a domain is no place of its own: it is enough to come near it.
        let coarse = tame || wild || edge && width > 1e-2 * size;
        if !coarse || width <= 1e-13 * size || size < 1e-20 || self.is_kink(low, high) {
            return None;
        }
        if !tame && wild {
            self.left_wild -= 1;
        }
        Some(roundest(low, high)).filter(|&x| low < x && x < high)
    }

    /// Whether what happens between the two happens at a kink, around which there are points enough.
    fn is_kink(&self, low: f64, high: f64) -> bool {
        let next = self.kinks.partition_point(|&kink| kink < low);
        self.kinks.get(next).is_some_and(|&kink| kink <= high && high - low <= 4e-6 * kink.abs().max(1.0))
    }
}

/// A number in the middle half of a cell that takes few digits to write.
fn roundest(low: f64, high: f64) -> f64 {
    let (width, middle) = (high - low, f64::midpoint(low, high));
    let places = -(width * 0.5).log10().floor();
    let rounded = if places > 0.0 {
        let unit = 10_f64.powf(places);
        (middle * unit).round() / unit
    } else {
        let unit = 10_f64.powf(-places);
        (middle / unit).round() * unit
    };
    if low < rounded && rounded < high { rounded + 0.0 } else { middle }
}

/// The operands in which an operation is not linear.
fn nonlinear<'o>(node: Node, operands: &'o [usize], varies: &[bool]) -> &'o [usize] {
    match node {
        Node::Call1(..) | Node::Call2(..) | Node::Power(..) | Node::PowerInteger(..) | Node::External(..) => operands,
        Node::Multiply(..) if operands.iter().all(|&at| varies[at]) => operands,
        Node::Divide(..) => &operands[1..],
        _ => &[],
    }
}

fn is_periodic(node: Node) -> bool {
    match node {
        Node::Call1(function, _) => {
            matches!(function, Function::Sin | Function::Cos | Function::Tan)
                || matches!(function.row().kinks, Kinks::Integers | Kinks::HalfIntegers)
        }
        _ => false,
    }
}
