//! In: every vector function of two numbers, on every level that this machine has. Out: its greatest error, like that of the
//! functions of one. Must never skip a pair of special values.

use super::{error, functions, is_right, single, table, worst};
use crate::element::Element;
use crate::kernel::loops::{Binary, Engine, two};
use crate::lanes::Format;
use crate::real::Real;
use crate::testing::vector_engines;

functions! {
    Pair Binary(x, w) (w):
    powf 1.3 1.0;
    hypot 1.3 1.0;
    atan2 1.6 1.0;
}

fn values<T: Element + Format>(function: Pair, engine: Engine, pairs: &[[T; 2]]) -> Vec<T> {
    let [x, w] = [0, 1].map(|part| pairs.iter().map(|pair| pair[part]).collect::<Vec<T>>());
    let mut outputs = vec![T::default(); pairs.len()];
    two(engine, &x, &w, &mut outputs, &function);
    outputs
}

/// Each of these with each.
const SPECIAL: [f32; 32] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -2.0,
    3.0,
    -3.0,
    -7.0,
    0.333_333_34,
    0.999_999_94,
    1.000_000_1,
    -0.999_999_94,
    1e-45,
    -1e-45,
    1e-40,
    f32::MIN_POSITIVE,
    127.0,
    -150.0,
    16_777_215.0,
    -16_777_215.0,
    16_777_216.0,
    1e10,
    -1e30,
    f32::MAX,
    f32::MIN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::NAN,
    -f32::NAN,
];

fn special() -> impl Iterator<Item = [f32; 2]> {
    SPECIAL.into_iter().flat_map(|x| SPECIAL.map(|w| [x, w]))
}

/// The special pairs, pairs of any bits, and pairs of a positive number and one by which its power is a number.
fn pairs() -> Vec<[f32; 2]> {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 32).expect("32 bits")
    };
    let mut pairs: Vec<[f32; 2]> = special().collect();
    for _ in 0..100_000 {
        let any = [random(), random()].map(f32::from_bits);
        let unit = f64::from(random()) / f64::from(u32::MAX);
        let near_one = f32::from_bits(1.0_f32.to_bits() - (1 << 22) + (random() >> 9));
        pairs.push(any);
        for base in [any[0].abs(), near_one] {
            pairs.push([base, f32::from_f64((unit * 277.0 - 149.0) / f64::from(base).log2())]);
        }
        pairs.push([any[0], any[0] * near_one]);
    }
    pairs
}

#[test]
fn single_precision() {
    let pairs = pairs();
    let mut complaints = Vec::new();
    for &(function, name, [bound, _]) in Pair::ALL {
        for level in vector_engines() {
            let mut errors = Vec::new();
            for (&[x, w], y) in pairs.iter().zip(values(function, level, &pairs)) {
                let expected = function.of(f64::from(x), f64::from(w));
                let wrong_zero = expected == 0.0 && y.is_sign_negative() != expected.is_sign_negative();
                match single(y, expected) {
                    Some(error) if !wrong_zero => errors.push((error, [x, w])),
                    _ => complaints.push(format!("{name} of {x:e}, {w:e}: {y:e}, not {expected:e}, {level:?}")),
                }
            }
            let (worst, at) = worst(errors).expect("pairs");
            println!("{name} f32 {worst:.2} at {at:?} {level:?}");
            if worst.is_nan() || worst > bound {
                complaints.push(format!("{name}: {worst:.2} ULP at {at:?}, {level:?}"));
            }
        }
    }
    complaints.truncate(60);
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn double_precision() {
    let mut complaints = Vec::new();
    for &(function, name, [_, bound]) in Pair::ALL {
        let (mut pairs, mut expected) = (Vec::new(), Vec::new());
        for (_, numbers) in table().filter(|row| row.0 == name) {
            let [x, w, value] = numbers[..] else { panic!("{name}: {numbers:?}") };
            pairs.push([x, w]);
            expected.push(value);
        }
        for level in vector_engines() {
            let errors =
                values(function, level, &pairs).into_iter().zip(&expected).map(|(y, &e)| error(y, e, f64::EPSILON));
            let (worst, at) = worst(errors.zip(&pairs)).expect("lines");
            println!("{name} f64 {worst:.2} at {at:?} {level:?}");
            if worst.is_nan() || worst > bound {
                complaints.push(format!("{name}: {worst:.2} ULP at {at:?}, {level:?}"));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn the_ends_of_double_precision() {
    let wider = |x: f32| {
        // What is at the end of f32 is put to that of f64.
        match x.abs() {
            f32::MAX => f64::MAX.copysign(f64::from(x)),
            1e-45 => 5e-324_f64.copysign(f64::from(x)),
            f32::MIN_POSITIVE => f64::MIN_POSITIVE,
            _ => f64::from(x),
        }
    };
    let pairs: Vec<[f64; 2]> = special().map(|pair| pair.map(wider)).collect();
    let mut complaints = Vec::new();
    for &(function, name, _) in Pair::ALL {
        for level in vector_engines() {
            for (&[x, w], y) in pairs.iter().zip(values(function, level, &pairs)) {
                let expected = function.of(x, w);
                if !is_right(y, expected) {
                    complaints.push(format!("{name} of {x:e}, {w:e}: {y:e}, not {expected:e}, {level:?}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
