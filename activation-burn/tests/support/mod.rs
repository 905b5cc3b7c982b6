//! In: nothing. Out: points at which activations are compared, and how. It must never loosen a comparison for one activation.
#![allow(dead_code, reason = "each test takes what it needs")]

use activation_core::{Activation, AnyActivation};
use burn::tensor::{DType, Device, Element, Tensor, TensorData};

/// Every activation, and some with parameters that are not the default ones.
pub(crate) fn all() -> Vec<AnyActivation> {
    let others =
        ["leaky_relu(negative_slope=-0.5)", "elu(alpha=2)", "softplus(beta=5)", "hardtanh(min_val=-3, max_val=2)"];
    AnyActivation::all().chain(others.into_iter().filter_map(|text| text.parse().ok())).collect()
}

/// Points between -8 and 8, every kink, far ones, zeros, and what is no number.
pub(crate) fn points(activation: &AnyActivation) -> Vec<f32> {
    let mut points: Vec<f32> = (-64_i8..=64).map(|i| f32::from(i) / 8.0).collect();
    if let Some(activation_core::Kinks::Finite(kinks)) = activation.facts().kinks {
        #[expect(clippy::cast_possible_truncation, reason = "a point as near as there is one")]
        points.extend(kinks.iter().map(|kink| kink.at as f32));
    }
    points.extend([0.0, -0.0, 1e-6, -1e-6, 20.0, -20.0, 88.0, -88.0, 89.0, -89.0, 1000.0, -1000.0]);
    points
}

/// The tensor of these, in that type.
pub(crate) fn tensor(values: &[f32], dtype: DType, device: &Device) -> Tensor<1> {
    Tensor::<1>::from_data(TensorData::new(values.to_vec(), [values.len()]), device).cast(dtype)
}

/// What a tensor holds.
pub(crate) fn values<T: Element>(tensor: Tensor<1>) -> Vec<T> {
    tensor.into_data().try_to_vec().expect("elements of that type")
}
