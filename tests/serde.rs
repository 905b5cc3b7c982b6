//! Saving and loading parameters, with the feature `serde` of core.
//!
//! In: every struct of the catalogue, a user's, and activations chosen by name. Out: themselves again, through JSON and
//! through a compact format. Must never depend on the order of fields, and must refuse what it does not know by name.

use std::fmt::Debug;

use activation_core::catalogue::{self, KerasRelu, Prelu, Relu};
use activation_core::{Activation, AnyActivation, activation};
use serde::{Serialize, de::DeserializeOwned};
use serde_test::{Configure, Token, assert_tokens};

activation! {
    /// A user's, private like its fields.
    bent(learn slope = 0.5, offset = 1): slope * x + offset * abs(x);
}

/// Every parameter with a value of its own, among them what JSON has no number for.
fn check_struct<A>(mut activation: A) -> &'static str
where
    A: Activation + Serialize + DeserializeOwned + Copy + Default + PartialEq + Debug,
{
    for special in [f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -5e-324, -0.0, 3.0] {
        let came_back = |activation: &A| {
            let text = serde_json::to_string(activation).expect("numbers and texts");
            let back: A = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(&back, activation, "{text}");
        };
        came_back(&activation);
        let own_values = (1..).map(|place| f64::from(place) * 0.375);
        for (index, own) in (0..activation.parameters().len()).zip(own_values) {
            activation.set_parameter(index, special);
            came_back(&activation);
            activation.set_parameter(index, own);
        }
        came_back(&activation);
    }
    let defaults: A = serde_json::from_str("{}").expect("all fields at their defaults");
    assert_eq!(defaults, A::default());
    let unknown = serde_json::from_str::<A>(r#"{"no_such_parameter": 1}"#).expect_err("an unknown field").to_string();
    assert!(unknown.contains("`no_such_parameter`"), "{unknown}");
    for parameter in activation.parameters() {
        assert!(unknown.contains(&format!("`{}`", parameter.name)), "{unknown}");
    }
    activation.name()
}

macro_rules! check_structs {
    ($($name:ident)*) => { [$(check_struct(catalogue::$name::default())),*] };
}

#[test]
fn every_struct_of_the_catalogue_comes_back() {
    let checked = check_structs! {
        Relu Relu6 Brelu LeakyRelu Relie Leaky Rrelu Ramp KerasRelu Threshold ThresholdedRelu ReluSquared Nlrelu Prelu Tlu
        StarRelu Srelu Apl Pelu SoftExponential Xielu Dyt Derf AconC Srs Pau Elu Selu ScaledElu Celu Isrlu Exponential
        Softplus ThresholdedSoftplus ShiftedSoftplus Squareplus SparsePlus Smelu Logcosh Sigmoid Logistic LogSigmoid
        HardSigmoid Hardtan SparseSigmoid Tanh Loggy ScaledTanh PenalizedTanh Hardtanh Softsign SymmElliot Elliot Isru
        Arctan Erf LaplaceCdf Cloglog Softclip Sqnl Dsilu Silu Swish ESwish Gelu GeluTanh QuickGelu ClippedGelu Mish
        HardSwish HardMish Lisht Serf Tanhexp Logish Smish Phish Golu Elish HardElish Serlu Ftswish Colu Aria2 Sine Cosine
        Sinc Snake Gcu Sinlu Identity Linear Affine Plse Lhtan Stair HardShrink SoftShrink Shrink Abs Heaviside Sign Square
        Cube BentIdentity Symlog Asinh Gaussian Tanhshrink
    };
    let names: Vec<&str> = AnyActivation::names().collect();
    // Another test of this file registers one more.
    let names: Vec<&str> = names.into_iter().filter(|name| *name != "bent").collect();
    assert_eq!(checked.as_slice(), names, "the list above is the catalogue's");
}

#[test]
fn the_text_is_what_people_expect() -> Result<(), serde_json::Error> {
    let bent = Bent { slope: -0.25, offset: 1e-300 };
    let text = serde_json::to_string(&bent)?;
    assert_eq!(text, r#"{"slope":-0.25,"offset":1e-300}"#);
    assert_eq!(serde_json::from_str::<Bent>(&text)?, bent);
    assert_eq!(serde_json::to_string(&Relu)?, "{}");
    let keras = serde_json::to_string(&KerasRelu::default())?;
    assert_eq!(keras, r#"{"negative_slope":0.0,"max_value":"inf","threshold":0.0}"#);
    Ok(())
}

#[test]
fn a_missing_field_keeps_its_default_and_the_order_is_free() -> Result<(), serde_json::Error> {
    let keras: KerasRelu = serde_json::from_str(r#"{"threshold": 1, "negative_slope": -2}"#)?;
    assert_eq!(keras, KerasRelu { negative_slope: -2.0, threshold: 1.0, ..KerasRelu::default() });
    assert_eq!(serde_json::from_str::<Bent>("[2, 3]")?, Bent { slope: 2.0, offset: 3.0 });
    Ok(())
}

#[test]
fn what_does_not_fit_is_refused_with_the_names_that_do() {
    for (text, fragments) in [
        (r#"{"slop": 1}"#, ["`slop`", "`slope`", "`offset`"]),
        (r#"{"slope": "steep"}"#, ["steep", "number", "inf"]),
        (r#"{"slope": "1.5"}"#, ["1.5", "number", "inf"]),
        (r#"{"slope": null}"#, ["null", "number", "inf"]),
        (r#"{"slope": 1, "slope": 2}"#, ["duplicate", "`slope`", ""]),
        ("[1]", ["length 1", "slope", "offset"]),
        ("[1, 2, 3]", ["trailing", "", ""]),
        ("7", ["7", "slope", "offset"]),
    ] {
        let message = serde_json::from_str::<Bent>(text).expect_err(text).to_string();
        assert!(fragments.iter().all(|fragment| message.contains(fragment)), "{text}: {message}");
    }
}

/// A format for machines: plain numbers, infinite ones too, under the one name of the struct (RON compares it).
#[test]
fn compact_formats_have_numbers_only() {
    let prelu = Prelu { alpha: f64::NEG_INFINITY };
    let tokens = |value| [Token::Struct { name: "Prelu", len: 1 }, Token::Str("alpha"), value, Token::StructEnd];
    assert_tokens(&prelu.compact(), &tokens(Token::F64(f64::NEG_INFINITY)));
    assert_tokens(&prelu.readable(), &tokens(Token::Str("-inf")));
}

#[test]
fn an_activation_chosen_by_name_is_a_string() -> Result<(), serde_json::Error> {
    for mut any in AnyActivation::all() {
        assert_eq!(serde_json::from_str::<AnyActivation>(&serde_json::to_string(&any)?)?, any);
        for index in 0..any.parameters().len() {
            any.set_parameter(index, [f64::INFINITY, -1e-300, 0.1][index % 3]);
        }
        assert_eq!(serde_json::from_str::<AnyActivation>(&serde_json::to_string(&any)?)?, any);
    }
    let leaky: AnyActivation = serde_json::from_str(r#""LeakyReLU(negative_slope=0.2)""#)?;
    assert_eq!(serde_json::to_string(&leaky)?, r#""leaky_relu(negative_slope=0.2)""#);
    let message = serde_json::from_str::<AnyActivation>(r#""rleu""#).map_err(|error| error.to_string());
    assert!(matches!(&message, Err(text) if text.contains("did you mean `relu`")), "{message:?}");
    assert!(serde_json::from_str::<AnyActivation>("1").is_err());
    Ok(())
}

#[test]
fn an_activation_chosen_by_name_may_be_a_map() -> Result<(), serde_json::Error> {
    for (text, same) in [
        (r#"{"leaky_relu": {"negative_slope": 0.2}}"#, "leaky_relu(negative_slope=0.2)"),
        (r#"{"Mish": {}}"#, "mish"),
        (r#"{"hardtanh": {"max": "inf", "min": -3}}"#, "hardtanh(min=-3, max=inf)"),
    ] {
        let any: AnyActivation = serde_json::from_str(text)?;
        assert_eq!(any.to_string(), same);
        assert_eq!(serde_json::to_string(&any)?, format!("\"{same}\""));
    }
    for (text, fragment) in [
        ("{}", "length 0"),
        (r#"{"mish": {}, "relu": {}}"#, "length 2"),
        (r#"{"mihs": {}}"#, "did you mean `mish`"),
        (r#"{"elu": {"beta": 1}}"#, "it has `alpha`"),
        (r#"{"elu": {"alpha": "steep"}}"#, "a number, \"inf\" or \"-inf\""),
        (r#"{"elu": 1}"#, "invalid type"),
    ] {
        let message = serde_json::from_str::<AnyActivation>(text).expect_err(text).to_string();
        assert!(message.contains(fragment), "{text}: {message}");
    }
    let compact = "leaky_relu(negative_slope=0.2)".parse::<AnyActivation>().expect("a name").compact();
    assert_tokens(&compact, &[Token::Str("leaky_relu(negative_slope=0.2)")]);
    Ok(())
}

/// Registered, a user's own is in a configuration like any other.
#[test]
fn a_registered_activation_is_read_by_name() {
    assert!(serde_json::from_str::<AnyActivation>(r#""bent""#).is_err());
    AnyActivation::register(Bent::default()).expect("a free name");
    for text in [r#""bent(offset=-2)""#, r#"{"bent": {"offset": -2}}"#] {
        let any: AnyActivation = serde_json::from_str(text).expect(text);
        assert_eq!(any, AnyActivation::custom(Bent { offset: -2.0, ..Bent::default() }));
        assert_eq!(serde_json::to_string(&any).expect("a text"), r#""bent(offset=-2)""#);
    }
}
