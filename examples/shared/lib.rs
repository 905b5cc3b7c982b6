//! What several of the example programs need: names from a command line, files, drawings.
//!
//! In: nothing of its own. Out: the modules below. It must never hold code that users need: that goes to activation-core.

pub mod chart;
pub mod graph;
pub mod names;
pub mod output;
pub mod svg;
