//! In: an activation and tensors. Out: its values, and its derivatives times gradients, by candle's own operations. It must
//! never compute in a half format: these are widened, and the result is rounded once.

use activation_core::{Activation, Dual, Real};
use candle_core::{DType, Error, Result, Tensor};

use crate::number::Number;
use crate::slope::Order;

/// f(x)
pub(crate) fn value<A: Activation>(activation: &A, x: &Tensor) -> Result<Tensor> {
    evaluate(activation, x, |x| activation.forward(x))
}

/// gradient · f′(x), or gradient · f″(x)
pub(crate) fn slope<A: Activation>(activation: &A, order: Order, x: &Tensor, gradient: &Tensor) -> Result<Tensor> {
    let slope = |x| match order {
        Order::First => activation.derivative(x),
        Order::Second => activation.second_derivative(x),
    };
    product(activation, x, gradient, slope)
}

/// gradient · f‴(x)
pub(crate) fn third<A: Activation>(activation: &A, x: &Tensor, gradient: &Tensor) -> Result<Tensor> {
    product(activation, x, gradient, |x| activation.second_derivative(Dual::variable(x)).tangent)
}

/// Σ gradient · ∂f/∂θ(x), as wide as it is computed: `F32` for half formats, too, whose numbers such sums soon exceed; NaN for a
/// parameter that isn't learnable
pub(crate) fn parameter<A: Activation>(activation: &A, index: usize, x: &Tensor, gradient: &Tensor) -> Result<Tensor> {
    let [x, gradient] = [x.to_dtype(wide(activation, x)?)?, gradient.to_dtype(wide(activation, x)?)?];
    let slope = |x: Number| {
        let none = x.constant(f64::NAN);
        activation.parameter_derivative(index, x).unwrap_or(none)
    };
    product(activation, &x, &gradient, slope)?.sum_all()
}

fn product<A: Activation>(
    activation: &A,
    x: &Tensor,
    gradient: &Tensor,
    slope: impl FnOnce(Number) -> Number,
) -> Result<Tensor> {
    let gradient = Number::of(gradient.to_dtype(wide(activation, x)?)?);
    evaluate(activation, x, |x| gradient.mul(slope(x)))
}

fn evaluate<A: Activation>(activation: &A, x: &Tensor, f: impl FnOnce(Number) -> Number) -> Result<Tensor> {
    let number = f(Number::of(x.to_dtype(wide(activation, x)?)?));
    number.finish(x.shape(), x.device())?.to_dtype(x.dtype())
}

/// What it is computed in.
fn wide<A: Activation>(activation: &A, x: &Tensor) -> Result<DType> {
    match x.dtype() {
        DType::F16 | DType::BF16 => Ok(DType::F32),
        dtype @ (DType::F32 | DType::F64) => Ok(dtype),
        dtype => Err(Error::UnsupportedDTypeForOp(dtype, activation.name()).bt()),
    }
}
