use activation_core::ActivationExt;
use activation_core::catalogue::Relu;

fn main() {
    let pixels = [0_u8, 128, 255];
    let mut output = [0_u8; 3];
    let _ = Relu.forward_slice(&pixels, &mut output);
}
