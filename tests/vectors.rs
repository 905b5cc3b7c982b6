//! The kernels by every set of vector instructions that this machine has: as accurate as number by number, and an element's
//! result does not depend on where it stands.
//!
//! In: the reference table and arrays of all lengths. Out: which instructions miss it, where. Must never be left to a release
//! build: debug builds don't use vectors otherwise.

use activation_core::catalogue::{Gelu, Mish, Relu, Swish};
use activation_core::testing::{Engine, backward, forward, forward_with_derivative, vector_engines};
use activation_core::{Activation, AnyActivation, Element, Real};
use activation_tests::accuracy::{Format, check};
use activation_tests::golden;

/// Value and derivative by vectors; the second derivative, which no kernel computes, number by number.
fn fused<T: Element + Real>(engine: Engine, a: &AnyActivation, x: T) -> [T; 3] {
    let (mut value, mut derivative) = ([T::default()], [T::default()]);
    forward_with_derivative(engine, a, &[x], &mut value, &mut derivative);
    [value[0], derivative[0], a.second_derivative(x)]
}

#[test]
fn the_table_in_vectors() {
    let rows = golden().expect("a readable table");
    for engine in vector_engines() {
        check(&Format::SINGLE, &rows, [4.0, 4.0, 64.0], |a, x: f32| fused(engine, a, x));
        check(&Format::DOUBLE, &rows, [4.0, 4.0, 64.0], |a, x: f64| fused(engine, a, x));
    }
}

/// NaN stays NaN in every lane.
#[test]
fn nan_in_vectors() {
    fn check<T: Element>(engine: Engine, any: &AnyActivation) {
        let nan = [T::from_f64(f64::NAN); 3];
        let [mut alone, mut value, mut slope] = [[T::default(); 3]; 3];
        forward(engine, any, &nan, &mut alone);
        forward_with_derivative(engine, any, &nan, &mut value, &mut slope);
        let all_nan = alone.into_iter().chain(value).all(|y| y.to_f64().is_nan());
        assert!(all_nan, "{any}: {alone:?} {value:?} by {engine:?}");
    }
    for engine in vector_engines() {
        for any in AnyActivation::all() {
            check::<f32>(engine, &any);
            check::<f64>(engine, &any);
        }
    }
}

/// The bits of each element alone, and in arrays of every length up to two vectors and a half of the widest machine.
fn same_everywhere<A: Activation, T: Element>(activation: &A) {
    let inputs: Vec<T> = (0..160).map(|i| T::from_f64(f64::from(i).mul_add(0.37, -29.0))).collect();
    let gradients: Vec<T> = inputs.iter().map(|&x| x * x).collect();
    for engine in vector_engines() {
        let alone: Vec<[T; 4]> = (inputs.iter().zip(&gradients))
            .map(|(&x, &g)| {
                let [mut a, mut b, mut c, mut d] = [[T::default()]; 4];
                forward(engine, activation, &[x], &mut a);
                forward_with_derivative(engine, activation, &[x], &mut b, &mut c);
                backward(engine, activation, &[x], &[g], &mut d);
                [a[0], b[0], c[0], d[0]]
            })
            .collect();
        for start in [0, 1, 3] {
            for end in start..inputs.len() {
                let (x, g) = (&inputs[start..end], &gradients[start..end]);
                let [mut a, mut b, mut c, mut d] = std::array::from_fn(|_| vec![T::default(); x.len()]);
                forward(engine, activation, x, &mut a);
                forward_with_derivative(engine, activation, x, &mut b, &mut c);
                backward(engine, activation, x, g, &mut d);
                for i in 0..x.len() {
                    assert_eq!([a[i], b[i], c[i], d[i]], alone[start + i], "{start}..{end}[{i}] {engine:?}");
                }
            }
        }
    }
}

#[test]
fn no_result_depends_on_its_place() {
    same_everywhere::<_, f32>(&Gelu);
    same_everywhere::<_, f64>(&Gelu);
    same_everywhere::<_, f32>(&Mish);
    same_everywhere::<_, f32>(&Relu);
    same_everywhere::<_, f64>(&Swish { beta: 1.5 });
}
