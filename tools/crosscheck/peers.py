"""The activations of other libraries, under our names.

In: nothing. Out: LIBRARIES, for each library a function that gives values and derivatives (None where the library has none),
and the names it knows. It must never hold a formula of ours: each entry is the library's own function.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import jax
import jax.numpy as jnp
import keras
import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper

jax.config.update("jax_enable_x64", True)
ka = keras.activations

TORCH = {
    "relu": F.relu,
    "relu6": F.relu6,
    "hardtanh": F.hardtanh,
    "leaky_relu(negative_slope=0.01)": F.leaky_relu,
    "prelu(alpha=0.25)": lambda x: F.prelu(x, torch.tensor([0.25], dtype=x.dtype)),
    "rrelu": lambda x: F.rrelu(x, training=False),
    "threshold(threshold=0.1, value=-2)": lambda x: F.threshold(x, 0.1, -2.0),
    "elu": F.elu,
    "selu": F.selu,
    "celu(alpha=2)": lambda x: F.celu(x, 2.0),
    "exponential": torch.exp,
    "sigmoid": torch.sigmoid,
    "log_sigmoid": F.logsigmoid,
    "hard_sigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "tanhshrink": F.tanhshrink,
    "softsign": F.softsign,
    "softplus": F.softplus,
    "silu": F.silu,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "mish": F.mish,
    "hard_swish": F.hardswish,
    "hard_shrink": F.hardshrink,
    "soft_shrink": F.softshrink,
    "sine(omega=1)": torch.sin,
    "cosine": torch.cos,
    "arctan": torch.arctan,
    "asinh": torch.asinh,
    "erf": torch.erf,
    "square": torch.square,
    "abs": torch.abs,
    "sign": torch.sign,
}

JAX = {
    "relu": jax.nn.relu,
    "relu6": jax.nn.relu6,
    "hardtanh": jax.nn.hard_tanh,
    "leaky_relu(negative_slope=0.01)": jax.nn.leaky_relu,
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "celu(alpha=2)": lambda x: jax.nn.celu(x, 2.0),
    "exponential": jnp.exp,
    "sigmoid": jax.nn.sigmoid,
    "log_sigmoid": jax.nn.log_sigmoid,
    "hard_sigmoid": jax.nn.hard_sigmoid,
    "sparse_sigmoid": jax.nn.sparse_sigmoid,
    "tanh": jnp.tanh,
    "softsign": jax.nn.soft_sign,
    "softplus": jax.nn.softplus,
    "sparse_plus": jax.nn.sparse_plus,
    "squareplus": lambda x: jax.nn.squareplus(x, 4.0),
    "silu": jax.nn.silu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
    "gelu_tanh": lambda x: jax.nn.gelu(x, approximate=True),
    "mish": jax.nn.mish,
    "hard_swish": jax.nn.hard_swish,
    "sine(omega=1)": jnp.sin,
    "cosine": jnp.cos,
    "arctan": jnp.arctan,
    "asinh": jnp.arcsinh,
    "erf": jax.scipy.special.erf,
    "square": jnp.square,
    "abs": jnp.abs,
    "sign": jnp.sign,
}

KERAS = {
    "relu": ka.relu,
    "relu6": ka.relu6,
    "hardtanh": ka.hard_tanh,
    "leaky_relu(negative_slope=0.01)": lambda x: ka.leaky_relu(x, negative_slope=0.01),
    "keras_relu(negative_slope=0.1, max_value=6, threshold=1)":
        lambda x: ka.relu(x, negative_slope=0.1, max_value=6.0, threshold=1.0),
    "threshold(threshold=0.1, value=-2)": lambda x: ka.threshold(x, 0.1, -2.0),
    "elu": ka.elu,
    "selu": ka.selu,
    "celu(alpha=2)": lambda x: ka.celu(x, alpha=2.0),
    "exponential": ka.exponential,
    "sigmoid": ka.sigmoid,
    "log_sigmoid": ka.log_sigmoid,
    "hard_sigmoid": ka.hard_sigmoid,
    "sparse_sigmoid": ka.sparse_sigmoid,
    "tanh": ka.tanh,
    "tanhshrink": ka.tanh_shrink,
    "softsign": ka.softsign,
    "softplus": ka.softplus,
    "sparse_plus": ka.sparse_plus,
    "squareplus": lambda x: ka.squareplus(x, b=4),
    "silu": ka.silu,
    "gelu": lambda x: ka.gelu(x, approximate=False),
    "gelu_tanh": lambda x: ka.gelu(x, approximate=True),
    "mish": ka.mish,
    "hard_swish": ka.hard_silu,
    "hard_shrink": ka.hard_shrink,
    "soft_shrink": ka.soft_shrink,
}

# Operator, attributes, further inputs.
ONNX = {
    "relu": ("Relu", {}, []),
    "hardtanh": ("Clip", {}, [-1.0, 1.0]),
    "leaky_relu(negative_slope=0.01)": ("LeakyRelu", {"alpha": 0.01}, []),
    "prelu(alpha=0.25)": ("PRelu", {}, [0.25]),
    "thresholded_relu(alpha=1)": ("ThresholdedRelu", {"alpha": 1.0}, []),
    "elu": ("Elu", {}, []),
    "selu": ("Selu", {}, []),
    "celu(alpha=2)": ("Celu", {"alpha": 2.0}, []),
    "exponential": ("Exp", {}, []),
    "sigmoid": ("Sigmoid", {}, []),
    "hard_sigmoid(alpha=0.2, beta=0.5)": ("HardSigmoid", {}, []),
    "tanh": ("Tanh", {}, []),
    "softsign": ("Softsign", {}, []),
    "softplus": ("Softplus", {}, []),
    "gelu": ("Gelu", {}, []),
    "gelu_tanh": ("Gelu", {"approximate": "tanh"}, []),
    "mish": ("Mish", {}, []),
    "hard_swish": ("HardSwish", {}, []),
    "shrink(lambda=0.5, bias=0.2)": ("Shrink", {"lambd": 0.5, "bias": 0.2}, []),
    "sine(omega=1)": ("Sin", {}, []),
    "cosine": ("Cos", {}, []),
    "arctan": ("Atan", {}, []),
    "asinh": ("Asinh", {}, []),
    "erf": ("Erf", {}, []),
    "abs": ("Abs", {}, []),
    "sign": ("Sign", {}, []),
}


def by_torch(function, x):
    """Values and, by autograd, derivatives."""
    x = torch.tensor(x, requires_grad=True)
    y = function(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    return y.detach().numpy(), slope.numpy()


def by_jax(function, x):
    """Values and, by `jax.grad`, derivatives; compiled together, as training does it."""
    x = jnp.asarray(x)
    both = jax.jit(jax.vmap(jax.value_and_grad(lambda number: function(number))))
    y, slope = both(x)
    return np.asarray(y), np.asarray(slope)


def by_onnx(operator, x):
    """Values; an inference engine has no derivatives."""
    name, attributes, further = operator
    kind = TensorProto.FLOAT if x.dtype == np.float32 else TensorProto.DOUBLE
    constants = [helper.make_tensor(f"c{i}", kind, [], [value]) for i, value in enumerate(further)]
    node = helper.make_node(name, ["x", *(constant.name for constant in constants)], ["y"], **attributes)
    edge = lambda label: helper.make_tensor_value_info(label, kind, [len(x)])
    graph = helper.make_graph([node], "one", [edge("x")], [edge("y")], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)], ir_version=10)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {"x": x})
    return y, None


LIBRARIES = {
    f"torch {torch.__version__.split('+')[0]}": (by_torch, TORCH),
    f"jax {jax.__version__}": (by_jax, JAX),
    f"keras {keras.__version__} on jax": (by_jax, KERAS),
    f"onnxruntime {onnxruntime.__version__}": (by_onnx, ONNX),
}
