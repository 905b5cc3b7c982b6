//! Files and lines that the examples write.
//!
//! In: what is to be written. Out: that, or where it can't be written and what to do. It must never leave half a line
//! unexplained, but a reader that has gone away (`| head`) is no failure.

use std::fmt::{self, Display};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why something isn't written.
#[derive(Debug)]
pub enum Unwritten {
    /// The directory can't be made.
    Directory {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file can't be written.
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Standard output doesn't take a line.
    Line(io::Error),
}

impl Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory { path, source } => {
                writeln!(f, "error: cannot make the directory `{}`: {source}", path.display())?;
                write!(f, "help: `--output` takes a directory where you may write")
            }
            Self::File { path, source } => {
                writeln!(f, "error: cannot write `{}`: {source}", path.display())?;
                write!(f, "help: `--output` takes a directory where you may write, with room for the figures")
            }
            Self::Line(source) => {
                writeln!(f, "error: cannot write to standard output: {source}")?;
                write!(f, "help: the figures that were drawn so far are in the output directory")
            }
        }
    }
}

/// Makes a directory, unless it is there.
///
/// # Errors
/// [`Unwritten::Directory`].
pub fn make(path: &Path) -> Result<(), Unwritten> {
    fs::create_dir_all(path).map_err(|source| Unwritten::Directory { path: path.to_path_buf(), source })
}

/// Writes a whole file.
///
/// # Errors
/// [`Unwritten::File`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Unwritten> {
    fs::write(path, bytes).map_err(|source| Unwritten::File { path: path.to_path_buf(), source })
}

/// A line on standard output.
///
/// # Errors
/// [`Unwritten::Line`].
pub fn say(line: impl Display) -> Result<(), Unwritten> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Unwritten::Line(error)),
        _ => Ok(()),
    }
}

/// How a program ends: what went wrong is told on standard error, and nothing is left to do if that is closed, too.
pub fn finish(result: Result<(), impl Display>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}
