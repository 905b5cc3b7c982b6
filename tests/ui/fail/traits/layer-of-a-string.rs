use activation_core::ActivationLayer;

fn main() {
    let _ = ActivationLayer::<_>::new("relu");
}
