//! In: a library and its name for an activation. Out: the activation, with that library's constants; and back. All that is
//! known of libraries is in `table`; it must never be known here.

use std::fmt;
use std::str::FromStr;

use super::AnyActivation;
use super::table::{self, Row};
use super::text::{self, Argument, along_an_axis, key, nearest, number, place, same, split, syntax};
use crate::activation::Activation;
use crate::error::Error;

macro_rules! libraries {
    ($($(#[$doc:meta])* $name:ident $text:literal $table:ident;)*) => {
        /// A library whose names for activations are known.
        ///
        /// Parsed from its name, in any case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Library {
            $($(#[$doc])* $name,)*
        }

        impl Library {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            fn rows(self) -> &'static [Row] {
                match self { $(Self::$name => table::$table,)* }
            }
        }

        impl fmt::Display for Library {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)* })
            }
        }
    };
}

libraries! {
    /// Modules of `torch.nn` and functions of `torch.nn.functional`.
    PyTorch "PyTorch" PYTORCH;
    /// Functions of `keras.activations` and layers of Keras 3, and `ops.gelu`.
    Keras "Keras" KERAS;
    /// Functions of `tf.nn` and `tf.math`.
    TensorFlow "TensorFlow" TENSORFLOW;
    /// Functions of `jax.nn`.
    Jax "JAX" JAX;
    /// Operators of ONNX, with the names of the recurrent operators' activations.
    Onnx "ONNX" ONNX;
    /// The keys of `ACT2FN` in Hugging Face's transformers.
    HuggingFace "Hugging Face" HUGGING_FACE;
    /// Names in PyTorch image models.
    Timm "timm" TIMM;
    /// The layers of Burn.
    Burn "Burn" BURN;
    /// Variants of candle's `Activation`, and its functions.
    Candle "candle" CANDLE;
    /// Functions of `NNlib.jl`, with which Flux works.
    NNlib "NNlib" NNLIB;
    /// darknet's configuration files.
    Darknet "darknet" DARKNET;
    /// `NumPyNet`'s classes.
    NumPyNet "NumPyNet" NUMPYNET;
}

impl FromStr for Library {
    type Err = Error;

    /// # Errors
    /// [`Error::Syntax`] with the known names.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|library| same(&library.to_string(), text)).ok_or_else(|| {
            let known: Vec<String> = Self::ALL.iter().map(ToString::to_string).collect();
            syntax(text, format!("unknown library; known are {}", known.join(", ")))
        })
    }
}

impl Library {
    /// The names that [`AnyActivation::from_name`] knows here, each once.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        // Rows of one name stand together.
        let mut last = "";
        self.rows().iter().map(Row::name).filter(move |name| std::mem::replace(&mut last, name) != *name)
    }

    /// The rows of a name: as it is written, with or without modules in front, or else in another spelling if that is not
    /// ambiguous.
    fn rows_of(self, name: &str) -> Vec<&'static Row> {
        let tails = || std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, tail)| tail));
        let rows_of = |known: &str| self.rows().iter().filter(|row| row.name() == known).collect();
        if let Some(known) = tails().find(|tail| self.names().any(|known| known == *tail)) {
            return rows_of(known);
        }
        let mut alike = tails().flat_map(|tail| self.names().filter(move |known| same(known, tail)));
        let Some(first) = alike.next() else { return Vec::new() };
        let rows: Vec<&Row> = rows_of(first);
        let means_the_same = |other| {
            let others: Vec<&Row> = rows_of(other);
            others.iter().zip(&rows).all(|(a, b)| a.ours == b.ours)
        };
        if alike.all(means_the_same) { rows } else { Vec::new() }
    }

    /// The activation that the text stands for.
    pub(super) fn read(self, text: &str) -> Result<AnyActivation, Error> {
        let (name, arguments) = split(text)?;
        let rows = self.rows_of(name);
        let fits = |row: &&&Row| row.choices().all(|(parameter, value)| made(&arguments, parameter, value));
        // Of those that take all that is given the one with the most settings, and of several the first. If none does, the
        // first says what is wrong.
        let Some(row) = rows.iter().filter(fits).rev().max_by_key(|row| (row.takes(&arguments), row.choices().count()))
        else {
            return Err(self.unknown(name));
        };
        let mut activation: AnyActivation = row.ours.parse()?;
        let mut given = Vec::new();
        let mut positions = row.parameters();
        for argument in &arguments {
            let parameter = match argument.name {
                None => positions.next(),
                Some(name) if row.choices().any(|(choice, _)| choice == name) => continue,
                Some(name) => row.parameters().find(|parameter| parameter.theirs == name),
            };
            let Some(parameter) = parameter else {
                return Err(not_a_parameter(&rows, argument));
            };
            if given.contains(&parameter.theirs) {
                return Err(syntax(text, format!("the parameter `{}` is given twice", parameter.theirs)));
            }
            given.push(parameter.theirs);
            // `None` is how Python says that nothing was given.
            if let Some(index) = parameter.ours.and_then(|ours| place(&activation, ours))
                && argument.value != "None"
            {
                activation.set_parameter(index, number(row.name(), parameter.theirs, argument.value)?);
            }
        }
        match row.parameters().find(|parameter| parameter.required && !given.contains(&parameter.theirs)) {
            Some(missing) => {
                Err(Error::MissingParameter { activation: row.name().to_owned(), parameter: missing.theirs.to_owned() })
            }
            None => Ok(activation),
        }
    }

    /// The name of this very function, with what differs from the defaults.
    pub(super) fn write(self, activation: &AnyActivation) -> Option<String> {
        self.rows().iter().find_map(|row| row.write(activation))
    }

    fn unknown(self, name: &str) -> Error {
        if let Some(error) = along_an_axis(name) {
            return error;
        }
        let others = Self::ALL.iter().copied().filter(|library| *library != self);
        Error::UnknownName {
            library: self,
            name: name.to_owned(),
            nearest: nearest(name, self.names()).map(str::to_owned),
            elsewhere: others.filter(|library| !library.rows_of(name).is_empty()).collect(),
        }
    }
}

/// Whether the arguments make that choice.
fn made(arguments: &[Argument<'_>], parameter: &str, value: &str) -> bool {
    arguments.iter().any(|argument| argument.name == Some(parameter) && key(argument.value) == key(value))
}

/// What is wrong with an argument that no parameter of these rows takes.
fn not_a_parameter(rows: &[&Row], argument: &Argument<'_>) -> Error {
    let activation = rows.first().map_or("", |row| row.name()).to_owned();
    let choices = || rows.iter().flat_map(|row| row.choices());
    let value = argument.value.to_owned();
    match argument.name {
        Some(name) if choices().any(|(choice, _)| choice == name) => {
            let known = choices().filter(|(choice, _)| *choice == name).map(|(_, value)| value.to_owned()).collect();
            Error::InvalidChoice { activation, parameter: name.to_owned(), value, known }
        }
        name => {
            let parameters = rows.iter().flat_map(|row| row.parameters()).map(|parameter| parameter.theirs);
            let mut known: Vec<String> =
                parameters.chain(choices().map(|(choice, _)| choice)).map(str::to_owned).collect();
            known.sort();
            known.dedup();
            Error::UnknownParameter { activation, parameter: name.map_or(value, str::to_owned), known }
        }
    }
}

impl Row {
    /// Whether there is a parameter or a setting for each argument.
    fn takes(&self, arguments: &[Argument<'_>]) -> bool {
        let mut positions = self.parameters();
        arguments.iter().all(|argument| match argument.name {
            None => positions.next().is_some(),
            Some(name) => {
                self.choices().any(|(choice, _)| choice == name)
                    || self.parameters().any(|parameter| parameter.theirs == name)
            }
        })
    }

    /// This row's name for the activation, if it stands for it.
    fn write(&self, activation: &AnyActivation) -> Option<String> {
        let plain: AnyActivation = self.ours.parse().ok()?;
        if plain.name() != activation.name() {
            return None;
        }
        let taker = |index: usize| {
            let ours = activation.parameters().get(index)?.name;
            self.parameters().find(|parameter| parameter.ours == Some(ours))
        };
        let mut arguments = Vec::new();
        for index in 0..activation.parameters().len() {
            let (value, default) = (activation.parameter(index)?, plain.parameter(index)?);
            match taker(index) {
                Some(parameter) if parameter.required || value != default => arguments.push((parameter.theirs, value)),
                None if value != default => return None,
                _ => {}
            }
        }
        let mut text = String::new();
        let choices = self.choices().map(|(parameter, value)| format!("{parameter}={value}"));
        let values = arguments.iter().map(|(parameter, value)| format!("{parameter}={value}"));
        text::write(&mut text, self.name(), choices.chain(values)).ok()?;
        Some(text)
    }
}
