//! In: nothing. Out: what libraries call activations, a row per name. It must never hold anything but data.
//!
//! A row is the name in the library, ours, and the library's parameters. `("GELU(approximate=tanh)", "gelu_tanh", "")` is a
//! name for one setting of a parameter that is no number. Ours carries the constants: `"leaky_relu(negative_slope=0.2)"`. Of
//! the parameters, `alpha=beta` says that the library's `alpha` is our `beta`; `alpha!` has no default there; `inplace~` is
//! taken and does nothing.
//!
//! Where one function has several rows, the first is what it is written as. Sources: the libraries' code, at the versions that
//! docs/names.md lists.

mod frameworks;
mod rust;
mod vision;

pub(super) use frameworks::{JAX, KERAS, ONNX, PYTORCH, TENSORFLOW};
pub(super) use rust::{BURN, CANDLE};
pub(super) use vision::{DARKNET, HUGGING_FACE, NNLIB, NUMPYNET, TIMM};

/// What a library calls an activation.
pub(super) struct Row {
    /// The name there, with the settings that it is for.
    theirs: &'static str,
    /// Ours, with the library's constants and defaults.
    pub(super) ours: &'static str,
    /// The library's parameters, in its order.
    parameters: &'static str,
}

/// A parameter, as a library has it.
pub(super) struct Taken {
    /// Its name there.
    pub(super) theirs: &'static str,
    /// Ours; `None` if it does nothing.
    pub(super) ours: Option<&'static str>,
    /// Whether there is no default.
    pub(super) required: bool,
}

const fn row(theirs: &'static str, ours: &'static str, parameters: &'static str) -> Row {
    Row { theirs, ours, parameters }
}

impl Row {
    /// The name, without settings.
    pub(super) fn name(&self) -> &'static str {
        self.theirs.split_once('(').map_or(self.theirs, |(name, _)| name)
    }

    /// The settings that this row is for.
    pub(super) fn choices(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let inside = self.theirs.split_once('(').map_or("", |(_, inside)| inside.trim_end_matches(')'));
        inside.split(", ").filter_map(|choice| choice.split_once('='))
    }

    /// The parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = Taken> + use<> {
        self.parameters.split_whitespace().map(|text| {
            let (text, required) = text.strip_suffix('!').map_or((text, false), |text| (text, true));
            if let Some(theirs) = text.strip_suffix('~') {
                return Taken { theirs, ours: None, required };
            }
            let (theirs, ours) = text.split_once('=').unwrap_or((text, text));
            Taken { theirs, ours: Some(ours), required }
        })
    }
}
