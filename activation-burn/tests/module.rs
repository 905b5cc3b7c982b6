//! The module: its gradients, its record, its config. In: learnable activations. Out: nothing. It must never compare a gradient
//! with itself: what is expected are sums in `f64` over activation-core's own derivatives.

use activation_burn::testing::elsewhere_learnt;
use activation_burn::{BurnActivation, BurnActivationConfig};
use activation_core::{Activation, AnyActivation};
use burn::config::Config;
use burn::module::{Module, Param};
use burn::tensor::{Device, Tensor};

fn points() -> Vec<f32> {
    (-40_i8..=40).map(|i| f32::from(i) / 10.0 + 0.03).collect()
}

fn learnable() -> impl Iterator<Item = AnyActivation> {
    AnyActivation::all().filter(|activation| activation.parameters().iter().any(|parameter| parameter.learnable))
}

/// Σ ∂f/∂θ(x) for each learnable parameter.
fn expected(activation: &AnyActivation) -> Vec<f64> {
    let parameters = activation.parameters().iter().enumerate().filter(|(_, parameter)| parameter.learnable);
    let slope = |index, x: f32| activation.parameter_derivative(index, f64::from(x)).unwrap_or(f64::NAN);
    parameters.map(|(index, _)| points().into_iter().map(|x| slope(index, x)).sum()).collect()
}

fn near(activation: &AnyActivation, got: &Tensor<1>) {
    let got: Vec<f64> = got.clone().into_data().iter::<f64>().collect();
    let expected = expected(activation);
    assert_eq!(got.len(), expected.len(), "{activation}");
    for (got, expected) in got.iter().zip(&expected) {
        assert!((got - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{activation}: {got} instead of {expected}");
    }
}

#[test]
fn parameters_have_their_gradients() {
    let device = Device::flex().autodiff();
    for activation in learnable() {
        let module = BurnActivation::new(activation.clone(), &device);
        let x = Tensor::<1>::from_data(&points()[..], &device);
        let gradients = module.forward(x).sum().backward();
        let parameters = module.parameters.as_ref().expect("learnable parameters").val();
        near(&activation, &parameters.grad(&gradients).expect("a gradient"));
    }
}

/// Those that an unlisted backend composes, too.
#[test]
fn parameters_have_their_gradients_elsewhere() {
    let device = Device::flex().autodiff();
    for activation in learnable() {
        let module = BurnActivation::new(activation.clone(), &device);
        let parameters = module.parameters.as_ref().expect("learnable parameters").val();
        let x = Tensor::<1>::from_data(&points()[..], &device);
        let gradients = elsewhere_learnt(x, &parameters, &activation).sum().backward();
        near(&activation, &parameters.grad(&gradients).expect("a gradient"));
    }
}

#[test]
fn a_record_leads_back() {
    let device = Device::flex();
    let mut module = BurnActivation::new("prelu".parse::<AnyActivation>().expect("a name"), &device);
    module.parameters = Some(Param::from_tensor(Tensor::from_data([1.75], &device)));
    let other = BurnActivationConfig::new("prelu".to_owned()).init(&device).expect("a name");
    assert_ne!(other.activation().to_string(), module.activation().to_string());
    let loaded = other.load_record(module.clone().into_record());
    assert_eq!(loaded.activation().to_string(), module.activation().to_string());
    assert_eq!(loaded.activation().parameter(0), Some(1.75));
}

/// Ours, and Burn's where we have none of that name.
#[test]
fn a_config_reads_names() {
    let read = |name: &str| {
        let module = BurnActivationConfig::new(name.into()).init(&Device::flex());
        module.map(|module| module.activation().to_string()).map_err(|error| error.to_string())
    };
    assert_eq!(read("hard_sigmoid").as_deref(), Ok("hard_sigmoid"));
    assert_eq!(read("gelu_approximate").as_deref(), Ok("gelu_tanh"));
    assert_eq!(read("rleu"), Err("unknown activation `rleu`; did you mean `relu`?".into()));
    assert!(read("swiglu").is_err_and(|error| error.contains("Gated::swiglu")));
}

#[test]
fn a_config_leads_back() {
    let config = BurnActivationConfig::new("leaky_relu(negative_slope=0.2)".to_owned());
    let read = BurnActivationConfig::load_binary(config.to_string().as_bytes()).expect("a config");
    let module = read.init(&Device::flex()).expect("a name");
    assert_eq!(module.activation().to_string(), config.name);
    assert!(module.parameters.is_none());
    assert!(BurnActivationConfig::new("rleu".to_owned()).init(&Device::flex()).is_err());
}

#[test]
fn a_module_shows_what_it_is() {
    let module = BurnActivationConfig::new("prelu".to_owned()).init(&Device::flex()).expect("a name");
    let text = module.to_string();
    assert!(text.contains("prelu") && text.contains("params: 1"), "{text}");
}
