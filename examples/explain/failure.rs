//! In: what went wrong. Out: the text that tells it: what, why, and what to do. It must never decide what happens next.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why there is no explanation.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The compiler refuses; its messages, rendered.
    Refused(String),
    /// There is no definition in the source.
    Nothing(String),
    /// Nothing can be drawn between these.
    Interval { from: f64, to: f64 },
    /// An activation calls one of another crate, which can't be computed here.
    Elsewhere(String),
    /// The source can't be read.
    Read { path: PathBuf, source: io::Error },
    /// Standard input can't be read.
    Listen(io::Error),
    /// The drawing can't be written.
    Write { path: PathBuf, source: io::Error },
    /// Standard output doesn't take the text.
    Speak(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(messages) => f.write_str(messages),
            Self::Nothing(origin) => {
                writeln!(f, "error: there is no `activation!` call in {origin} that could be explained")?;
                write!(f, "help: calls in a `macro_rules!` are known only where it is used; try the formula alone")
            }
            Self::Interval { from, to } => {
                writeln!(f, "error: nothing can be drawn from {from} to {to}")?;
                write!(f, "help: `--from` takes a number less than that of `--to`")
            }
            Self::Elsewhere(name) => {
                writeln!(f, "error: `{name}` calls an activation by its path, whose formula is not known here")?;
                write!(f, "help: leave `--plot` out, or put the definition that is called into the same source")
            }
            Self::Read { path, source } => {
                writeln!(f, "error: cannot read `{}`: {source}", path.display())?;
                write!(f, "help: the argument is a formula in quotes, `'relu: x.max(0)'`, or a text file")
            }
            Self::Listen(source) => write!(f, "error: cannot read standard input: {source}"),
            Self::Write { path, source } => {
                writeln!(f, "error: cannot write `{}`: {source}", path.display())?;
                write!(f, "help: `--plot` takes a file in a directory where you may write")
            }
            Self::Speak(source) => write!(f, "error: cannot write to standard output: {source}"),
        }
    }
}
