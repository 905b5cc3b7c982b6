//! In: what went wrong. Out: the text that tells it: what, why, and what to do. It must never decide what happens next.

use std::fmt;
use std::io;
use std::path::PathBuf;

use image::ImageError;

/// Why there is no figure.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Names on the command line that are no activations; at least one.
    Names(Vec<activation_core::Error>),
    /// The picture can't be opened or read.
    Read { path: PathBuf, source: io::Error },
    /// The picture is neither PNG nor JPEG, or a broken one.
    Decode { path: PathBuf, source: ImageError },
    /// The directory can't be made.
    Directory { path: PathBuf, source: io::Error },
    /// A figure can't be written.
    Write { path: PathBuf, source: io::Error },
    /// A figure can't be made a PNG.
    Encode(ImageError),
    /// Standard output doesn't take a line.
    Speak(io::Error),
    /// The layer refuses.
    Layer(activation_core::Error),
}

impl From<activation_core::Error> for Failure {
    fn from(error: activation_core::Error) -> Self {
        Self::Layer(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names(errors) => {
                for error in errors {
                    writeln!(f, "error: {error}")?;
                }
                write!(f, "help: `--list` prints every name and its formula; nothing was written")
            }
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
            Self::Directory { path, source } => {
                writeln!(f, "error: cannot make the directory `{}`: {source}", path.display())?;
                write!(f, "help: `--output` takes a directory where you may write")
            }
            Self::Write { path, source } => {
                writeln!(f, "error: cannot write `{}`: {source}", path.display())?;
                write!(f, "help: `--output` takes a directory where you may write, with room for the figures")
            }
            Self::Encode(source) => {
                writeln!(f, "error: cannot make a PNG of the figure: {source}")?;
                write!(f, "help: try a smaller `--width`")
            }
            Self::Speak(source) => {
                writeln!(f, "error: cannot write to standard output: {source}")?;
                write!(f, "help: the figures that were drawn so far are in the output directory")
            }
            Self::Layer(error) => {
                writeln!(f, "error: the layer refuses the picture: {error}")?;
                write!(f, "help: try a smaller picture")
            }
        }
    }
}
