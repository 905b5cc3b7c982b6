//! In: nothing. Out: the names of Burn and candle. It must never hold anything but rows.

use super::{Row, row};

#[rustfmt::skip]
pub(in super::super) const BURN: &[Row] = &[
    row("Identity", "identity", ""),
    row("Relu", "relu", ""),
    row("Relu6", "relu6", ""),
    row("Hardtanh", "hardtanh", "min_val=min max_val=max"),
    row("LeakyRelu", "leaky_relu", "negative_slope"),
    row("PRelu", "prelu", "num_parameters~ alpha"),
    row("RRelu", "rrelu", "lower upper"),
    row("Threshold", "threshold", "threshold! value!"),
    row("ThresholdedRelu", "thresholded_relu", "alpha"),
    row("Elu", "elu", "alpha"),
    row("Selu", "selu", ""),
    row("Celu", "celu", "alpha"),
    row("Sigmoid", "sigmoid", ""),
    row("LogSigmoid", "log_sigmoid", ""),
    row("HardSigmoid", "hard_sigmoid(alpha=0.2)", "alpha beta"),
    row("Tanh", "tanh", ""),
    row("Tanhshrink", "tanhshrink", ""),
    row("Softsign", "softsign", ""),
    row("Softplus", "softplus", "beta"),
    row("Silu", "silu", ""),
    row("Gelu", "gelu", ""),
    row("GeluApproximate", "gelu_tanh", ""),
    row("Mish", "mish", ""),
    row("HardSwish", "hard_swish", ""),
    row("HardShrink", "hard_shrink", "lambda"),
    row("SoftShrink", "soft_shrink", "lambda"),
    row("Shrink", "shrink(bias=0.5)", "lambda bias"),
];

/// Variants of `Activation`, then what `Tensor` and `ops` call otherwise: there `gelu` is the approximation.
#[rustfmt::skip]
pub(in super::super) const CANDLE: &[Row] = &[
    row("Relu", "relu", ""),
    row("Relu2", "relu_squared", ""),
    row("Relu6", "relu6", ""),
    row("LeakyRelu", "leaky_relu", "negative_slope!"),
    row("PReLU", "prelu", ""),
    row("Elu", "elu", "alpha!"),
    row("Sigmoid", "sigmoid", ""),
    row("HardSigmoid", "hard_sigmoid", ""),
    row("Silu", "silu", ""),
    row("Swish", "silu", ""),
    row("Gelu", "gelu", ""),
    row("NewGelu", "gelu_tanh", ""),
    row("gelu_new", "gelu_tanh", ""),
    row("GeluPytorchTanh", "gelu_tanh", ""),
    row("Mish", "mish", ""),
    row("HardSwish", "hard_swish", ""),
    row("Tensor::tanh", "tanh", ""),
    row("Tensor::gelu", "gelu_tanh", ""),
    row("Tensor::gelu_erf", "gelu", ""),
    row("ops::selu", "scaled_elu", "alpha! gamma=lambda!"),
];
