//! For which values of the parameters derivatives are compared.
//!
//! In: expressions, the defaults, which parameters are learnt. Out: a few sets of values. Must never go beyond what the
//! author meant: a parameter that is not learnt crosses a threshold only where a part without `x` names one.

use crate::eval::{Point, Precision, Tape};
use crate::function::{Function, Kinks};
use crate::ir::{Arena, Id, Node};

/// Values of all parameters.
pub(super) struct Setting {
    pub(super) values: Vec<f64>,
    /// Whether these are far from the defaults.
    pub(super) far: bool,
    /// Whether the derivative may have no value there, though it must be right where it has one. Not so at 0, where training may
    /// start or come to rest: who has a value there has a derivative.
    pub(super) lenient: bool,
}

/// The defaults, two settings near them, and those far from them.
pub(super) fn settings(arena: &Arena, roots: &[Id], defaults: &[f64], learnt: &[bool]) -> Vec<Setting> {
    let mut settings: Vec<Setting> =
        near(defaults).into_iter().map(|values| Setting { values, far: false, lenient: false }).collect();
    if defaults.is_empty() {
        return settings;
    }
    let most = (200_000 / arena.len().max(1)).clamp(2, 24);
    let mut far = learning(defaults, learnt);
    far.extend(Switches::new(arena, roots, defaults).map(|switches| switches.settings(defaults)).unwrap_or_default());
    far.truncate(most);
    let is_zero = |values: &[f64]| {
        let changed = values.iter().zip(defaults).zip(learnt);
        changed.into_iter().any(|((value, default), learnt)| *learnt && *value == 0.0 && *default != 0.0)
    };
    settings.extend(far.into_iter().map(|values| Setting { lenient: !is_zero(&values), values, far: true }));
    settings
}

/// Where training may take the parameters: to 0, to the other sign, far out. Three settings let each learnt parameter be
/// at all of these, each time beside others of the others'.
fn learning(defaults: &[f64], learnt: &[bool]) -> Vec<Vec<f64>> {
    let moving: Vec<usize> = (0..defaults.len()).filter(|&index| learnt.get(index) == Some(&true)).collect();
    if moving.is_empty() {
        return Vec::new();
    }
    let place = |default: f64, which: usize| match which % 3 {
        0 => 10.0 * default.abs().max(1.0),
        1 => -10.0 * default.abs().max(1.0),
        _ if default == 0.0 => -1.5,
        _ => -1.5 * default,
    };
    let mut settings = Vec::new();
    for turn in 0..3 {
        let mut setting = defaults.to_vec();
        for (order, &index) in moving.iter().enumerate() {
            setting[index] = place(defaults[index], order + turn);
        }
        settings.push(setting);
    }
    settings.extend(moving.into_iter().take(2).map(|index| with(defaults, index, 0.0)));
    settings
}

fn with(values: &[f64], index: usize, value: f64) -> Vec<f64> {
    let mut values = values.to_vec();
    values[index] = value;
    values
}

/// The defaults, and two sets near them with every parameter changed in its own way but of the same sign.
pub(crate) fn near(defaults: &[f64]) -> Vec<Vec<f64>> {
    let mut sets = vec![defaults.to_vec()];
    if defaults.is_empty() {
        return sets;
    }
    for (scale, step, at_zero) in [(1.3, 0.17, 0.25), (0.7, -0.045, 0.125)] {
        let varied = defaults.iter().zip((0_u8..8).cycle()).map(|(&default, index)| {
            let index = f64::from(index);
            if default == 0.0 {
                at_zero + 0.1 * index
            } else if default.is_infinite() {
                6.0 * default.signum()
            } else {
                default * (scale + step * index)
            }
        });
        sets.push(varied.collect());
    }
    sets
}

/// Conditions, choices and functions with a kink that depend on parameters alone.
struct Switches {
    tape: Tape,
    /// Values that the parameters may be compared with.
    levels: Vec<f64>,
    values: Vec<f64>,
}

impl Switches {
    fn new(arena: &Arena, roots: &[Id], defaults: &[f64]) -> Option<Self> {
        let mut fixed = vec![true; arena.len()];
        let mut depends = vec![false; arena.len()];
        let mut found = Vec::new();
        let mut levels = defaults.to_vec();
        for id in arena.reachable(roots) {
            let node = arena.get(id);
            let leaf = !matches!(node, Node::Input | Node::Output | Node::External(..));
            fixed[id.index()] = leaf && node.operands().all(|operand| fixed[operand.index()]);
            depends[id.index()] =
                matches!(node, Node::Parameter(_)) || node.operands().any(|operand| depends[operand.index()]);
            if fixed[id.index()] && depends[id.index()] && is_switch(node) {
                found.push(id);
                levels.extend(node.operands().filter_map(|operand| arena.constant_value(operand)));
            }
        }
        levels.retain(|level| level.is_finite());
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels.truncate(32);
        (!found.is_empty()).then(|| Self { tape: Tape::new(arena, &found), levels, values: Vec::new() })
    }

    /// One setting for every position of the switches that changing one parameter, or two, leads to.
    fn settings(mut self, defaults: &[f64]) -> Vec<Vec<f64>> {
        let mut seen = vec![self.positions(defaults)];
        let mut moves = Vec::new();
        let mut settings = Vec::new();
        for index in 0..defaults.len().min(64) {
            for value in self.trials(defaults[index]) {
                let setting = with(defaults, index, value);
                let positions = self.positions(&setting);
                if !seen.contains(&positions) {
                    seen.push(positions);
                    moves.push((index, value));
                    settings.push(setting);
                }
            }
        }
        moves.truncate(16);
        for (first, &(index, value)) in moves.iter().enumerate() {
            for &(other, second) in moves[first..].iter().filter(|(other, _)| *other != index) {
                let setting = with(&with(defaults, index, value), other, second);
                let positions = self.positions(&setting);
                if !seen.contains(&positions) {
                    seen.push(positions);
                    settings.push(setting);
                }
            }
        }
        settings
    }

    /// Values that a parameter may take, the readable ones first: of both signs and all sizes, and around every level.
    fn trials(&self, default: f64) -> Vec<f64> {
        let mut trials = Vec::new();
        for size in [1.0, 2.0, 0.5, 3.0, 0.25, 10.0, 0.1, 100.0, 0.01, 1000.0, 1e-3] {
            trials.extend([-1.3 * default * size, 1.3 * default * size, -1.1 * size, 1.1 * size]);
        }
        trials.extend(self.levels.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])));
        for &level in &self.levels {
            let step = 0.01 * level.abs().max(0.01);
            trials.extend([level + step, level - step, level]);
        }
        trials.push(0.0);
        trials.retain(|trial| trial.is_finite());
        trials
    }

    /// Which way every switch stands.
    fn positions(&mut self, parameters: &[f64]) -> Vec<i8> {
        self.tape.run_into(Point::at(f64::NAN, parameters), Precision::Double, &mut self.values);
        let values = &self.values;
        let above = |a: f64, b: f64| i8::from(a > b);
        let position = |&(node, [a, b, c]): &(Node, [usize; 3])| match node {
            Node::Compare(comparison, ..) => i8::from(comparison.holds(values[a], values[b])),
            Node::Call1(..) => above(values[a], 0.0),
            Node::Call2(Function::Copysign, ..) => above(values[b], 0.0),
            Node::Call2(..) => above(values[a], values[b]),
            Node::Clamp(..) => above(values[a], values[b]) + 2 * above(values[a], values[c]),
            _ => 0,
        };
        self.tape.steps().iter().filter(|(node, _)| is_switch(*node)).map(position).collect()
    }
}

fn is_switch(node: Node) -> bool {
    match node {
        Node::Compare(..) | Node::Clamp(..) => true,
        Node::Call1(function, _) | Node::Call2(function, ..) => {
            matches!(function.row().kinks, Kinks::Zero | Kinks::Tie) || function == Function::Copysign
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Comparison;

    #[test]
    fn near_the_defaults_parameters_keep_their_sign() {
        for set in near(&[0.01, -0.2, 0.0, f64::INFINITY]) {
            assert!(set[0] > 0.0 && set[1] < 0.0 && set[2] >= 0.0 && set[3] > 0.0);
        }
    }

    #[test]
    fn a_threshold_of_a_parameter_is_crossed_however_narrow_what_is_behind_it() {
        let mut arena = Arena::default();
        let (x, a, zero) = (arena.input(), arena.add(Node::Parameter(0)), arena.constant(0.0));
        let (low, high) = (arena.constant(0.37), arena.constant(0.371));
        let above = arena.compare(Comparison::Greater, a, low);
        let below = arena.compare(Comparison::Less, a, high);
        let inside = arena.add(Node::And(above, below));
        let root = arena.select(inside, x, zero);
        let settings = settings(&arena, &[root], &[1.0], &[false]);
        assert!(settings.iter().any(|setting| setting.far && 0.37 < setting.values[0] && setting.values[0] < 0.371));
        assert!(settings.iter().any(|setting| setting.far && setting.values[0] < 0.37));
    }

    #[test]
    fn a_condition_on_two_parameters_is_met() {
        let mut arena = Arena::default();
        let (x, zero) = (arena.input(), arena.constant(0.0));
        let [a, b] = [0, 1].map(|index| arena.add(Node::Parameter(index)));
        let first = arena.compare(Comparison::Greater, a, zero);
        let second = arena.compare(Comparison::Greater, b, zero);
        let both = arena.add(Node::And(first, second));
        let root = arena.select(both, x, zero);
        let settings = settings(&arena, &[root], &[-1.0, -1.0], &[false, false]);
        assert!(settings.iter().any(|setting| setting.values.iter().all(|&value| value > 0.0)));
    }

    #[test]
    fn only_what_is_learnt_or_asked_for_goes_far() {
        let mut arena = Arena::default();
        let (x, a) = (arena.input(), arena.add(Node::Parameter(0)));
        let line = arena.product(a, x);
        let root = arena.add(Node::Call2(Function::Max, x, line));
        assert!(settings(&arena, &[root], &[0.01], &[false]).iter().all(|setting| !setting.far));
        let learnt = settings(&arena, &[root], &[0.01], &[true]);
        assert!(learnt.iter().any(|setting| setting.values[0] > 1.0));
        assert!(learnt.iter().any(|setting| setting.values[0] < 0.0));
        assert!(learnt.iter().any(|setting| setting.values[0] == 0.0));
    }
}
