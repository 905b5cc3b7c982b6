//! The functions along an axis: values and gradients against 360 digits, by every engine; and their laws.
//!
//! In: `golden/axis.tsv` and random lanes. Out: what is too far off. Must never loosen a bound for one function silently.

use activation_core::axis::{
    AxisFunction, AxisLayer, Crelu, Float, Gated, InPlace, LogSoftmax, Maxout, Softmax, Softmin, Sparsemax,
};
use activation_core::testing::{Engine, on_engine, vector_engines};
use activation_core::{Element, activation};
use ndarray::{Array1, Array2, Axis, Ix1};
use proptest::prelude::*;

/// A lane of the reference table. Inputs are exact in `f32`.
struct Row {
    name: &'static str,
    x: Vec<f64>,
    g: Vec<f64>,
    /// The output and the gradient of the input, and their absolute conditions.
    expected: [Vec<f64>; 2],
    condition: [Vec<f64>; 2],
}

fn golden() -> Vec<Row> {
    let lines = include_str!("golden/axis.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next().expect("a name");
            let [x, g, y, back, of_y, of_back] = std::array::from_fn(|_| {
                let numbers = fields.next().expect("seven columns").split(' ');
                numbers.map(|number| number.parse().expect("a number")).collect()
            });
            Row { name, x, g, expected: [y, back], condition: [of_y, of_back] }
        })
        .collect()
}

/// A type that the table is checked in.
trait Checked: Float {
    const UNIT: f64;
    /// The least subnormal number, and the greatest.
    const ENDS: [f64; 2];
}

impl Checked for f32 {
    const UNIT: f64 = f32::EPSILON as f64;
    const ENDS: [f64; 2] = [1e-45, f32::MAX as f64];
}

impl Checked for f64 {
    const UNIT: f64 = f64::EPSILON;
    const ENDS: [f64; 2] = [5e-324, f64::MAX];
}

fn converted<T: Element>(numbers: &[f64]) -> Array1<T> {
    numbers.iter().map(|&number| T::from_f64(number)).collect()
}

/// Within 4 ULP and what the condition explains; what underflow may take besides grows with the gradients.
fn compare<T: Checked>(row: &Row, what: usize, got: &Array1<T>, engine: Engine) {
    let weight = if what == 0 { 1.0 } else { 1.0 + row.g.iter().map(|g| g.abs()).sum::<f64>() };
    for ((got, &expected), condition) in got.iter().zip(&row.expected[what]).zip(&row.condition[what]) {
        let got = got.to_f64();
        let bound = T::UNIT * (4.0 * expected.abs() + condition) + 4.0 * T::ENDS[0] * weight;
        assert!(
            (got - expected).abs() <= bound,
            "{} of {:?}, g {:?}: {got:e} instead of {expected:e}, {:.1} ULP, bound {:.1}, {engine:?}",
            row.name,
            row.x,
            row.g,
            (got - expected).abs() / expected.abs() / T::UNIT,
            bound / expected.abs() / T::UNIT,
        );
    }
}

fn check<F: AxisFunction, T: Checked>(row: &Row, function: &F) {
    let (x, g) = (converted::<T>(&row.x), converted::<T>(&row.g));
    for engine in vector_engines().into_iter().chain([Engine::Scalars]) {
        let mut layer: AxisLayer<F, T, Ix1> = on_engine(AxisLayer::new(function.clone(), Axis(0)), engine);
        compare(row, 0, layer.forward(&x).expect("a suitable lane"), engine);
        compare(row, 1, layer.backward(&g).expect("a suitable gradient"), engine);
    }
}

#[test]
fn the_table() {
    let rows = golden();
    assert_eq!(rows.len(), 429);
    for row in &rows {
        macro_rules! check {
            ($function:expr) => {{
                check::<_, f32>(row, &$function);
                check::<_, f64>(row, &$function);
            }};
        }
        match row.name {
            "softmax" => check!(Softmax),
            "softmin" => check!(Softmin),
            "log_softmax" => check!(LogSoftmax),
            "sparsemax" => check!(Sparsemax),
            "glu" => check!(Gated::glu()),
            "swiglu" => check!(Gated::swiglu()),
            "swiglu_gate_first" => check!(Gated::swiglu().gate_first()),
            "geglu" => check!(Gated::geglu()),
            "reglu" => check!(Gated::reglu()),
            "maxout2" => check!(Maxout { pieces: 2 }),
            "maxout3" => check!(Maxout { pieces: 3 }),
            "crelu" => check!(Crelu),
            other => panic!("{other}"),
        }
    }
}

/// Numbers that differ by more than a type can express.
#[test]
fn the_greatest_numbers() {
    let x = Array1::from_vec(vec![f32::MAX, -f32::MAX, 0.0, f32::MAX]);
    assert_eq!(infer(Softmax, &x), [0.5, 0.0, 0.0, 0.5]);
    assert_eq!(infer(Softmin, &x), [0.0, 1.0, 0.0, 0.0]);
    assert_eq!(infer(Sparsemax, &x), [0.5, 0.0, 0.0, 0.5]);
    let logarithms = infer(LogSoftmax, &x);
    assert_eq!(logarithms[1..3], [f32::NEG_INFINITY, -f32::MAX]);
}

fn infer<F: AxisFunction>(function: F, x: &Array1<f32>) -> Vec<f32> {
    AxisLayer::new(function, Axis(0)).infer(x).expect("a suitable lane").to_vec()
}

/// A limit where there is one, else NaN; and NaN for NaN.
#[test]
fn infinities_and_nan() {
    const INF: f32 = f32::INFINITY;
    const NAN: f32 = f32::NAN;
    // A lane, what makes it longer, softmax or sparsemax of it, log_softmax of it.
    type Case<'a> = (&'a [f32], f32, &'a [f32], &'a [f32]);
    let cases: [Case; 9] = [
        (&[1.0, INF, 2.0], 0.5, &[0.0, 1.0, 0.0], &[-INF, 0.0, -INF]),
        (&[INF, -INF], 0.5, &[1.0, 0.0], &[0.0, -INF]),
        (&[INF, INF, 0.0], 0.5, &[NAN; 3], &[NAN; 3]),
        (&[-INF, 3.0, -INF], -INF, &[0.0, 1.0, 0.0], &[-INF, 0.0, -INF]),
        (&[-INF, -INF], -INF, &[NAN; 2], &[NAN; 2]),
        (&[0.0, NAN, 1.0], 0.5, &[NAN; 3], &[NAN; 3]),
        (&[INF, NAN, -INF], 0.5, &[NAN; 3], &[NAN; 3]),
        (&[-INF], NAN, &[1.0], &[0.0]),
        (&[INF], 0.5, &[1.0], &[0.0]),
    ];
    let same =
        |got: &Array1<f32>, expected: &[f32]| got.iter().zip(expected).all(|(a, b)| a == b || a.is_nan() && b.is_nan());
    for (x, filler, distribution, logarithm) in cases {
        // In lanes that are longer than a vector, too.
        for more in [0, 40] {
            if more > 0 && filler.is_nan() {
                continue;
            }
            let lane: Array1<f32> = x.iter().copied().chain(std::iter::repeat_n(filler, more)).collect();
            for engine in vector_engines().into_iter().chain([Engine::Scalars]) {
                macro_rules! got {
                    ($function:expr, $x:expr) => {
                        on_engine(AxisLayer::new($function, Axis(0)), engine).infer(&$x).expect("a lane")
                    };
                }
                for got in [got!(Softmax, lane), got!(Softmin, -&lane), got!(Sparsemax, lane)] {
                    assert!(same(&got, distribution), "{lane} {got} {engine:?}");
                }
                let got = got!(LogSoftmax, lane);
                assert!(same(&got, logarithm), "{lane} {got} {engine:?}");
            }
        }
    }
    assert!(infer(Maxout { pieces: 3 }, &Array1::from_vec(vec![1.0, NAN, 2.0]))[0].is_nan());
    assert!(infer(Crelu, &Array1::from_vec(vec![NAN])).iter().all(|x| x.is_nan()));
    assert!(infer(Gated::reglu(), &Array1::from_vec(vec![1.0, NAN]))[0].is_nan());
}

/// A NaN makes the whole gradient NaN, in place, too.
#[test]
fn the_gradient_of_a_nan() {
    fn of<F: InPlace>(function: F) {
        let mut layer = AxisLayer::new(function, Axis(0));
        layer.forward(&Array1::from_vec(vec![0.0_f32, f32::NAN])).expect("a lane");
        assert!(layer.backward(&Array1::from_vec(vec![1.0, 2.0])).expect("a gradient").iter().all(|g| g.is_nan()));
    }
    of(Softmax);
    of(Softmin);
    of(LogSoftmax);
    of(Sparsemax);
}

/// Where a probability is nearly 1, the gradient is that tail's, not 0.
#[test]
fn a_certain_choice_keeps_its_gradient() {
    let x = Array1::from_vec(vec![40.0_f32, 0.0]);
    let tail = (-40.0_f64).exp();
    let close = |got: f32, expected: f64| (f64::from(got) / expected - 1.0).abs() < 1e-6;
    let mut layer = AxisLayer::new(Softmax, Axis(0));
    layer.forward(&x).expect("a lane");
    let delta = layer.backward(&Array1::from_vec(vec![1.0, 0.0])).expect("a gradient");
    assert!(close(delta[0], tail) && close(delta[1], -tail), "{delta}");
    // The negative log-likelihood of the right class.
    let mut layer = AxisLayer::new(LogSoftmax, Axis(0));
    assert!(close(layer.forward(&x).expect("a lane")[0], -tail));
    let delta = layer.backward(&Array1::from_vec(vec![-1.0, 0.0])).expect("a gradient");
    assert!(close(delta[0], -tail) && close(delta[1], tail), "{delta}");
}

/// `f32` against `f64`, over lanes of many blocks.
#[test]
fn long_lanes_lose_nothing() {
    let x = Array1::from_shape_fn(300_001, |i| f32::from(u16::try_from(i * 7919 % 60_013).unwrap_or(0)) / 6000.0);
    let wide = x.mapv(f64::from);
    let worst = |narrow: &Array1<f32>, wide: &Array1<f64>| {
        let errors = narrow.iter().zip(wide).map(|(&a, b)| (f64::from(a) / b - 1.0).abs());
        errors.fold(0.0, f64::max) / f64::from(f32::EPSILON)
    };
    let (narrow, exact) = (infer(Softmax, &x), AxisLayer::new(Softmax, Axis(0)).infer(&wide).expect("a lane"));
    // Not more than the rounding of x − 10 explains.
    assert!(worst(&Array1::from(narrow), &exact) < 10.0);
    let (narrow, exact) = (infer(LogSoftmax, &x), AxisLayer::new(LogSoftmax, Axis(0)).infer(&wide).expect("a lane"));
    assert!(worst(&Array1::from(narrow), &exact) < 2.0);
    assert!((exact.mapv(f64::exp).sum() - 1.0).abs() < 1e-9);
}

activation! {
    /// A user's own.
    cubic: x * x * x / 3;
}

#[test]
fn any_activation_gates() {
    let x = Array2::from_shape_fn((3, 8), |(i, j)| f64::from(u8::try_from(5 * i + 3 * j).unwrap_or(0)) / 7.0 - 2.0);
    let mut layer = AxisLayer::new(Gated::new(Cubic), Axis(1));
    let output = layer.forward(&x).expect("an even length").clone();
    let delta = layer.backward(&output).expect("a gradient");
    for ((i, j), y) in output.indexed_iter() {
        let (a, b) = (x[[i, j]], x[[i, j + 4]]);
        assert!((y - a * b * b * b / 3.0).abs() <= 1e-13);
        assert!((delta[[i, j]] - y * b * b * b / 3.0).abs() <= 1e-12);
        assert!((delta[[i, j + 4]] - y * a * b * b).abs() <= 1e-12);
    }
    let named = "silu".parse::<activation_core::AnyActivation>().expect("a known name");
    let chosen = AxisLayer::new(Gated::new(named.clone()), Axis(1)).infer(&x);
    assert_eq!(chosen, AxisLayer::new(Gated::swiglu(), Axis(1)).infer(&x));
    assert_eq!(Gated::new(named).name(), "swiglu");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A distribution, monotone in x, the same for shifted x; gradients sum up to 0.
    #[test]
    fn distributions(x in prop::collection::vec(-50.0_f64..50.0, 1..70), scale in 0.01_f64..20.0) {
        let x = Array1::from(x) * scale;
        let g = Array1::from_shape_fn(x.len(), |i| (x[i] * 1.7).sin());
        macro_rules! check {
            ($function:expr, $falls:literal) => {{
                let mut layer = AxisLayer::new($function, Axis(0));
                let y = layer.forward(&x).expect("a lane").clone();
                prop_assert!((y.sum() - 1.0).abs() < 1e-13);
                prop_assert!(y.iter().all(|y| (0.0..=1.0).contains(y)));
                for i in 1..x.len() {
                    let order = (x[i] - x[0]) * (y[i] - y[0]);
                    let rise = if $falls { -order } else { order };
                    prop_assert!(rise >= -1e-9);
                }
                let delta = layer.backward(&g).expect("a gradient");
                prop_assert!(delta.sum().abs() < 1e-12);
            }};
        }
        check!(Softmax, false);
        check!(Softmin, true);
        check!(Sparsemax, false);
        let y = AxisLayer::new(LogSoftmax, Axis(0)).infer(&x).expect("a lane");
        prop_assert!((y.mapv(f64::exp).sum() - 1.0).abs() < 1e-12);
        prop_assert!(y.iter().all(|&y| y <= 0.0));
    }

    /// Sparsemax is the nearest point of the simplex: from y, every corner lies at an obtuse angle to x − y.
    #[test]
    fn sparsemax_is_the_projection(x in prop::collection::vec(-2.0_f64..2.0, 1..40)) {
        let x = Array1::from(x);
        let y = AxisLayer::new(Sparsemax, Axis(0)).infer(&x).expect("a lane");
        let way = &x - &y;
        let along = (&way * &y).sum();
        prop_assert!(way.iter().all(|corner| corner - along < 1e-12));
    }
}
