//! What a layer computes, for other programs to read: tools/crosscheck compares it with other libraries.
//!
//! ```text
//! printf 'gelu\t-3\nelu(alpha=2)\t-0.5\n' | cargo run --release --example values
//! ```
//!
//! In: lines of an activation, a tab, and x, on standard input; what follows another tab is passed over, and so are lines
//! that begin with `#`. Out: for each, the same two and, with tabs between: f(x) and f′(x) in f32, then in f64, in as many
//! digits as tell them from any other number. It must never compute by another way than a layer's forward and backward.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use activation_core::{ActivationLayer, AnyActivation, Element};
use ndarray::Array1;

fn main() -> ExitCode {
    let mut text = String::new();
    let answer = values(io::stdin().lock(), &mut text);
    let spoken = io::stdout().write_all(text.as_bytes());
    match (answer, spoken) {
        (Ok(()), Ok(())) => ExitCode::SUCCESS,
        (Err(reason), _) => {
            let _ = writeln!(io::stderr(), "error: {reason}");
            ExitCode::FAILURE
        }
        // A reader that has gone away (`| head`) is no failure.
        (Ok(()), Err(error)) => ExitCode::from(u8::from(error.kind() != io::ErrorKind::BrokenPipe)),
    }
}

/// Answers all lines; those of one activation that follow each other go through one layer.
fn values(lines: impl BufRead, text: &mut String) -> Result<(), String> {
    let mut name = String::new();
    let mut points = Vec::new();
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line.map_err(|error| format!("line {number}: {error}"))?;
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut fields = line.split('\t');
        let (next, x) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let x: f64 = x.parse().map_err(|_| format!("line {number}: `{x}` is not a number"))?;
        if next != name {
            block(&name, &points, text)?;
            next.clone_into(&mut name);
            points.clear();
        }
        points.push(x);
    }
    block(&name, &points, text)
}

/// The answer for several points of one activation.
fn block(name: &str, points: &[f64], text: &mut String) -> Result<(), String> {
    if points.is_empty() {
        return Ok(());
    }
    let activation: AnyActivation = name.parse().map_err(|error: activation_core::Error| error.to_string())?;
    let single = pairs::<f32>(activation.clone(), points)?;
    let double = pairs::<f64>(activation, points)?;
    for ((x, (value, slope)), (value_64, slope_64)) in points.iter().zip(single).zip(double) {
        // Writing to a String does not fail.
        let _ = writeln!(text, "{name}\t{x:e}\t{value:e}\t{slope:e}\t{value_64:e}\t{slope_64:e}");
    }
    Ok(())
}

/// Values and derivatives, the latter as the gradients of the input for a gradient of 1.
fn pairs<T: Element>(activation: AnyActivation, points: &[f64]) -> Result<Vec<(T, T)>, String> {
    let input: Array1<T> = points.iter().map(|x| T::from_f64(*x)).collect();
    let mut layer = ActivationLayer::new(activation);
    let answer = |error: activation_core::Error| error.to_string();
    let values = layer.forward(&input).map_err(answer)?.to_vec();
    let ones = Array1::from_elem(input.dim(), T::from_f64(1.0));
    let slopes = layer.backward(&ones).map_err(answer)?;
    Ok(values.into_iter().zip(slopes.iter().copied()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(lines: &str) -> Result<String, String> {
        let mut text = String::new();
        values(lines.as_bytes(), &mut text).map(|()| text)
    }

    #[test]
    fn every_line_has_its_answer() {
        let text = answer("# a table\nrelu\t-1\t0\nrelu\t2.5\nelu(alpha=2)\t0.25\n").expect("an answer");
        assert_eq!(
            text,
            "relu\t-1e0\t0e0\t0e0\t0e0\t0e0\nrelu\t2.5e0\t2.5e0\t1e0\t2.5e0\t1e0\n\
             elu(alpha=2)\t2.5e-1\t2.5e-1\t1e0\t2.5e-1\t1e0\n"
        );
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        assert_eq!(answer("relu\t1\nrelu\tone"), Err("line 2: `one` is not a number".into()));
        assert!(answer("rleu\t1").expect_err("no such name").contains("did you mean `relu`?"));
    }
}
