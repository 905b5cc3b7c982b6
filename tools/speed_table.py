#!/usr/bin/env python3
"""The table of docs/performance.md from lines `who name forward backward-or-training`, ours and the peers'.

    taskset -c 0 cargo bench -p activation-benches --bench speed > ours.txt
    taskset -c 0 python3 peers.py > peers.txt      # any program that prints `pytorch gelu 0.254 0.551`, ns per element
    tools/speed_table.py ours.txt peers.txt

Ours are nanoseconds per element; a peer's column is how many times as long it takes.
"""
import math
import sys

times = {}
for path in sys.argv[1:]:
    for line in open(path):
        fields = line.split()
        if len(fields) == 4 and fields[0] in ("activation", "pytorch", "jax", "onnxruntime"):
            times[fields[0], fields[1]] = tuple(map(float, fields[2:]))


def ratio(peer, name, ours):
    return "–" if (peer, name) not in times else f"{times[peer, name][0] / ours:.1f}"


print("| | forward | PyTorch | JAX | onnxruntime | training | PyTorch |")
print("|---|---|---|---|---|---|---|")
trained = []
for (who, name), (forward, training) in times.items():
    if who != "activation" or ("pytorch", name) not in times or name == "copy":
        continue
    peers = " | ".join(ratio(peer, name, forward) for peer in ("pytorch", "jax", "onnxruntime"))
    trained.append(sum(times["pytorch", name]) / training)
    print(f"| {name} | {forward:.3f} | {peers} | {training:.3f} | {trained[-1]:.1f} |")
print(f"\nTraining, geometric mean: {math.exp(sum(map(math.log, trained)) / len(trained)):.1f}")
