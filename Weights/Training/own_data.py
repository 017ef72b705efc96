"""Trains the fusion network further on your own captures; Documentation/OwnData.md goes through it.

    python own_data.py prepare --manifest MANIFEST.csv --work WORK --liveness LIVENESS
    python own_data.py train   --manifest MANIFEST.csv --work WORK [--simulated SIMULATED]
    python own_data.py export  --manifest MANIFEST.csv --work WORK --name NAME --output FOLDER

`prepare` cuts crops with the program, `train` goes on from a weight file and keeps every epoch,
`export` chooses epoch and threshold on dev, reads test once, and writes the weight file with its card
and page. Each goes on where it was interrupted. The same files, seed and number of threads give
weights that are equal but for rounding.
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path

import numpy as np

from learning import manifest

SEED = 31
BASE = Path(__file__).resolve().parent.parent / "depth-fusion.safetensors"


def _rows(options):
    """The manifest's rows; a folder of work belongs to one manifest."""
    rows = manifest.read(options.manifest, options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    known, found = options.work / "manifest.sha256", manifest.digest(options.manifest)
    if known.exists() and known.read_text() != found:
        raise manifest.ManifestError(
            f"{options.manifest}: expected the manifest that {options.work} was prepared from, "
            "found another; name another --work")
    known.write_text(found)
    return rows


def prepare(options):
    from learning import own_captures

    rows = _rows(options)
    for split in manifest.SPLITS:
        mine = [row for row in rows if row.split == split]
        live = sum(row.is_live for row in mine)
        people = len({row.subject for row in mine})
        print(f"{split}: {live} bona fide, {len(mine) - live} attacks, {people} people", flush=True)
    manifest.write(rows, options.work / "manifest.csv")
    own_captures.prepare(rows, options.work / "crops", options.liveness)
    for split in manifest.SPLITS:
        count = len(own_captures.load(rows, options.work / "crops", split)["species"])
        print(f"{split}: {count} crops", flush=True)


def train(options):
    import torch

    from learning import fine_tuning, own_captures

    rows = _rows(options)
    torch.set_num_threads(options.workers)
    own = {
        split: fine_tuning.own_split(own_captures.load(rows, options.work / "crops", split))
        for split in ("train", "dev")
    }
    _, network = fine_tuning.loaded(options.base)
    data = fine_tuning.mixed(own["train"], _simulated(options), options.share, options.seed)
    print(f"{len(own['train']['live'])} own crops, {len(data['live'])} a pass", flush=True)
    scores = fine_tuning.live_scores(network, own["dev"])
    area = fine_tuning.separation(scores, own["dev"]["live"])
    print(f"before: area under the curve on dev {area:.4f}", flush=True)
    (options.work / "before.txt").write_text(f"{area:.6f}\n")
    fine_tuning.train(network, data, own["dev"], options.epochs, options.seed,
                      options.work / "training", rate=options.rate)


def _simulated(options):
    """Simulated crops with predicted key points, from a folder of work of make_weights.py."""
    if options.simulated is None:
        return None
    from learning.fine_tuning import simulated_split
    from simulator.dataset import load_split

    predicted = options.simulated / "key-points" / "predicted-train.npz"
    if not predicted.exists():
        sys.exit(f"--simulated: expected the predicted key points {predicted}, found none; run "
                 "make_weights.py fusion")
    points = np.load(predicted)["nir"]
    data = load_split("train", options.simulated / "data", len(points),
                      keys=("image", "depth", "species"))
    return simulated_split(data, points)


def export(options):
    from learning import own_captures, own_export

    rows = _rows(options)
    splits = {split: own_captures.load(rows, options.work / "crops", split)
              for split in manifest.SPLITS}
    own_export.export(options, rows, splits)


STAGES = {"prepare": prepare, "train": train, "export": export}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=list(STAGES))
    parser.add_argument("--manifest", type=Path, required=True,
                        help="CSV with capture, label, subject, and perhaps species and split")
    parser.add_argument("--work", type=Path, required=True, help="folder for crops and states")
    parser.add_argument("--liveness", default="liveness", help="prepare: the program")
    parser.add_argument("--from", dest="base", type=Path, default=BASE,
                        help="train, export: the weight file to begin with")
    parser.add_argument("--simulated", type=Path, help="train: work folder of make_weights.py")
    parser.add_argument("--share", type=float, default=0.5,
                        help="train: what the own captures make up beside simulated ones")
    parser.add_argument("--epochs", type=int, default=10, help="train: passes over the data")
    parser.add_argument("--rate", type=float, default=2e-4, help="train: the highest learning rate")
    parser.add_argument("--name", default="depth-fusion-own", help="export: the model's name")
    parser.add_argument("--licence", default="not stated", help="export: of the weights")
    parser.add_argument("--refused", type=float, default=0.025,
                        help="export: the share of live faces of dev that the threshold may refuse")
    parser.add_argument("--output", type=Path, help="export: where the weight file goes; else --work")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2, help="threads")
    options = parser.parse_args()
    if not 0 < options.share < 1 or not 0 <= options.refused < 1 or options.epochs < 1:
        parser.error("--share lies between 0 and 1, --refused from 0 to below 1, --epochs from 1")
    try:
        STAGES[options.stage](options)
    except (manifest.ManifestError, OSError, ValueError, zipfile.BadZipFile,
            json.JSONDecodeError) as error:
        sys.exit(f"own_data.py: {error}")


if __name__ == "__main__":
    main()
