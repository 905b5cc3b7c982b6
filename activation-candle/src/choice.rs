//! In: the name of an activation, as a model's configuration has it. Out: [`Choice`], that activation as a module. It must never
//! guess: your own names go first; a name that two libraries mean differently is read as Hugging Face means it, then as candle
//! does, then as ours.

use std::fmt;
use std::str::FromStr;

use activation_core::catalogue::{Elu, Gelu, LeakyRelu};
use activation_core::{AnyActivation, Error, Library};
use candle_core::{Module, Result, Tensor};
use serde::de::{self, MapAccess};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Candle;

/// An activation that a configuration chooses, in the place of `candle_nn::Activation`:
///
/// ```
/// use activation_candle::Choice as Activation; // was: use candle_nn::Activation;
/// # use activation_candle::activation_core::{AnyActivation, activation};
///
/// #[derive(serde::Deserialize)]
/// struct Config {
///     hidden_size: usize,
///     hidden_act: Activation,
/// }
///
/// let config = |name: &str| serde_json::from_str::<Config>(&format!(r#"{{"hidden_size": 8, "hidden_act": {name}}}"#));
/// assert_eq!(config(r#""gelu_pytorch_tanh""#)?.hidden_act.to_string(), "gelu_tanh");
/// assert_eq!(config(r#"{"leakyrelu": 0.1}"#)?.hidden_act.to_string(), "leaky_relu(negative_slope=0.1)");
///
/// activation! { bump: x * sigmoid(1.5 * x) - 0.1 * x; }
/// AnyActivation::register(Bump)?;
/// assert_eq!(config(r#""bump""#)?.hidden_act.to_string(), "bump");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What is read
///
/// In this order: activations of your own that you [registered](AnyActivation::register); the keys of `ACT2FN` in Hugging Face's
/// transformers; candle's own texts (`"newgelu"`, `{"elu": 1.0}`); our names with parameters (`"swish(beta=1.5)"`,
/// `{"swish": {"beta": 1.5}}`). It is written as our name, which candle does not read. The default is gelu, as in candle.
///
/// Not from a text: `Choice(Gelu.into())`, and `Choice(AnyActivation::custom(Bump))` for one of your own.
///
/// candle's `swiglu` is no function of one number, and not among them: see `Gated` of activation-core.
///
/// It is `Clone`, not `Copy`: write `config.hidden_act.clone()` where a model copied it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice(
    /// The activation.
    pub AnyActivation,
);

impl Default for Choice {
    fn default() -> Self {
        Self(Gelu.into())
    }
}

impl Module for Choice {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        // Once per tensor the choice is made in the kernels.
        if x.track_op() { x.apply_op1(Candle(self.0.clone())) } else { Candle(self.0.clone()).forward(x) }
    }
}

impl FromStr for Choice {
    type Err = candle_core::Error;

    /// # Errors
    /// [`activation_core::Error`], wrapped: it names the nearest name, or the parameters that there are.
    fn from_str(text: &str) -> Result<Self> {
        let theirs = |library| AnyActivation::from_name(library, text);
        let candles = || if text == "relu2" { "relu_squared".parse() } else { theirs(Library::Candle) };
        let ours = text.parse();
        if let Ok(own @ AnyActivation::Custom(_)) = ours {
            return Ok(Self(own));
        }
        let read = theirs(Library::HuggingFace).or_else(|unknown| {
            candles().or(ours).map_err(|error| match (&error, &unknown) {
                (Error::UnknownActivation { nearest: None, .. }, Error::UnknownName { nearest: Some(_), .. }) => {
                    unknown
                }
                _ => error,
            })
        });
        read.map(Self).map_err(candle_core::Error::wrap)
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<AnyActivation> for Choice {
    fn from(activation: AnyActivation) -> Self {
        Self(activation)
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        // A format that does not say what comes next holds the name, as it was written.
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(Texts)
        } else {
            deserializer.deserialize_str(Texts)
        }
    }
}

/// A name, or a map of one name to its parameters.
struct Texts;

/// What stands behind a name: candle's one number, or ours by their names.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number, or a map of the parameters' names to numbers")]
enum Settings {
    One(f64),
    Named(std::collections::BTreeMap<String, f64>),
}

impl<'de> de::Visitor<'de> for Texts {
    type Value = Choice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an activation, or a map of its name to its parameters")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Choice, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> std::result::Result<Choice, M::Error> {
        let (name, settings): (String, Settings) =
            map.next_entry()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
        let choice = match (settings, name.as_str()) {
            (Settings::One(alpha), "elu") => Choice(Elu { alpha }.into()),
            (Settings::One(negative_slope), "leakyrelu") => Choice(LeakyRelu { negative_slope }.into()),
            (Settings::One(value), _) => format!("{name}({value})").parse().map_err(de::Error::custom)?,
            (Settings::Named(values), _) => {
                let values: Vec<String> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{name}({})", values.join(", ")).parse().map_err(de::Error::custom)?
            }
        };
        match map.next_key::<String>()? {
            None => Ok(choice),
            Some(_) => Err(de::Error::invalid_length(2, &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<String, String> {
        serde_json::from_str::<Choice>(text).map(|choice| choice.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_candle_reads_is_read() {
        use candle_nn::Activation as Theirs;
        let all = [
            (Theirs::Gelu, "gelu"),
            (Theirs::NewGelu, "gelu_tanh"),
            (Theirs::Relu, "relu"),
            (Theirs::Relu2, "relu_squared"),
            (Theirs::Relu6, "relu6"),
            (Theirs::Silu, "silu"),
            (Theirs::Sigmoid, "sigmoid"),
            (Theirs::HardSigmoid, "hard_sigmoid"),
            (Theirs::Swish, "silu"),
            (Theirs::Mish, "mish"),
            (Theirs::HardSwish, "hard_swish"),
            (Theirs::Elu(0.5), "elu(alpha=0.5)"),
            (Theirs::LeakyRelu(0.1), "leaky_relu(negative_slope=0.1)"),
            (Theirs::GeluPytorchTanh, "gelu_tanh"),
        ];
        for (theirs, ours) in all {
            let text = serde_json::to_string(&theirs).expect("a text");
            assert_eq!(read(&text).as_deref(), Ok(ours), "{text}");
        }
        assert!(read(r#""swiglu""#).is_err());
    }

    #[test]
    fn every_name_of_hugging_face_and_of_ours_is_read() {
        for name in Library::HuggingFace.names() {
            let known = AnyActivation::from_name(Library::HuggingFace, name);
            if let Ok(known) = known {
                assert_eq!(read(&format!("\"{name}\"")), Ok(known.to_string()));
            }
        }
        for any in AnyActivation::all() {
            let ours = Library::HuggingFace.names().all(|name| name != any.to_string());
            let text = serde_json::to_string(&Choice(any.clone())).expect("a text");
            let read = serde_json::from_str::<Choice>(&text).expect("readable");
            assert!(!ours || read.0 == any, "{text} {read:?}");
        }
        assert_eq!(read(r#"{"swish": {"beta": 1.5}}"#).as_deref(), Ok("swish(beta=1.5)"));
    }

    activation_core::activation! { gelu_fast: x * sigmoid(1.5 * x); }

    #[test]
    fn what_you_registered_goes_first() {
        AnyActivation::register(GeluFast).expect("no activation of ours has that name");
        assert_eq!(read(r#""gelu_fast""#).as_deref(), Ok("gelu_fast"));
        assert_eq!(read(r#""gelu_new""#).as_deref(), Ok("gelu_tanh"));
    }

    #[test]
    fn mistakes_are_told() {
        for (text, told) in [
            (r#""gleu""#, "did you mean `gelu`"),
            (r#""gelu_neww""#, "did you mean `gelu_new`"),
            (r#""swiglu""#, "Gated::swiglu"),
            (r#""my_own""#, "AnyActivation::register"),
            (r#"{"elu": "a"}"#, "a number, or a map of the parameters' names to numbers"),
            (r#"{"relu": {"inplace": 1}}"#, "it has none"),
        ] {
            let error = read(text).expect_err("no activation");
            assert!(error.contains(told), "{error}");
        }
        assert!(read("{}").is_err() && read(r#"{"elu": 1.0, "relu": 1.0}"#).is_err() && read("3").is_err());
    }
}
