//! In: every vector function, on every level that this machine has. Out: its greatest error, against `f64` for `f32` (a dense
//! sweep over all bit patterns) and against 120 digits for `f64` (`golden.tsv`, made by tools/golden/math.py). Must never
//! skip a level, nor a special value. Functions of one number are here, those of two in `pairs`.

mod pairs;
mod turns;

use std::collections::BTreeMap;

use crate::kernel::loops::{Engine, Unary, one};
use crate::lanes::Format;
use crate::real::Real;
use crate::scalar::narrow;
use crate::testing::vector_engines;

/// The functions, and how far off they may be, in ULP of `f32` and of `f64`, where the result is a normal number.
macro_rules! functions {
    ($type:ident $trait:ident($x:ident $(, $w:ident)?) $arguments:tt: $($name:ident $single:literal $double:literal;)*) => {
        #[derive(Clone, Copy)]
        #[expect(non_camel_case_types, reason = "the functions' own names")]
        enum $type { $($name),* }

        impl $type {
            const ALL: &[($type, &str, [f64; 2])] = &[$(($type::$name, stringify!($name), [$single, $double])),*];
        }

        impl $trait for $type {
            #[inline(always)]
            fn of<R: Real>(&self, $x: R $(, $w: R)?) -> R {
                match self { $($type::$name => $x.$name $arguments),* }
            }
        }
    };
}
use functions;
functions! {
    Function Unary(x) ():
    exp 1.1 1.0;
    exp2 1.0 1.0;
    exp_m1 1.7 1.5;
    sinh 2.0 2.0;
    cosh 2.0 2.0;
    tanh 2.0 2.0;
    sigmoid 2.0 2.0;
    ln 1.0 1.0;
    ln_1p 1.5 1.5;
    log2 2.0 2.0;
    log10 2.0 2.0;
    asinh 2.0 2.0;
    softplus 2.0 2.0;
    log_sigmoid 2.1 2.0;
    erf 1.2 1.5;
    erfc 2.0 2.0;
    norm_cdf 2.0 2.0;
    norm_pdf 1.5 1.5;
    exp_neg_square 1.5 1.5;
    cbrt 0.6 1.0;
    sin 1.0 1.0;
    cos 1.0 1.0;
    tan 1.5 1.0;
    asin 1.0 1.0;
    acos 1.0 1.0;
    atan 1.4 1.0;
    acosh 1.5 1.0;
    atanh 1.7 1.0;
}

fn values<T: Format>(function: Function, engine: Engine, inputs: &[T]) -> Vec<T> {
    let mut outputs = vec![T::default(); inputs.len()];
    one(engine, inputs, &mut outputs, &function);
    outputs
}

/// The distance in units of the last place of what was expected, which is a normal number.
fn error(got: f64, expected: f64, epsilon: f64) -> f64 {
    let unit = expected.abs().log2().floor().exp2() * epsilon;
    (got - expected).abs() / unit
}

/// How far off a result is, where the right one is a normal number; nothing if it is wrong in kind.
fn single(y: f32, expected: f64) -> Option<f64> {
    let rounded = narrow(expected);
    let right = if expected.is_nan() {
        y.is_nan()
    } else if rounded.is_infinite() || y.is_infinite() {
        // The last number before infinity may be off by its ULP.
        y == rounded || expected.abs() > 3.402_823e38
    } else if rounded.abs() < f32::MIN_POSITIVE {
        (y - rounded).abs() <= 2.0 * f32::MIN_POSITIVE && (y.is_normal() <= (rounded.abs() > 1.17e-38))
    } else {
        return Some(error(f64::from(y), expected, f64::from(f32::EPSILON)));
    };
    right.then_some(0.0)
}

/// Whether a result is right at the ends of the line: within 4 ULP, and of the right kind and sign.
fn is_right(y: f64, expected: f64) -> bool {
    if expected.is_nan() {
        y.is_nan()
    } else if expected.is_infinite() || expected == 0.0 {
        y == expected && (y != 0.0 || y.is_sign_negative() == expected.is_sign_negative())
    } else if expected.is_normal() {
        error(y, expected, f64::EPSILON) <= 4.0
    } else {
        (y - expected).abs() <= 1e-12 * expected.abs() || y == 0.0
    }
}

/// The lines of the table, as numbers: one or two arguments and the value.
fn table() -> impl Iterator<Item = (&'static str, Vec<f64>)> {
    let number = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("hexadecimal"));
    include_str!("golden.tsv").lines().map(move |line| {
        let (name, numbers) = line.split_once('\t').expect("fields");
        (name, numbers.split('\t').map(number).collect())
    })
}

/// The greatest error, and what says where: NaN if one is NaN.
fn worst<X>(errors: impl IntoIterator<Item = (f64, X)>) -> Option<(f64, X)> {
    errors.into_iter().fold(None, |worst, next| match worst {
        Some(worst) if worst.0.is_nan() || next.0 <= worst.0 => Some(worst),
        _ => Some(next),
    })
}

#[test]
fn single_precision_everywhere() {
    // Every exponent and sign, fractions at random distances.
    let inputs: Vec<f32> = (0..=u32::MAX).step_by(10_007).map(f32::from_bits).collect();
    let mut complaints = Vec::new();
    for &(function, name, [bound, _]) in Function::ALL {
        for level in vector_engines() {
            let mut errors = Vec::new();
            for (&x, y) in inputs.iter().zip(values(function, level, &inputs)) {
                let expected = function.of(f64::from(x));
                match single(y, expected) {
                    Some(error) => errors.push((error, x)),
                    None => complaints
                        .push(format!("{name} at {x:e} ({:x}): {y:e}, not {expected:e}, {level:?}", x.to_bits())),
                }
            }
            let (worst, x) = worst(errors).expect("inputs");
            println!("{name} f32 {worst:.2} at {x:e} {level:?}");
            if worst.is_nan() || worst > bound {
                complaints.push(format!("{name}: {worst:.2} ULP at {x:e}, {level:?}"));
            }
        }
    }
    complaints.truncate(60);
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn double_precision_against_the_table() {
    let mut rows: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for (name, numbers) in table() {
        if let [x, value] = numbers[..] {
            let (inputs, expected) = rows.entry(name).or_default();
            inputs.push(x);
            expected.push(value);
        }
    }
    let mut complaints = Vec::new();
    for &(function, name, [_, bound]) in Function::ALL {
        let (inputs, expected) = rows.get(name).expect("lines of this function");
        for level in vector_engines() {
            let errors =
                values(function, level, inputs).into_iter().zip(expected).map(|(y, &e)| error(y, e, f64::EPSILON));
            let (worst, x) = worst(errors.zip(inputs)).expect("lines");
            println!("{name} f64 {worst:.2} at {x:e} {level:?}");
            if worst.is_nan() || worst > bound {
                complaints.push(format!("{name}: {worst:.2} ULP at {x:e}, {level:?}"));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn the_ends_of_double_precision() {
    let inputs = [
        0.0,
        -0.0,
        5e-324,
        -5e-324,
        1e-310,
        f64::MIN_POSITIVE,
        -1e-300,
        1.0,
        -1.0,
        709.8,
        -708.5,
        -745.5,
        710.5,
        -710.5,
        1e300,
        -1e300,
        f64::MAX,
        f64::MIN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::from_bits(0x7fff_ffff_ffff_ffff),
    ];
    let mut complaints = Vec::new();
    for &(function, name, _) in Function::ALL {
        for level in vector_engines() {
            for (&x, y) in inputs.iter().zip(values(function, level, &inputs)) {
                // `asinh` of the standard library overflows.
                let expected = if name == "asinh" { libm::asinh(x) } else { function.of(x) };
                if !is_right(y, expected) {
                    complaints.push(format!("{name} at {x:e}: {y:e}, not {expected:e}, {level:?}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
