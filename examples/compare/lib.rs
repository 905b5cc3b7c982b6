//! Pictures in both formats.
//!
//! In: an SVG. Out: that file, and a PNG rendered from it, the same on every machine. It must never use the machine's fonts.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use activation_examples::output::{self, Unwritten};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Why there is no picture.
#[derive(Debug)]
pub enum Failure {
    /// It can't be written.
    Output(Unwritten),
    /// It can't be rendered.
    Render(String),
}

impl From<Unwritten> for Failure {
    fn from(unwritten: Unwritten) -> Self {
        Self::Output(unwritten)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(unwritten) => unwritten.fmt(f),
            Self::Render(reason) => {
                writeln!(f, "error: cannot make a PNG of the drawing: {reason}")?;
                write!(f, "help: the SVG beside it shows the same; a smaller `--scale` needs less memory")
            }
        }
    }
}

/// Writes `name.svg` and, rendered from it at so many pixels per unit, `name.png`; gives their paths.
///
/// # Errors
/// [`Failure`].
pub fn save(directory: &Path, name: &str, svg: &str, scale: f32) -> Result<[PathBuf; 2], Failure> {
    let paths = ["svg", "png"].map(|ending| directory.join(format!("{name}.{ending}")));
    output::write(&paths[0], svg.as_bytes())?;
    output::write(&paths[1], &png(svg, scale)?)?;
    Ok(paths)
}

/// An SVG as a PNG file.
fn png(svg: &str, scale: f32) -> Result<Vec<u8>, Failure> {
    let mut fonts = fontdb::Database::new();
    for font in [dejavu::sans::regular(), dejavu::sans::bold(), dejavu::sans_mono::regular()] {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("DejaVu Sans");
    fonts.set_monospace_family("DejaVu Sans Mono");
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| Failure::Render(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(scale);
    let pixels = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut pixels = pixels.ok_or_else(|| Failure::Render(format!("no picture is {scale} times as large")))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| Failure::Render(error.to_string()))
}
