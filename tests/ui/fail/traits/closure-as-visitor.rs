use activation_core::catalogue::Relu;
use activation_core::{Activation, AnyActivation};

fn main() {
    let any: AnyActivation = "relu".parse().unwrap();
    any.dispatch(|activation: &Relu| activation.forward(1.0_f32));
}
