//! What happens beside a point: the derivatives on its sides, and whether the one taken at the point is one of the formula.
//!
//! In: the tapes of a claim, or a claim without a given derivative. Out: limits with how far they may be off. Must never
//! call a limit known that rounding made: it steps back from the point until it sees one.

use super::bounds::{Bounded, Scratch, bounded, ulp};
use super::{Claim, Counterexample, Tapes};
use crate::analyze;
use crate::eval::{Point, Precision};
use crate::ir::{Arena, Comparison, Id, Node};

/// The derivatives left and right of a point; each error is all that rounding and the distance to the point explain.
#[derive(Clone, Copy)]
pub(super) struct Sides {
    pub(super) left: Bounded,
    pub(super) right: Bounded,
}

impl Sides {
    pub(super) fn low(&self) -> f64 {
        self.left.value.min(self.right.value)
    }
    pub(super) fn high(&self) -> f64 {
        self.left.value.max(self.right.value)
    }
    /// How large a difference is small.
    pub(super) fn scale(&self) -> f64 {
        1.0 + self.left.value.abs().max(self.right.value.abs())
    }
}

impl Tapes {
    /// Both sides, where both are numbers, inside the domain, and do not hang on rounding.
    pub(super) fn sides(&self, x: f64, parameters: &[f64], scratch: &mut Scratch) -> Option<Sides> {
        let [left, right] = [-1.0, 1.0].map(|direction| self.side(x, direction, parameters, scratch));
        Some(Sides { left: left?, right: right? })
    }

    fn side(&self, x: f64, direction: f64, parameters: &[f64], scratch: &mut Scratch) -> Option<Bounded> {
        let mut at = |step: f64| {
            let point = Point::at(x + direction * step * x.abs().max(1e-3), parameters);
            let found = bounded(&self.derived, point, 0.0, scratch)?;
            (found.value.is_finite() && self.inside(point)).then_some(found)
        };
        let near = at(1e-9)?;
        let mut best = Bounded { error: 4.0 * near.error, ..near };
        if best.error <= 1e-7 * (1.0 + near.value.abs()) {
            return Some(best);
        }
        // Rounding hides it there. Farther off it is seen, and seen to move.
        for step in [1e-6, 1e-4] {
            let (Some(whole), Some(half)) = (at(step), at(0.5 * step)) else { break };
            let rounding = 4.0 * whole.error + 8.0 * half.error;
            let error = rounding + 2.0 * (whole.value - half.value).abs();
            if error < best.error {
                best = Bounded { value: 2.0 * half.value - whole.value, error };
            }
        }
        Some(best)
    }

    /// Whether what the derived derivative takes at x is certainly none of the formula: an `==` holds at x alone, and the
    /// formula goes through that point as smoothly as from its sides.
    pub(super) fn misjudges(&self, x: f64, sides: &Sides, parameters: &[f64], scratch: &mut Scratch) -> bool {
        let own = self.derived.run(Point::at(x, parameters));
        let margin = 1e-2 * sides.scale();
        let far = own < sides.low() - margin || own > sides.high() + margin;
        far && self.alone(x, parameters)
            && self.meets(x, -1.0, sides.left.value, parameters, scratch)
            && self.meets(x, 1.0, sides.right.value, parameters, scratch)
    }

    /// Whether a chord from x has the slope that the derivative has on that side.
    fn meets(&self, x: f64, direction: f64, side: f64, parameters: &[f64], scratch: &mut Scratch) -> bool {
        let width = direction * 1e-5 * x.abs().max(1.0);
        let here = self.value.run(Point::at(x, parameters));
        let Some(there) = bounded(&self.value, Point::at(x + width, parameters), 0.0, scratch) else { return false };
        let slope = (there.value - here) / width;
        let error = 4.0 * (there.error + ulp(here)) / width.abs();
        let margin = 1e-3 * (1.0 + side.abs());
        error < margin && (slope - side).abs() < margin
    }

    /// Whether an `==` or `!=` of the derivative says at x what it says on neither side.
    fn alone(&self, x: f64, parameters: &[f64]) -> bool {
        let step = 1e-9 * x.abs().max(1e-3);
        let [before, here, after] = [x - step, x, x + step].map(|x| {
            let mut values = Vec::new();
            self.derived.run_into(Point::at(x, parameters), Precision::Double, &mut values);
            values
        });
        let mut steps = self.derived.steps().iter().enumerate();
        steps
            .any(|(index, (node, _))| is_equality(*node) && here[index] != before[index] && here[index] != after[index])
    }
}

fn is_equality(node: Node) -> bool {
    matches!(node, Node::Compare(Comparison::Equal | Comparison::NotEqual, ..))
}

/// A point where an `==` makes the derived derivative one of its branch and not of the formula, which is smooth there; with
/// what is derived as what is given.
pub fn misjudged(arena: &mut Arena, claim: &Claim<'_>) -> Option<Counterexample> {
    let reachable = arena.reachable(&[claim.derived]);
    let equalities: Vec<Id> = reachable.into_iter().filter(|&id| is_equality(arena.get(id))).collect();
    if equalities.is_empty() || claim.calls_elsewhere(arena) {
        return None;
    }
    let tapes = Tapes::new(arena, claim);
    let mut scratch = Scratch::default();
    let parameters = claim.parameters;
    analyze::kinks(arena, &equalities, parameters).points.into_iter().find_map(|x| {
        let point = Point::at(x, parameters);
        let sides = tapes.sides(x, parameters, &mut scratch).filter(|_| tapes.inside(point))?;
        tapes.misjudges(x, &sides, parameters, &mut scratch).then(|| Counterexample {
            x,
            parameters: parameters.to_vec(),
            given: tapes.derived.run(point),
            derived: f64::midpoint(sides.left.value, sides.right.value),
            sides: Some((sides.left.value, sides.right.value)),
            single: false,
            far: false,
        })
    })
}
