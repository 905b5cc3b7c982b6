//! SVG, element by element.
//!
//! In: texts and shapes. Out: the file. It must never let a text break the markup.

use std::fmt::{self, Write};

/// Elements of a picture so far.
#[derive(Debug, Default)]
pub struct Svg {
    body: String,
}

impl Svg {
    /// An element, or part of one, as it stands.
    pub fn add(&mut self, element: fmt::Arguments<'_>) {
        // Writing to a String does not fail.
        let _ = writeln!(self.body, "{element}");
    }

    /// A text that begins, ends or has its middle (`start`, `end`, `middle`) at a place.
    pub fn text(&mut self, class: &str, anchor: &str, (x, y): (f64, f64), words: &str) {
        let class = if class.is_empty() { String::new() } else { format!(r#" class="{class}""#) };
        let anchor = if anchor == "start" { String::new() } else { format!(r#" text-anchor="{anchor}""#) };
        self.add(format_args!(r#"<text{class} x="{x:.1}" y="{y:.1}"{anchor}>{}</text>"#, escaped(words)));
    }

    /// What `draw` draws, moved.
    pub fn moved(&mut self, (x, y): (f64, f64), draw: impl FnOnce(&mut Self)) {
        self.add(format_args!(r#"<g transform="translate({x} {y})">"#));
        draw(self);
        self.add(format_args!("</g>"));
    }

    /// The whole file, on white paper; `head` has what is to be defined first.
    pub fn finish(self, (width, height): (f64, f64), head: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\">\n{head}\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// A text with its `&`, `<` and `>` as SVG writes them.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// At most so many letters of a text; a cut shows.
pub fn cut(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(2)).chain(" …".chars()).collect()
}
