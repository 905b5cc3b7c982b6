//! The randomised leaky rectifier in training and in evaluation.
//!
//! In: arrays of all layouts, seeds, numbers of threads. Out: slopes, outputs, gradients. Must never pass for luck: every draw
//! is seeded, and bounds on means leave six deviations.

use activation_core::catalogue::Rrelu;
use activation_core::{Activation, ActivationLayer, Element, Error, RreluLayer};
use ndarray::{Array, Array1, Array2, Array3, ArrayD, Axis, Ix1, Ix2, Ix3, IxDyn, array};

fn layer<D>(seed: u64) -> RreluLayer<f32, D>
where
    D: ndarray::Dimension,
{
    RreluLayer::new(Rrelu::default(), seed).expect("two bounds")
}

/// From −8 to 8, with what is special in between.
fn input(shape: [usize; 3]) -> Array3<f32> {
    let mut step = 0_u16;
    Array::from_shape_simple_fn(shape, || {
        step = step.wrapping_mul(25_173).wrapping_add(13_849);
        match step % 97 {
            0 => 0.0,
            1 => -0.0,
            _ => f32::from(step) / 4096.0 - 8.0,
        }
    })
}

#[test]
fn evaluation_is_the_activation() -> Result<(), Error> {
    let (input, grad) = (input([3, 5, 7]), input([3, 5, 7]).mapv(|x| x * x));
    let mut rrelu = layer::<Ix3>(1);
    assert!(rrelu.is_training());
    rrelu.eval();
    assert!(!rrelu.is_training());
    let mut plain = ActivationLayer::new(Rrelu::default());
    assert_eq!(rrelu.forward(&input)?, plain.forward(&input)?);
    assert_eq!(rrelu.backward(&grad)?, plain.backward(&grad)?);
    assert_eq!(rrelu.infer(&input)?, plain.infer(&input)?);
    let (mut here, mut there) = (input.clone(), input.clone());
    rrelu.forward_inplace(&mut here)?;
    plain.forward_inplace(&mut there)?;
    assert_eq!(here, there);
    // To the last bit the activation that the golden table knows.
    assert_eq!(rrelu.infer(&array![[[-1.0]]])?[[0, 0, 0]], Rrelu::default().forward(-1.0_f32));
    // Evaluated between two steps of training, the layer infers without drawing.
    rrelu.train();
    let drawn = rrelu.forward(&input)?.clone();
    assert_eq!(rrelu.infer(&input)?, plain.infer(&input)?);
    assert_eq!(rrelu.output(), Some(&drawn));
    Ok(())
}

/// Outputs and gradients are those of the slopes, and the slopes are 1 above 0 and within bounds below.
fn check<T: Element>(rrelu: Rrelu) -> Result<(), Error> {
    let mut layer = RreluLayer::<T, Ix3>::new(rrelu, 7)?;
    let input = input([4, 50, 60]).mapv(|x| T::from_f64(f64::from(x)));
    let grad = input.mapv(|x| x * x + T::from_f64(0.5));
    let output = layer.forward(&input)?.clone();
    let slopes = layer.slopes().expect("a forward before").clone();
    let [lower, upper] = [rrelu.lower, rrelu.upper].map(T::from_f64).map(Element::to_f64);
    for (x, slope) in input.iter().zip(&slopes) {
        let (x, slope) = (x.to_f64(), slope.to_f64());
        assert!(if x > 0.0 { slope == 1.0 } else { (lower..=upper).contains(&slope) }, "{slope} at {x}");
    }
    assert_eq!(output, &slopes * &input);
    assert_eq!(layer.backward(&grad)?, &slopes * &grad);
    // A second time the same: backward draws nothing.
    assert_eq!(layer.backward(&grad)?, &slopes * &grad);
    // In place, the next slopes are others, and used in both directions.
    let (mut values, mut gradients) = (input.clone(), grad.clone());
    layer.forward_inplace(&mut values)?;
    let next = layer.slopes().expect("a forward before").clone();
    assert_ne!(next, slopes);
    assert_eq!(values, &next * &input);
    layer.backward_inplace(&mut gradients)?;
    assert_eq!(gradients, &next * &grad);
    assert!(layer.output().is_none() && layer.delta().is_none());
    Ok(())
}

#[test]
fn backward_uses_the_slopes_that_forward_drew() -> Result<(), Error> {
    check::<f32>(Rrelu::default())?;
    check::<f64>(Rrelu::default())?;
    check::<f32>(Rrelu { lower: -0.5, upper: 2.0 })
}

#[test]
fn equal_bounds_are_a_leaky_rectifier() -> Result<(), Error> {
    let mut fixed = RreluLayer::new(Rrelu { lower: 0.25, upper: 0.25 }, 3)?;
    assert_eq!(fixed.forward(&array![-4.0_f32, 4.0, -1.0])?, array![-1.0, 4.0, -0.25]);
    Ok(())
}

/// Mean and variance of the uniform distribution, no slope twice, none like its neighbour.
#[test]
fn slopes_are_uniform_and_independent() -> Result<(), Error> {
    let count = 1_000_000;
    let mut layer = RreluLayer::<f64, Ix1>::new(Rrelu { lower: 0.0, upper: 1.0 }, 11)?;
    let ones = Array1::from_elem(count, -1.0);
    let first = -layer.forward(&ones)?;
    let second = -layer.forward(&ones)?;
    let products = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() / 1e6;
    let slopes = first.as_slice().expect("one row");
    // Standard deviations over a million draws: mean 2.9e-4, variance 7.5e-5, covariances 8.3e-5.
    let mean = slopes.iter().sum::<f64>() / 1e6;
    assert!((mean - 0.5).abs() < 1.8e-3, "{mean}");
    let variance = products(slopes, slopes);
    assert!((variance - 1.0 / 12.0).abs() < 4.5e-4, "{variance}");
    for shift in [1, 2, 4096, 8192] {
        let covariance = products(slopes, &slopes[shift..]);
        assert!(covariance.abs() < 5e-4, "{covariance} at a distance of {shift}");
    }
    let covariance = products(slopes, second.as_slice().expect("one row"));
    assert!(covariance.abs() < 5e-4, "{covariance} between two steps");
    let mut tenths = [0_u32; 10];
    for slope in slopes {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 9")]
        let tenth = (slope * 10.0) as usize;
        tenths[tenth.min(9)] += 1;
    }
    assert!(tenths.iter().all(|tenth| tenth.abs_diff(100_000) < 1_800), "{tenths:?}");
    Ok(())
}

/// The same seed, the same step, the same place: the same slope.
#[test]
fn draws_are_reproducible_whatever_the_threads() {
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let mut layer = layer::<Ix2>(seed);
            let input = Array2::from_elem((700, 900), -1.0);
            let steps = [0; 2].map(|_| layer.forward(&input).expect("room").clone());
            layer.reseed(seed);
            assert_eq!(layer.forward(&input).expect("room"), &steps[0]);
            steps
        })
    };
    let alone = run(1, 5);
    for threads in [2, 3, 8] {
        assert_eq!(run(threads, 5), alone, "{threads} threads");
    }
    assert_ne!(run(1, 6), alone);
    assert_ne!(alone[0], alone[1]);
}

/// What is drawn for an element depends on where it is in the array, not on where that is in memory.
#[test]
fn strides_do_not_matter() -> Result<(), Error> {
    let standard = input([6, 70, 80]);
    let expected = layer::<Ix3>(9).forward(&standard)?.clone();
    let mut columns = Array3::zeros(ndarray::ShapeBuilder::f([6, 70, 80]));
    columns.assign(&standard);
    assert_eq!(layer::<Ix3>(9).forward(&columns)?, expected);
    let mut backwards = standard.clone();
    backwards.invert_axis(Axis(1));
    let view = backwards.slice_axis(Axis(1), ndarray::Slice::from(..).step_by(-1));
    assert_eq!(layer::<Ix3>(9).forward(&view)?, expected);
    let mut dynamic = RreluLayer::<f32, IxDyn>::new(Rrelu::default(), 9)?;
    assert_eq!(dynamic.forward(&standard.into_dyn())?, expected.into_dyn());
    // And in Fortran order, backward meets the same slopes.
    let mut layer = layer::<Ix3>(9);
    let output = layer.forward(&columns)?.clone();
    let slopes = layer.backward(&Array3::ones(columns.dim()))?;
    assert_eq!(slopes * &columns, output);
    Ok(())
}

#[test]
fn special_numbers_go_through() -> Result<(), Error> {
    let mut layer = layer::<Ix1>(2);
    let output = layer.forward(&array![f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, 1e-45])?.clone();
    assert!(output[0].is_nan());
    assert_eq!(
        output.slice_axis(Axis(0), ndarray::Slice::from(1..)),
        array![f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0, 1e-45]
    );
    let slopes = layer.slopes().expect("a forward before");
    assert_eq!((slopes[0], slopes[1], slopes[5]), (1.0, 1.0, 1.0));
    // Zero is below: it has a slope that was drawn, as in PyTorch.
    assert!(slopes[3] < 0.34 && slopes[4] < 0.34);
    let empty = ArrayD::<f32>::zeros(IxDyn(&[3, 0]));
    let mut layer = RreluLayer::new(Rrelu::default(), 2)?;
    assert_eq!(layer.forward(&empty)?, empty);
    assert_eq!(layer.backward(&empty)?, empty);
    Ok(())
}

#[test]
fn mistakes_are_errors_that_change_nothing() -> Result<(), Error> {
    let bad = |lower, upper| RreluLayer::<f32, Ix1>::new(Rrelu { lower, upper }, 0).err();
    let invalid = |value: &str| {
        Some(Error::InvalidParameter { activation: "rrelu".into(), parameter: "upper".into(), value: value.into() })
    };
    assert_eq!(bad(0.5, 0.25), invalid("0.25"));
    assert_eq!(bad(0.5, f64::NAN), invalid("NaN"));
    assert!(bad(f64::NEG_INFINITY, 1.0).is_some() && bad(f64::NAN, 1.0).is_some());
    let mut layer = layer::<Ix1>(0).with_input_shape(2);
    assert!(matches!(layer.backward(&array![1.0, 1.0]), Err(Error::BackwardBeforeForward { operation: "backward" })));
    layer.forward(&array![-1.0, -2.0])?;
    let kept = layer.clone();
    assert!(matches!(layer.forward(&array![1.0]), Err(Error::InputShape { operation: "forward", .. })));
    assert!(matches!(layer.forward_inplace(&mut array![1.0]), Err(Error::InputShape { .. })));
    assert!(matches!(layer.backward(&array![1.0]), Err(Error::ShapeMismatch { .. })));
    assert_eq!(layer.output(), kept.output());
    // The refused ones have drawn nothing.
    assert_eq!(layer.forward(&array![-1.0, -1.0])?, kept.clone().forward(&array![-1.0, -1.0])?);
    assert_eq!(layer.to_string(), "activ   2   ->   2");
    assert_eq!((layer.activation(), layer.input_shape()), (&Rrelu::default(), Some(&Ix1(2))));
    Ok(())
}

#[test]
fn nothing_is_allocated_after_the_first_step() {
    let mut layer = layer::<Ix2>(4);
    // Less than what is handed to other threads, which allocate for themselves.
    let (input, mut array) = (Array2::from_elem((20, 30), -1.0), Array2::from_elem((20, 30), -1.0));
    let mut step = |input: &Array2<f32>| {
        layer.forward(input).expect("room");
        layer.backward(input).expect("a forward before");
        layer.forward_inplace(&mut array).expect("room");
        layer.backward_inplace(&mut array).expect("a forward before");
    };
    step(&input);
    assert_eq!(allocation_counter::measure(|| step(&input)).count_total, 0);
}
