//! The rows of `catalogue.md`.
//!
//! In: one formula per row. Out: assertions on its facts. Must never assert what the catalogue does not say.

use super::helper::{facts, subject};
use crate::analyze::{Facts, Kink, Kinks, Monotonicity, Parity, Range, Residual, analyze};
use crate::ir::Arena;

/// Formulas by the catalogue's names.
pub(super) const ROWS: &[(&str, &str, &[f64])] = &[
    ("identity", "x", &[]),
    ("affine", "(+ (* p0 x) p1)", &[1.5, 0.25]),
    ("relu", "(max x 0)", &[]),
    ("relu6", "(min (max x 0) 6)", &[]),
    ("hardtanh", "(clamp x -1 1)", &[]),
    ("leaky_relu", "(if (> x 0) x (* p0 x))", &[0.01]),
    ("ramp", "(+ (max x 0) (* 0.1 x))", &[]),
    ("threshold", "(if (> x p0) x p1)", &[0.5, 0.0]),
    ("tlu", "(max x p0)", &[0.0]),
    ("relu_squared", "(^ (max x 0) 2)", &[]),
    ("elu", "(if (> x 0) x (* p0 (exp_m1 x)))", &[1.0]),
    ("selu", "(* 1.0507009873554805 (if (> x 0) x (* 1.6732632423543772 (exp_m1 x))))", &[]),
    ("celu", "(if (> x 0) x (* p0 (exp_m1 (/ x p0))))", &[1.0]),
    ("exponential", "(exp x)", &[]),
    ("sigmoid", "(sigmoid x)", &[]),
    ("log_sigmoid", "(log_sigmoid x)", &[]),
    ("hard_sigmoid", "(clamp (+ (/ x 6) 0.5) 0 1)", &[]),
    ("sparse_sigmoid", "(clamp (/ (+ x 1) 2) 0 1)", &[]),
    ("loggy", "(tanh (/ x 2))", &[]),
    ("tanh", "(tanh x)", &[]),
    ("tanhshrink", "(- x (tanh x))", &[]),
    ("softsign", "(/ x (+ 1 (abs x)))", &[]),
    ("elliot", "(+ (/ (* 0.5 (* p0 x)) (+ 1 (abs (* p0 x)))) 0.5)", &[1.0]),
    ("softplus", "(softplus x)", &[]),
    ("sparse_plus", "(if (<= x -1) 0 (if (>= x 1) x (/ (^ (+ x 1) 2) 4)))", &[]),
    ("squareplus", "(/ (+ x (sqrt (+ (* x x) p0))) 2)", &[4.0]),
    ("logcosh", "(- (+ (abs x) (ln_1p (exp (* -2 (abs x))))) 0.6931471805599453)", &[]),
    ("silu", "(* x (sigmoid x))", &[]),
    ("swish", "(* x (sigmoid (* p0 x)))", &[1.5]),
    ("gelu", "(* x (norm_cdf x))", &[]),
    ("gelu_tanh", "(* x (sigmoid (* 1.5957691216057308 (+ x (* 0.044715 (^ x 3))))))", &[]),
    ("quick_gelu", "(* x (sigmoid (* 1.702 x)))", &[]),
    ("mish", "(* x (tanh (softplus x)))", &[]),
    ("hard_swish", "(* x (clamp (+ (/ x 6) 0.5) 0 1))", &[]),
    ("hard_mish", "(* (/ x 2) (clamp (+ x 2) 0 2))", &[]),
    ("lisht", "(* x (tanh x))", &[]),
    ("hard_shrink", "(if (> (abs x) p0) x 0)", &[0.5]),
    ("soft_shrink", "(if (> x p0) (- x p0) (if (< x (- p0)) (+ x p0) 0))", &[0.5]),
    ("plse", "(if (< x -4) (* 0.01 (+ x 4)) (if (> x 4) (+ (* 0.01 (- x 4)) 1) (+ (/ x 8) 0.5)))", &[]),
    ("lhtan", "(if (< x 0) (* 0.001 x) (if (> x 1) (+ (* 0.001 (- x 1)) 1) x))", &[]),
    ("sine", "(sin x)", &[]),
    ("cosine", "(cos x)", &[]),
    ("gcu", "(* x (cos x))", &[]),
    ("snake", "(+ x (/ (^ (sin (* p0 x)) 2) p0))", &[1.0]),
    ("serf", "(* x (erf (softplus x)))", &[]),
    ("logish", "(* x (ln_1p (sigmoid x)))", &[]),
    ("golu", "(* x (exp (- (exp (- x)))))", &[]),
    ("serlu", "(if (>= x 0) (* 1.07862 x) (* (* 1.07862 2.90427) (* x (exp x))))", &[]),
    ("dsilu", "(* (sigmoid x) (+ 1 (* x (- 1 (sigmoid x)))))", &[]),
    ("penalized_tanh", "(if (> x 0) (tanh x) (* p0 (tanh x)))", &[0.25]),
    ("ftswish", "(if (>= x 0) (+ (* x (sigmoid x)) -0.2) -0.2)", &[]),
    ("floor", "(floor x)", &[]),
];

type Corner = (f64, f64, f64, f64, bool);
type Ends = (f64, bool, f64, bool);

const INF: f64 = f64::INFINITY;
const REAL: Ends = (-INF, false, INF, false);

/// Range, monotonicity, parity, kinks (at, left, right, taken, jump), least Lipschitz bound, residual.
type Expected = (&'static str, Ends, Monotonicity, Parity, &'static [Corner], Option<f64>, Residual);

#[rustfmt::skip]
#[expect(clippy::unreadable_literal, reason = "a table to be compared with the catalogue's")]
const EXPECTED: &[Expected] = &[
    ("identity", REAL, Monotonicity::Increasing, Parity::Odd, &[], Some(1.0), Residual::Nothing),
    ("affine", REAL, Monotonicity::Increasing, Parity::Neither, &[], Some(1.5), Residual::Nothing),
    ("relu", (0.0, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[(0.0, 0.0, 1.0, 0.0, false)], Some(1.0), Residual::Output),
    ("relu6", (0.0, true, 6.0, true), Monotonicity::NonDecreasing, Parity::Neither, &[(0.0, 0.0, 1.0, 0.0, false), (6.0, 1.0, 0.0, 0.0, false)], Some(1.0), Residual::Output),
    ("hardtanh", (-1.0, true, 1.0, true), Monotonicity::NonDecreasing, Parity::Odd, &[(-1.0, 0.0, 1.0, 0.0, false), (1.0, 1.0, 0.0, 0.0, false)], Some(1.0), Residual::Output),
    ("leaky_relu", REAL, Monotonicity::Increasing, Parity::Neither, &[(0.0, 0.01, 1.0, 0.01, false)], Some(1.0), Residual::Derivative),
    ("ramp", REAL, Monotonicity::Increasing, Parity::Neither, &[(0.0, 0.1, 1.1, 0.1, false)], Some(1.1), Residual::Output),
    ("threshold", (0.0, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[(0.5, 0.0, 1.0, 0.0, true)], Some(INF), Residual::Derivative),
    ("tlu", (0.0, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[(0.0, 0.0, 1.0, 0.0, false)], Some(1.0), Residual::Output),
    ("relu_squared", (0.0, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[], Some(INF), Residual::Derivative),
    ("elu", (-1.0, false, INF, false), Monotonicity::Increasing, Parity::Neither, &[], Some(1.0), Residual::Derivative),
    ("selu", (-1.7580993408473766, false, INF, false), Monotonicity::Increasing, Parity::Neither, &[(0.0, 1.7580993408473766, 1.0507009873554805, 1.7580993408473766, false)], Some(1.7580993408473766), Residual::Derivative),
    ("celu", (-1.0, false, INF, false), Monotonicity::Increasing, Parity::Neither, &[], Some(1.0), Residual::Derivative),
    ("exponential", (0.0, false, INF, false), Monotonicity::Increasing, Parity::Neither, &[], Some(INF), Residual::Derivative),
    ("sigmoid", (0.0, false, 1.0, false), Monotonicity::Increasing, Parity::Neither, &[], Some(0.25), Residual::Derivative),
    ("log_sigmoid", (-INF, false, 0.0, false), Monotonicity::Increasing, Parity::Neither, &[], Some(1.0), Residual::Derivative),
    ("hard_sigmoid", (0.0, true, 1.0, true), Monotonicity::NonDecreasing, Parity::Neither, &[(-3.0, 0.0, 0.16666666666666666, 0.0, false), (3.0, 0.16666666666666666, 0.0, 0.0, false)], Some(0.16666666666666666), Residual::Output),
    ("sparse_sigmoid", (0.0, true, 1.0, true), Monotonicity::NonDecreasing, Parity::Neither, &[(-1.0, 0.0, 0.5, 0.0, false), (1.0, 0.5, 0.0, 0.0, false)], Some(0.5), Residual::Output),
    ("loggy", (-1.0, false, 1.0, false), Monotonicity::Increasing, Parity::Odd, &[], Some(0.5), Residual::Derivative),
    ("tanh", (-1.0, false, 1.0, false), Monotonicity::Increasing, Parity::Odd, &[], Some(1.0), Residual::Derivative),
    ("tanhshrink", REAL, Monotonicity::Increasing, Parity::Odd, &[], Some(1.0), Residual::Derivative),
    ("softsign", (-1.0, false, 1.0, false), Monotonicity::Increasing, Parity::Odd, &[], Some(1.0), Residual::Derivative),
    ("elliot", (0.0, false, 1.0, false), Monotonicity::Increasing, Parity::Neither, &[], Some(0.5), Residual::Derivative),
    ("softplus", (0.0, false, INF, false), Monotonicity::Increasing, Parity::Neither, &[], Some(1.0), Residual::Derivative),
    ("sparse_plus", (0.0, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[], Some(1.0), Residual::Derivative),
    ("logcosh", (0.0, true, INF, false), Monotonicity::NonMonotone, Parity::Even, &[], Some(1.0), Residual::Derivative),
    ("silu", (-0.278464542761074, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.09983932), Residual::Derivative),
    ("swish", (-0.185643028507383, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.09983932), Residual::Derivative),
    ("gelu", (-0.169971207479904, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.12890413), Residual::Derivative),
    ("gelu_tanh", (-0.17004075057125, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.12899307), Residual::Derivative),
    ("quick_gelu", (-0.16361018963635, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.09983932), Residual::Derivative),
    ("mish", (-0.30884341301725, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], Some(1.08849815), Residual::Derivative),
    ("hard_swish", (-0.375, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[(-3.0, 0.0, -0.5, 0.0, false), (3.0, 1.5, 1.0, 1.0, false)], Some(1.5), Residual::Derivative),
    ("hard_mish", (-0.5, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[(-2.0, 0.0, -1.0, 0.0, false)], Some(1.0), Residual::Derivative),
    ("lisht", (0.0, true, INF, false), Monotonicity::NonMonotone, Parity::Even, &[], Some(1.19967864), Residual::Derivative),
    ("hard_shrink", REAL, Monotonicity::NonDecreasing, Parity::Odd, &[(-0.5, 1.0, 0.0, 0.0, true), (0.5, 0.0, 1.0, 0.0, true)], Some(INF), Residual::Output),
    ("soft_shrink", REAL, Monotonicity::NonDecreasing, Parity::Odd, &[(-0.5, 1.0, 0.0, 0.0, false), (0.5, 0.0, 1.0, 0.0, false)], Some(1.0), Residual::Derivative),
    ("plse", REAL, Monotonicity::Increasing, Parity::Neither, &[(-4.0, 0.01, 0.125, 0.125, false), (4.0, 0.125, 0.01, 0.125, false)], Some(0.125), Residual::Derivative),
    ("lhtan", REAL, Monotonicity::Increasing, Parity::Neither, &[(0.0, 0.001, 1.0, 1.0, false), (1.0, 1.0, 0.001, 1.0, false)], Some(1.0), Residual::Derivative),
    ("sine", (-1.0, true, 1.0, true), Monotonicity::NonMonotone, Parity::Odd, &[], Some(1.0), Residual::Derivative),
    ("cosine", (-1.0, true, 1.0, true), Monotonicity::NonMonotone, Parity::Even, &[], Some(1.0), Residual::Derivative),
    ("serf", (-0.3484374587596, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], None, Residual::Derivative),
    ("logish", (-0.2527688167894, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], None, Residual::Derivative),
    ("golu", (-0.0972601312276, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[], None, Residual::Derivative),
    ("serlu", (-1.15242050129, true, INF, false), Monotonicity::NonMonotone, Parity::Neither, &[(0.0, 3.1326037073999995, 1.07862, 1.07862, false)], Some(3.1326037074), Residual::Derivative),
    ("penalized_tanh", (-0.25, false, 1.0, false), Monotonicity::Increasing, Parity::Neither, &[(0.0, 0.25, 1.0, 0.25, false)], Some(1.0), Residual::Derivative),
    ("ftswish", (-0.2, true, INF, false), Monotonicity::NonDecreasing, Parity::Neither, &[(0.0, 0.0, 0.5, 0.5, false)], Some(1.09983932), Residual::Derivative),
];

/// Rows of which something stays unknown, and why.
const OPEN: &[(&str, &str)] = &[
    ("squareplus", "x + √(x² + b) cancels for x → −∞: an enclosure of f′ = ½(1 + x/√…) reaches below 0"),
    ("gcu", "x·cos x oscillates without bound: no enclosure of a tail shows that both infinities are approached"),
    ("snake", "f′ = 1 + sin 2x touches 0 infinitely often"),
    ("dsilu", "f′ and f″ are sums of products whose enclosures are too wide for the fuel"),
    ("floor", "endless kinks; only range ℝ and non-decreasing are told"),
];

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * b.abs()
}

fn row(name: &str) -> Facts {
    let &(_, text, parameters) = ROWS.iter().find(|row| row.0 == name).unwrap();
    facts(text, parameters)
}

#[test]
fn facts_of_the_catalogue() {
    for &(name, ends, monotonicity, parity, corners, lipschitz, residual) in EXPECTED {
        let facts = row(name);
        let range = facts.range.unwrap_or_else(|| panic!("{name}: no range"));
        assert!(close(range.low, ends.0, 1e-9) && close(range.high, ends.2, 1e-9), "{name}: {range:?}");
        assert_eq!((range.low_attained, range.high_attained), (ends.1, ends.3), "{name}");
        assert_eq!(facts.monotonicity, Some(monotonicity), "{name}");
        assert_eq!(facts.parity, Some(parity), "{name}");
        let corner = |&(at, left, right, taken, jump): &Corner| Kink { at, left, right, taken, jump };
        assert_eq!(facts.kinks, Some(Kinks::Finite(corners.iter().map(corner).collect())), "{name}");
        let bound = facts.lipschitz.unwrap_or_else(|| panic!("{name}: no Lipschitz bound"));
        if let Some(least) = lipschitz {
            assert!(close(bound, least, 1e-6) && bound >= least * (1.0 - 1e-8), "{name}: {bound}");
        }
        assert_eq!(facts.residual, residual, "{name}");
    }
}

#[test]
fn every_row_is_either_known_or_open_for_a_reason() {
    for (name, ..) in ROWS {
        let known = EXPECTED.iter().any(|row| row.0 == *name);
        let open = OPEN.iter().any(|row| row.0 == *name);
        assert!(known != open, "{name}");
    }
}

#[test]
fn what_is_known_of_the_open_rows() {
    let all = Some(Range { low: -INF, low_attained: false, high: INF, high_attained: false });
    assert_eq!(row("snake").range, all);
    assert_eq!(row("floor").range, all);
    assert_eq!(row("floor").monotonicity, Some(Monotonicity::NonDecreasing));
    assert_eq!(row("floor").kinks, Some(Kinks::Periodic));
    assert_eq!(row("gcu").monotonicity, Some(Monotonicity::NonMonotone));
    assert_eq!(row("gcu").parity, Some(Parity::Odd));
    assert_eq!(row("dsilu").monotonicity, Some(Monotonicity::NonMonotone));
    assert_eq!(row("squareplus").kinks, Some(Kinks::Finite(Vec::new())));
}

#[test]
fn a_smooth_joint_is_no_kink_and_another_alpha_makes_it_one() {
    let elu = "(if (> x 0) x (* p0 (exp_m1 x)))";
    assert_eq!(facts(elu, &[1.0]).kinks, Some(Kinks::Finite(Vec::new())));
    let kink = Kink { at: 0.0, left: 0.5, right: 1.0, taken: 0.5, jump: false };
    assert_eq!(facts(elu, &[0.5]).kinks, Some(Kinks::Finite(vec![kink])));
}

#[test]
fn a_domain_bounds_what_is_looked_at() {
    let mut arena = Arena::default();
    let mut subject = subject(&mut arena, "(ln x)", &[]);
    subject.domain = Some(super::helper::read(&mut arena, "(> x 0)"));
    let facts = analyze(&mut arena, &subject);
    assert_eq!(facts.monotonicity, Some(Monotonicity::Increasing));
    assert_eq!(facts.kinks, Some(Kinks::Finite(Vec::new())));
    assert_eq!(facts.range, Some(Range { low: -INF, low_attained: false, high: INF, high_attained: false }));
}

#[test]
fn without_a_domain_an_undefined_stretch_leaves_all_unknown() {
    let facts = facts("(ln x)", &[]);
    assert_eq!((facts.range, facts.monotonicity, facts.lipschitz), (None, None, None));
}

#[test]
fn learned_parameters_keep_the_input() {
    let mut arena = Arena::default();
    let mut subject = subject(&mut arena, "(if (> x 0) x (* p0 x))", &[0.25]);
    subject.learnable = true;
    assert_eq!(analyze(&mut arena, &subject).residual, Residual::Input);
}

#[test]
fn a_surrogate_changes_what_is_taken_and_nothing_else() {
    let mut arena = Arena::default();
    let mut subject = subject(&mut arena, "(if (> x 0) 1 0)", &[]);
    subject.derivative = super::helper::read(&mut arena, "(/ 1 (^ (+ 1 (abs x)) 2))");
    let facts = analyze(&mut arena, &subject);
    let kink = Kink { at: 0.0, left: 0.0, right: 0.0, taken: 1.0, jump: true };
    assert_eq!(facts.kinks, Some(Kinks::Finite(vec![kink])));
    assert_eq!(facts.range, Some(Range { low: 0.0, low_attained: true, high: 1.0, high_attained: true }));
    assert_eq!(facts.residual, Residual::Derivative);
}

#[test]
fn symmetry_is_that_at_the_defaults() {
    assert_eq!(facts("(+ (* p0 (tanh x)) p1)", &[1.0, 0.0]).parity, Some(Parity::Odd));
    assert_eq!(facts("(+ (* p0 (tanh x)) p1)", &[1.0, 0.5]).parity, Some(Parity::Neither));
    assert_eq!(facts("(clamp x p0 p1)", &[-1.0, 1.0]).parity, Some(Parity::Odd));
    assert_eq!(facts("(clamp x p0 p1)", &[-1.0, 2.0]).parity, Some(Parity::Neither));
    // A constant, and no other.
    assert_eq!(facts("(clamp x p0 p1)", &[1.0, -1.0]).parity, Some(Parity::Even));
    assert_eq!(facts("(clamp x 1 -1)", &[]).parity, Some(Parity::Even));
    assert_ne!(facts("(clamp x (+ x 1) (- x 1))", &[]).parity, Some(Parity::Odd));
}

#[test]
fn an_infinite_bound_is_no_kink() {
    let facts = facts("(if (>= x p0) p0 (if (> x 0) x 0))", &[INF]);
    let kink = Kink { at: 0.0, left: 0.0, right: 1.0, taken: 0.0, jump: false };
    assert_eq!(facts.kinks, Some(Kinks::Finite(vec![kink])));
    assert_eq!(facts.range, Some(Range { low: 0.0, low_attained: true, high: INF, high_attained: false }));
}
