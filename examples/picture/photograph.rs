//! In: a picture file. Out: the array that goes into the layer: (1, height, width, channels), from -1 to 1. It must never
//! write anything.

use std::io::{BufRead, ErrorKind, Seek};
use std::path::Path;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};
use ndarray::Array4;

use crate::failure::Failure;

/// Reads a picture; what it is, its content tells and not its name.
///
/// Colour gives three channels, grey gives one. Transparent pixels show white, the colour of the figure's paper.
pub(crate) fn read(path: &Path) -> Result<Array4<f32>, Failure> {
    let unread = |source| Failure::Read { path: path.to_path_buf(), source };
    let reader = ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(unread)?;
    let image = decode(reader).map_err(|error| match error {
        ImageError::IoError(source) if source.kind() != ErrorKind::UnexpectedEof => unread(source),
        source => Failure::Decode { path: path.to_path_buf(), source },
    })?;
    Ok(normalised(pixels(image)))
}

/// Decodes the upright picture, as cameras note how they were held; within the decoder's limits of memory.
fn decode<R: BufRead + Seek>(reader: ImageReader<R>) -> Result<DynamicImage, ImageError> {
    let mut decoder = reader.into_decoder()?;
    Limits::default().reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn pixels(image: DynamicImage) -> Array4<f32> {
    let channels = if image.color().has_color() { 3 } else { 1 };
    let image = image.into_rgba32f();
    let size = |length: u32| usize::try_from(length).unwrap_or(usize::MAX);
    let (width, height) = (size(image.width()), size(image.height()));
    let pixels = image.into_raw();
    Array4::from_shape_fn((1, height, width, channels), |(_, row, column, channel)| {
        let pixel = (row * width + column) * 4;
        let (value, alpha) = (pixels[pixel + channel], pixels[pixel + 3]);
        value * alpha + (1.0 - alpha)
    })
}

/// `NumPyNet`'s normalisation: to [0, 1] by the least and greatest value of the whole picture, then · 2 − 1.
/// A picture of one colour has no scale, so it becomes 0, the middle.
fn normalised(mut pixels: Array4<f32>) -> Array4<f32> {
    let low = pixels.iter().copied().fold(f32::INFINITY, f32::min);
    let high = pixels.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if low < high {
        pixels.mapv_inplace(|value| (value - low) / (high - low) * 2.0 - 1.0);
    } else {
        pixels.fill(0.0);
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayAlphaImage, GrayImage, Luma, LumaA, Rgb, RgbImage};

    #[test]
    fn the_range_is_minus_one_to_one() {
        let image = RgbImage::from_fn(2, 1, |x, _| if x == 0 { Rgb([50, 100, 150]) } else { Rgb([100, 100, 100]) });
        let array = normalised(pixels(image.into()));
        assert_eq!(array.dim(), (1, 1, 2, 3));
        assert_eq!((array[[0, 0, 0, 0]], array[[0, 0, 0, 2]]), (-1.0, 1.0));
        assert!(array[[0, 0, 1, 0]].abs() < 1e-6);
    }

    #[test]
    fn one_colour_is_the_middle() {
        let array = normalised(pixels(GrayImage::from_pixel(3, 2, Luma([9])).into()));
        assert_eq!(array, Array4::<f32>::zeros((1, 2, 3, 1)));
    }

    #[test]
    fn transparent_is_white() {
        let array = pixels(GrayAlphaImage::from_pixel(1, 1, LumaA([0, 0])).into());
        assert_eq!(array[[0, 0, 0, 0]], 1.0);
    }
}
