//! In: what went wrong. Out: the text that tells it: what, why, and what to do. It must never decide what happens next.

use std::fmt;
use std::io;
use std::path::PathBuf;

use activation_examples::names::Unknown;
use activation_examples::output::Unwritten;
use image::ImageError;

/// Why there is no figure.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Names on the command line that are no activations.
    Names(Unknown),
    /// The picture can't be opened or read.
    Read { path: PathBuf, source: io::Error },
    /// The picture is neither PNG nor JPEG, or a broken one.
    Decode { path: PathBuf, source: ImageError },
    /// A figure, or a line about it, can't be written.
    Output(Unwritten),
    /// A figure can't be made a PNG.
    Encode(ImageError),
    /// The layer refuses.
    Layer(activation_core::Error),
}

impl From<activation_core::Error> for Failure {
    fn from(error: activation_core::Error) -> Self {
        Self::Layer(error)
    }
}

impl From<Unwritten> for Failure {
    fn from(unwritten: Unwritten) -> Self {
        Self::Output(unwritten)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names(unknown) => unknown.fmt(f),
            Self::Output(unwritten) => unwritten.fmt(f),
            Self::Read { path, source } => {
                writeln!(f, "error: cannot read the picture `{}`: {source}", path.display())?;
                write!(
                    f,
                    "help: `--input` takes a PNG or JPEG file; without it, the photograph of the examples is used"
                )
            }
            Self::Decode { path, source } => {
                writeln!(f, "error: `{}` is not a picture that can be read: {source}", path.display())?;
                write!(f, "help: `--input` takes a PNG or JPEG file; open and save this one anew with a picture editor")
            }
            Self::Encode(source) => {
                writeln!(f, "error: cannot make a PNG of the figure: {source}")?;
                write!(f, "help: try a smaller `--width`")
            }
            Self::Layer(error) => {
                writeln!(f, "error: the layer refuses the picture: {error}")?;
                write!(f, "help: try a smaller picture")
            }
        }
    }
}
