"""Simulates whole frames of a split's captures and writes them as capture folders with a manifest.

    python whole_captures.py --faces face3d_ict_light_min.npz --split test --count 300 FOLDER

People, seeds and species are those of the split's first captures; every second capture has one
time-of-flight sensor for both frames, the others a structured-light camera beside the image's. It
goes on where it stopped. `simulator.txt` says which state of the simulator made them: the SHA-256 of
its sources. With `--without-boxes` no capture says where the face is.
"""

import argparse
import csv
import hashlib
import json
from pathlib import Path

from simulator.dataset import SPLITS, plan

MANIFEST, SIMULATOR = "manifest.csv", "simulator.txt"
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


def simulator_state():
    """The SHA-256 of the simulator's sources, each with its name and length before it."""
    folder, digest = Path(__file__).resolve().parent / "simulator", hashlib.sha256()
    for path in sorted(folder.glob("*.[pch]*")):
        if path.suffix in (".py", ".c", ".h"):
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def require_one_state(folder):
    """Notes the simulator's state; captures that another one began are not gone on with."""
    note, state = folder / SIMULATOR, simulator_state()
    if note.exists() and note.read_text().strip() != state:
        raise SystemExit(f"{folder} was made by another state of the simulator; remove it first")
    note.write_text(state + "\n")


def forget_box(path):
    """Takes the face box out of a `capture.json`."""
    description = json.loads(path.read_text())
    description.pop("face_box", None)
    path.write_text(json.dumps(description, indent=2) + "\n")


def write(faces, folder, split, count, named):
    import cv2

    from simulator.capture import Capture
    from simulator.examples import example_conditions
    from simulator.face_model import FaceModel
    from simulator.folders import write_capture

    cv2.setNumThreads(1)
    model = FaceModel(faces)
    folder.mkdir(parents=True, exist_ok=True)
    require_one_state(folder)
    for index in range(count):
        target = folder / row(split, index)["capture"]
        if not (target / "capture.json").exists():
            species, seed, person, other = plan(split, index)
            conditions = example_conditions(seed, aligned=index % 2 == 0)
            capture = Capture(model, species, seed, person, other, conditions)
            write_capture(capture, target, modalities=("nir",), truth=False)
        if not named:
            forget_box(target / "capture.json")
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
    parser.add_argument("--without-boxes", action="store_true",
                        help="have the program look for the faces")
    options = parser.parse_args()
    write(options.faces, options.folder, SPLITS[options.split], options.count,
          not options.without_boxes)


if __name__ == "__main__":
    main()
