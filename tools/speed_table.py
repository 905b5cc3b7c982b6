#!/usr/bin/env python3
"""The table of docs/performance.md from lines `who name forward backward-or-training`, ours and the peers'.

    taskset -c 0 cargo bench -p activation-benches --bench speed --features frameworks > ours.txt
    taskset -c 0 python3 peers.py > peers.txt      # any program that prints `pytorch gelu 0.254 0.551`, ns per element
    tools/speed_table.py ours.txt peers.txt

Ours are nanoseconds per element; a peer's column is how many times as long it takes.
"""
import math
import sys

PEERS = {"pytorch": "PyTorch", "jax": "JAX", "onnxruntime": "onnxruntime", "rten-vecmath": "rten-vecmath", "candle": "candle",
         "burn-flex": "Burn", "mapv": "mapv"}

times = {}
for path in sys.argv[1:]:
    for line in open(path):
        fields = line.split()
        if len(fields) == 4 and fields[0] in ("activation", "std", *PEERS):
            times[fields[0], fields[1]] = tuple(map(float, fields[2:]))


def ratio(peer, name, ours):
    return "–" if (peer, name) not in times else f"{times[peer, name][0] / ours:.1f}"


print("| | forward | " + " | ".join(PEERS.values()) + " | std loop | training | PyTorch | std loop |")
print("|" + "---|" * (len(PEERS) + 6))
trained = []
for (who, name), (forward, training) in times.items():
    if who != "activation" or name == "copy" or ("pytorch", name) not in times and ("std", name) not in times:
        continue
    peers = " | ".join(ratio(peer, name, forward) for peer in (*PEERS, "std"))
    beside = " | –"
    if ("pytorch", name) in times:
        trained.append(sum(times["pytorch", name]) / training)
        beside = f" | {trained[-1]:.1f}"
    std = f"{times['std', name][1] / training:.1f}" if ("std", name) in times else "–"
    print(f"| {name} | {forward:.3f} | {peers} | {training:.3f}{beside} | {std} |")
if trained:
    print(f"\nTraining against PyTorch, geometric mean: {math.exp(sum(map(math.log, trained)) / len(trained)):.1f}")
