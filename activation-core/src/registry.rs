//! Choice by name at run time.
//!
//! In: `"relu"`, `"leaky_relu(negative_slope=0.2)"`. Out: an [`AnyActivation`], which is an [`Activation`] like any other.
//! Must never choose per element: `dispatch` chooses once per array.

use std::fmt;
use std::str::FromStr;

use crate::activation::{Activation, Visitor};
use crate::catalogue;
use crate::error::Error;
use crate::facts::Facts;
use crate::real::Real;

/// The least likeness (1 is equal) for which an unknown name is answered with a known one.
const LIKE: f64 = 0.6;

macro_rules! registry {
    ($($name:ident)*) => {
        /// One of the catalogue's activations, chosen at run time.
        ///
        /// Parsed from its name, in any case and with `_`, `-` or nothing between the words, and its parameters, if they
        /// are to differ from the defaults. Displayed, it reads the same way.
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
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "each variant is documented by the struct it holds")]
        pub enum AnyActivation {
            $($name(catalogue::$name),)*
        }

        /// Every activation with its default parameters, in the order of the catalogue.
        fn all() -> impl Iterator<Item = AnyActivation> {
            [$(AnyActivation::$name(catalogue::$name::default()),)*].into_iter()
        }

        impl Activation for AnyActivation {
            fn facts(&self) -> &'static Facts {
                match self { $(Self::$name(activation) => activation.facts(),)* }
            }
            fn forward<R: Real>(&self, x: R) -> R {
                match self { $(Self::$name(activation) => activation.forward(x),)* }
            }
            fn derivative<R: Real>(&self, x: R) -> R {
                match self { $(Self::$name(activation) => activation.derivative(x),)* }
            }
            fn forward_with_derivative<R: Real>(&self, x: R) -> (R, R) {
                match self { $(Self::$name(activation) => activation.forward_with_derivative(x),)* }
            }
            fn second_derivative<R: Real>(&self, x: R) -> R {
                match self { $(Self::$name(activation) => activation.second_derivative(x),)* }
            }
            fn derivative_from_output<R: Real>(&self, y: R) -> Option<R> {
                match self { $(Self::$name(activation) => activation.derivative_from_output(y),)* }
            }
            fn parameter(&self, index: usize) -> Option<f64> {
                match self { $(Self::$name(activation) => activation.parameter(index),)* }
            }
            fn set_parameter(&mut self, index: usize, value: f64) -> bool {
                match self { $(Self::$name(activation) => activation.set_parameter(index, value),)* }
            }
            fn parameter_derivative<R: Real>(&self, index: usize, x: R) -> Option<R> {
                match self { $(Self::$name(activation) => activation.parameter_derivative(index, x),)* }
            }
            fn dispatch<V: Visitor>(&self, visitor: V) -> V::Output {
                match self { $(Self::$name(activation) => visitor.visit(activation),)* }
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
    /// Every activation with its default parameters, in the order of the catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        all()
    }

    /// The name of every activation, as it is displayed.
    pub fn names() -> impl Iterator<Item = &'static str> {
        all().map(|activation| activation.name())
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
        let key = key(name);
        let mut activation =
            all().find(|activation| self::key(activation.name()) == key).ok_or_else(|| unknown(name, &key))?;
        let mut seen = Vec::new();
        for argument in arguments {
            let index = set(&mut activation, text, argument)?;
            if seen.contains(&index) {
                return Err(syntax(text, format!("the parameter of `{argument}` is given twice")));
            }
            seen.push(index);
        }
        Ok(activation)
    }
}

/// A name as it is compared: without case and separators.
fn key(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

fn syntax(text: &str, reason: impl Into<String>) -> Error {
    Error::Syntax { text: text.to_owned(), reason: reason.into() }
}

/// `name(a, b)` as its name and its arguments.
fn split(text: &str) -> Result<(&str, Vec<&str>), Error> {
    let trimmed = text.trim();
    let Some((name, rest)) = trimmed.split_once('(') else {
        return if trimmed.is_empty() { Err(syntax(text, "a name is expected")) } else { Ok((trimmed, Vec::new())) };
    };
    let inside = rest.strip_suffix(')').ok_or_else(|| syntax(text, "a closing `)` is expected at the end"))?;
    let inside = inside.trim();
    if inside.is_empty() {
        return Ok((name.trim_end(), Vec::new()));
    }
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    Ok((name.trim_end(), inside.split(',').map(str::trim).collect()))
}

fn unknown(name: &str, key: &str) -> Error {
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&self::key(known), key);
    let nearest = AnyActivation::names().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    Error::UnknownActivation {
        name: name.to_owned(),
        nearest: nearest.filter(|nearest| likeness(nearest) >= LIKE).map(str::to_owned),
    }
}

/// Sets a parameter from `name = value`; returns which.
fn set(activation: &mut AnyActivation, text: &str, argument: &str) -> Result<usize, Error> {
    let (name, value) = argument
        .split_once('=')
        .ok_or_else(|| syntax(text, format!("`{argument}` should be of the form `parameter = value`")))?;
    let (name, value) = (name.trim(), value.trim());
    let parameters = activation.parameters();
    let index = parameters.iter().position(|parameter| key(parameter.name) == key(name));
    let index = index.ok_or_else(|| Error::UnknownParameter {
        activation: activation.name().to_owned(),
        parameter: name.to_owned(),
        known: parameters.iter().map(|parameter| parameter.name.to_owned()).collect(),
    })?;
    let number = value.parse::<f64>().ok().filter(|number| !number.is_nan());
    let number = number.ok_or_else(|| Error::InvalidParameter {
        activation: activation.name().to_owned(),
        parameter: name.to_owned(),
        value: value.to_owned(),
    })?;
    activation.set_parameter(index, number);
    Ok(index)
}

impl fmt::Display for AnyActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        let mut separator = '(';
        for (index, parameter) in self.parameters().iter().enumerate() {
            if let Some(value) = self.parameter(index).filter(|value| *value != parameter.default) {
                write!(f, "{separator}{}={value}", parameter.name)?;
                separator = ',';
            }
        }
        if separator == ',' { f.write_str(")") } else { Ok(()) }
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
        let mut keys: Vec<String> = AnyActivation::names().map(key).collect();
        for any in AnyActivation::all() {
            assert_eq!(any.to_string().parse(), Ok(any));
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
            Ok("keras_relu(max_value=6,threshold=0.1)")
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
