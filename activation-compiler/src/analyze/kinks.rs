//! What a formula's derivative does where it may not be smooth.
//!
//! In: the candidates. Out: those where f or f′ jumps, or f′ is infinite, with the one-sided derivatives.
//! Must never report a joint that is smooth, or leave out a kink that it could not judge.

use super::cell::{beside, inner};
use super::interval::Interval;
use super::machine::Machine;
use super::number::{agree, narrow};
use super::{Kink, Kinks};

/// What f and its derivatives do at each of the points; `None` when for one of them it cannot be told.
///
/// The machine's roots are f, f′, f″ and the domain's mask; `emitted` gives the derivative that is taken at a point.
pub(super) fn judge(
    machine: &mut Machine<'_>,
    points: &[f64],
    masked: bool,
    emitted: impl Fn(f64) -> f64,
) -> Option<Kinks> {
    let mut kinks = Vec::new();
    for (index, &at) in points.iter().enumerate() {
        let before = if index == 0 { f64::NEG_INFINITY } else { points[index - 1] };
        let after = points.get(index + 1).copied().unwrap_or(f64::INFINITY);
        machine.enter(inner(before, at));
        let left: [Interval; 4] = machine.side(at, beside(at, before, false));
        machine.enter(inner(at, after));
        let right: [Interval; 4] = machine.side(at, beside(at, after, true));
        machine.stand(at);
        let here: [Interval; 4] = machine.cell(Interval::point(at));
        let outside = |jet: &[Interval; 4]| masked && jet[3].hi < 1.0;
        // The edge of the domain, or a point outside it.
        if outside(&left) || outside(&right) {
            continue;
        }
        let hole = outside(&here);
        let meets = |side: &[Interval; 4]| if hole { Some(true) } else { agree(side[0], here[0]) };
        let jump = !(agree(left[0], right[0])? && meets(&left)? && meets(&right)?);
        let vertical = left[1].magnitude().is_infinite() || right[1].magnitude().is_infinite();
        let limit = |side: Interval| (side.sure && narrow(side)).then(|| side.middle());
        let smooth = !vertical && agree(left[1], right[1])?;
        if jump || !smooth {
            let taken = emitted(at);
            kinks.push(Kink { at, left: limit(left[1])? + 0.0, right: limit(right[1])? + 0.0, taken, jump });
        }
    }
    machine.leave();
    (machine.fuel() > 0).then_some(Kinks::Finite(kinks))
}
