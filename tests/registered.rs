//! Activations of the user's own, by name at run time.
//!
//! In: activations declared here, by the macro and by hand. Out: the same results as their types give, through every
//! operation. Must never register a name that another test relies on being free.

use std::any::type_name;
use std::sync::atomic::{AtomicUsize, Ordering};

use activation_core::{
    Activation, ActivationLayer, AnyActivation, Custom, Derivative, Dual, Error, Visitor, activation,
};
use activation_core::{ActivationExt, Facts, Real, Residual};
use ndarray::{Array2, array};

activation! {
    /// Everything a formula may have: conditions, powers, two learnt parameters and a fixed one.
    wave(learn a = 0.5, learn b = 2, width = 3):
        if x > -width && !(x > width) || x == 7 <a * sin(b * x) + x.powi(3) / 30> else <max(x, 0) * sigmoid(-x) + copysign(1, x)>;
    /// Tails that are raised, rests that are carried.
    tails: x * sigmoid(1.7 * x);
    normal: x * norm_cdf(x);
    bent: tanh(0.3 * x);
    mirrored: x * sigmoid(-x);
    /// One whose derivative follows from the output.
    gate: max(x, 0);
    /// Its name is the catalogue's.
    leaky_relu(slope = 0.5): if x > 0 <x> else <slope * x>;
    /// Its name is free until a test takes it.
    twice: 2 * x + abs(x);
    other: x * tanh(x);
}

/// Another of that name.
mod elsewhere {
    activation_core::activation! { pub(super) twice: 2 * x; }
}

/// The activation behind its pointer, without the catalogue beside it, which would have to be compiled along.
fn behind(activation: impl Activation + 'static) -> Custom {
    match AnyActivation::custom(activation) {
        AnyActivation::Custom(custom) => custom,
        other => panic!("{other:?}"),
    }
}

fn inputs() -> Vec<f64> {
    let mut inputs: Vec<f64> = (-90..=90).map(|step| f64::from(step) / 16.0).collect();
    inputs.extend([-720.0, -700.0, -90.0, -38.0, -37.6, -11.6, 90.0]);
    inputs.extend([0.0, -0.0, 7.0, 1e300, -1e300, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]);
    inputs
}

/// Number by number, in any type of number: to the last bit.
#[test]
fn behind_a_pointer_it_is_the_same_function() {
    fn bits<A: Activation>(activation: &A, x: f64) -> Vec<Option<u64>> {
        #[expect(clippy::cast_possible_truncation, reason = "the input as f32 has it")]
        let single = f64::from(activation.forward(x as f32));
        let dual = activation.forward(Dual::variable(x));
        let mut all = vec![activation.forward(x), activation.derivative(x), activation.second_derivative(x), single];
        all.extend(<[f64; 2]>::from(activation.forward_with_derivative(x)));
        all.extend([dual.value, dual.tangent, activation.second_derivative(Dual::variable(x)).tangent]);
        all.extend([Derivative(activation.clone()).second_derivative(x)]);
        // A NaN's payload is nobody's promise.
        let plain = |y: f64| if y.is_nan() { f64::NAN.to_bits() } else { y.to_bits() };
        let mut all: Vec<Option<u64>> = all.into_iter().map(|y| Some(plain(y))).collect();
        all.extend([activation.derivative_from_output(x).map(plain)]);
        all.extend((0..4).map(|index| activation.parameter_derivative(index, x).map(plain)));
        all.extend((0..4).map(|index| activation.parameter(index).map(f64::to_bits)));
        all
    }
    let wave = Wave { a: 0.75, b: 1.5, width: 2.5 };
    for x in inputs() {
        assert_eq!(bits(&behind(wave), x), bits(&wave, x), "wave at {x}");
        assert_eq!(bits(&behind(Gate), x), bits(&Gate, x), "gate at {x}");
        assert_eq!(bits(&behind(Tails), x), bits(&Tails, x), "tails at {x}");
        assert_eq!(bits(&behind(Normal), x), bits(&Normal, x), "normal at {x}");
        assert_eq!(bits(&behind(Bent), x), bits(&Bent, x), "bent at {x}");
        assert_eq!(bits(&behind(Mirrored), x), bits(&Mirrored, x), "mirrored at {x}");
    }
    let any = AnyActivation::custom(wave);
    assert_eq!((any.facts(), any.residual(), any.parameters()), (wave.facts(), wave.residual(), wave.parameters()));
    assert_eq!(any.clone(), any);
    assert_ne!(any, AnyActivation::custom(Wave::default()));
    assert_ne!(AnyActivation::custom(Gate), AnyActivation::custom(Twice));
    assert_eq!(format!("{any:?}"), "Custom(wave { a: Some(0.75), b: Some(1.5), width: Some(2.5) })");
}

/// Through slices and layers it is the same code: forward, in place, backward, with what it learns.
#[test]
fn a_layer_runs_it_as_its_own_type() -> Result<(), Error> {
    /// Output, gradient, what the parameters learn, and in place.
    type Step = ([Array2<f32>; 3], [Array2<f64>; 2]);
    fn step<A: Activation>(activation: A) -> Result<Step, Error> {
        let numbers = (0_u16..37 * 11).map(|step| f32::from(step) / 32.0 - 6.0).collect();
        let input = Array2::from_shape_vec((37, 11), numbers).expect("as many numbers");
        let mut layer = ActivationLayer::new(activation);
        let output = layer.forward(&input)?.clone();
        let delta = layer.backward(&input)?.clone();
        let gradients = layer.parameter_gradients().clone();
        layer.step(0.01);
        let mut again = input.clone();
        layer.forward_inplace(&mut again)?;
        layer.backward_inplace(&mut again)?;
        Ok(([output, delta, again], [gradients, layer.parameters()]))
    }
    assert_eq!(step(behind(Wave::default()))?, step(Wave::default())?);
    assert_eq!(step(behind(Gate))?, step(Gate)?);
    assert_eq!(step(Derivative(behind(Wave::default())))?, step(Derivative(Wave::default()))?);
    let (mut erased, mut own) = ([0.0_f64; 5], [0.0; 5]);
    let input = [-3.5, -1.0, 0.0, 2.0, 9.0];
    behind(Twice).forward_slice(&input, &mut erased)?;
    Twice.forward_slice(&input, &mut own)?;
    assert_eq!(erased, own);
    Ok(())
}

#[test]
fn a_registered_one_is_found_by_name() -> Result<(), Error> {
    assert!(matches!("wave".parse::<AnyActivation>(), Err(Error::UnknownActivation { .. })));
    // What is registered is the type, whatever its parameters happen to be.
    AnyActivation::register(Wave { a: 9.0, ..Wave::default() })?;
    AnyActivation::register(Wave::default())?;
    assert_eq!("wave".parse(), Ok(AnyActivation::custom(Wave::default())));
    let any: AnyActivation = "Wave(b = 1.5, width=2.5)".parse()?;
    assert_eq!(any, AnyActivation::custom(Wave { b: 1.5, width: 2.5, ..Wave::default() }));
    assert_eq!(any.to_string(), "wave(b=1.5, width=2.5)");
    assert_eq!(any.to_string().parse(), Ok(any));
    assert_eq!(AnyActivation::names().filter(|name| *name == "wave").count(), 1);
    assert!(
        matches!("wav".parse::<AnyActivation>(), Err(Error::UnknownActivation { nearest: Some(name), .. }) if name == "wave")
    );
    // A layer of an `AnyActivation` is in the documentation of `register`, as a test.
    let AnyActivation::Custom(custom) = "wave(a=1)".parse::<AnyActivation>()? else { panic!("one of the catalogue") };
    let mut layer = ActivationLayer::new(custom).with_parameters_per_channel(ndarray::Axis(1), 2)?;
    layer.forward(&array![[1.0_f32, -1.0], [0.5, 9.0]])?;
    layer.backward(&array![[1.0, 1.0], [1.0, 1.0]])?;
    assert_eq!(layer.parameters(), array![[1.0, 2.0], [1.0, 2.0]]);
    Ok(())
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let taken = AnyActivation::register(LeakyRelu::default());
    assert_eq!(
        taken.map_err(|error| error.to_string()),
        Err("another activation is already called `leaky_relu`".into())
    );
    assert_eq!(AnyActivation::register(Twice), Ok(()));
    assert_eq!(AnyActivation::register(elsewhere::Twice), Err(Error::NameTaken { name: "twice".into() }));
    assert_eq!("twice".parse(), Ok(AnyActivation::custom(Twice)));
}

/// How many numbers went through a pointer one by one.
static ONE_BY_ONE: AtomicUsize = AtomicUsize::new(0);

/// Written by hand, with the facts of another and a name that can't be one.
#[derive(Clone)]
struct ByHand;

impl Activation for ByHand {
    fn facts(&self) -> &'static Facts {
        static FACTS: std::sync::OnceLock<Facts> = std::sync::OnceLock::new();
        FACTS.get_or_init(|| Facts { name: "by hand(", ..*Gate.facts() })
    }
    fn residual(&self) -> Residual {
        Residual::Derivative
    }
    fn forward<R: Real>(&self, x: R) -> R {
        if type_name::<R>().contains("Opaque") {
            ONE_BY_ONE.fetch_add(1, Ordering::Relaxed);
        }
        x
    }
    fn derivative<R: Real>(&self, x: R) -> R {
        self.forward(x).constant(1.0)
    }
    fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
        (self.forward(x.clone()), self.derivative(x))
    }
    fn second_derivative<R: Real>(&self, x: R) -> R {
        x.constant(0.0)
    }
}

#[test]
fn what_could_not_be_read_back_is_refused() {
    assert!(matches!(AnyActivation::register(ByHand), Err(Error::Syntax { .. })));
}

#[test]
fn arrays_go_through_the_pointer_at_once() -> Result<(), Error> {
    let custom = behind(ByHand);
    let input = Array2::from_elem((17, 9), 0.5_f32);
    let mut layer = ActivationLayer::new(custom.clone());
    layer.forward(&input)?;
    layer.backward(&input)?;
    let [mut value, mut slope] = [[0.0_f64; 3]; 2];
    custom.forward_slice(&[1.0, 2.0, 3.0], &mut value)?;
    custom.forward_slice_with_derivative(&[1.0, 2.0, 3.0], &mut value, &mut slope)?;
    custom.backward_slice(&[1.0, 2.0, 3.0], &value, &mut slope)?;
    assert_eq!((value, slope), ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]));
    assert_eq!(ONE_BY_ONE.load(Ordering::Relaxed), 0);
    assert_eq!(custom.forward(3.0_f32), 3.0);
    assert_eq!(ONE_BY_ONE.load(Ordering::Relaxed), 1);
    Ok(())
}

/// A visitor that was not told of pointers sees an activation like any other.
#[test]
fn other_visitors_need_not_know() {
    struct At(f64);
    impl Visitor for At {
        type Output = f64;
        fn visit<A: Activation>(self, activation: &A) -> f64 {
            activation.forward(self.0)
        }
    }
    struct Pointers;
    impl Visitor for Pointers {
        type Output = bool;
        fn visit<A: Activation>(self, _: &A) -> bool {
            false
        }
        fn visit_custom(self, custom: &Custom) -> bool {
            custom.name() == "other"
        }
    }
    let any = AnyActivation::custom(Other);
    assert_eq!(any.dispatch(At(2.0)), Other.forward(2.0));
    assert!(any.dispatch(Pointers));
    assert!(!"relu".parse::<AnyActivation>().expect("ours").dispatch(Pointers));
}
