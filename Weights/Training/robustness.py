"""Measures what becomes of the decisions when captures get worse, and writes it into the card.

    python whole_captures.py --faces FACES --split test --count 300 WORK/captures
    python robustness.py all --captures WORK/captures --work WORK --liveness ../../.build/release/liveness

`measure` changes the captures (`perturbations.py`), has `liveness evaluate` judge every change at the
model's own threshold, and goes on where it stopped; give `--model` for other weights than those in
the program. `write` puts the rates into the card of the weight file and its page; no tensor changes.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np

import perturbations
from input_statistics import rewritten

MASKS = ("mask-rigid", "mask-soft")


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
            changed.write(target / row["capture"])
            kept.append(row)
    with open(target / "manifest.csv", "w", newline="") as file:
        lines = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        lines.writeheader()
        lines.writerows(kept)


def measure(options):
    for name, change in perturbations.CONDITIONS.items():
        results = options.work / "robustness" / f"{name}.jsonl"
        if results.exists():
            continue
        folder = options.work / "robustness" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        perturbed(options.captures, folder, change)
        command = [str(options.liveness), "evaluate", str(folder), "--split", "test"]
        command += ["--model", str(options.model)] if options.model else []
        partial = results.with_suffix(".part.jsonl")
        partial.unlink(missing_ok=True)
        subprocess.run(
            [*command, "--results", str(partial)], check=True, stdout=subprocess.DEVNULL)
        os.replace(partial, results)
        shutil.rmtree(folder)
        print(name, flush=True)


def rates(path):
    """The rates of one condition: decisions as `liveness evaluate` counts them."""
    from learning.metrics import rate

    header, *rows = (json.loads(line) for line in path.read_text().splitlines())
    threshold = header["threshold"]

    def answered(row):
        return "score" in row and not row.get("reason")

    def is_live(row):
        return answered(row) and row["score"] > threshold

    live = [row for row in rows if row["label"] == "bona-fide"]
    attacks = [row for row in rows if row["label"] == "attack"]
    masks = [row for row in attacks if row["species"] in MASKS]
    flat = [row for row in attacks if row["species"] not in MASKS]
    with_answer = [row for row in live if answered(row)]
    return header["model"], {
        "live_refused": rate(sum(not is_live(row) for row in with_answer), len(with_answer))
        if with_answer else None,
        "live_without_answer": rate(len(live) - len(with_answer), len(live)),
        "prints_and_screens_accepted": rate(sum(map(is_live, flat)), len(flat)),
        "masks_accepted": rate(sum(map(is_live, masks)), len(masks)),
    }


def write(options):
    from learning.export import card_page

    conditions, models = [], set()
    for name in perturbations.CONDITIONS:
        model, entry = rates(options.work / "robustness" / f"{name}.jsonl")
        models.add(model)
        conditions.append({"condition": name, **entry})
    path = options.weights
    data, card = rewritten(path.read_bytes(), lambda card: {**card, "robustness": {
        "captures": "whole frames of the test split, unseen identities; "
                    "Weights/Training/robustness.py",
        "conditions": conditions,
    }})
    if models != {f"{card['name']} {card['version']}"}:
        raise ValueError(f"expected results of {card['name']} {card['version']}, found {models}")
    partial = path.with_suffix(".part")
    partial.write_bytes(data)
    os.replace(partial, path)
    path.with_suffix(".md").write_text(card_page(card))


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["measure", "write", "all"])
    parser.add_argument("--captures", type=Path, help="what whole_captures.py wrote")
    parser.add_argument("--work", type=Path, required=True, help="folder for results")
    parser.add_argument("--liveness", type=Path, help="the program")
    parser.add_argument("--model", type=Path, help="weights, where not those in the program")
    parser.add_argument(
        "--weights", type=Path, default=here.parent / "depth-fusion-nir.safetensors",
        help="the file whose card gets the rates",
    )
    options = parser.parse_args()
    if options.stage in ("measure", "all"):
        measure(options)
    if options.stage in ("write", "all"):
        write(options)


if __name__ == "__main__":
    main()
