//! In: every vector function, on every level that this machine has. Out: its greatest error, against `f64` for `f32` (a dense
//! sweep over all bit patterns) and against 120 digits for `f64` (`golden.tsv`, made by tools/golden/math.py). Must never
//! skip a level, nor a special value.

use std::collections::BTreeMap;

use crate::kernel::Element;
use crate::kernel::loops::{Engine, Unary, one};
use crate::real::Real;
use crate::scalar::narrow;
use crate::testing::vector_engines;

/// The functions, and how far off they may be, in ULP of `f32` and of `f64`, where the result is a normal number.
macro_rules! functions {
    ($($name:ident $single:literal $double:literal;)*) => {
        #[derive(Clone, Copy)]
        #[expect(non_camel_case_types, reason = "the functions' own names")]
        enum Function { $($name),* }

        impl Function {
            const ALL: &[(Function, &str, [f64; 2])] =
                &[$((Function::$name, stringify!($name), [$single, $double])),*];
        }

        impl Unary for Function {
            #[inline(always)]
            fn of<R: Real>(&self, x: R) -> R {
                match self { $(Function::$name => x.$name()),* }
            }
        }
    };
}
functions! {
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
    asinh 2.5 2.5;
    softplus 2.5 2.5;
    log_sigmoid 2.6 2.5;
    erf 1.2 1.5;
    erfc 2.0 2.0;
    norm_cdf 2.0 2.0;
    norm_pdf 1.5 1.5;
    exp_neg_square 1.5 1.5;
    cbrt 1.0 1.0;
    sin 1.0 1.0;
    cos 1.0 1.0;
    tan 1.0 1.0;
    asin 1.0 1.0;
    acos 1.0 1.0;
    atan 1.0 1.0;
    acosh 1.0 1.0;
    atanh 1.5 1.5;
}

fn values<T: Element>(function: Function, engine: Engine, inputs: &[T]) -> Vec<T> {
    let mut outputs = vec![T::default(); inputs.len()];
    one(engine, inputs, &mut outputs, &function);
    outputs
}

/// The distance in units of the last place of what was expected, which is a normal number.
fn error(got: f64, expected: f64, epsilon: f64) -> f64 {
    let unit = expected.abs().log2().floor().exp2() * epsilon;
    (got - expected).abs() / unit
}

#[test]
fn single_precision_everywhere() {
    // Every exponent and sign, fractions at random distances.
    let inputs: Vec<f32> = (0..=u32::MAX).step_by(10_007).map(f32::from_bits).collect();
    let mut complaints = Vec::new();
    for &(function, name, [bound, _]) in Function::ALL {
        for level in vector_engines() {
            let mut worst = (0.0, 0.0);
            for (&x, y) in inputs.iter().zip(values(function, level, &inputs)) {
                let expected = function.of(f64::from(x));
                let rounded = narrow(expected);
                let right = if expected.is_nan() {
                    y.is_nan()
                } else if rounded.is_infinite() || y.is_infinite() {
                    // The last number before infinity may be off by its ULP.
                    y == rounded || expected.abs() > 3.402_823e38
                } else if rounded.abs() < f32::MIN_POSITIVE {
                    (y - rounded).abs() <= 2.0 * f32::MIN_POSITIVE && (y.is_normal() <= (rounded.abs() > 1.17e-38))
                } else {
                    let error = error(f64::from(y), expected, f64::from(f32::EPSILON));
                    if error > worst.0 {
                        worst = (error, x);
                    }
                    true
                };
                if !right {
                    complaints.push(format!("{name} at {x:e} ({:x}): {y:e}, not {expected:e}, {level:?}", x.to_bits()));
                }
            }
            println!("{name} f32 {:.2} at {:e} {level:?}", worst.0, worst.1);
            if worst.0 > bound {
                complaints.push(format!("{name}: {:.2} ULP at {:e}, {level:?}", worst.0, worst.1));
            }
        }
    }
    complaints.truncate(60);
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn double_precision_against_the_table() {
    let number = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("hexadecimal"));
    let mut table: BTreeMap<&str, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    for line in include_str!("golden.tsv").lines() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().expect("three fields");
        let (inputs, expected) = table.entry(next()).or_default();
        inputs.push(number(next()));
        expected.push(number(next()));
    }
    let mut complaints = Vec::new();
    for (name, (inputs, expected)) in table {
        let &(function, _, [_, bound]) = Function::ALL.iter().find(|row| row.1 == name).expect("a function");
        for level in vector_engines() {
            let errors =
                values(function, level, &inputs).into_iter().zip(&expected).map(|(y, &e)| error(y, e, f64::EPSILON));
            let (worst, x) = errors
                .zip(&inputs)
                .fold((0.0, 0.0), |worst, (e, &x)| if e > worst.0 || e.is_nan() { (e, x) } else { worst });
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
                let right = if expected.is_nan() {
                    y.is_nan()
                } else if expected.is_infinite() || expected == 0.0 {
                    y == expected && (y != 0.0 || y.is_sign_negative() == expected.is_sign_negative())
                } else if expected.is_normal() {
                    error(y, expected, f64::EPSILON) <= 4.0
                } else {
                    (y - expected).abs() <= 1e-12 * expected.abs() || y == 0.0
                };
                if !right {
                    complaints.push(format!("{name} at {x:e}: {y:e}, not {expected:e}, {level:?}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
