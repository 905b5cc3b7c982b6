#!/usr/bin/env python3
"""Reference values and gradients of the functions along an axis, for tests/axis.rs.

    pip install mpmath && tools/golden/axis.py > tests/golden/axis.tsv

One line per lane: function, x, g (the gradient of the output), y, the gradient of x, and for each of these two its absolute
condition: the sum over all inputs of |input · derivative by that input|. Inputs are exact in f32, so the table serves both
types.
"""
import random
import struct

from mpmath import mp, mpf

mp.prec = 1200
random.seed(5)
STEP = mpf(2) ** -300


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def softmax(x):
    top = max(x)
    powers = [mp.exp(u - top) for u in x]
    total = mp.fsum(powers)
    return [p / total for p in powers]


def log_softmax(x):
    top = max(x)
    total = mp.log(mp.fsum(mp.exp(u - top) for u in x))
    return [u - top - total for u in x]


def softmax_back(x, g):
    y = softmax(x)
    mean = mp.fsum(a * b for a, b in zip(g, y))
    return [p * (a - mean) for p, a in zip(y, g)]


def log_softmax_back(x, g):
    total = mp.fsum(g)
    return [a - p * total for p, a in zip(softmax(x), g)]


def negated(function):
    return lambda x: function([-u for u in x])


def negated_back(function):
    return lambda x, g: [-u for u in function([-u for u in x], g)]


def condition(function, inputs):
    """For each output, the sum over the inputs of |input · derivative|, by a difference in very many digits."""
    sums = [mpf(0)] * len(function(inputs))
    for k, u in enumerate(inputs):
        if u != 0:
            up, down = list(inputs), list(inputs)
            up[k], down[k] = u * (1 + STEP), u * (1 - STEP)
            for i, (a, b) in enumerate(zip(function(up), function(down))):
                sums[i] += abs((a - b) / (2 * STEP))
    return sums


def smooth(forward, backward):
    def case(x, g):
        n = len(x)
        return (
            forward(x),
            backward(x, g),
            condition(forward, x),
            condition(lambda both: backward(both[:n], both[n:]), x + g),
        )

    return case


def sparsemax(x, g):
    ranked = sorted(x, reverse=True)
    # The support is the longest head whose least member exceeds its own threshold.
    size = max(k for k in range(1, len(x) + 1) if 1 + k * ranked[k - 1] > mp.fsum(ranked[:k]))
    threshold = (mp.fsum(ranked[:size]) - 1) / size
    y = [max(u - threshold, mpf(0)) for u in x]
    inside = [u > threshold for u in x]
    mean = mp.fsum(a for a, i in zip(g, inside) if i) / size
    weight = lambda v: mp.fsum(abs(u) for u, i in zip(v, inside) if i) / size
    return (
        y,
        [a - mean if i else mpf(0) for a, i in zip(g, inside)],
        [abs(u) + weight(x) + mpf(1) / size if i else mpf(0) for u, i in zip(x, inside)],
        [abs(a) + weight(g) if i else mpf(0) for a, i in zip(g, inside)],
    )


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def gelu(x):
    return x * mp.erfc(-x / mp.sqrt(2)) / 2


def gated(f, gate_first=False):
    def ordered(v):
        half = len(v) // 2
        return (v[half:], v[:half]) if gate_first else (v[:half], v[half:])

    def slope(b):
        return (f(b + STEP) - f(b - STEP)) / (2 * STEP)

    def forward(x):
        return [a * f(b) for a, b in zip(*ordered(x))]

    def backward(x, g):
        a, b = ordered(x)
        by_a = [u * f(v) for u, v in zip(g, b)]
        by_b = [u * w * slope(v) for u, v, w in zip(g, b, a)]
        return by_b + by_a if gate_first else by_a + by_b

    def case(x, g):
        a, b = ordered(x)
        bend = lambda v: (f(v + STEP) - 2 * f(v) + f(v - STEP)) / STEP**2
        by_a = [2 * abs(u * f(v)) + abs(u * v * slope(v)) for u, v in zip(g, b)]
        by_b = [3 * abs(u * w * slope(v)) + abs(u * v * w * bend(v)) for u, v, w in zip(g, b, a)]
        return (
            forward(x),
            backward(x, g),
            [2 * abs(u * f(v)) + abs(v * u * slope(v)) for u, v in zip(a, b)],
            by_b + by_a if gate_first else by_a + by_b,
        )

    return case


def reglu(x, g):
    half = len(x) // 2
    a, b = x[:half], x[half:]
    open_ = [mpf(v > 0) for v in b]
    by_a, by_b = [u * max(v, mpf(0)) for u, v in zip(g, b)], [u * w * o for u, w, o in zip(g, a, open_)]
    y = [u * max(v, mpf(0)) for u, v in zip(a, b)]
    return y, by_a + by_b, [abs(u) for u in y], [2 * abs(u) for u in by_a + by_b]


def maxout(pieces):
    def case(x, g):
        y, back = [], []
        for unit, a in zip(range(0, len(x), pieces), g):
            parts = x[unit : unit + pieces]
            best = parts.index(max(parts))
            y.append(parts[best])
            back += [a if i == best else mpf(0) for i in range(pieces)]
        return y, back, [mpf(0)] * len(y), [mpf(0)] * len(back)

    return case


def crelu(x, g):
    n = len(x)
    y = [max(u, mpf(0)) for u in x] + [max(-u, mpf(0)) for u in x]
    back = [g[i] if u > 0 else -g[n + i] if u < 0 else mpf(0) for i, u in enumerate(x)]
    return y, back, [mpf(0)] * len(y), [mpf(0)] * n


#: name: the function, and the length of its output for an input's
FUNCTIONS = {
    "softmax": (smooth(softmax, softmax_back), lambda n: n),
    "softmin": (smooth(negated(softmax), negated_back(softmax_back)), lambda n: n),
    "log_softmax": (smooth(log_softmax, log_softmax_back), lambda n: n),
    "sparsemax": (sparsemax, lambda n: n),
    "glu": (gated(sigmoid), lambda n: n // 2),
    "swiglu": (gated(lambda x: x * sigmoid(x)), lambda n: n // 2),
    "swiglu_gate_first": (gated(lambda x: x * sigmoid(x), True), lambda n: n // 2),
    "geglu": (gated(gelu), lambda n: n // 2),
    "reglu": (reglu, lambda n: n // 2),
    "maxout2": (maxout(2), lambda n: n // 2),
    "maxout3": (maxout(3), lambda n: n // 3),
    "crelu": (crelu, lambda n: 2 * n),
}


def normal(scale):
    return lambda n: [single(random.gauss(0, scale)) for _ in range(n)]


def ties(n):
    return [random.choice([0.5, -1.25, 3.0]) for _ in range(n)]


def zeros(n):
    return [random.choice([0.0, -0.0]) for _ in range(n)]


def subnormal(n):
    return [single(random.uniform(-1e-38, 1e-38)) for _ in range(n)]


def ends(scale):
    return lambda n: [random.choice([-scale, scale]) + single(random.uniform(-1, 1)) for _ in range(n)]


def certain(n):
    x = normal(1.0)(n)
    x[random.randrange(n)] = single(random.uniform(8, 70))
    return x


def shifted(n):
    return [single(1000 + random.gauss(0, 3)) for _ in range(n)]


INPUTS = [normal(1.0), normal(10.0), ties, zeros, subnormal, ends(88.0), ends(1e4), certain, certain, shifted, normal(0.2)]


def one_hot(n):
    g = [0.0] * n
    g[random.randrange(n)] = -1.0
    return g


def uneven(n):
    return [single(random.gauss(0, 1) * 10 ** random.uniform(-6, 3)) for _ in range(n)]


GRADIENTS = [normal(1.0), one_hot, uneven]


def numbers(values):
    return " ".join(repr(float(value)) for value in values)


def rough(values):
    return " ".join("%.3g" % float(value) for value in values)


print("# Written by tools/golden/axis.py: function, x, g, y, gradient of x, conditions of y and of the gradient")
for name, (function, length) in FUNCTIONS.items():
    sizes = [1, 2, 3, 7, 18] if name in ("softmax", "softmin", "log_softmax", "sparsemax", "crelu") else [6, 12]
    for index, inputs in enumerate(INPUTS):
        for size in sizes:
            x = [single(u) for u in inputs(size)]
            g = GRADIENTS[(index + size) % len(GRADIENTS)](length(size))
            results = function([mpf(u) for u in x], [mpf(u) for u in g])
            texts = [numbers(x), numbers(g), *map(numbers, results[:2]), *map(rough, results[2:])]
            print(name, *texts, sep="\t")
