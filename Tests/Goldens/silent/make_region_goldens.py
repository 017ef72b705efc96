#!/usr/bin/env python3
"""Records what OpenCV and PyTorch make of pictures of a face and its surroundings.

Usage: make_region_goldens.py, with torch, numpy, opencv-python and safetensors. Small networks with
drawn parameters judge parts of a drawn picture, cut out by the rules of Documentation/Silent.md as
they are written down here once more. Writes regions/*.safetensors and regions/cases.json.
"""

import json
import pathlib
import sys

import cv2
import numpy as np
import torch
from safetensors.torch import save_file

BESIDE = pathlib.Path(__file__).resolve().parent
ROOT = BESIDE.parent.parent.parent
sys.path.insert(0, str(ROOT / "Weights" / "Training"))

from learning.fusion_network import build_network  # noqa: E402

SIZE, WIDTH, HEIGHT = 16, 230, 190
FOLDER = BESIDE / "regions"
BOXES = [(70, 60, 80, 72), (3, 110, 66, 70), (150.5, 2.25, 71.5, 90), (60, 40, 100, 140)]
torch.set_grad_enabled(False)
torch.manual_seed(310)


def drawn(seed, count):
    """SplitMix64, the highest byte of each number."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(56)).astype(int)


def drawn_picture(seed):
    """Blocks of 23 x 19 pixels with grain: [HEIGHT, WIDTH, 3] in 8 bits."""
    grain = drawn(seed, HEIGHT * WIDTH * 3).reshape(HEIGHT, WIDTH, 3)
    blocks = drawn(seed + 1000, 300).reshape(10, 10, 3).repeat(19, 0).repeat(23, 1)
    return ((3 * blocks + grain) >> 2).astype(np.uint8)


def span(start, side, length, before, border, limit):
    """Pixels along one axis, first and one behind the last; `before` lies before the middle."""
    middle, edge = side / 2 + start, limit - 1
    first, last = middle - length * before, middle + length * (1 - before)
    if border == "shift":
        if first < 0:
            first, last = 0, last - first
        if last > edge:
            first, last = first - (last - limit + 1), edge
    low, high = (-4 * edge - 4, 5 * edge + 5) if border == "pad" else (0, edge)
    first = int(min(max(first, low), high))
    return first, max(first, int(min(max(last, low), high))) + 1


def extent(box, up, down, left, right, border):
    """Columns and rows of an extended face box."""
    x, y, width, height = box
    across, along = 1 + left + right, 1 + up + down
    scale = largest = max(across, along)
    if border == "shift":
        scale = min((HEIGHT - 1) / height * (largest / along),
                    (WIDTH - 1) / width * (largest / across), largest)
    return (span(x, width, width * scale * (across / largest), (0.5 + left) / across, border, WIDTH),
            span(y, height, height * scale * (along / largest), (0.5 + up) / along, border, HEIGHT))


def cut(picture, columns, rows):
    """The pixels of a rectangle, black beyond the picture."""
    (left, right), (top, bottom) = columns, rows
    padded = cv2.copyMakeBorder(
        picture, max(0, -top), max(0, bottom - HEIGHT), max(0, -left), max(0, right - WIDTH),
        cv2.BORDER_CONSTANT)
    left, top = left + max(0, -left), top + max(0, -top)
    return padded[top:top + rows[1] - rows[0], left:left + columns[1] - columns[0]]


def resized(patch, rule):
    """A patch at the size of the network's input."""
    if rule == "linear":
        return cv2.resize(patch, (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)
    shrinks = patch.shape[0] >= SIZE and patch.shape[1] >= SIZE
    return cv2.resize(
        patch, (SIZE, SIZE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4)


def seen(picture, box, card):
    """What a model sees of a face: [SIZE, SIZE, 3], in the order of its channels."""
    picture = picture.copy()
    if card["kind"] == "silent-face":
        crop = card["crop"]
        margin = (crop["scale"] - 1) / 2
        columns, rows = extent(box, margin, margin, margin, margin, crop["border"])
    else:
        crop = card["region"]
        columns, rows = extent(
            box, *(crop[side] for side in ("up", "down", "left", "right")), crop["border"])
        if crop["masks_face"]:
            (left, right), (top, bottom) = extent(box, 0, 0, 0, 0, "shrink")
            picture[top:bottom, left:right] = 0
    patch = resized(np.ascontiguousarray(cut(picture, columns, rows)), crop["resize"])
    return patch[:, :, ["red green blue".split().index(c) for c in card["inputs"][0]["content"]]]


def tensor(patch, normalization):
    """The network's input, [1, 3, SIZE, SIZE]."""
    values = patch.astype(np.float64)
    if normalization["kind"] == "range":
        low, high = normalization["low"], normalization["high"]
        values = low + (high - low) * values / 255
    else:
        values = (values - normalization["mean"]) / normalization["std"]
    return torch.from_numpy(values.astype(np.float32).transpose(2, 0, 1)[None].copy())


def card(name, kind, crop, content=("red", "green", "blue"), normalization=None):
    stages = [
        {"convolutions": [{"channels": 6, "kernel": 3, "stride": 2}], "normalization": "batch",
         "activation": "relu", "downsampling": "max"},
        {"convolutions": [{"channels": 8, "kernel": 3, "stride": 1},
                          {"channels": 8, "kernel": 3, "stride": 1}],
         "normalization": "batch", "activation": "prelu", "downsampling": "none"}]
    return {
        "format": "liveness-model/1", "name": name, "version": "1", "kind": kind,
        "inputs": [{"name": "image", "channels": 3, "height": SIZE, "width": SIZE,
                    "content": list(content),
                    "normalization": normalization or {"kind": "range", "low": -1, "high": 1}}],
        "modalities": ["rgb"], ("crop" if kind == "silent-face" else "region"): crop,
        "architecture": {
            "branches": [{"name": "image", "inputs": ["image"], "stages": stages, "dense": [12]}],
            "fusion": {"kind": "concat"}, "hidden": [7]},
        "output": {"classes": ["spoof", "live"]}, "golden_tolerance": 1e-4,
        "licence": "Apache-2.0", "training_data": "none: parameters are drawn", "limits": []}


def cards():
    """Models that cover every border, both resizings and both normalizations."""
    silent = {"size": SIZE, "shape": "box", "scale_fit": "clamp", "border": "shift"}
    around = {"up": 0.85, "down": 0.85, "left": 0.85, "right": 0.85, "size": SIZE}
    spread = {"kind": "mean-std", "mean": [100, 120, 140], "std": [50, 60, 70]}
    return [
        card("near", "silent-face", silent | {"scale": 1.5, "resize": "linear"},
             content=("blue", "green", "red"), normalization=spread),
        card("far", "silent-face", silent | {"scale": 2.7, "resize": "lanczos-or-area"}),
        card("face", "face-region", around | {
            "up": 0, "down": 0, "left": 0, "right": 0, "border": "shrink", "masks_face": False,
            "resize": "linear"}),
        card("shifted", "face-region", around | {
            "border": "shift", "masks_face": True, "resize": "lanczos-or-area"}),
        card("padded", "face-region", around | {
            "up": 0.3, "left": 1.7, "border": "pad", "masks_face": True,
            "resize": "lanczos-or-area"}, normalization=spread),
        card("shrunk", "face-region", around | {
            "down": 2.2, "border": "shrink", "masks_face": False, "resize": "lanczos-or-area"}),
    ]


def drawn_network(text):
    """The network of a card with drawn parameters and statistics."""
    network = build_network(text).eval()
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.3, 0.3)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.uniform_(0.8, 1.2)
            module.bias.uniform_(-0.1, 0.1)
        elif isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            # Pictures differ by what reaches the logits.
            module.weight.mul_(2.5)
    return network


def main():
    FOLDER.mkdir(exist_ok=True)
    records = []
    for text in cards():
        network = drawn_network(text)
        normalization = text["inputs"][0]["normalization"]
        inputs = [tensor(seen(drawn_picture(seed), BOXES[0], text), normalization)
                  for seed in (1, 2)]
        tensors = {name: value.contiguous() for name, value in network.state_dict().items()
                   if not name.endswith("num_batches_tracked")}
        golden = network.golden(torch.cat(inputs))
        tensors |= {f"golden.{name}": value.contiguous() for name, value in golden.items()}
        save_file(tensors, str(FOLDER / f"{text['name']}.safetensors"),
                  metadata={"liveness-model": json.dumps(text, separators=(",", ":"))})
        for seed, box in enumerate(BOXES, 11):
            patch = seen(drawn_picture(seed), box, text)
            logits = network(tensor(patch, normalization))[0]
            records.append({
                "model": text["name"], "kind": text["kind"], "seed": seed, "box": list(box),
                "logits": [round(float(value), 6) for value in logits],
                "live": round(float(torch.softmax(logits, 0)[1]), 7)})
    text = {"opencv": cv2.__version__, "torch": torch.__version__, "width": WIDTH,
            "height": HEIGHT, "cases": records}
    (FOLDER / "cases.json").write_text(json.dumps(text, indent=0) + "\n")


if __name__ == "__main__":
    main()
