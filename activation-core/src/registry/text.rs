//! In: `name(parameter = value, …)`. Out: its parts. It must never know which names there are.

use std::fmt;

use crate::activation::Activation;
use crate::error::Error;

/// The least likeness (1 is equal) for which an unknown name is answered with a known one.
const LIKE: f64 = 0.6;

/// A name as it is compared: without case and separators.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Whether two names are the same but for case and separators.
pub(super) fn same(a: &str, b: &str) -> bool {
    key(a) == key(b)
}

/// The known name that is most like another, if any is; of those that differ in case and separators alone, the one that is
/// most like it in these, too.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = key(name);
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&key(known), &wanted);
    let spelt = |known: &str| strsim::normalized_damerau_levenshtein(known, name);
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)).then_with(|| spelt(a).total_cmp(&spelt(b))));
    nearest.filter(|nearest| likeness(nearest) >= LIKE)
}

/// The error for a name that is known, but not as a function of one number.
pub(super) fn along_an_axis(name: &str) -> Option<Error> {
    const FUNCTIONS: [(&str, &str); 11] = [
        ("softmax", "Softmax"),
        ("log_softmax", "LogSoftmax"),
        ("softmin", "Softmin"),
        ("sparsemax", "Sparsemax"),
        ("glu", "Gated::glu"),
        ("swiglu", "Gated::swiglu"),
        ("geglu", "Gated::geglu"),
        ("reglu", "Gated::reglu"),
        ("bilinear", "Gated::bilinear"),
        ("maxout", "Maxout"),
        ("crelu", "Crelu"),
    ];
    let (_, function) = FUNCTIONS.into_iter().find(|(known, _)| same(known, name))?;
    Some(Error::AlongAnAxis { name: name.to_owned(), function })
}

/// An error about a text that can't be taken apart.
pub(super) fn syntax(text: &str, reason: impl Into<String>) -> Error {
    Error::Syntax { text: text.to_owned(), reason: reason.into() }
}

/// An argument: `name = value`, or the value alone.
pub(super) struct Argument<'a> {
    /// The name, if there is one.
    pub(super) name: Option<&'a str>,
    /// The text of the value, without quotes.
    pub(super) value: &'a str,
}

/// `name(a, b)` as its name and its arguments.
pub(super) fn split(text: &str) -> Result<(&str, Vec<Argument<'_>>), Error> {
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
    let arguments = inside.split(',').map(|argument| {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (Some(name.trim()), value.trim()),
            None => (None, argument.trim()),
        };
        if value.is_empty() || name == Some("") {
            return Err(syntax(text, format!("`{}` should be of the form `parameter = value`", argument.trim())));
        }
        Ok(Argument { name, value: value.trim_matches(['\'', '"']) })
    });
    Ok((name.trim_end(), arguments.collect::<Result<_, _>>()?))
}

/// The number that a text is.
pub(super) fn number(activation: &str, parameter: &str, value: &str) -> Result<f64, Error> {
    let number = value.parse::<f64>().ok().filter(|number| !number.is_nan());
    number.ok_or_else(|| Error::InvalidParameter {
        activation: activation.to_owned(),
        parameter: parameter.to_owned(),
        value: value.to_owned(),
    })
}

/// The place of an activation's parameter of that name.
pub(super) fn place(activation: &impl Activation, name: &str) -> Option<usize> {
    activation.parameters().iter().position(|parameter| same(parameter.name, name))
}

/// Writes `name(a=1, b=2)`.
pub(super) fn write(
    f: &mut impl fmt::Write,
    name: &str,
    arguments: impl Iterator<Item = impl fmt::Display>,
) -> fmt::Result {
    f.write_str(name)?;
    let mut separator = "(";
    for argument in arguments {
        write!(f, "{separator}{argument}")?;
        separator = ", ";
    }
    if separator == ", " { f.write_str(")") } else { Ok(()) }
}
