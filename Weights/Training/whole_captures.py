"""Simulates whole frames of a split's captures and writes them as capture folders with a manifest.

    python whole_captures.py --faces face3d_ict_light_min.npz --split test --count 300 FOLDER

People, seeds and species are those of the split's first captures; every second capture has one
time-of-flight sensor for both frames, the others a structured-light camera beside the image's. It
goes on where it stopped.
"""

import argparse
import csv
from pathlib import Path

from simulator.dataset import SPLITS, plan

MANIFEST = "manifest.csv"
COLUMNS = ("capture", "label", "species", "subject", "camera", "split")


def row(split, index):
    """What the manifest says of one capture."""
    species, seed, person, _ = plan(split, index)
    return {
        "capture": f"{index:04d}-{species}",
        "label": "bona-fide" if species == "live" else "attack",
        "species": "" if species == "live" else species,
        "subject": f"s{person}",
        "camera": "time of flight" if index % 2 == 0 else "structured light",
        "split": split.name,
    }


def write(faces, folder, split, count):
    import cv2

    from simulator.examples import write_capture
    from simulator.face_model import FaceModel

    cv2.setNumThreads(1)
    model = FaceModel(faces)
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        target = folder / row(split, index)["capture"]
        if not (target / "capture.json").exists():
            write_capture(model, target, *plan(split, index), aligned=index % 2 == 0)
    with open(folder / MANIFEST, "w", newline="") as file:
        lines = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        lines.writeheader()
        lines.writerows(row(split, index) for index in range(count))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the captures go")
    parser.add_argument("--faces", type=Path, required=True, help="the ICT-FaceKit reduction")
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--count", type=int, default=300, help="captures")
    options = parser.parse_args()
    write(options.faces, options.folder, SPLITS[options.split], options.count)


if __name__ == "__main__":
    main()
