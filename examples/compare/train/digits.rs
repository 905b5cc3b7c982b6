//! In: `data/digits.csv.gz`. Out: [`Digits`], images and what they show. It must never take a broken row for a digit.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use ndarray::{Array2, Axis};

use crate::random::Random;

/// Images of handwritten digits, one per row, and the digit that each one shows.
#[derive(Debug)]
pub(crate) struct Digits {
    /// From -1 (paper) to 1 (ink).
    pub(crate) images: Array2<f32>,
    pub(crate) labels: Vec<usize>,
}

/// Why the digits can't be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    path: PathBuf,
    reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot read the digits in `{}`: {}; it comes with the examples, so check it out anew",
            self.path.display(),
            self.reason
        )
    }
}

impl std::error::Error for Unreadable {}

impl Digits {
    /// 8 x 8.
    pub(crate) const PIXELS: usize = 64;
    /// 0 to 9.
    pub(crate) const CLASSES: usize = 10;
    /// The greatest count of a pixel.
    const INK: f32 = 16.0;

    /// The digits that come with the examples.
    pub(crate) fn read() -> Result<Self, Unreadable> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("data").join("digits.csv.gz");
        match File::open(&path) {
            Ok(file) => Self::parse(BufReader::new(GzDecoder::new(file))),
            Err(error) => Err(error.to_string()),
        }
        .map_err(|reason| Unreadable { path, reason })
    }

    /// Rows of 64 pixel counts and a digit, separated by commas.
    fn parse(rows: impl BufRead) -> Result<Self, String> {
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for (number, row) in (1..).zip(rows.lines()) {
            let row = row.map_err(|error| error.to_string())?;
            let (image, label) = parse_row(&row).ok_or_else(|| format!("row {number} is not 64 counts and a digit"))?;
            pixels.extend(image);
            labels.push(label);
        }
        let images = Array2::from_shape_vec((labels.len(), Self::PIXELS), pixels).map_err(|error| error.to_string())?;
        Ok(Self { images, labels })
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The digits at these places, which must be less than `len`.
    pub(crate) fn select(&self, places: &[usize]) -> Self {
        Self {
            images: self.images.select(Axis(0), places),
            labels: places.iter().map(|&place| self.labels[place]).collect(),
        }
    }

    pub(crate) fn shuffled(&self, random: &mut Random) -> Self {
        let mut order: Vec<usize> = (0..self.len()).collect();
        random.shuffle(&mut order);
        self.select(&order)
    }

    /// The first `share` of `parts` equal parts, and the rest.
    pub(crate) fn split(&self, share: usize, parts: usize) -> (Self, Self) {
        let places: Vec<usize> = (0..self.len()).collect();
        let (first, rest) = places.split_at(self.len() * share / parts);
        (self.select(first), self.select(rest))
    }
}

fn parse_row(row: &str) -> Option<([f32; Digits::PIXELS], usize)> {
    let mut fields = row.split(',');
    let mut image = [0.0; Digits::PIXELS];
    for pixel in &mut image {
        let count: f32 = fields.next()?.trim().parse().ok()?;
        if !(0.0..=Digits::INK).contains(&count) {
            return None;
        }
        *pixel = count / Digits::INK * 2.0 - 1.0;
    }
    let label = fields.next()?.trim().parse().ok().filter(|&label: &usize| label < Digits::CLASSES)?;
    fields.next().is_none().then_some((image, label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_all_its_rows() {
        let digits = Digits::read().expect("the file of the examples");
        assert_eq!((digits.len(), digits.images.dim()), (1797, (1797, 64)));
        assert_eq!(digits.labels[..3], [0, 1, 2]);
    }

    #[test]
    fn broken_rows_are_refused() {
        let row = |last: &str| format!("{}{last}", "16,".repeat(64));
        assert_eq!(parse_row(&row("9")), Some(([1.0; 64], 9)));
        for broken in [row("10"), row(""), row("9,9"), "17,".repeat(64) + "1", "1,2".to_owned()] {
            assert_eq!(parse_row(&broken), None, "{broken}");
        }
        assert_eq!(Digits::parse("1,2".as_bytes()).err().as_deref(), Some("row 1 is not 64 counts and a digit"));
    }
}
