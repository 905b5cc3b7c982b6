//! In: an activation, or its name. Out: [`BurnActivation`], a module as Burn's users expect one. It must never keep a learnable
//! parameter anywhere but in a `Param`.

use activation_core::{Activation, AnyActivation, Error, Library};
use burn::config::Config;
use burn::module::{Content, DisplaySettings, Module, ModuleDisplay, Param};
use burn::tensor::{Device, Tensor, TensorData};

use crate::apply::{activate, activate_learnt};
use crate::compose::learnable;

/// An activation as a module, with its learnable parameters, if it has any.
///
/// ```
/// use activation_burn::BurnActivation;
/// use activation_core::activation;
/// use burn::tensor::{Device, Tensor};
///
/// activation! { leaning(learn slope = 0.25): x.max(0.0) + slope * x.min(0.0) }
///
/// let device = Device::default();
/// let module = BurnActivation::new(Leaning::default(), &device);
/// let y = module.forward(Tensor::<2>::from_data([[-4.0, 1.0]], &device));
/// assert_eq!(y.into_data().try_to_vec::<f32>().unwrap(), [-1.0, 1.0]);
/// ```
///
/// A network that is generic over the activation is generic over the module: `struct Net<M: Module> { act: M }`, or it has a
/// `BurnActivation<AnyActivation>`; Burn's derive wants every type parameter of a module to be a module.
///
/// Its record has `parameters`, one number for each learnable parameter in the order of declaration, or nothing; which activation
/// it is, its config knows, as with all of Burn's modules. So a record of another activation with as many parameters loads, too.
///
/// The formula takes parameters as numbers. So where some are learnt, `forward` reads them back from the device, which on a GPU
/// waits for what was begun before.
#[derive(Module, Debug)]
#[module(custom_display)]
pub struct BurnActivation<A: Activation + std::fmt::Debug + 'static> {
    /// The learnable parameters' values, if there are any.
    pub parameters: Option<Param<Tensor<1>>>,
    #[module(skip)]
    activation: A,
}

impl<A: Activation + std::fmt::Debug + 'static> BurnActivation<A> {
    /// A module of that activation. Its learnable parameters begin with the values that they have there.
    pub fn new(activation: A, device: &Device) -> Self {
        let values: Vec<f64> =
            learnable(&activation).into_iter().filter_map(|index| activation.parameter(index)).collect();
        let parameters = (!values.is_empty()).then(|| {
            let shape = [values.len()];
            Param::from_tensor(Tensor::from_data(TensorData::new(values, shape), device))
        });
        Self { parameters, activation }
    }

    /// f of each element: [`activate`](crate::activate).
    ///
    /// - input: `[..., any]`
    /// - output: `[..., any]`
    pub fn forward<const D: usize>(&self, input: Tensor<D>) -> Tensor<D> {
        match &self.parameters {
            None => activate(input, &self.activation),
            Some(parameters) => activate_learnt(input, parameters.val(), &self.activation()),
        }
    }

    /// The activation with the present values of its parameters.
    pub fn activation(&self) -> A {
        let mut activation = self.activation.clone();
        let values = self.parameters.as_ref().map(|parameters| parameters.val().into_data());
        let values = values.into_iter().flat_map(|values| values.iter::<f64>().collect::<Vec<_>>());
        for (index, value) in learnable(&activation).into_iter().zip(values) {
            activation.set_parameter(index, value);
        }
        activation
    }
}

impl<A: Activation + std::fmt::Debug + 'static> ModuleDisplay for BurnActivation<A> {
    fn custom_settings(&self) -> Option<DisplaySettings> {
        DisplaySettings::new().with_new_line_after_attribute(false).optional()
    }

    fn custom_content(&self, content: Content) -> Option<Content> {
        let activation = self.activation();
        let content = content.add("name", activation.name());
        let parameters = activation.parameters().iter().enumerate();
        let shown = parameters.fold(content, |content, (index, parameter)| {
            content.add(parameter.name, &activation.parameter(index).unwrap_or(parameter.default))
        });
        shown.optional()
    }
}

/// The config of an activation that is chosen by name: `"mish"`, `"leaky_relu(negative_slope=0.2)"`, or one of yours that was
/// [registered](AnyActivation::register). A name that is not ours is read as Burn's: `"gelu_approximate"`. (A name of both means ours,
/// with our defaults: `AnyActivation::from_name(Library::Burn, "HardSigmoid")` has Burn's.)
///
/// ```
/// use activation_burn::BurnActivationConfig;
/// use burn::tensor::Device;
///
/// let module = BurnActivationConfig::new("prelu(alpha = 0.125)".into()).init(&Device::default())?;
/// assert_eq!(module.activation().to_string(), "prelu(alpha=0.125)");
/// # Ok::<(), activation_core::Error>(())
/// ```
#[derive(Config, Debug)]
pub struct BurnActivationConfig {
    /// The name, and the parameters that differ from their defaults.
    pub name: String,
}

impl BurnActivationConfig {
    /// The module.
    ///
    /// # Errors
    ///
    /// As those of [`AnyActivation`] when it is parsed.
    pub fn init(&self, device: &Device) -> Result<BurnActivation<AnyActivation>, Error> {
        let ours: Result<AnyActivation, Error> = self.name.parse();
        let activation = ours.or_else(|error| match error {
            Error::UnknownActivation { .. } => AnyActivation::from_name(Library::Burn, &self.name).map_err(|_| error),
            _ => Err(error),
        })?;
        Ok(BurnActivation::new(activation, device))
    }
}
