"""Our activations beside those of other libraries, on the same inputs; the multi-precision table says who is right.

In: tests/golden/activations.tsv and, by `cargo run --release --example values`, what our layer computes at its points.
Out: Markdown tables on standard output: the worst error of either side for each function and library, and at kinks, where
there is no right or wrong, the conventions that differ. It must never round in our favour: both sides are measured alike.
"""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
from onnxruntime.capi.onnxruntime_pybind11_state import InvalidGraph, NotImplemented

from peers import LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "golden" / "activations.tsv"
# Places where one or another of the functions has a kink.
KINKS = [-3.0, -1.0, -0.5, 0.0, 0.1, 0.5, 1.0, 3.0, 6.0]
# Within so many ULP (beyond what half an ULP of the input explains), a side is right: the contract of docs/numerics.md.
RIGHT = 4.0


def golden():
    """name → (x, f, f′, f″), arrays of f64."""
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            name, *numbers = line.split("\t")
            rows.setdefault(name, []).append([float(number) for number in numbers])
    return {name: np.array(points).T for name, points in rows.items()}


def ours(points):
    """(name, precision) → (values, derivatives) as our layer computes them; a dictionary of points goes in."""
    lines = [f"{name}\t{x!r}" for name, xs in points.items() for x in xs.tolist()]
    command = ["cargo", "run", "--release", "--quiet", "--example", "values"]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(lines), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    answers = iter(np.array([[float(cell) for cell in line.split("\t")[2:]] for line in done.stdout.splitlines()]))
    result = {}
    for name, xs in points.items():
        block = np.array([next(answers) for _ in xs]).T
        result[name, np.float32] = block[0:2]
        result[name, np.float64] = block[2:4]
    return result


def errors(got, expected, slope, x, precision):
    """ULP beyond what half an ULP of the input explains, as tests/src/accuracy.rs counts them; inf for what is wrong."""
    info = np.finfo(precision)
    unit, least, most = float(info.eps), float(info.tiny), float(info.max)
    got, result = got.astype(np.float64), np.empty(len(got))
    for i, (g, e) in enumerate(zip(got, expected)):
        if math.isnan(g):
            result[i] = math.inf
        elif g == e or (abs(e) < least and abs(g) <= 2 * least):
            result[i] = 0
        elif abs(e) > most:
            result[i] = 0 if math.isinf(g) and (g > 0) == (e > 0) or abs(g) >= most / 2 else math.inf
        elif math.isinf(g):
            result[i] = math.inf
        else:
            excused = abs(x[i] * slope[i] / e) if e else 0.0
            error = abs(g - e) / (unit * abs(e)) - excused if e else math.inf
            # Where a result crosses zero with a slope, digits of its own mean nothing.
            absolute = abs(g - e) / unit if abs(x[i] * slope[i]) > 1e-3 else math.inf
            result[i] = max(0.0, min(error, absolute))
    return result


def shown(error, unit):
    """ULP; or percent, where the leading digits are gone; or that it is no number at all."""
    if math.isinf(error):
        return "NaN or ∞"
    if error * unit < 1e-4:
        return f"{error:.1f}" if error < 1e4 else f"{error:.1e}"
    return f"{error * unit:.1%}" if error * unit < 2 else "> 200 %"


def compare(precision, table, mine):
    """A line for each function and library."""
    unit = float(np.finfo(precision).eps)
    lines = []
    for library, (evaluate, functions) in LIBRARIES.items():
        for name, function in functions.items():
            x, *expected = table[name]
            try:
                theirs = evaluate(function, x.astype(precision))
            except (NotImplemented, InvalidGraph):
                # onnxruntime has many operators in f32 alone.
                continue
            cells, off = [], set()
            for order, quantity in enumerate(["f", "f′"]):
                if theirs[order] is None:
                    cells += ["", "", ""]
                    continue
                us, them = (
                    errors(got, expected[order], expected[order + 1], x, precision)
                    for got in (mine[name, precision][order], theirs[order])
                )
                # The point where the two are furthest apart.
                gap = np.abs(np.nan_to_num(us, posinf=1e30) - np.nan_to_num(them, posinf=1e30))
                place = f"{x[int(np.argmax(gap))]:.4g}" if gap.max() > 0 else ""
                cells += [shown(us.max(), unit), shown(them.max(), unit), place]
                off |= {f"{who} {quantity}" for who, side in [("ours", us), ("theirs", them)] if side.max() > RIGHT}
            lines.append((name, library, *cells, ", ".join(sorted(off))))
    return sorted(lines, key=lambda line: (line[0], line[1]))


def conventions(mine):
    """Lines for kinks at which a library's derivative differs from ours."""
    lines = []
    x = np.array(KINKS, dtype=np.float32)
    for library, (evaluate, functions) in LIBRARIES.items():
        for name, function in functions.items():
            slope = evaluate(function, x)[1]
            if slope is None:
                continue
            for place, us, them in zip(KINKS, mine[name, np.float32][1], slope.astype(np.float64)):
                if not math.isclose(us, them, rel_tol=1e-5, abs_tol=1e-6):
                    lines.append((name, library, f"{place:g}", f"{us:.4g}", f"{them:.4g}"))
    return lines


def main():
    table = golden()
    names = sorted({name for _, functions in LIBRARIES.values() for name in functions})
    mine = ours({name: table[name][0] for name in names})
    print("# Our layer beside other libraries\n\nWritten by `tools/crosscheck/crosscheck.py`; README.md says how to read it. On x86-64.\n")
    print("Libraries: " + ", ".join(LIBRARIES) + ".")
    for precision in [np.float32, np.float64]:
        lines = compare(precision, table, mine)
        off = {who: sum(who in line[-1] for line in lines) for who in ["ours", "theirs"]}
        print(f"\n### {np.dtype(precision).name}\n")
        print(f"{len(lines)} functions; off by more than {RIGHT:g} + κ ULP: theirs {off['theirs']}, ours {off['ours']}.\n")
        print("| function | library | f: ours | theirs | differ most at | f′: ours | theirs | differ most at | off |")
        print("|---|---|---|---|---|---|---|---|---|")
        for cells in lines:
            print("| " + " | ".join(cells) + " |")
    print("\n### Derivatives at kinks that are others than ours\n")
    print("| function | library | at x | ours | theirs |\n|---|---|---|---|---|")
    for cells in conventions(ours({name: np.array(KINKS) for name in names})):
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
