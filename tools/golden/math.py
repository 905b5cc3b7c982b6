#!/usr/bin/env python3
"""Reference values of the functions of activation-core/src/math, for its f64 test.

    pip install mpmath && tools/golden/math.py > activation-core/src/math/golden.tsv

One line per function and point: name, bits of x (of x and y for a function of two), bits of the value rounded to nearest, in
hexadecimal.
"""
import random
import struct

from mpmath import mp, mpf

mp.prec = 400
random.seed(1)


def bits(value):
    return struct.pack(">d", float(value)).hex()


ROOT = mp.sqrt(2)
FUNCTIONS = {
    "exp": (mp.exp, 720),
    "exp2": (lambda x: mpf(2) ** x, 1030),
    "exp_m1": (mp.expm1, 720),
    "sinh": (mp.sinh, 712),
    "cosh": (mp.cosh, 712),
    "tanh": (mp.tanh, 22),
    "sigmoid": (lambda x: 1 / (1 + mp.exp(-x)), 720),
    "ln": (mp.log, 1e300),
    "ln_1p": (mp.log1p, 1e300),
    "log2": (lambda x: mp.log(x, 2), 1e300),
    "log10": (mp.log10, 1e300),
    "asinh": (mp.asinh, 1e300),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), 720),
    "log_sigmoid": (lambda x: -mp.log1p(mp.exp(-x)), 720),
    "erf": (mp.erf, 6.5),
    "erfc": (mp.erfc, 27),
    "norm_cdf": (lambda x: mp.erfc(-x / ROOT) / 2, 39),
    "norm_pdf": (lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi), 39),
    "exp_neg_square": (lambda x: mp.exp(-x * x), 27),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), 1e300),
    "sin": (mp.sin, 12867),
    "cos": (mp.cos, 12867),
    "tan": (mp.tan, 12867),
    "asin": (mp.asin, 1),
    "acos": (mp.acos, 1),
    "atan": (mp.atan, 1e300),
    "acosh": (mp.acosh, 1e300),
    "atanh": (mp.atanh, 1),
}


def points(name, end):
    sign = 0 if name in ("ln", "log2", "log10") else 1
    for _ in range(80):
        x = random.uniform(-min(end, 700) * sign, min(end, 700))
        yield x
        yield x / 16
        yield 10.0 ** random.uniform(-300, min(300, 0 if end < 1e3 else 300)) * (random.choice([1, -1]) if sign else 1)
        yield random.uniform(-1.5 * sign, 1.5)
        yield 1 + random.uniform(-0.5, 0.5) ** 5


def near_multiples():
    """The numbers next to multiples of π/2, of which those are the hardest that lie closest."""
    multiples = [float(n * mp.pi / 2) for n in range(1, 8190)]
    gap = lambda x: abs(x / (mp.pi / 2) - mp.nint(x / (mp.pi / 2))) / x
    yield from multiples[:20]
    yield from sorted(multiples, key=gap)[:40]


for name, (function, end) in FUNCTIONS.items():
    more = near_multiples() if name in ("sin", "cos", "tan") else ()
    for x in [*points(name, end), *more]:
        if name == "ln_1p" and x <= -1 or name == "acosh" and x < 1 or name in ("asin", "acos", "atanh") and abs(x) >= 1:
            continue
        value = function(mpf(x))
        if 1e-305 < abs(value) < 1e305:
            print(name, bits(x), bits(value), sep="\t")


def pairs(name):
    for _ in range(120):
        x, y = random.uniform(-4, 4), random.uniform(-4, 4)
        wide = [random.choice([1, -1]) * 10.0 ** random.uniform(-150, 150) for _ in range(2)]
        if name == "powf":
            # Results of all sizes, the largest exponents of bases close to 1 among them.
            base = random.choice([abs(wide[0]), abs(x), 1 + random.uniform(-1, 1) * 10.0 ** random.uniform(-15, -1)])
            yield base, random.uniform(-744, 709) / float(mp.log(base))
            yield abs(x), y
            yield x, float(random.randint(-300, 300))
            yield wide[0], random.choice([-2.0, 0.5, 3.0, 1 / 3])
        else:
            yield x, y
            yield wide[0], wide[1]
            yield wide[0], wide[0] * y
            yield x / 1e8, y


PAIRS = {"powf": mp.power, "hypot": mp.hypot, "atan2": mp.atan2}
for name, function in PAIRS.items():
    for x, y in pairs(name):
        value = function(mpf(x), mpf(y))
        if mp.im(value) == 0 and 1e-305 < abs(value) < 1e305:
            print(name, bits(x), bits(y), bits(value), sep="\t")
