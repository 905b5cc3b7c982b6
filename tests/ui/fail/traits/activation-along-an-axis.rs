use activation_core::axis::AxisLayer;
use activation_core::catalogue::Relu;
use ndarray::Axis;

fn main() {
    let _ = AxisLayer::<_>::new(Relu, Axis(1));
}
