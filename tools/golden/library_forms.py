#!/usr/bin/env python3
"""Reference values of the activations that libraries have beside the canonical ones of activations.tsv.

    pip install mpmath && tools/golden/library_forms.py > tests/golden/library_forms.tsv

The same columns and inputs as there, from closed forms of f, f' and f'' written here by hand, not from the catalogue's.
"""
import pathlib

from mpmath import exp, expm1, log1p, mp, mpf, erfc, pi, sqrt

mp.dps = 760
TABLE = pathlib.Path(__file__).parents[2] / "tests/golden/activations.tsv"
INPUTS = [line.split("\t")[1] for line in TABLE.read_text().splitlines() if line.startswith("silu\t")]


def line(slope, offset=0):
    return lambda x: (slope * x + offset, slope, 0)


def pieces(*parts):
    """[(upper end, piece), …], the last end being None."""

    def value(x):
        return next(piece for end, piece in parts if end is None or x < end)(x)

    return value


def logistic(x):
    right, left = 1 / (1 + exp(-x)), 1 / (1 + exp(x))
    return right, right * left, right * left * (left - right)


def scaled_elu(x):
    scale, alpha = mpf("1.0507"), mpf("1.6732")
    tail = scale * alpha * exp(x)
    return (scale * x, scale, 0) if x > 0 else (scale * alpha * expm1(x), tail, tail)


def softplus(beta):
    def value(x):
        s, ds, _ = logistic(beta * x)
        return log1p(exp(beta * x)) / beta, s, beta * ds

    return value


def gelu(x):
    area, density = erfc(-x / sqrt(mpf(2))) / 2, exp(-x * x / 2) / sqrt(2 * pi)
    return x * area, area + x * density, density * (2 - x * x)


TENTH, HUNDREDTH, FIFTH = mpf(1) / 10, mpf(1) / 100, mpf(1) / 5
ROWS = {
    "logistic": (logistic, []),
    "linear": (line(1), []),
    "relie": (pieces((0, line(HUNDREDTH)), (None, line(1))), [0]),
    "leaky": (pieces((0, line(TENTH)), (None, line(1))), [0]),
    "hardtan": (pieces((-2.5, line(0)), (2.5, line(FIFTH, mpf(1) / 2)), (None, line(0, 1))), [-2.5, 2.5]),
    "scaled_elu": (scaled_elu, [0]),
    "thresholded_softplus(beta=2, threshold=10)": (pieces((5, softplus(2)), (None, line(1))), [5]),
    "clipped_gelu(min=-0.125, max=6)": (
        # gelu falls to -0.125 and rises from it again.
        lambda x: line(0, mpf(-1) / 8)(x) if gelu(x)[0] < -0.125 else line(0, 6)(x) if gelu(x)[0] > 6 else gelu(x),
        [-1.3067, -0.341, 6],
    ),
}


def text(value):
    return mp.nstr(mpf(value), 25, min_fixed=-5, max_fixed=25)


print("# activation\tx (exact in f32)\tf(x)\tf'(x)\tf''(x)   tools/golden/library_forms.py")
for name, (function, kinks) in ROWS.items():
    for given in INPUTS:
        x = mpf(float(given))
        if all(abs(x - kink) > 0.01 for kink in kinks):
            print(name, given, *map(text, function(x)), sep="\t")
