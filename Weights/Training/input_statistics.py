"""Measures the inputs of training and writes their quantiles into the weight files' cards.

    python input_statistics.py measure --work WORK --count 4000
    python input_statistics.py write --work WORK

The captures are the first crops of the training split, each with one of its images in turn: near
infrared, near infrared with dots, colour. A fifth of them gives stable quantiles. `write` changes
cards only: every tensor, the golden vector among them, keeps its bytes.
"""

import argparse
import json
import os
from pathlib import Path

import numpy as np

ROWS = "training-inputs.npy"


def measure(work, count):
    from learning.input_statistics import measured
    from learning.readers import IMAGES, luma
    from simulator.dataset import load_split
    from simulator.samples import DEPTH_UNIT

    names = list(IMAGES.values())
    data = load_split("train", work / "data", count, keys=(*names, "depth", "box"))
    rows = []
    for index, (depth, box) in enumerate(zip(data["depth"], data["box"])):
        image = data[names[index % len(names)]][index]
        grey = (luma(image) if image.ndim == 3 else image).astype(np.float32) / 255
        rows.append(measured(grey, depth.astype(np.float32) * (DEPTH_UNIT / 1000), box))
    np.save(work / ROWS, np.stack(rows))


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


def rewrite(path, change):
    """Gives a weight file another card and writes its page anew; a file is whole or as it was."""
    from learning.card_page import card_page

    data, card = rewritten(path.read_bytes(), change)
    partial = path.with_suffix(".part")
    partial.write_bytes(data)
    os.replace(partial, path)
    path.with_suffix(".md").write_text(card_page(card))


def write(work, output):
    from learning.input_statistics import OF_AN_IMAGE, QUANTITIES, card_entry

    rows = np.load(work / ROWS)
    for name, quantities in (("key-points-74", OF_AN_IMAGE), ("depth-fusion", QUANTITIES)):
        entry = card_entry(rows, quantities)
        rewrite(output / f"{name}.safetensors",
                lambda card, entry=entry: {**card, "input_statistics": entry})


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["measure", "write"])
    parser.add_argument("--work", type=Path, required=True, help="folder of data and states")
    parser.add_argument("--count", type=int, default=4000, help="captures of the training split")
    parser.add_argument("--output", type=Path, default=here.parent, help="folder of the weights")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.stage == "measure":
        measure(options.work, options.count)
    else:
        write(options.work, options.output)


if __name__ == "__main__":
    main()
