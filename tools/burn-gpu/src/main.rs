//! Every activation on Burn's wgpu backend with fusion, beside `f64` on the CPU.
//!
//! In: the registry, or names from the command line. Out: a Markdown table of the worst errors of value and gradient in `f32`. It must never
//! hide an activation.

use activation_burn::activate;
use activation_core::{Activation, AnyActivation};
use burn::tensor::{DType, Device, Tensor, TensorData};

/// Between -10 and 10, and far out.
fn points() -> Vec<f32> {
    let near = (-320_i16..=320).map(|i| f32::from(i) / 32.0);
    near.chain([20.0, -20.0, 88.0, -88.0, 89.0, -89.0, 1000.0, -1000.0]).collect()
}

/// The worst error, of the expected size where that is above 1, and where it is.
fn worst(got: &[f32], expected: impl Fn(f64) -> f64) -> (f64, f32) {
    let errors = points().into_iter().zip(got).map(|(x, got)| {
        let (got, expected) = (f64::from(*got), expected(f64::from(x)));
        let overflows = expected.abs() > f64::from(f32::MAX);
        let error = (got - expected).abs() / expected.abs().max(1.0);
        let error = if overflows || got == expected { 0.0 } else { error };
        (if error.is_nan() { f64::INFINITY } else { error }, x)
    });
    errors.fold((0.0, 0.0), |worst, next| if next.0 > worst.0 { next } else { worst })
}

fn values(tensor: Tensor<1>) -> Vec<f32> {
    tensor.into_data().convert_dtype(DType::F32).iter::<f32>().collect()
}

fn main() {
    let device = Device::default().autodiff();
    eprintln!("{device:?}");
    println!("| activation | f: worst error | at | f′: worst error | at |\n|---|---:|---:|---:|---:|");
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let mut near = 0;
    let mut count = 0;
    let is_asked = |activation: &AnyActivation| asked.is_empty() || asked.iter().any(|name| name == activation.name());
    for activation in AnyActivation::all().into_iter().filter(is_asked) {
        let x = Tensor::<1>::from_data(TensorData::new(points(), [points().len()]), &device).require_grad();
        let y = activate(x.clone(), &activation);
        let gradients = y.clone().sum().backward();
        let (f, at) = worst(&values(y), |x| activation.forward(x));
        let gradient = x.grad(&gradients).map(values).unwrap_or_default();
        let (slope, slope_at) = worst(&gradient, |x| activation.derivative(x));
        println!("| {activation} | {f:.1e} | {at} | {slope:.1e} | {slope_at} |");
        count += 1;
        near += usize::from(f <= 1e-5 && slope <= 1e-5);
    }
    println!("\n{near} of {count} activations within 1e-5, value and gradient.");
}
