"""Times whole processes: `liveness detect` on one capture, beside a Python script that does the same.

Usage: cold_start.py LIVENESS [--rounds N]. The two run in turn; the best and the median wall time and the peak of
resident memory are printed, and the ratio of the best times.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from safetensors import safe_open

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CAPTURE = ROOT / "Documentation/Examples/Captures/live-01"
MODEL = ROOT / "Weights/depth-fusion.safetensors"


class Process:
    """A command, run afresh every time."""

    def __init__(self, command):
        self.command = [str(part) for part in command]
        self.seconds, self.peaks, self.output = [], [], ""

    def run(self):
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - start)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.peaks.append(usage.ru_maxrss / 1024)
        if process.returncode:
            raise SystemExit(f"{self.command} ended with {process.returncode}")

    def text(self, label):
        return (
            f"{label:34}{min(self.seconds) * 1e3:9.1f} ms{statistics.median(self.seconds) * 1e3:9.1f} ms"
            f"{max(self.peaks):9.1f} MiB")


def logit_offset():
    """What the default model's logits are moved by in the light of the capture's first image."""
    with safe_open(MODEL, "numpy") as file:
        card = json.loads(file.metadata()["liveness-model"])
    light = json.loads((CAPTURE / "capture.json").read_text())["images"][0]["modality"]
    return card.get("logit_offsets", {}).get(light, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("liveness", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--work", type=Path, default=ROOT / ".build/peers")
    options = parser.parse_args()
    for key in [key for key in os.environ if key.startswith("OPENBLAS_")]:
        del os.environ[key]
    # Written anew each time: those of other weights may lie there.
    command = [sys.executable, HERE / "export.py", options.work, "embedded-key-points",
               "fusion-default"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    ours = Process([options.liveness.resolve(), "detect", "--json", CAPTURE])
    floor = Process([options.liveness.resolve(), "--version"])
    # In a process of its own: what this one holds would count for the peaks of those it starts.
    moved = subprocess.run([sys.executable, HERE / "moved_depth.py", options.liveness, CAPTURE],
                           capture_output=True, text=True, check=True).stdout.split()
    python = Process([
        sys.executable, "-W", "ignore", HERE / "detect_with_onnxruntime.py", CAPTURE, options.work,
        logit_offset(), *moved])
    for _ in range(options.rounds):
        for process in (ours, floor, python):
            process.run()
    found = json.loads(ours.output)["live_probability"]
    if abs(found - float(python.output)) > 0.01:
        raise SystemExit(f"the answers differ: {found} and {python.output.strip()}")
    print(f"{'':34}{'best':>12}{'median':>12}{'peak':>13}")
    print(ours.text("liveness detect"))
    print(floor.text("liveness --version"))
    print(python.text("Python, ONNX Runtime and OpenCV"))
    print(f"ratio {min(ours.seconds) / min(python.seconds):.3f}, target 0.15; peak target 40 MiB")


if __name__ == "__main__":
    main()
