use activation_core::axis::{AxisLayer, Maxout};
use ndarray::{Axis, array};

fn main() {
    let mut layer = AxisLayer::new(Maxout { pieces: 2 }, Axis(1));
    let _ = layer.forward_inplace(&mut array![[1.0_f32, 2.0]]);
}
