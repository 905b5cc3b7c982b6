//! Choice by name at run time.
//!
//! In: `"relu"`, `"leaky_relu(negative_slope=0.2)"`, a library's name for it, or an activation of the user's. Out: an
//! [`AnyActivation`], which is an [`Activation`] like any other. Must never choose per element: `dispatch` chooses once per
//! array.

mod custom;
mod library;
mod opaque;
mod table;
mod text;

use std::any::Any;
use std::fmt;
use std::str::FromStr;

use crate::activation::{Activation, Visitor};
use crate::catalogue;
use crate::error::Error;
use crate::facts::{Facts, Parameter, Residual};
use crate::real::Real;
pub use custom::Custom;
pub use library::Library;
use text::{along_an_axis, nearest, number, place, same, split, syntax};

macro_rules! registry {
    ($($name:ident)*) => {
        /// An activation chosen at run time: one of the catalogue's, or one of your own.
        ///
        /// Parsed from its name, in any case and with `_`, `-` or nothing between the words, and its parameters, if they
        /// are to differ from the defaults. Displayed, it reads the same way. With the feature `serde` it is saved as that
        /// text, and read from it or from a map: `"mish"`, `{"leaky_relu": {"negative_slope": 0.2}}`.
        ///
        /// The names are ours, which are PyTorch's where it has the function; for other libraries' names and constants see
        /// [`from_name`](Self::from_name), for your own activations [`register`](Self::register).
        ///
        /// ```
        /// use activation_core::{Activation, ActivationLayer, AnyActivation};
        ///
        /// let any: AnyActivation = "LeakyRelu(negative_slope = 0.2)".parse()?;
        /// assert_eq!(any.to_string(), "leaky_relu(negative_slope=0.2)");
        /// assert_eq!(any.forward(-1.0_f32), -0.2);
        /// let mut layer = ActivationLayer::new(any);
        /// layer.forward(&ndarray::array![1.0_f32, -1.0])?;
        /// # Ok::<(), activation_core::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "each variant is documented by the struct it holds")]
        pub enum AnyActivation {
            $($name(catalogue::$name),)*
            Custom(Custom),
        }

        /// The catalogue's activations with its default parameters, in the order of the catalogue.
        fn all() -> impl Iterator<Item = AnyActivation> {
            [$(AnyActivation::$name(catalogue::$name::default()),)*].into_iter()
        }

        impl Activation for AnyActivation {
            fn facts(&self) -> &'static Facts {
                match self {
                    $(Self::$name(activation) => activation.facts(),)*
                    Self::Custom(activation) => activation.facts(),
                }
            }
            fn residual(&self) -> Residual {
                match self {
                    $(Self::$name(activation) => activation.residual(),)*
                    Self::Custom(activation) => activation.residual(),
                }
            }
            fn parameters(&self) -> &'static [Parameter] {
                match self {
                    $(Self::$name(activation) => activation.parameters(),)*
                    Self::Custom(activation) => activation.parameters(),
                }
            }
            fn forward<R: Real>(&self, x: R) -> R {
                match self {
                    $(Self::$name(activation) => activation.forward(x),)*
                    Self::Custom(activation) => activation.forward(x),
                }
            }
            fn derivative<R: Real>(&self, x: R) -> R {
                match self {
                    $(Self::$name(activation) => activation.derivative(x),)*
                    Self::Custom(activation) => activation.derivative(x),
                }
            }
            fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
                match self {
                    $(Self::$name(activation) => activation.forward_with_derivative(x),)*
                    Self::Custom(activation) => activation.forward_with_derivative(x),
                }
            }
            fn second_derivative<R: Real>(&self, x: R) -> R {
                match self {
                    $(Self::$name(activation) => activation.second_derivative(x),)*
                    Self::Custom(activation) => activation.second_derivative(x),
                }
            }
            fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
                match self {
                    $(Self::$name(activation) => activation.derivative_from_output(y),)*
                    Self::Custom(activation) => activation.derivative_from_output(y),
                }
            }
            fn parameter(&self, index: usize) -> Option<f64> {
                match self {
                    $(Self::$name(activation) => activation.parameter(index),)*
                    Self::Custom(activation) => activation.parameter(index),
                }
            }
            fn set_parameter(&mut self, index: usize, value: f64) -> bool {
                match self {
                    $(Self::$name(activation) => activation.set_parameter(index, value),)*
                    Self::Custom(activation) => activation.set_parameter(index, value),
                }
            }
            fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
                match self {
                    $(Self::$name(activation) => activation.parameter_derivative(index, x),)*
                    Self::Custom(activation) => activation.parameter_derivative(index, x),
                }
            }
            fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
                match self {
                    $(Self::$name(activation) => visitor.visit(activation),)*
                    Self::Custom(activation) => activation.dispatch(visitor),
                }
            }
        }

        $(
            impl From<catalogue::$name> for AnyActivation {
                fn from(activation: catalogue::$name) -> Self {
                    Self::$name(activation)
                }
            }
        )*
    };
}

registry! {
    Relu Relu6 Brelu LeakyRelu Relie Leaky Rrelu Ramp KerasRelu Threshold ThresholdedRelu ReluSquared Nlrelu
    Prelu Tlu StarRelu Srelu Apl Pelu SoftExponential Xielu Dyt Derf AconC Srs Pau
    Elu Selu ScaledElu Celu Isrlu Exponential
    Softplus ThresholdedSoftplus ShiftedSoftplus Squareplus SparsePlus Smelu Logcosh
    Sigmoid Logistic LogSigmoid HardSigmoid Hardtan SparseSigmoid Tanh Loggy ScaledTanh PenalizedTanh Hardtanh Softsign
    SymmElliot Elliot Isru Arctan Erf LaplaceCdf Cloglog Softclip Sqnl Dsilu
    Silu Swish ESwish Gelu GeluTanh QuickGelu ClippedGelu Mish HardSwish HardMish Lisht Serf Tanhexp Logish Smish Phish
    Golu Elish HardElish Serlu Ftswish Colu Aria2
    Sine Cosine Sinc Snake Gcu Sinlu
    Identity Linear Affine Plse Lhtan Stair HardShrink SoftShrink Shrink Abs Heaviside Sign
    Square Cube BentIdentity Symlog Asinh Gaussian Tanhshrink
}

impl AnyActivation {
    /// Every activation with its default parameters, in the order of the catalogue, and then those that were
    /// [registered](Self::register).
    pub fn all() -> impl Iterator<Item = Self> {
        all().chain(custom::registered().into_iter().map(Self::Custom))
    }

    /// The name of every activation, as it is displayed.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::all().map(|activation| activation.name())
    }

    /// What `library` calls `name`, with its constants and defaults, if need be with parameters by its names for them.
    ///
    /// The text may be as in that library's code, with or without its module, or as it prints a layer:
    /// `nn.LeakyReLU(0.1, inplace=True)`, `keras.activations.leaky_relu`, `GELU(approximate='tanh')`.
    ///
    /// ```
    /// use activation_core::{AnyActivation, Library};
    ///
    /// let [torch, keras] = [Library::PyTorch, Library::Keras].map(|library| AnyActivation::from_name(library, "leaky_relu"));
    /// assert_eq!(torch?.to_string(), "leaky_relu");
    /// assert_eq!(keras?.to_string(), "leaky_relu(negative_slope=0.2)");
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`] with the nearest name of that library, and the libraries that have the name;
    /// [`Error::MissingParameter`] where the library has no default; [`Error::UnknownParameter`],
    /// [`Error::InvalidParameter`], [`Error::InvalidChoice`] with what that library has; [`Error::Syntax`] for anything else.
    pub fn from_name(library: Library, name: &str) -> Result<Self, Error> {
        library.read(name)
    }

    /// The name of this very function in `library`, with the parameters that differ from its defaults:
    /// [`from_name`](Self::from_name) reads it as the same function. `None` where the library hasn't the function, or not with these parameters.
    ///
    /// ```
    /// use activation_core::{AnyActivation, Library};
    ///
    /// let leaky: AnyActivation = "leaky_relu(negative_slope=0.1)".parse()?;
    /// assert_eq!(leaky.name_in(Library::PyTorch).as_deref(), Some("LeakyReLU(negative_slope=0.1)"));
    /// assert_eq!(leaky.name_in(Library::Darknet).as_deref(), Some("leaky"));
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    pub fn name_in(&self, library: Library) -> Option<String> {
        library.write(self)
    }

    /// An activation of your own, to stand where an `AnyActivation` is asked for. It need not be registered.
    pub fn custom(activation: impl Activation + Any) -> Self {
        Self::Custom(Custom::new(activation))
    }

    /// Makes an activation of your own known under its name, from now on and in the whole process: it is parsed, listed, and
    /// read by serde like one of the catalogue's. Parameters that the text leaves out have their declared defaults.
    ///
    /// ```
    /// use activation_core::{ActivationLayer, AnyActivation, activation};
    ///
    /// activation! { pub bent(learn slope = 0.5): x * sigmoid(slope * x) + 0.1 * x; }
    ///
    /// AnyActivation::register(Bent::default())?;
    /// let mut layer = ActivationLayer::new("bent(slope=2)".parse::<AnyActivation>()?);
    /// layer.forward(&ndarray::array![1.0_f32, -1.0])?;
    /// # Ok::<(), activation_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NameTaken`] if the catalogue has the name, or another activation was registered under it (the same one may be
    /// registered again); [`Error::Syntax`] if its name is not one.
    pub fn register(activation: impl Activation + Any) -> Result<(), Error> {
        let mut custom = Custom::new(activation);
        for (index, parameter) in custom.parameters().iter().enumerate() {
            custom.set_parameter(index, parameter.default);
        }
        let name = custom.name();
        if !matches!(split(name), Ok((plain, arguments)) if plain == name && arguments.is_empty()) {
            return Err(syntax(name, "this is no name"));
        }
        if all().any(|known| same(known.name(), name)) {
            return Err(Error::NameTaken { name: name.to_owned() });
        }
        custom::register(custom, same)
    }

    /// The activation of that name, with its defaults.
    fn of_name(name: &str) -> Result<Self, Error> {
        Self::all().find(|known| same(known.name(), name)).ok_or_else(|| {
            along_an_axis(name).unwrap_or_else(|| Error::UnknownActivation {
                name: name.to_owned(),
                nearest: nearest(name, Self::names()).map(str::to_owned),
            })
        })
    }

    /// The activation of that name, with these parameters.
    pub(crate) fn from_parts<'a, V>(
        name: &str,
        parameters: impl IntoIterator<Item = (&'a str, V)>,
        read: impl Fn(&str, V) -> Result<f64, Error>,
    ) -> Result<Self, Error> {
        let mut activation = Self::of_name(name)?;
        let mut seen = Vec::new();
        for (parameter, value) in parameters {
            let index = place(&activation, parameter).ok_or_else(|| Error::UnknownParameter {
                activation: activation.name().to_owned(),
                parameter: parameter.to_owned(),
                known: activation.parameters().iter().map(|known| known.name.to_owned()).collect(),
            })?;
            if seen.contains(&index) {
                return Err(syntax(name, format!("the parameter `{parameter}` is given twice")));
            }
            seen.push(index);
            let value = read(parameter, value)?;
            activation.set_parameter(index, value);
        }
        Ok(activation)
    }
}

impl FromStr for AnyActivation {
    type Err = Error;

    /// # Errors
    ///
    /// [`Error::UnknownActivation`] with the nearest name, [`Error::UnknownParameter`] with the known ones,
    /// [`Error::InvalidParameter`] for a value that is not a number, [`Error::Syntax`] for anything else.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, arguments) = split(text)?;
        let parameters = arguments.iter().map(|argument| {
            let form = || syntax(text, format!("`{}` should be of the form `parameter = value`", argument.value));
            argument.name.map(|name| (name, argument.value)).ok_or_else(form)
        });
        let parameters: Vec<_> = parameters.collect::<Result<_, _>>()?;
        Self::from_parts(name, parameters, |parameter, value| number(name, parameter, value))
    }
}

impl fmt::Display for AnyActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changed = self.parameters().iter().enumerate().filter_map(|(index, parameter)| {
            let value = self.parameter(index).filter(|value| *value != parameter.default);
            value.map(|value| format!("{}={value}", parameter.name))
        });
        text::write(f, self.name(), changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, String> {
        text.parse::<AnyActivation>().map(|any| any.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn spellings_meet() {
        for text in ["SymmElliot", "symm_elliot", "symm-elliot", " SYMMELLIOT ", "symm_elliot()"] {
            assert_eq!(parse(text).as_deref(), Ok("symm_elliot"));
        }
        assert_eq!(parse("SoftPlus").as_deref(), Ok("softplus"));
    }

    #[test]
    fn names_are_unique_and_lead_back() {
        let mut keys: Vec<String> = AnyActivation::names().map(text::key).collect();
        for any in AnyActivation::all() {
            assert_eq!(any.to_string().parse().as_ref(), Ok(&any));
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn parameters_are_read() {
        assert_eq!(parse("leaky_relu(negative_slope=0.2)").as_deref(), Ok("leaky_relu(negative_slope=0.2)"));
        assert_eq!(
            parse("keras_relu( max-value = 6 , threshold=1e-1, )").as_deref(),
            Ok("keras_relu(max_value=6, threshold=0.1)")
        );
    }

    #[test]
    fn mistakes_are_answered() {
        let unknown = |text: &str| text.parse::<AnyActivation>().err();
        assert!(
            matches!(unknown("rleu"), Some(Error::UnknownActivation { nearest: Some(nearest), .. }) if nearest == "relu")
        );
        assert!(matches!(unknown("zzzzzzzz"), Some(Error::UnknownActivation { nearest: None, .. })));
        assert!(matches!(unknown("elu(beta=1)"), Some(Error::UnknownParameter { known, .. }) if known == ["alpha"]));
        assert!(matches!(unknown("elu(alpha=one)"), Some(Error::InvalidParameter { value, .. }) if value == "one"));
        assert!(matches!(unknown("elu(alpha=NaN)"), Some(Error::InvalidParameter { .. })));
        for text in ["", "elu(alpha=1", "elu(1)", "elu(alpha=1,alpha=2)", "elu(,)"] {
            assert!(matches!(unknown(text), Some(Error::Syntax { .. })), "{text}");
        }
    }
}
