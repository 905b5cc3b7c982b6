//! The least there is to know: declare an activation, run it forward and backward on an array.
//!
//! In: nothing. Out: the layer's line on standard output. It must never differ from the README's program.
#![allow(clippy::cast_precision_loss, reason = "the casts are of small whole numbers")]

use activation_core::{Activation, ActivationLayer, activation};
use ndarray::Array4;

activation! {
    relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>
}

fn main() -> Result<(), activation_core::Error> {
    let input = Array4::<f32>::from_shape_fn((5, 100, 100, 3), |(b, w, h, c)| (b + w + h + c) as f32 - 100.0);
    let mut layer = ActivationLayer::new(Relu);
    let output = layer.forward(&input)?.to_owned(); // forward lends the layer's own output buffer
    let grad_output = Array4::<f32>::from_elem(input.dim(), 2.0);
    let grad_input = layer.backward(&grad_output)?.to_owned(); // grad_output · f'(x)
    println!("{layer}"); // activ   5 x 100 x 100 x 3   ->   5 x 100 x 100 x 3
    assert_eq!(output.dim(), grad_input.dim());
    assert_eq!((Relu.forward(-2.0_f32), Relu.derivative(3.0_f64)), (0.0, 1.0));
    assert_eq!(std::mem::size_of::<Relu>(), 0);
    Ok(())
}
