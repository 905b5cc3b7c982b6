//! What came out.
//!
//! In: the runs of each candidate. Out: a summary of each, and the table of them, the best first. It must never hide a run
//! that diverged.

use std::time::Duration;

use crate::network::count;
use crate::training::{Epoch, Run};

/// The runs of one candidate.
pub(crate) struct Summary {
    pub(crate) name: String,
    runs: Vec<Run>,
}

/// A mean with the standard deviation of a single run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mean {
    pub(crate) mean: f32,
    pub(crate) deviation: f32,
}

impl Summary {
    pub(crate) fn new(name: String, runs: Vec<Run>) -> Self {
        Self { name, runs }
    }

    /// The runs that came to their end.
    fn finished(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(|run| !run.diverged)
    }

    /// The mean over the finished runs of something about their last epochs.
    fn last(&self, what: impl Fn(&Epoch) -> f32) -> Option<Mean> {
        let values: Vec<f32> = self.finished().filter_map(|run| run.epochs.last()).map(what).collect();
        let mean = mean(&values)?;
        let squares: f32 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = if values.len() > 1 { (squares / (count(values.len()) - 1.0)).sqrt() } else { 0.0 };
        Some(Mean { mean, deviation })
    }

    /// The share of the test digits that were read rightly at the end; none if every run diverged.
    pub(crate) fn accuracy(&self) -> Option<Mean> {
        self.last(|epoch| epoch.accuracy)
    }

    /// Epoch by epoch, the mean of something over the finished runs; or over all as long as none has diverged, if none
    /// was finished.
    pub(crate) fn curve(&self, what: impl Fn(&Epoch) -> f32) -> Vec<f32> {
        let mut runs: Vec<&Run> = self.finished().collect();
        if runs.is_empty() {
            runs = self.runs.iter().collect();
        }
        let length = runs.iter().map(|run| run.epochs.len()).min().unwrap_or(0);
        (0..length)
            .filter_map(|epoch| mean(&runs.iter().map(|run| what(&run.epochs[epoch])).collect::<Vec<f32>>()))
            .collect()
    }

    /// Whether every run diverged.
    pub(crate) fn is_lost(&self) -> bool {
        self.finished().next().is_none()
    }

    /// Half of the epochs took less.
    fn time(&self) -> Option<Duration> {
        let mut times: Vec<Duration> = self.runs.iter().flat_map(|run| &run.epochs).map(|epoch| epoch.time).collect();
        times.sort();
        times.get(times.len() / 2).copied()
    }

    /// How many runs diverged, and when the first of them did.
    fn divergence(&self) -> Option<String> {
        let ends = || self.runs.iter().filter(|run| run.diverged).map(|run| run.epochs.len() + 1);
        let first = ends().min()?;
        let (count, all) = (ends().count(), self.runs.len());
        Some(match all {
            1 => format!("diverged in epoch {first}"),
            _ => format!("{count} of {all} runs diverged, the first in epoch {first}"),
        })
    }

    /// The cells of its line.
    fn cells(&self) -> [String; 6] {
        let number = |what: fn(&Epoch) -> f32, digits: usize| {
            self.last(what).map_or_else(|| String::from("-"), |mean| format!("{:.digits$}", mean.mean))
        };
        let accuracy = self.accuracy().map_or_else(|| String::from("-"), |accuracy| percent(accuracy, self.runs.len()));
        [
            self.name.clone(),
            accuracy,
            number(|epoch| epoch.test_loss, 4),
            number(|epoch| epoch.loss, 4),
            self.time().map_or_else(|| String::from("-"), |time| format!("{:.2} ms", time.as_secs_f64() * 1e3)),
            self.divergence().unwrap_or_default(),
        ]
    }
}

fn percent(Mean { mean, deviation }: Mean, runs: usize) -> String {
    let mean = format!("{:.1} %", mean * 100.0);
    if runs > 1 { format!("{mean} ± {:.1}", deviation * 100.0) } else { mean }
}

fn mean(values: &[f32]) -> Option<f32> {
    (!values.is_empty()).then(|| values.iter().sum::<f32>() / count(values.len()))
}

/// The best first, what diverged last.
pub(crate) fn rank(summaries: &mut [Summary]) {
    let key = |summary: &Summary| {
        let accuracy = summary.accuracy().map_or(-1.0, |accuracy| accuracy.mean);
        (accuracy, -summary.last(|epoch| epoch.test_loss).map_or(f32::INFINITY, |loss| loss.mean))
    };
    summaries.sort_by(|one, other| {
        let ((accuracy, loss), (other_accuracy, other_loss)) = (key(one), key(other));
        other_accuracy.total_cmp(&accuracy).then(other_loss.total_cmp(&loss))
    });
}

/// The lines of the table.
pub(crate) fn table(summaries: &[Summary]) -> Vec<String> {
    let head = ["activation", "test accuracy", "test loss", "training loss", "time per epoch", ""].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(summaries.iter().map(Summary::cells));
    let widths: [usize; 6] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let line = |row: &[String; 6]| {
        let [name, numbers @ .., note] = row;
        let cells = numbers.iter().zip(&widths[1..]).map(|(cell, width)| format!("  {cell:>width$}"));
        let line: String = cells.collect();
        format!("{name:<width$}{line}  {note}", width = widths[0]).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(accuracies: &[f32], diverged: bool) -> Run {
        let epoch = |accuracy: &f32| Epoch {
            loss: 1.0 - accuracy,
            test_loss: 2.0 - accuracy,
            accuracy: *accuracy,
            time: Duration::from_millis(2),
        };
        Run { epochs: accuracies.iter().map(epoch).collect(), diverged }
    }

    #[test]
    fn a_run_that_diverged_is_told_and_does_not_count() {
        let summary = Summary::new("half".into(), vec![run(&[0.5, 0.75], false), run(&[0.5], true)]);
        assert_eq!(summary.accuracy(), Some(Mean { mean: 0.75, deviation: 0.0 }));
        assert_eq!(summary.curve(|epoch| epoch.accuracy), [0.5, 0.75]);
        assert_eq!(summary.cells()[5], "1 of 2 runs diverged, the first in epoch 2");
        let lost = Summary::new("lost".into(), vec![run(&[0.25], true)]);
        assert!(lost.is_lost() && lost.accuracy().is_none());
        assert_eq!(lost.curve(|epoch| epoch.accuracy), [0.25]);
        let cells: [&str; 6] = ["lost", "-", "-", "-", "2.00 ms", "diverged in epoch 2"];
        assert_eq!(lost.cells(), cells);
    }

    #[test]
    fn the_best_comes_first() {
        let names = [("lost", 0.99, true), ("good", 0.9, false), ("best", 0.95, false)];
        let mut summaries: Vec<Summary> =
            names.map(|(name, accuracy, diverged)| Summary::new(name.into(), vec![run(&[accuracy], diverged)])).into();
        rank(&mut summaries);
        assert_eq!(summaries.iter().map(|summary| summary.name.as_str()).collect::<Vec<_>>(), ["best", "good", "lost"]);
        let lines = table(&summaries);
        assert!(lines[1].starts_with("best") && lines[1].contains("95.0 %"), "{lines:?}");
        assert_eq!(lines.len(), 4);
    }
}
