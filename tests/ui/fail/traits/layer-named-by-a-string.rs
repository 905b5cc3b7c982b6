use activation_core::ActivationLayer;

struct Network {
    layers: Vec<ActivationLayer<String>>,
}

fn main() {
    let _ = Network { layers: vec![ActivationLayer::new(String::from("relu"))] };
}
