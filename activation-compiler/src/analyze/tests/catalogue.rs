//! The rows of `catalogue.md`.
//!
//! In: one formula per row. Out: assertions on its facts. Must never assert what the catalogue does not say.

use super::helper::{facts, subject};
use crate::analyze::{Kinks, Monotonicity, Parity, Residual, analyze};
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

#[test]
fn show() {
    for &(name, text, parameters) in ROWS {
        let mut arena = Arena::default();
        let subject = subject(&mut arena, text, parameters);
        let start = std::time::Instant::now();
        let facts = analyze(&mut arena, &subject);
        let time = start.elapsed();
        println!(
            "{name}: {:?} us | {:?} | {:?} | {:?} | {:?} | L {:?} | {:?}",
            time.as_micros(),
            facts.range,
            facts.monotonicity,
            facts.parity,
            facts.kinks,
            facts.lipschitz,
            facts.residual
        );
    }
}
