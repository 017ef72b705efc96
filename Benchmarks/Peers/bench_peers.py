"""Times this library beside other engines on the same networks, in turn, in one run.

Usage: bench_peers.py --default BINARY --native BINARY [--networks a,b] [--threads 1,2] [--batch 1,8] [--rounds N]
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from engines import ENGINES, variants
from networks import NETWORKS, ROOT
from results import write_lines, write_table

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-4


class Child:
    """A process that runs one network of one engine when told to."""

    def __init__(self, command, folder):
        self.log = open(folder / "child.log", "w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
            cwd=HERE)
        self.seconds = []

    def ready(self):
        line = self.process.stdout.readline()
        if not line:
            self.log.seek(0)
            raise SystemExit(f"{' '.join(self.process.args)} ended early:\n{self.log.read()[-2000:]}")
        return json.loads(line)

    def run(self, count):
        self.process.stdin.write(f"run {count}\n")
        self.process.stdin.flush()
        return self.ready()

    def close(self):
        self.process.stdin.write("quit\n")
        self.process.stdin.close()
        self.process.wait()
        self.log.close()


class Contest:
    """One network under one load: our builds and the engines, checked and then timed in turn."""

    trial_seconds = 0.15

    def __init__(self, name, threads, batch, builds, folder, versions):
        self.name, self.threads, self.batch = name, threads, batch
        self.folder, self.versions = folder, versions
        self.expected = load_file(folder / f"{name}.batch{batch}.outputs.safetensors")
        self.children = {f"ours/{build}": self.ours(path) for build, path in builds.items()}
        for engine in ENGINES:
            self.children[engine] = self.fastest_variant(engine)

    def started(self, label, command):
        child = Child(command, self.folder)
        ready = child.ready()
        for key, expected in self.expected.items():
            found = np.array(ready["outputs"][key], dtype=np.float32).reshape(expected.shape)
            error = np.abs(found - expected).max() / np.abs(expected).max()
            if not error <= TOLERANCE:
                raise SystemExit(
                    f"{label} disagrees with PyTorch on {key} of {self.name}: by {error:.1e} of the "
                    f"largest, and {TOLERANCE:.0e} is allowed")
        return child, ready

    def ours(self, binary):
        child, ready = self.started("our build", [
            str(binary), "child", "--network", self.name, "--threads", str(self.threads),
            "--weights", f"{self.folder}/{self.name}.weights",
            "--inputs", f"{self.folder}/{self.name}.batch{self.batch}.inputs.safetensors"])
        self.versions["BLAS"] = ready["engine"]["blas"]
        self.versions["level"] = ready["engine"]["level"]
        return child

    def fastest_variant(self, engine):
        """Tries the ways of setting an engine up, and keeps the one with the best median."""
        best = None
        for variant in variants(engine, self.name, self.threads, self.batch):
            child, ready = self.started(f"{engine} ({variant})", [
                sys.executable, "-W", "ignore", str(HERE / "child.py"), engine, self.name,
                str(self.folder), str(self.threads), str(self.batch), variant])
            self.versions[engine] = ready["version"]
            count = max(3, int(self.trial_seconds / statistics.median(child.run(3))))
            trial = statistics.median(child.run(count))
            if best is None or trial < best[0]:
                if best:
                    best[1].close()
                best = trial, child
            else:
                child.close()
        return best[1]

    def timed(self, rounds, budget):
        """Best and median microseconds of each."""
        counts = {}
        for label, child in self.children.items():
            counts[label] = max(3, min(500, int(budget / statistics.median(child.run(3)))))
        for _ in range(rounds):
            for label, child in self.children.items():
                time.sleep(0.005)  # lets the last engine's threads fall asleep
                child.seconds += child.run(counts[label])
        timings = {
            label: (min(child.seconds) * 1e6, statistics.median(child.seconds) * 1e6)
            for label, child in self.children.items()}
        for child in self.children.values():
            child.close()
        return timings

    def lines(self, timings):
        """A result for each build of ours."""
        peers = {
            label: {"best_us": round(best, 1), "median_us": round(median, 1)}
            for label, (best, median) in timings.items() if label in ENGINES}
        fastest = min(peers, key=lambda label: peers[label]["best_us"])
        for label, (best, median) in timings.items():
            if label.startswith("ours/"):
                yield {
                    "network": self.name, "threads": self.threads, "batch": self.batch,
                    "build": label.split("/")[1], "best_us": round(best, 1),
                    "median_us": round(median, 1), "peers": peers, "fastest_peer": fastest,
                    "ratio": round(best / peers[fastest]["best_us"], 3)}


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def numbers(text):
    return [int(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--default", type=Path, required=True, help="our portable build")
    parser.add_argument("--native", type=Path, required=True, help="our build for this machine")
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--threads", type=numbers, default=[1, 2])
    parser.add_argument("--batch", type=numbers, default=[1, 8])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=0.12, help="for each engine in a round")
    parser.add_argument("--work", type=Path, default=ROOT / ".build/peers")
    parser.add_argument("--results", type=Path, help="where the measurements go, a line each")
    parser.add_argument("--table", type=Path, help="a page whose table is written anew")
    options = parser.parse_args()

    for key in [key for key in os.environ if key.startswith("OPENBLAS_")]:
        del os.environ[key]
    names = []
    for name in options.networks.split(","):
        if name not in NETWORKS:
            raise SystemExit(f"no network is named {name}; there are {', '.join(NETWORKS)}")
        if NETWORKS[name].is_available():
            names.append(name)
        else:
            print(f"{name} is left out: LIVENESS_MODELS names no folder with its weights")
    if not names:
        raise SystemExit("nothing to time")
    options.work.mkdir(parents=True, exist_ok=True)
    print("Exporting the networks …", flush=True)
    with open(options.work / "export.log", "w") as log:
        command = [sys.executable, str(HERE / "export.py"), str(options.work), *names]
        if subprocess.run(command, stdout=log, stderr=log).returncode:
            raise SystemExit(f"the export failed; see {log.name}")

    builds = {"default": options.default.resolve(), "native": options.native.resolve()}
    versions, lines = {}, []
    for name in names:
        for batch in options.batch:
            for threads in options.threads:
                contest = Contest(name, threads, batch, builds, options.work, versions)
                timings = contest.timed(options.rounds, options.seconds)
                for line in contest.lines(timings):
                    lines.append(line)
                    print(
                        f"{name:16} batch {batch} threads {threads} {line['build']:8}"
                        f"{line['best_us']:9.0f} µs  {line['ratio']:.2f} of {line['fastest_peer']}",
                        flush=True)
    machine = {
        "processor": processor(), "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}", "versions": versions,
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat()}
    complete = {(n, b, t) for n in NETWORKS for b in (1, 8) for t in (1, 2)}
    if complete <= {(line["network"], line["batch"], line["threads"]) for line in lines}:
        options.results = options.results or ROOT / "Benchmarks/Results/peers.jsonl"
        options.table = options.table or ROOT / "Documentation/Measuring.md"
    elif not options.results:
        print("The record stays as it is: it is of one run over every network and load.")
    if options.results:
        write_lines(options.results, lines)
    if options.table:
        write_table(options.table, lines, machine)


if __name__ == "__main__":
    main()
