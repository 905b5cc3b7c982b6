//! Relu on slices of `f32`, by hand and through each layer of abstraction.
//!
//! In: slices of one length, or a layer. Out: relu of every element, or its derivative times a gradient. Every function is
//! its own symbol; the ones "by hand" must never use anything of this project.

use activation_core::catalogue::Relu;
use activation_core::{Activation, ActivationExt, ActivationLayer, Error};
use ndarray::{Array1, Ix1};

/// A layer of this activation, for one axis.
pub type Layer = ActivationLayer<Relu, f32, Ix1>;

/// What this project's relu computes: a NaN stays one, and -0 becomes +0.
#[inline(never)]
pub fn forward_by_hand(input: &[f32], output: &mut [f32]) {
    for (y, &x) in output.iter_mut().zip(input) {
        *y = if x > 0.0 || x.is_nan() { x } else { 0.0 };
    }
}

/// What many write: a NaN becomes 0, which hides a diverged network. It is here to show what keeping it costs.
#[inline(never)]
pub fn forward_by_hand_losing_nan(input: &[f32], output: &mut [f32]) {
    for (y, &x) in output.iter_mut().zip(input) {
        *y = if x > 0.0 { x } else { 0.0 };
    }
}

/// The same loop around the method of the trait.
#[inline(never)]
pub fn forward_by_trait(input: &[f32], output: &mut [f32]) {
    for (y, &x) in output.iter_mut().zip(input) {
        *y = Relu.forward(x);
    }
}

/// The kernel for slices.
///
/// # Errors
/// If the lengths differ.
#[inline(never)]
pub fn forward_by_kernel(input: &[f32], output: &mut [f32]) -> Result<(), Error> {
    Relu.forward_slice(input, output)
}

/// The layer, which keeps what backward needs.
///
/// # Errors
/// If there is no memory.
#[inline(never)]
pub fn forward_by_layer<'a>(layer: &'a mut Layer, input: &Array1<f32>) -> Result<&'a Array1<f32>, Error> {
    layer.forward(input)
}

/// Gradient times derivative, from the input.
#[inline(never)]
pub fn backward_by_hand(input: &[f32], grad_output: &[f32], grad_input: &mut [f32]) {
    for ((&x, &gradient), delta) in input.iter().zip(grad_output).zip(grad_input) {
        *delta = gradient * if x > 0.0 { 1.0 } else { 0.0 };
    }
}

/// The same loop around the method of the trait.
#[inline(never)]
pub fn backward_by_trait(input: &[f32], grad_output: &[f32], grad_input: &mut [f32]) {
    for ((&x, &gradient), delta) in input.iter().zip(grad_output).zip(grad_input) {
        *delta = gradient * Relu.derivative(x);
    }
}

/// The kernel for slices.
///
/// # Errors
/// If the lengths differ.
#[inline(never)]
pub fn backward_by_kernel(input: &[f32], grad_output: &[f32], grad_input: &mut [f32]) -> Result<(), Error> {
    Relu.backward_slice(input, grad_output, grad_input)
}

/// The layer, from the output that it kept: relu's derivative is exact in it.
///
/// # Errors
/// If there was no forward of that shape.
#[inline(never)]
pub fn backward_by_layer<'a>(layer: &'a mut Layer, grad_output: &Array1<f32>) -> Result<&'a Array1<f32>, Error> {
    layer.backward(grad_output)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comparison of speeds means something only between functions that give the same bits.
    #[test]
    fn all_ways_give_the_same_bits() -> Result<(), Error> {
        let mut input: Vec<f32> = crate::numbers(100);
        input.extend([0.0, -0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e-45, -1e-45]);
        let grad: Vec<f32> = input.iter().rev().copied().collect();
        let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<u32>>();
        let mut layer = Layer::new(Relu);
        let (mut expected, mut got) = (vec![7.0; input.len()], vec![7.0; input.len()]);

        forward_by_hand(&input, &mut expected);
        forward_by_trait(&input, &mut got);
        assert_eq!(bits(&expected), bits(&got));
        forward_by_kernel(&input, &mut got)?;
        assert_eq!(bits(&expected), bits(&got));
        let output = forward_by_layer(&mut layer, &Array1::from(input.clone()))?;
        assert_eq!(bits(&expected), bits(&output.to_vec()));

        backward_by_hand(&input, &grad, &mut expected);
        backward_by_trait(&input, &grad, &mut got);
        assert_eq!(bits(&expected), bits(&got));
        backward_by_kernel(&input, &grad, &mut got)?;
        assert_eq!(bits(&expected), bits(&got));
        let delta = backward_by_layer(&mut layer, &Array1::from(grad))?;
        assert_eq!(bits(&expected), bits(&delta.to_vec()));
        Ok(())
    }
}
