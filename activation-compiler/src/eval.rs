//! The interpreter: the oracle of `verify`, `analyze`, the tests and the fuzz targets.
//!
//! In: expressions of an arena and a point. Out: their values in f64, or as f32 arithmetic would give them.
//! Must never change the arena, and must follow IEEE 754 as emitted code does: no shortcut, no special case.

use crate::function::Value;
use crate::ir::{Arena, Id, Node};

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub struct Point<'a> {
    /// The input.
    pub x: f64,
    /// The output, for derivatives written in `y`.
    pub y: f64,
    /// The parameters' values, in order.
    pub parameters: &'a [f64],
}

impl<'a> Point<'a> {
    /// A point for expressions without `y`.
    pub fn at(x: f64, parameters: &'a [f64]) -> Self {
        Self { x, y: f64::NAN, parameters }
    }
}

/// What every operation is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// f32: overflows and underflows where f32 code does.
    Single,
    /// f64.
    Double,
}

impl Precision {
    /// The nearest number of this precision.
    pub fn round(self, value: f64) -> f64 {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "rounding to f32 is what is asked for")]
            Self::Single => f64::from(value as f32),
            Self::Double => value,
        }
    }

    /// The greatest finite value.
    pub fn largest(self) -> f64 {
        match self {
            Self::Single => f64::from(f32::MAX),
            Self::Double => f64::MAX,
        }
    }
}

/// Expressions made ready to be evaluated at many points.
#[derive(Clone, Debug)]
pub struct Tape {
    /// The nodes, their operands given as positions on this tape.
    steps: Vec<(Node, [usize; 3])>,
    roots: Vec<usize>,
}

impl Tape {
    /// A tape of all that the roots need.
    pub fn new(arena: &Arena, roots: &[Id]) -> Self {
        let order = arena.reachable(roots);
        let mut position = vec![usize::MAX; arena.len()];
        let mut steps = Vec::with_capacity(order.len());
        for (index, id) in order.into_iter().enumerate() {
            position[id.index()] = index;
            let node = arena.get(id);
            let mut operands = [0; 3];
            for (slot, operand) in operands.iter_mut().zip(node.operands()) {
                *slot = position[operand.index()];
            }
            steps.push((node, operands));
        }
        Self { steps, roots: roots.iter().map(|id| position[id.index()]).collect() }
    }

    /// The nodes with their operands' positions, for interpreters of another arithmetic.
    pub fn steps(&self) -> &[(Node, [usize; 3])] {
        &self.steps
    }

    /// The roots' positions.
    pub fn roots(&self) -> &[usize] {
        &self.roots
    }

    /// The value of every step; masks are 1 and 0.
    pub fn run_into(&self, point: Point<'_>, precision: Precision, values: &mut Vec<f64>) {
        values.clear();
        for (node, [a, b, c]) in &self.steps {
            let value = match node {
                Node::Constant(_) | Node::Largest | Node::Input | Node::Output | Node::Parameter(_) => {
                    leaf(*node, point, precision)
                }
                _ => operation(*node, [values[*a], values[*b], values[*c]]),
            };
            values.push(precision.round(value));
        }
    }

    /// The value of the first root in f64.
    pub fn run(&self, point: Point<'_>) -> f64 {
        self.run_at(point, Precision::Double)
    }

    /// The value of the first root.
    pub fn run_at(&self, point: Point<'_>, precision: Precision) -> f64 {
        let mut values = Vec::with_capacity(self.steps.len());
        self.run_into(point, precision, &mut values);
        values[self.roots[0]]
    }
}

fn leaf(node: Node, point: Point<'_>, precision: Precision) -> f64 {
    match node {
        Node::Constant(number) => number.get(),
        Node::Largest => precision.largest(),
        Node::Input => point.x,
        Node::Output => point.y,
        Node::Parameter(index) => point.parameters.get(usize::from(index)).copied().unwrap_or(f64::NAN),
        _ => f64::NAN,
    }
}

/// The value of an operation (not a leaf, not a `Select`) on known operands; masks are 1 and 0.
pub fn operation(node: Node, [a, b, c]: [f64; 3]) -> f64 {
    let mask = |holds: bool| f64::from(u8::from(holds));
    match node {
        Node::Negate(_) => -a,
        Node::Add(..) => a + b,
        Node::Subtract(..) => a - b,
        Node::Multiply(..) => a * b,
        Node::Divide(..) => a / b,
        Node::PowerInteger(_, n) => a.powi(n),
        Node::Power(..) => a.powf(b),
        Node::Call1(function, _) => match function.row().value {
            Value::One(f) => f(a),
            Value::Two(_) | Value::Three(_) => f64::NAN,
        },
        Node::Call2(function, ..) => match function.row().value {
            Value::Two(f) => f(a, b),
            Value::One(_) | Value::Three(_) => f64::NAN,
        },
        Node::Clamp(..) => crate::function::min(crate::function::max(a, b), c),
        Node::Compare(comparison, ..) => mask(comparison.holds(a, b)),
        Node::And(..) => mask(a != 0.0 && b != 0.0),
        Node::Or(..) => mask(a != 0.0 || b != 0.0),
        Node::Not(_) => mask(a == 0.0),
        Node::Select(..) => {
            if a == 0.0 {
                c
            } else {
                b
            }
        }
        // Another crate's activation is not known here.
        Node::External(..) | Node::Constant(_) | Node::Largest | Node::Input | Node::Output | Node::Parameter(_) => {
            f64::NAN
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::function::Function;
    use crate::ir::Comparison;

    #[test]
    fn the_branch_not_taken_does_not_leak() {
        let mut arena = Arena::default();
        let (x, zero) = (arena.input(), arena.constant(0.0));
        let positive = arena.compare(Comparison::Greater, x, zero);
        let exp = arena.call(Function::Exp, x);
        let root = arena.select(positive, x, exp);
        let tape = Tape::new(&arena, &[root]);
        assert_eq!(tape.run(Point::at(1000.0, &[])), 1000.0);
        assert_eq!(tape.run(Point::at(-1.0, &[])), (-1.0_f64).exp());
    }

    #[test]
    fn single_precision_overflows_where_f32_does() {
        let mut arena = Arena::default();
        let x = arena.input();
        let root = arena.call(Function::Exp, x);
        let tape = Tape::new(&arena, &[root]);
        assert_eq!(tape.run_at(Point::at(89.0, &[]), Precision::Single), f64::INFINITY);
        assert!(tape.run(Point::at(89.0, &[])).is_finite());
    }
}
