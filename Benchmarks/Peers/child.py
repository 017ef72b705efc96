"""One engine with one network in a process of its own; the parent says when to run.

Usage: child.py ENGINE NETWORK FOLDER THREADS BATCH VARIANT. Writes a line when ready, with the outputs; then
answers each line `run N` with the seconds of N runs, until `quit`.
"""

import json
import os
import sys
import time

ENGINE, NAME, FOLDER, THREADS, BATCH, VARIANT = sys.argv[1:]
os.environ["OMP_NUM_THREADS"] = THREADS

from safetensors.numpy import load_file  # noqa: E402

from engines import ENGINES  # noqa: E402
from networks import NETWORKS  # noqa: E402


def main():
    stored = load_file(f"{FOLDER}/{NAME}.batch{BATCH}.inputs.safetensors")
    inputs = {key: stored[key] for key in NETWORKS[NAME].inputs}
    run, version = ENGINES[ENGINE](NAME, FOLDER, inputs, int(THREADS), VARIANT)
    outputs = {
        key: value.reshape(-1).tolist() for key, value in zip(NETWORKS[NAME].outputs, run())}
    for _ in range(3):
        run()
    print(json.dumps({"engine": ENGINE, "version": version, "outputs": outputs}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "quit":
            break
        seconds = []
        for _ in range(int(words[1])):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    main()
