//! Whether a domain has anything in it.
//!
//! In: the condition of a `#[domain(…)]`. Out: yes or no. Must never call a domain empty that is only small: the points
//! where its comparisons change are among those that are tried.

use super::samples;
use crate::analyze::{self, KinkPoints};
use crate::eval::{Point, Tape};
use crate::ir::{Arena, Id};

/// Whether some x is in a domain.
pub fn is_inhabited(arena: &Arena, domain: Id, parameters: &[f64]) -> bool {
    let KinkPoints { points: edges, complete } = analyze::kinks(arena, &[domain], parameters);
    if !complete {
        return true;
    }
    let tape = Tape::new(arena, &[domain]);
    let inside = |x: f64| tape.run(Point::at(x, parameters)) != 0.0;
    edges.iter().copied().any(inside) || samples::points(&edges, usize::MAX).into_iter().any(|(x, _)| inside(x))
}
