#!/usr/bin/env python3
"""PyTorch's nanoseconds per element of the functions along an axis, in the format of benches/axis.rs.

    pip install torch && taskset -c 0 tools/peers/axis.py

512 x 1000 f32, one thread; the second column is forward and backward by autograd.
"""
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
x = torch.empty(512, 1000).uniform_(-10, 10)


def best(call):
    """The fastest of some rounds, per element of the input."""
    rounds = []
    for _ in range(60):
        start = time.perf_counter()
        call()
        rounds.append(time.perf_counter() - start)
    return min(rounds) * 1e9 / x.numel()


def gated(f):
    def gate(x, axis):
        a, b = x.chunk(2, axis)
        return a * f(b)

    return gate


FUNCTIONS = {
    "softmax": F.softmax,
    "log_softmax": F.log_softmax,
    "glu": F.glu,
    "swiglu": gated(F.silu),
    "geglu": gated(F.gelu),
    "maxout": lambda x, axis: x.unflatten(axis, (-1, 2)).max(axis + 1)[0],
    "crelu": lambda x, axis: torch.cat([F.relu(x), F.relu(-x)], axis),
}

for axis in (1, 0):
    for name, function in FUNCTIONS.items():
        gradient = function(x, axis)
        leaf = x.clone().requires_grad_()

        def train():
            leaf.grad = None
            function(leaf, axis).backward(gradient)

        with torch.no_grad():
            forward = best(lambda: function(x, axis))
        print(f"pytorch {name}_{axis} {forward:8.3f} {best(train):8.3f}")
