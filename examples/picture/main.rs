//! The main job: a photograph goes forward and backward through an activation layer, and one figure per activation
//! shows it, as `NumPyNet`'s do.
//!
//! ```text
//! cargo run --release --example picture
//! cargo run --release --example picture -- --activation gelu "leaky_relu(negative_slope=0.2)" --input photo.jpg
//! ```
//!
//! In: the command line. Out: one PNG per activation, and where it is on standard output. It must never panic, nor write
//! a picture before every name on the command line is known to be right.

mod arguments;
mod failure;
mod figure;
mod panel;
mod photograph;

use std::path::Path;
use std::process::ExitCode;

use activation_core::{Activation, ActivationLayer, AnyActivation};
use activation_examples::names;
use activation_examples::output::{self, say};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::{Array4, Axis};

use arguments::Arguments;
use failure::Failure;
use figure::Figure;
use panel::Panel;

/// A progress bar is shown from so many figures on.
const MANY: usize = 8;

fn main() -> ExitCode {
    output::finish(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.list {
        for line in names::list() {
            say(line)?;
        }
        return Ok(());
    }
    let activations = arguments.activations()?;
    let photograph = photograph::read(&arguments.input())?;
    let directory = arguments.output.as_path();
    output::make(directory)?;

    let bar = progress(activations.len());
    for (index, activation) in activations.iter().enumerate() {
        bar.set_message(activation.to_string());
        let mut layer = ActivationLayer::new(activation.clone()).with_input_shape(photograph.dim());
        let figure = draw(&mut layer, &photograph, arguments.width)?;
        if index == 0 {
            bar.suspend(|| say(&layer))?;
        }
        let path = directory.join(file_name(activation));
        save(&figure, &path)?;
        bar.suspend(|| say(path.display()))?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Forward, backward with a gradient of ones, and the figure of both beside the photograph.
fn draw(layer: &mut ActivationLayer<AnyActivation>, photograph: &Array4<f32>, width: u32) -> Result<Figure, Failure> {
    let facts = layer.activation().facts();
    let show = |values: &Array4<f32>| Panel::of(&values.index_axis(Axis(0), 0), width);

    let original = show(photograph).titled("Original image", "", "x");
    let forward = show(layer.forward(photograph)?).titled("Forward", facts.formula, "f(x)");
    let ones = Array4::ones(photograph.dim());
    let backward = show(layer.backward(&ones)?).titled("Backward", facts.derivative, "f'(x)");

    let title = format!("Activation Layer\nfunction : {}", figure_name(layer.activation()));
    Ok(Figure::of(&title, &[original, forward, backward], width))
}

/// The name as the struct has it, with the parameters that aren't the defaults: `LeakyRelu(negative_slope=0.2)`.
fn figure_name(activation: &AnyActivation) -> String {
    let text = activation.to_string();
    let (name, parameters) = text.split_at(activation.name().len());
    let mut figure_name = String::with_capacity(text.len());
    for word in name.split('_') {
        let mut letters = word.chars();
        figure_name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        figure_name.push_str(letters.as_str());
    }
    figure_name.push_str(parameters);
    figure_name
}

/// A name that every file system takes: `leaky_relu_negative_slope_0.2.png`.
fn file_name(activation: &AnyActivation) -> String {
    /// Longer ones are cut; file systems end at 255 bytes.
    const LONGEST: usize = 120;

    let text = activation.to_string();
    let mut name = String::with_capacity(text.len());
    for letter in text.trim_end_matches(')').chars().filter(|letter| *letter != ' ') {
        let safe = letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        name.push(if safe { letter } else { '_' });
    }
    if name.len() > LONGEST {
        // Two long ones may differ in what is cut, so a checksum (FNV-1a) of it takes its place.
        let tail = name.split_off(LONGEST);
        let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let checksum = tail.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        name = format!("{name}-{checksum:016x}");
    }
    name.push_str(".png");
    name
}

/// Writes the whole file at once: a figure that can't be encoded leaves nothing behind.
fn save(figure: &Figure, path: &Path) -> Result<(), Failure> {
    let bytes = figure.png().map_err(Failure::Encode)?;
    Ok(output::write(path, &bytes)?)
}

/// A bar on standard error if there are many figures and someone is looking.
fn progress(figures: usize) -> ProgressBar {
    if figures < MANY {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(figures).unwrap_or(u64::MAX));
    match ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> AnyActivation {
        text.parse().expect("a known name")
    }

    #[test]
    fn figures_are_named_after_the_struct() {
        assert_eq!(figure_name(&any("relu")), "Relu");
        assert_eq!(figure_name(&any("LEAKY-RELU(negative_slope=0.2)")), "LeakyRelu(negative_slope=0.2)");
        assert_eq!(figure_name(&any("affine(beta=2,alpha=3)")), "Affine(alpha=3, beta=2)");
    }

    #[test]
    fn file_names_are_safe() {
        assert_eq!(file_name(&any("relu")), "relu.png");
        assert_eq!(file_name(&any("leaky_relu(negative_slope=-0.2)")), "leaky_relu_negative_slope_-0.2.png");
    }

    #[test]
    fn long_file_names_are_cut_and_stay_apart() {
        // 5e-324 is written with its 323 zeros.
        let [one, two] = ["elu(alpha=5e-324)", "elu(alpha=1e-323)"].map(|text| file_name(&any(text)));
        assert!(one.len() < 255 && two.len() < 255);
        assert_ne!(one, two);
    }

    #[test]
    fn every_activation_of_the_registry_is_drawn() {
        let photograph = Array4::from_shape_vec((1, 1, 3, 1), vec![-1.0, 0.0, 1.0]).expect("three pixels");
        for activation in AnyActivation::all() {
            let mut layer = ActivationLayer::new(activation);
            let figure = draw(&mut layer, &photograph, 40).expect("a figure");
            assert!(!figure.png().expect("a file").is_empty());
        }
    }
}
