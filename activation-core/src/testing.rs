//! In: an engine. Out: the loops of `kernel` by that engine, whatever the build, for the tests of the workspace. No part of
//! the interface; it must never be needed by anything but a test.

use fearless_simd::{Level, Simd};

use crate::activation::Activation;
use crate::element::Element;
pub use crate::kernel::loops::Engine;
use crate::kernel::{Both, FromInput, Map};

/// Every set of vector instructions that this machine has, the best one first.
pub fn vector_engines() -> Vec<Engine> {
    let best = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let lower = [best.as_avx2().map(Simd::level), best.as_sse4_2().map(Simd::level), best.as_sse2().map(Simd::level)];
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let lower: [Option<Level>; 0] = [];
    std::iter::once(best).chain(lower.into_iter().flatten()).map(Engine::Vectors).collect()
}

/// The same layer, run by that engine.
#[cfg(feature = "ndarray")]
pub fn on_engine<F: crate::axis::AxisFunction, T: crate::axis::Float, D: ndarray::Dimension>(
    layer: crate::axis::AxisLayer<F, T, D>,
    engine: Engine,
) -> crate::axis::AxisLayer<F, T, D> {
    layer.with_engine(engine)
}

/// `output[i] = f(input[i])`
pub fn forward<A: Activation, T: Element>(engine: Engine, activation: &A, input: &[T], output: &mut [T]) {
    activation.dispatch(Map(engine, input, output));
}

/// `output[i] = f(input[i])`, `derivative[i] = f′(input[i])`
pub fn forward_with_derivative<A: Activation, T: Element>(
    engine: Engine,
    activation: &A,
    input: &[T],
    output: &mut [T],
    derivative: &mut [T],
) {
    activation.dispatch(Both(engine, input, output, derivative));
}

/// `grad_input[i] = grad_output[i] · f′(input[i])`
pub fn backward<A: Activation, T: Element>(
    engine: Engine,
    activation: &A,
    input: &[T],
    grad_output: &[T],
    grad_input: &mut [T],
) {
    activation.dispatch(FromInput(engine, input, grad_output, grad_input));
}
