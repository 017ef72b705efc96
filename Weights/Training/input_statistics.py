"""Measures the inputs of training and writes their quantiles into the weight files' cards.

    python input_statistics.py measure --faces face3d_ict_light_min.npz --work WORK --count 4000
    python input_statistics.py write --work WORK

The captures are the first ones of the training split, simulated again; a fifth of them gives stable
quantiles. `measure` goes on where it stopped. `write` changes cards only: every tensor, the golden
vector among them, keeps its bytes.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np

ROWS = "training-inputs.npy"
PART = 50  # captures between two writes


def measure(faces, work, count):
    import cv2

    from learning.input_statistics import measured
    from simulator.dataset import SPLITS, planned_capture
    from simulator.face_model import FaceModel
    from simulator.samples import DEPTH_UNIT, crops

    cv2.setNumThreads(1)
    model = FaceModel(faces)
    path = work / ROWS
    rows = list(np.load(path)) if path.exists() else []
    while len(rows) < count:
        for index in range(len(rows), min(len(rows) + PART, count)):
            sample = crops(planned_capture(model, SPLITS["train"], index))
            image = sample["image"].astype(np.float32) / 255
            depth = sample["depth"].astype(np.float32) * (DEPTH_UNIT / 1000)
            rows.append(measured(image, depth, sample["box"]))
        partial = path.with_suffix(".part")
        with open(partial, "wb") as file:
            np.save(file, np.stack(rows))
        os.replace(partial, path)
        print(f"{len(rows)} of {count} captures", flush=True)


def rewritten(data, change):
    """A safetensors file with another card: `change` takes the card and gives the new one."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    metadata = header["__metadata__"]
    card = change(json.loads(metadata["liveness-model"]))
    metadata["liveness-model"] = json.dumps(card, separators=(",", ":"))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + data[8 + length :], card


def write(work, output):
    from learning.export import card_page
    from learning.input_statistics import OF_AN_IMAGE, QUANTITIES, card_entry

    rows = np.load(work / ROWS)
    for name, quantities in (("key-points-74", OF_AN_IMAGE), ("depth-fusion", QUANTITIES)):
        path = output / f"{name}.safetensors"
        entry = card_entry(rows, quantities)
        data, card = rewritten(
            path.read_bytes(), lambda card, entry=entry: {**card, "input_statistics": entry}
        )
        partial = path.with_suffix(".part")
        partial.write_bytes(data)
        os.replace(partial, path)
        path.with_suffix(".md").write_text(card_page(card))


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["measure", "write"])
    parser.add_argument("--faces", type=Path, help="the ICT-FaceKit reduction")
    parser.add_argument("--work", type=Path, required=True, help="folder for what was measured")
    parser.add_argument("--count", type=int, default=4000, help="captures of the training split")
    parser.add_argument("--output", type=Path, default=here.parent, help="folder of the weights")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.stage == "measure":
        measure(options.faces, options.work, options.count)
    else:
        write(options.work, options.output)


if __name__ == "__main__":
    main()
