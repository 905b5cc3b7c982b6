use activation_core::Activation;
use activation_core::catalogue::Relu;

fn main() {
    let _ = Relu.derivative(2);
}
