//! Values with an estimate of their error: the same computation repeated with every rounding disturbed.
//!
//! In: a tape and a point. Out: the value and its tangent, each with how far the disturbed ones stray. This is stochastic
//! arithmetic (CESTAC): it knows nothing of the compiler's own error bounds. Must never give a number where a condition, a
//! kink or a jump is so near that rounding decides, or where a sum of rounded numbers is exactly 0: such a point is `None`.

use activation_compiler::eval::{Point, Tape, operation};
use activation_compiler::function::Function;
use activation_compiler::ir::{Comparison, Node};

use super::tangent::tangent;

/// How often a computation is repeated.
const RUNS: u64 = 6;

/// A number and how far it may be off.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    pub value: f64,
    pub spread: f64,
}

impl Estimate {
    /// Whether two computations may be of the same number.
    pub fn agrees(self, other: Self) -> bool {
        if self.is_noise() || other.is_noise() {
            return true;
        }
        let difference = (self.value - other.value).abs();
        let size = self.value.abs().max(other.value.abs());
        self.value == other.value || difference <= 64.0 * (self.spread + other.spread) + 1e-13 * size + 1e-290
    }

    /// Whether it is nothing but rounding: no near miss of 0, but a large number that strays as far as it is large. How far the
    /// true one is from it then, no disturbance tells.
    fn is_noise(self) -> bool {
        self.value.abs() > 1e-3 && self.spread > 0.1 * self.value.abs()
    }

    /// Whether any digits are left.
    pub fn is_sharp(self) -> bool {
        self.value.is_finite() && self.spread <= 1e-6 * self.value.abs().max(1e-6)
    }
}

/// The root of a tape at a point: value and tangent. `None` where nothing can be said.
pub fn estimate(tape: &Tape, point: Point<'_>) -> Option<[Estimate; 2]> {
    let plain = run(tape, point, None)?;
    let mut spread = [0.0_f64; 2];
    for seed in 1..=RUNS {
        let noisy = run(tape, point, Some(Noise(seed)))?;
        for (spread, (a, b)) in spread.iter_mut().zip(plain.into_iter().zip(noisy)) {
            *spread = spread.max((a - b).abs());
        }
    }
    let [value, slope] = [0, 1].map(|index| Estimate { value: plain[index], spread: spread[index] });
    Some([value, slope])
}

/// A source of small disturbances (splitmix64).
struct Noise(u64);

impl Noise {
    fn disturb(&mut self, value: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let steps = i32::from((bits >> 40) as u8 % 7) - 3;
        value * (1.0 + f64::from(steps) * f64::EPSILON)
    }
}

fn run(tape: &Tape, point: Point<'_>, mut noise: Option<Noise>) -> Option<[f64; 2]> {
    let mut values: Vec<f64> = Vec::with_capacity(tape.steps().len());
    let mut tangents: Vec<f64> = Vec::with_capacity(tape.steps().len());
    let mut known: Vec<bool> = Vec::with_capacity(tape.steps().len());
    let mut rounded: Vec<bool> = Vec::with_capacity(tape.steps().len());
    for (node, slots) in tape.steps() {
        let at = slots.map(|slot| values.get(slot).copied().unwrap_or(0.0));
        let slopes = slots.map(|slot| tangents.get(slot).copied().unwrap_or(0.0));
        let mut value = match *node {
            Node::Constant(number) => number.get(),
            Node::Largest => f64::MAX,
            Node::Input => point.x,
            Node::Output => point.y,
            Node::Parameter(index) => point.parameters.get(usize::from(index)).copied().unwrap_or(f64::NAN),
            node => operation(node, at),
        };
        let sum = value;
        let slope = tangent(*node, at, slopes, value);
        let [mut left, mut right] = slope.unwrap_or([0.0; 2]);
        if let Some(noise) = noise.as_mut().filter(|_| is_rounded(*node)) {
            value = noise.disturb(value);
            (left, right) = (noise.disturb(left), noise.disturb(right));
        }
        // A branch that was not taken does not matter.
        let count = node.operands().count();
        let below = match node {
            Node::Select(..) => known[slots[0]] && known[slots[if at[0] == 0.0 { 2 } else { 1 }]],
            _ => slots.iter().take(count).all(|&slot| known[slot]),
        };
        known.push(
            below
                && !has_vanished(*node, at, sum, slots.map(|slot| rounded.get(slot).copied().unwrap_or(false)))
                && slope.is_some_and(|terms| terms.into_iter().all(is_slope))
                && is_decided(*node, at)
                && is_ordinary(*node, at, value),
        );
        let operands = slots.iter().take(count);
        rounded.push(is_rounded(*node) || operands.into_iter().any(|&slot| rounded[slot]));
        values.push(value);
        tangents.push(left + right);
    }
    let root = *tape.roots().first()?;
    known[root].then(|| [values[root], tangents[root]])
}

/// Whether a tangent neither overflowed nor underflowed.
fn is_slope(slope: f64) -> bool {
    slope == 0.0 || slope.is_finite() && slope.abs() > 1e-290
}

/// Whether a number neither overflowed, nor underflowed, nor is none.
fn is_ordinary(node: Node, [a, b, _]: [f64; 3], value: f64) -> bool {
    let vanished = value == 0.0
        && match node {
            Node::Multiply(..) => a != 0.0 && b != 0.0,
            Node::Divide(..) | Node::PowerInteger(..) | Node::Power(..) => a != 0.0,
            Node::Call1(..) => is_rounded(node) && a != 0.0,
            _ => false,
        };
    let is_leaf = matches!(node, Node::Constant(_) | Node::Largest | Node::Parameter(_) | Node::Input);
    is_leaf && !value.is_nan() || value.is_finite() && !vanished && (value == 0.0 || value.abs() > 1e-290)
}

/// Whether a sum has lost all its digits: what is left of 1 + erf(−14) is nothing, and no disturbance of 1 tells how little it
/// should be.
fn has_vanished(node: Node, [a, ..]: [f64; 3], sum: f64, [left, right, _]: [bool; 3]) -> bool {
    matches!(node, Node::Add(..) | Node::Subtract(..)) && sum == 0.0 && a != 0.0 && (left || right)
}

/// Whether an operation rounds: noise in the others would be noise in the formula.
fn is_rounded(node: Node) -> bool {
    match node {
        Node::Call1(function, _) | Node::Call2(function, ..) => !matches!(
            function,
            Function::Abs
                | Function::Relu
                | Function::Min
                | Function::Max
                | Function::Sign
                | Function::Signum
                | Function::Copysign
                | Function::Floor
                | Function::Ceil
                | Function::Round
                | Function::Trunc
                | Function::Fract
        ),
        Node::Add(..) | Node::Subtract(..) | Node::Multiply(..) | Node::Divide(..) => true,
        Node::Power(..) | Node::PowerInteger(..) => true,
        _ => false,
    }
}

/// Whether a condition or a jump is far enough from here.
fn is_decided(node: Node, [a, b, _]: [f64; 3]) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-7 * (a.abs() + b.abs()) + 1e-9;
    match node {
        Node::Compare(Comparison::Equal | Comparison::NotEqual, ..) if a == b => false,
        Node::Compare(..) => !near(a, b),
        Node::Call1(Function::Sign | Function::Signum | Function::Abs | Function::Relu, _) => !near(a, 0.0),
        Node::Call2(Function::Copysign, ..) => !near(b, 0.0) && !near(a, 0.0),
        Node::Call1(Function::Floor | Function::Ceil | Function::Trunc | Function::Fract, _) => !near(a, a.round()),
        Node::Call1(Function::Round, _) => !near(a, a.floor() + 0.5),
        // The cut on the negative axis, and the origin.
        Node::Call2(Function::Atan2, ..) => !(near(a, 0.0) && b <= 1e-9),
        Node::Call2(Function::Hypot, ..) => !(near(a, 0.0) && near(b, 0.0)),
        _ => true,
    }
}
