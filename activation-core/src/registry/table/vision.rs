//! In: nothing. Out: the names of Hugging Face's transformers, timm, NNlib, darknet and NumPyNet. It must never hold anything
//! but rows.

use super::{Row, row};

/// The keys of `ACT2FN`.
#[rustfmt::skip]
pub(in super::super) const HUGGING_FACE: &[Row] = &[
    row("gelu", "gelu", ""),
    row("gelu_10", "clipped_gelu", ""),
    row("gelu_new", "gelu_tanh", ""),
    row("gelu_fast", "gelu_tanh", ""),
    row("gelu_accurate", "gelu_tanh", ""),
    row("gelu_pytorch_tanh", "gelu_tanh", ""),
    row("gelu_python_tanh", "gelu_tanh", ""),
    row("gelu_python", "gelu", ""),
    row("quick_gelu", "quick_gelu", ""),
    row("laplace", "laplace_cdf(mu=0.707107, sigma=0.282095)", ""),
    row("leaky_relu", "leaky_relu", ""),
    row("linear", "identity", ""),
    row("mish", "mish", ""),
    row("prelu", "prelu", ""),
    row("relu", "relu", ""),
    row("relu2", "relu_squared", ""),
    row("relu6", "relu6", ""),
    row("sigmoid", "sigmoid", ""),
    row("silu", "silu", ""),
    row("swish", "silu", ""),
    row("tanh", "tanh", ""),
    row("xielu", "xielu", ""),
];

#[rustfmt::skip]
pub(in super::super) const TIMM: &[Row] = &[
    row("identity", "identity", ""),
    row("relu", "relu", ""),
    row("relu6", "relu6", ""),
    row("leaky_relu", "leaky_relu", "negative_slope"),
    row("prelu", "prelu", "init=alpha"),
    row("elu", "elu", "alpha"),
    row("selu", "selu", ""),
    row("celu", "celu", "alpha"),
    row("sigmoid", "sigmoid", ""),
    row("hard_sigmoid", "hard_sigmoid", ""),
    row("hardsigmoid", "hard_sigmoid", ""),
    row("tanh", "tanh", ""),
    row("silu", "silu", ""),
    row("swish", "silu", ""),
    row("gelu", "gelu", ""),
    row("gelu_tanh", "gelu_tanh", ""),
    row("quick_gelu", "quick_gelu", ""),
    row("mish", "mish", ""),
    row("hard_swish", "hard_swish", ""),
    row("hardswish", "hard_swish", ""),
    row("hard_mish", "hard_mish", ""),
    row("SquaredReLU", "relu_squared", ""),
    row("StarReLU", "star_relu(scale=1, bias=0)", "scale_value=scale bias_value=bias"),
    row("FilterResponseNormTlu2d", "tlu", ""),
];

/// `rrelu` is not here: it draws its slopes whenever it is called. That is `RreluLayer`.
#[rustfmt::skip]
pub(in super::super) const NNLIB: &[Row] = &[
    row("relu", "relu", ""),
    row("relu6", "relu6", ""),
    row("hardtanh", "hardtanh", ""),
    row("leakyrelu", "leaky_relu", "a=negative_slope"),
    row("trelu", "thresholded_relu", "theta=alpha"),
    row("thresholdrelu", "thresholded_relu", "theta=alpha"),
    row("elu", "elu", "α=alpha"),
    row("selu", "selu", ""),
    row("celu", "celu", "α=alpha"),
    row("σ", "sigmoid", ""),
    row("sigmoid", "sigmoid", ""),
    row("sigmoid_fast", "sigmoid", ""),
    row("hardσ", "hard_sigmoid", ""),
    row("hardsigmoid", "hard_sigmoid", ""),
    row("logσ", "log_sigmoid", ""),
    row("logsigmoid", "log_sigmoid", ""),
    row("tanh", "tanh", ""),
    row("tanh_fast", "tanh", ""),
    row("tanhshrink", "tanhshrink", ""),
    row("softsign", "softsign", ""),
    row("softplus", "softplus", ""),
    row("logcosh", "logcosh", ""),
    row("swish", "silu", ""),
    row("gelu", "gelu_tanh", ""),
    row("gelu_tanh", "gelu_tanh", ""),
    row("gelu_sigmoid", "gelu_tanh", ""),
    row("gelu_erf", "gelu", ""),
    row("mish", "mish", ""),
    row("hardswish", "hard_swish", ""),
    row("lisht", "lisht", ""),
    row("softshrink", "soft_shrink", "λ=lambda"),
];

/// pjreddie's names and AlexeyAB's.
#[rustfmt::skip]
pub(in super::super) const DARKNET: &[Row] = &[
    row("linear", "identity", ""),
    row("relu", "relu", ""),
    row("relu6", "relu6", ""),
    row("leaky", "leaky_relu(negative_slope=0.1)", ""),
    row("revleaky", "leaky_relu(negative_slope=0.1)", ""),
    row("relie", "leaky_relu(negative_slope=0.01)", ""),
    row("ramp", "ramp", ""),
    row("elu", "elu", ""),
    row("selu", "scaled_elu(lambda=1.0507, alpha=1.6732)", ""),
    row("logistic", "sigmoid", ""),
    row("loggy", "loggy", ""),
    row("tanh", "tanh", ""),
    row("hardtan", "hardtanh", ""),
    row("lhtan", "lhtan", ""),
    row("plse", "plse", ""),
    row("stair", "stair", ""),
    row("swish", "silu", ""),
    row("gelu", "gelu_tanh", ""),
    row("mish", "mish", ""),
    row("hard_mish", "hard_mish", ""),
];

/// What its forward pass is meant to be: for `Elliot` see there.
#[rustfmt::skip]
pub(in super::super) const NUMPYNET: &[Row] = &[
    row("Linear", "identity", ""),
    row("Relu", "relu", ""),
    row("Leaky", "leaky_relu(negative_slope=0.1)", ""),
    row("Relie", "leaky_relu(negative_slope=0.01)", ""),
    row("Ramp", "ramp", ""),
    row("Elu", "elu", ""),
    row("Selu", "scaled_elu(lambda=1.0507, alpha=1.6732)", ""),
    row("Logistic", "sigmoid", ""),
    row("Loggy", "loggy", ""),
    row("Tanh", "tanh", ""),
    row("Hardtan", "hard_sigmoid(alpha=0.2)", ""),
    row("Lhtan", "lhtan", ""),
    row("Plse", "plse", ""),
    row("Stair", "stair", ""),
    row("SoftPlus", "softplus", ""),
    row("SoftSign", "softsign", ""),
    row("Elliot", "elliot", ""),
    row("SymmElliot", "symm_elliot", ""),
];
