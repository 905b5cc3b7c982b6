//! In: a layer. Out: its text for people (`Display`) and for programmers (`Debug`). It must never
//! print what the buffers hold, which is as large as the data.

use std::fmt;

use ndarray::Dimension;

use super::ActivationLayer;
use crate::error::Shape;

impl<A: fmt::Debug, T, D: Dimension> fmt::Debug for ActivationLayer<A, T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActivationLayer")
            .field("parameters", &self.parameters)
            .field("input_shape", &self.input_shape)
            .field("shape", &self.shape)
            .field("tape", &self.tape)
            .finish_non_exhaustive()
    }
}

impl<A, T, D: Dimension> fmt::Display for ActivationLayer<A, T, D> {
    /// The shapes of input and output, as of the last forward, or else as declared:
    /// `activ   5 x 100 x 100 x 3   ->   5 x 100 x 100 x 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape.as_ref().or(self.input_shape.as_ref()) {
            Some(shape) => {
                let shape = Shape(shape.slice());
                write!(f, "activ   {shape}   ->   {shape}")
            }
            None => write!(f, "activ   any shape   ->   same shape"),
        }
    }
}
