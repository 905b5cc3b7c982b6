//! In: sin, cos and tan where the reduction of their argument is hard: next to multiples of π/2, and beyond its limit. Out:
//! that they are right there, and in every other lane of the vector what they are without such a neighbour.

use std::f64::consts::FRAC_PI_2;

use super::{Function, single, values};
use crate::element::Element;
use crate::kernel::loops::Unary;
use crate::lanes::Format;
use crate::testing::vector_engines;

const TURNS: [(Function, &str); 3] = [(Function::sin, "sin"), (Function::cos, "cos"), (Function::tan, "tan")];

#[test]
fn single_precision_next_to_multiples() {
    let mut inputs = Vec::new();
    for n in 0..1200 {
        let x = f32::from_f64(f64::from(n) * FRAC_PI_2);
        inputs.extend([x.next_down(), x, x.next_up(), -x]);
    }
    for (function, name) in TURNS {
        for level in vector_engines() {
            for (&x, y) in inputs.iter().zip(values(function, level, &inputs)) {
                let expected = function.of(f64::from(x));
                assert!(single(y, expected).is_some_and(|e| e <= 1.5), "{name} at {x:e}: {y:e}, not {expected:e}");
            }
        }
    }
}

/// The middle of a slice of ordinary numbers is replaced by large ones.
fn neighbours<T: Element + Format>() {
    let ordinary: Vec<T> = (-100..100).map(|i| T::from_f64(f64::from(i) * 0.37)).collect();
    let mut mixed = ordinary.clone();
    let large = [1e5, -1e9, 3e30, f64::INFINITY, f64::NAN, -1e38].map(T::from_f64);
    for (i, x) in mixed.iter_mut().enumerate().filter(|(i, _)| i % 3 == 1) {
        *x = large[i / 3 % large.len()];
    }
    for (function, name) in TURNS {
        for level in vector_engines() {
            let (alone, beside) = (values(function, level, &ordinary), values(function, level, &mixed));
            for (i, &x) in mixed.iter().enumerate() {
                let expected = if i % 3 == 1 { function.of(x) } else { alone[i] };
                let (y, is_nan) = (beside[i], expected.to_f64().is_nan());
                assert!(y == expected || is_nan && y.to_f64().is_nan(), "{name} at {x:?}: {y:?}, not {expected:?}");
            }
        }
    }
}

#[test]
fn a_large_neighbour_changes_nothing() {
    neighbours::<f32>();
    neighbours::<f64>();
}
