use activation_core::axis::{AxisLayer, Softmax};
use half::f16;
use ndarray::{Array2, Axis};

fn main() {
    let mut layer = AxisLayer::new(Softmax, Axis(1));
    let _ = layer.forward(&Array2::from_elem((1, 2), f16::ONE));
}
