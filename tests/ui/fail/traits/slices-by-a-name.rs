use activation_core::ActivationExt;

fn rectify<A: ActivationExt>(activation: A, values: &mut [f32]) {
    activation.forward_slice_inplace(values);
}

fn main() {
    rectify("relu", &mut [1.0, -1.0]);
}
