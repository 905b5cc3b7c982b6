//! In: one array of a layer. Out: a [`Panel`], the picture of it with its texts. It must never hide what it can't show:
//! the range, and how many values are no numbers, are part of the text.

use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use ndarray::ArrayView3;

/// A picture of an array, from black for its least value to white for its greatest.
#[derive(Debug)]
pub(crate) struct Panel {
    pub(crate) image: RgbImage,
    pub(crate) title: &'static str,
    /// What was computed.
    pub(crate) formula: String,
    /// Between which values.
    pub(crate) range: String,
    low: f32,
    high: f32,
    unshown: usize,
}

/// What a panel of one value only looks like: neither black nor white, which would say least or greatest.
const CONSTANT: u8 = 128;

impl Panel {
    /// The picture of an array of (height, width, 1 or 3 channels), to fit a square of `width`.
    pub(crate) fn of(values: &ArrayView3<'_, f32>, width: u32) -> Self {
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let low = finite().fold(f32::INFINITY, f32::min);
        let high = finite().fold(f32::NEG_INFINITY, f32::max);
        let unshown = values.len() - finite().count();

        let (rows, columns, channels) = values.dim();
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let image = RgbImage::from_fn(size(columns), size(rows), |x, y| {
            let at = |channel: usize| values[[y as usize, x as usize, channel.min(channels - 1)]];
            Rgb([0, 1, 2].map(|channel| grey(at(channel), low, high)))
        });
        Self { image: fit(&image, width), title: "", formula: String::new(), range: String::new(), low, high, unshown }
    }

    /// The same panel with its texts; `symbol` stands for the values.
    pub(crate) fn titled(mut self, title: &'static str, formula: &str, symbol: &str) -> Self {
        self.title = title;
        if !formula.is_empty() {
            self.formula = format!("{symbol} = {formula}");
        }
        self.range = match (self.low, self.high) {
            (low, high) if low < high => format!("{symbol} from {} to {}", short(low), short(high)),
            (low, high) if low == high => format!("{symbol} = {} everywhere", short(low)),
            _ => format!("no finite {symbol}"),
        };
        if self.unshown > 0 {
            self.range = format!("{}, {} not finite", self.range, self.unshown);
        }
        self
    }
}

/// Where a value is between `low` and `high`, from 0 to 255. Infinities are at the ends, what isn't a number is black.
fn grey(value: f32, low: f32, high: f32) -> u8 {
    if low == high && value == low {
        return CONSTANT;
    }
    // In f64, as the span of two f32 may be infinite in f32.
    let (value, low, high) = (f64::from(value), f64::from(low), f64::from(high));
    let scaled = ((value - low) / (high - low) * 255.0).round().clamp(0.0, 255.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=255; NaN becomes 0")]
    let grey = scaled as u8;
    grey
}

/// The image as large as a square of `width` allows. A small one keeps its pixels visible, as they are the data.
fn fit(image: &RgbImage, width: u32) -> RgbImage {
    let (from_width, from_height) = image.dimensions();
    let longest = u64::from(from_width.max(from_height).max(1));
    let scale = |length: u32| {
        let scaled = (u64::from(length) * u64::from(width) + longest / 2) / longest;
        u32::try_from(scaled).unwrap_or(width).clamp(1, width)
    };
    let (to_width, to_height) = (scale(from_width), scale(from_height));
    if (to_width, to_height) == (from_width, from_height) {
        return image.clone();
    }
    let filter = if to_width > from_width { FilterType::Nearest } else { FilterType::CatmullRom };
    imageops::resize(image, to_width, to_height, filter)
}

/// A number with three decimals at most.
fn short(value: f32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !(1e-3..1e5).contains(&value.abs()) {
        return format!("{value:.2e}");
    }
    format!("{value:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    fn panel(values: &[f32]) -> Panel {
        let array = Array3::from_shape_vec((1, values.len(), 1), values.to_vec()).expect("a row of pixels");
        let width = u32::try_from(values.len()).expect("a short row");
        Panel::of(&array.view(), width).titled("", "", "x")
    }

    fn greys(panel: &Panel) -> Vec<u8> {
        panel.image.pixels().map(|pixel| pixel.0[0]).collect()
    }

    #[test]
    fn values_go_from_black_to_white() {
        let panel = panel(&[-2.0, 0.0, 2.0]);
        assert_eq!(greys(&panel), [0, 128, 255]);
        assert_eq!(panel.range, "x from -2 to 2");
    }

    #[test]
    fn one_value_is_grey() {
        let panel = panel(&[1.0, 1.0]);
        assert_eq!(greys(&panel), [128, 128]);
        assert_eq!(panel.range, "x = 1 everywhere");
    }

    #[test]
    fn what_is_not_finite_is_told() {
        let mixed = panel(&[f32::NAN, f32::INFINITY, 0.0, 0.5, f32::NEG_INFINITY]);
        assert_eq!(greys(&mixed), [0, 255, 0, 255, 0]);
        assert_eq!(mixed.range, "x from 0 to 0.5, 3 not finite");
        assert_eq!(panel(&[f32::NAN]).range, "no finite x, 1 not finite");
        assert_eq!(greys(&panel(&[f32::MIN, f32::MAX])), [0, 255]);
    }

    #[test]
    fn numbers_are_short() {
        let texts = [-0.0, 1.0, 0.268_94, -0.632_12, 1e-9, 100.0].map(short);
        assert_eq!(texts, ["0", "1", "0.269", "-0.632", "1.00e-9", "100"]);
    }

    #[test]
    fn pictures_keep_their_proportions() {
        assert_eq!(fit(&RgbImage::new(400, 200), 100).dimensions(), (100, 50));
        assert_eq!(fit(&RgbImage::new(1, 4000), 100).dimensions(), (1, 100));
        assert_eq!(fit(&RgbImage::new(2, 1), 100).dimensions(), (100, 50));
    }
}
