"""Measures what becomes of the decisions when captures get worse, and writes it into the card.

    python whole_captures.py --faces FACES --split test --count 300 WORK/captures
    python robustness.py all --captures WORK/captures --work WORK \\
        --liveness ../../.build/release/liveness

`measure` changes the captures (`perturbations.py`), has `liveness evaluate` judge every change at the
model's own threshold, and goes on where it stopped; give `--model` for other weights than those in
the program. `write` puts the rates into the card of the weight file and its page; no tensor changes.

Two errors of a condition are compared with those of the same captures unchanged. The ACER is the mean
of BPCER and APCER of prints and screens, of answers alone (ISO/IEC 30107-3); what a camera that shakes
adds to it may be `LARGEST_CHANGE` at most (US 2019/0347823 A1, paragraph 0137). The whole error takes a
living face without an answer for one that is refused.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

import perturbations
from input_statistics import rewrite
from whole_captures import SIMULATOR

# The attacks by how a species is called.
GROUPS = {
    "prints_and_screens": ("print-", "screen"), "masks_and_busts": ("mask-", "bust"),
    "partial_masks": ("partial-",),
}
LARGEST_CHANGE = 0.05  # of the ACER, where a camera shakes
REPLICATES = 2000  # draws of captures for an interval


def perturbed(source, target, change):
    """Writes a changed copy of every capture that the change concerns, with its manifest."""
    with open(source / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = []
    for row in rows:
        capture = perturbations.Capture.read(source / row["capture"])
        # The noise follows from the name, so that every run changes the same pixels.
        rng = np.random.default_rng([77, *row["capture"].encode()])
        changed = change(capture, rng)
        if changed is not None:
            changed.write(target / row["capture"], capture)
            kept.append(row)
    with open(target / "manifest.csv", "w", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        lines.writeheader()
        lines.writerows(kept)


def measure(options):
    cv2.setNumThreads(1)
    with ThreadPoolExecutor(options.jobs) as pool:
        for name in pool.map(lambda name: measured(name, options), perturbations.CONDITIONS):
            print(name, flush=True)


def measured(name, options):
    """Has one condition judged, unless it is already; gives its name."""
    results = options.work / "robustness" / f"{name}.jsonl"
    if results.exists():
        return name
    folder = options.work / "robustness" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    perturbed(options.captures, folder, perturbations.CONDITIONS[name])
    command = [str(options.liveness), "evaluate", str(folder), "--split", "test"]
    command += ["--model", str(options.model)] if options.model else []
    partial = results.with_suffix(".part.jsonl")
    partial.unlink(missing_ok=True)
    subprocess.run([*command, "--results", str(partial)], check=True, stdout=subprocess.DEVNULL)
    os.replace(partial, results)
    shutil.rmtree(folder)
    return name


class Results:
    """What the program made of the captures of one condition."""

    def __init__(self, path):
        header, *rows = (json.loads(line) for line in path.read_text().splitlines())
        self.model, self.threshold = header["model"], header["threshold"]
        self.live = [row for row in rows if row["label"] == "bona-fide"]
        attacks = [row for row in rows if row["label"] == "attack"]
        self.attacks = {
            group: [row for row in attacks if row["species"].startswith(species)]
            for group, species in GROUPS.items()
        }
        self.count = len(rows)
        found = len(self.live) + sum(map(len, self.attacks.values()))
        if found != self.count:
            raise ValueError(f"{path}: expected species of a group, found {self.count - found} "
                             "captures of none")

    def is_live(self, row):
        return answered(row) and row["score"] > self.threshold

    def rates(self):
        """The rates, as `liveness evaluate` counts decisions."""
        from learning.metrics import rate

        with_answer = [row for row in self.live if answered(row)]
        return {
            "live_refused": rate(
                sum(not self.is_live(row) for row in with_answer), len(with_answer))
            if with_answer else None,
            "live_without_answer": rate(len(self.live) - len(with_answer), len(self.live)),
            **{
                f"{group}_accepted": rate(sum(map(self.is_live, rows)), len(rows))
                if rows else None
                for group, rows in self.attacks.items()
            },
        }

    def errors(self, of_all):
        """Errors by capture: living faces not let in, prints and screens let in.

        With `of_all` no answer is a refusal, else it is not-a-number and counts nowhere.
        """

        def error(row, is_wrong):
            return float(is_wrong) if of_all or answered(row) else np.nan

        return (
            {row["capture"]: error(row, not self.is_live(row)) for row in self.live},
            {row["capture"]: error(row, self.is_live(row))
             for row in self.attacks["prints_and_screens"]},
        )


def answered(row):
    return "score" in row and not row.get("reason")


def error(results, baseline, of_all):
    """The error of a condition, and by how much it is more than that of the same captures unchanged.

    The interval is that of drawing captures again, living faces and attacks apart.
    """
    rng = np.random.default_rng(77)
    rate, change, drawn = 0.0, 0.0, np.zeros(REPLICATES)
    for after, before in zip(results.errors(of_all), baseline.errors(of_all)):
        names = sorted(after)
        now, then = (np.array([errors[name] for name in names]) for errors in (after, before))
        draws = rng.integers(len(names), size=(REPLICATES, len(names)))
        rate += np.nanmean(now) / 2
        change += (np.nanmean(now) - np.nanmean(then)) / 2
        drawn += (np.nanmean(now[draws], 1) - np.nanmean(then[draws], 1)) / 2
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "rate": round(float(rate), 5), "change": round(float(change), 5),
        "interval_95": [round(float(low), 5), round(float(high), 5)],
    }


def write(options):
    results = {
        name: Results(options.work / "robustness" / f"{name}.jsonl")
        for name in perturbations.CONDITIONS
    }
    conditions = [
        {"condition": name, **found.rates(),
         "acer": error(found, results[perturbations.baseline(name)], of_all=False),
         "whole_error": error(found, results[perturbations.baseline(name)], of_all=True)}
        for name, found in results.items()
    ]
    count = results["unchanged"].count
    state = (options.captures / SIMULATOR).read_text().strip()
    models = {found.model for found in results.values()}

    def with_rates(card):
        if models != {f"{card['name']} {card['version']}"}:
            raise ValueError(
                f"expected results of {card['name']} {card['version']}, found {models}")
        return {**card, "robustness": {
            "captures": f"the first {count} of the test split as whole frames, of people unseen in "
                        "training",
            "simulator": state,
            "remark": f"{options.remark} " if options.remark else "",
            "shaken": {
                "conditions": [name for name in results if perturbations.is_shaken(name)],
                "largest_change": LARGEST_CHANGE,
            },
            "conditions": conditions,
        }}

    rewrite(options.weights, with_rates)


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["measure", "write", "all"])
    parser.add_argument(
        "--captures", type=Path, required=True, help="what whole_captures.py wrote")
    parser.add_argument("--work", type=Path, required=True, help="folder for results")
    parser.add_argument("--remark", default="", help="what else is to be said of the captures")
    parser.add_argument("--jobs", type=int, default=1, help="conditions at the same time")
    parser.add_argument("--liveness", type=Path, help="the program")
    parser.add_argument("--model", type=Path, help="weights, where not those in the program")
    parser.add_argument(
        "--weights", type=Path, default=here.parent / "depth-fusion.safetensors",
        help="the file whose card gets the rates",
    )
    options = parser.parse_args()
    if options.stage in ("measure", "all"):
        measure(options)
    if options.stage in ("write", "all"):
        write(options)


if __name__ == "__main__":
    main()
