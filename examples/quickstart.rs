//! The least there is to know: declare activations, run one forward and backward on an array.
//!
//! In: nothing. Out: the layer's line on standard output. It must never differ from the README's program, which stands below.
#![allow(clippy::cast_precision_loss, reason = "the casts are of small whole numbers")]

use activation_core::{Activation, ActivationLayer, activation};
use ndarray::Array4;

activation! {
    /// Rectified linear unit, with a derivative of your own: it is checked when this compiles.
    pub relu: x.max(0.0) => if x > 0.0 <1.0> else <0.0>;
    /// No derivative: the compiler derives it, and makes the formula stable.
    pub mish: x * tanh(ln(1 + exp(x)));
    /// A parameter, with its default; `learn` lets a layer train it.
    pub prelu(learn alpha = 0.25): if x > 0 <x> else <alpha * x>;
}

fn main() -> Result<(), activation_core::Error> {
    let input = Array4::<f32>::from_shape_fn((5, 100, 100, 3), |(b, w, h, c)| (b + w + h + c) as f32 - 100.0);
    let mut layer = ActivationLayer::new(Mish);
    let output = layer.forward(&input)?.to_owned();
    let grad_input = layer.backward(&Array4::from_elem(input.dim(), 2.0))?.to_owned(); // grad_output · f′(x)
    assert_eq!(output.dim(), grad_input.dim());
    println!("{layer}"); // activ   5 x 100 x 100 x 3   ->   5 x 100 x 100 x 3
    assert_eq!(Mish.forward_with_derivative(1000.0_f32), (1000.0, 1.0)); // not NaN
    Ok(())
}
