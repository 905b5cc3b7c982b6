use activation_core::ActivationLayer;
use activation_core::catalogue::Relu;
use ndarray::array;

fn main() {
    let mut layer = ActivationLayer::new(Relu);
    let _ = layer.forward(&array![[1, -2], [3, 4]]);
}
