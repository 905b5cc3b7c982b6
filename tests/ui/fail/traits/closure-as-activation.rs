use activation_core::{Activation, ActivationLayer};

fn layer<A: Activation>(activation: A) -> ActivationLayer<A> {
    ActivationLayer::new(activation)
}

fn main() {
    let _ = layer(|x: f32| x.max(0.0));
}
