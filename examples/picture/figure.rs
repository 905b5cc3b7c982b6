//! In: a title and panels. Out: a [`Figure`], one picture of them side by side on white paper. It must never know what the
//! panels show.

use std::convert::Infallible;
use std::io::Cursor;

use embedded_graphics::mono_font::iso_8859_1::{FONT_6X13, FONT_9X15_BOLD, FONT_10X20};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Drawable, OriginDimensions, Pixel, Point, RgbColor, Size};
use embedded_graphics::text::{Alignment, Baseline, Text, TextStyleBuilder};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops;
use image::{ExtendedColorType, ImageEncoder, ImageError, Rgb, RgbImage};

use crate::panel::Panel;

/// White around everything.
const MARGIN: u32 = 36;
/// White between two panels.
const GUTTER: u32 = 28;
/// White between a picture and its texts.
const GAP: u32 = 10;
/// White between two lines of text.
const LEADING: u32 = 4;
/// A formula is cut after so many lines.
const FORMULA_LINES: usize = 3;

const TITLE: (MonoFont<'static>, u8) = (FONT_10X20, 0);
const PANEL_TITLE: (MonoFont<'static>, u8) = (FONT_9X15_BOLD, 0);
const CAPTION: (MonoFont<'static>, u8) = (FONT_6X13, 70);
/// A frame of one pixel, without which a white edge of a picture would be lost on the paper.
const FRAME: Rgb<u8> = Rgb([200; 3]);

/// Panels side by side, as one picture.
#[derive(Debug)]
pub(crate) struct Figure {
    image: RgbImage,
}

impl Figure {
    /// A figure of panels that are at most `width` wide, below a title of one or more lines.
    pub(crate) fn of(title: &str, panels: &[Panel], width: u32) -> Self {
        let columns = u32::try_from(panels.len()).unwrap_or(u32::MAX);
        let inner = width * columns + GUTTER * columns.saturating_sub(1);
        let title: Vec<String> = title.lines().flat_map(|line| wrap(line, fits(inner, &TITLE.0))).collect();
        let captions: Vec<Vec<String>> = panels.iter().map(|panel| caption(panel, fits(width, &CAPTION.0))).collect();

        let title_height = block_height(title.len(), &TITLE.0);
        let heading_height = block_height(1, &PANEL_TITLE.0);
        let picture_height = panels.iter().map(|panel| panel.image.height()).max().unwrap_or(0);
        let caption_height = block_height(captions.iter().map(Vec::len).max().unwrap_or(0), &CAPTION.0);

        let heading_top = MARGIN + title_height + 2 * GAP;
        let picture_top = heading_top + heading_height + GAP;
        let caption_top = picture_top + picture_height + GAP;
        let mut paper =
            Paper(RgbImage::from_pixel(inner + 2 * MARGIN, caption_top + caption_height + MARGIN, Rgb([255; 3])));

        paper.write(&title, MARGIN + inner / 2, MARGIN, &TITLE);
        for (column, (panel, caption)) in (0..).zip(panels.iter().zip(&captions)) {
            let left = MARGIN + column * (width + GUTTER);
            let middle = left + width / 2;
            paper.write(&[panel.title.to_owned()], middle, heading_top, &PANEL_TITLE);
            paper.place(&panel.image, middle - panel.image.width() / 2, picture_top);
            paper.write(caption, middle, caption_top, &CAPTION);
        }
        Self { image: paper.0 }
    }

    /// The figure as a PNG file.
    pub(crate) fn png(&self) -> Result<Vec<u8>, ImageError> {
        let mut file = Cursor::new(Vec::new());
        let (width, height) = self.image.dimensions();
        PngEncoder::new_with_quality(&mut file, CompressionType::Best, FilterType::Adaptive).write_image(
            &self.image,
            width,
            height,
            ExtendedColorType::Rgb8,
        )?;
        Ok(file.into_inner())
    }
}

/// The range, and the formula below it.
fn caption(panel: &Panel, letters: usize) -> Vec<String> {
    let mut lines = wrap(&panel.range, letters);
    let mut formula = wrap(&panel.formula, letters);
    if formula.len() > FORMULA_LINES {
        formula.truncate(FORMULA_LINES);
        if let Some(last) = formula.last_mut() {
            *last = last.chars().take(letters.saturating_sub(4)).collect();
            last.push_str(" ...");
        }
    }
    lines.extend(formula);
    lines
}

/// Breaks a text between words, and within those that are too long, into lines of at most `letters`.
fn wrap(text: &str, letters: usize) -> Vec<String> {
    // The one letter in a formula that the fonts lack: where the compiler has shortened it.
    // The fonts end with Latin-1, which has ² and ³ but neither … nor the other powers.
    let mut text = text.replace('…', "...");
    for (power, digit) in "⁰⁴⁵⁶⁷⁸⁹⁻".chars().zip("0456789-".chars()) {
        text = text.replace(power, &format!("^{digit}"));
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.len() <= letters => {
                line.push(' ');
                line.extend(&word);
            }
            _ => {
                while word.len() > letters {
                    lines.push(word.drain(..letters).collect());
                }
                lines.push(word.into_iter().collect());
            }
        }
    }
    lines
}

/// How many letters of a font go into a width; at least one.
fn fits(width: u32, font: &MonoFont<'_>) -> usize {
    usize::try_from(width / (font.character_size.width + font.character_spacing)).unwrap_or(usize::MAX).max(1)
}

fn block_height(lines: usize, font: &MonoFont<'_>) -> u32 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    (lines * (font.character_size.height + LEADING)).saturating_sub(LEADING)
}

/// What is drawn on. It is also embedded-graphics' target for text; what falls off the paper is dropped.
struct Paper(RgbImage);

impl Paper {
    /// Lines of text, each centred on `middle`, the first one from `top` down.
    fn write(&mut self, lines: &[String], middle: u32, top: u32, (font, grey): &(MonoFont<'static>, u8)) {
        let character = MonoTextStyle::new(font, Rgb888::new(*grey, *grey, *grey));
        let centred = TextStyleBuilder::new().alignment(Alignment::Center).baseline(Baseline::Top).build();
        let mut y = top;
        for line in lines {
            // Nothing of it can fail: the error type has no values.
            let Ok(_) = Text::with_text_style(line, point(middle, y), character, centred).draw(self);
            y += font.character_size.height + LEADING;
        }
    }

    /// A picture in its frame.
    fn place(&mut self, image: &RgbImage, left: u32, top: u32) {
        let (width, height) = image.dimensions();
        let frame = RgbImage::from_pixel(width + 2, height + 2, FRAME);
        imageops::replace(&mut self.0, &frame, i64::from(left) - 1, i64::from(top) - 1);
        imageops::replace(&mut self.0, image, i64::from(left), i64::from(top));
    }
}

fn point(x: u32, y: u32) -> Point {
    Point::new(i32::try_from(x).unwrap_or(i32::MAX), i32::try_from(y).unwrap_or(i32::MAX))
}

impl OriginDimensions for Paper {
    fn size(&self) -> Size {
        Size::new(self.0.width(), self.0.height())
    }
}

impl DrawTarget for Paper {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb888>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(at, colour) in pixels {
            if let (Ok(x), Ok(y)) = (u32::try_from(at.x), u32::try_from(at.y))
                && let Some(pixel) = self.0.get_pixel_mut_checked(x, y)
            {
                *pixel = Rgb([colour.r(), colour.g(), colour.b()]);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use activation_core::{Activation, AnyActivation};

    #[test]
    fn lines_break_between_words_and_within_long_ones() {
        assert_eq!(wrap("", 10), Vec::<String>::new());
        assert_eq!(wrap("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrap("a abcdefgh", 3), ["a", "abc", "def", "gh"]);
    }

    #[test]
    fn the_fonts_have_every_letter_of_every_formula() {
        for activation in AnyActivation::all() {
            let facts = activation.facts();
            for line in wrap(facts.formula, 40).iter().chain(&wrap(facts.derivative, 40)) {
                assert!(line.chars().all(|letter| u32::from(letter) < 256), "{line}");
            }
        }
    }
}
