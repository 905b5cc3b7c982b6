//! The progress of a training, a line per epoch.
//!
//! In: what Burn's `Learner` tells its renderer. Out: lines on the terminal, and Burn's own summary at the end. (Burn without its
//! terminal interface prints a line per batch.) It must never print a metric of another epoch.

use std::collections::BTreeMap;

use burn::train::logger::{EvaluationProgressLogger, TrainingProgressLogger};
use burn::train::metric::{MetricDefinition, MetricId};
use burn::train::renderer::{
    EvaluationName, MetricState, MetricsRenderer, MetricsRendererEvaluation, MetricsRendererTraining,
};

/// What each metric has come to in this epoch.
type Values = BTreeMap<String, String>;

/// A line per epoch.
#[derive(Default)]
pub(crate) struct Lines {
    epochs: usize,
    metrics: Vec<MetricDefinition>,
    train: Values,
    valid: Values,
}

impl Lines {
    /// The metric's name, and its mean so far out of Burn's "epoch 97.5 % - batch 100 %".
    fn read(&self, state: &MetricState) -> Option<(String, String)> {
        let (MetricState::Generic(entry) | MetricState::Numeric(entry, _)) = state;
        let name =
            |id: &MetricId| self.metrics.iter().find(|metric| metric.metric_id == *id).map(|metric| &metric.name);
        let text = entry.serialized_entry.formatted.split(" - batch").next()?.trim_start_matches("epoch ");
        Some((name(&entry.metric_id)?.to_lowercase(), text.to_owned()))
    }
}

fn line(values: &mut Values) -> String {
    let values: Vec<String> =
        std::mem::take(values).into_iter().map(|(name, value)| format!("{name} {value}")).collect();
    values.join(", ")
}

impl MetricsRendererTraining for Lines {
    fn update_train(&mut self, state: MetricState) {
        let read = self.read(&state);
        self.train.extend(read);
    }

    fn update_valid(&mut self, state: MetricState) {
        let read = self.read(&state);
        self.valid.extend(read);
    }
}

impl TrainingProgressLogger for Lines {
    fn start(&mut self, total_epochs: usize, _: usize, _: Option<usize>, _: Option<&str>) {
        self.epochs = total_epochs;
    }

    fn update_epoch(&mut self, epoch: usize) {
        let [train, valid] = [&mut self.train, &mut self.valid].map(line);
        println!("epoch {epoch:2} of {}: trained on: {train}; not trained on: {valid}", self.epochs);
    }

    fn start_split(&mut self, _: &str, _: usize) {}
    fn update_split(&mut self, _: usize) {}
    fn end_split(&mut self) {}
    fn end(&mut self) {}
    /// One per batch.
    fn log_event_training(&mut self, _: String) {}
}

impl MetricsRenderer for Lines {
    fn manual_close(&mut self) {}
    fn register_metric(&mut self, definition: MetricDefinition) {
        self.metrics.push(definition);
    }
}

// Nothing is evaluated by Burn here.
impl MetricsRendererEvaluation for Lines {
    fn update_test(&mut self, _: EvaluationName, _: MetricState) {}
}

impl EvaluationProgressLogger for Lines {
    fn start_global_progress(&mut self, _: usize) {}
    fn start_test(&mut self, _: &str, _: usize) {}
    fn update_test_progress(&mut self, _: usize) {}
    fn end_test(&mut self) {}
    fn end_global_progress(&mut self) {}
    fn log_event_evaluation(&mut self, _: String) {}
}
