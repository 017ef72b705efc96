#!/usr/bin/env python3
"""Records what PyTorch makes of a small face detector with random weights, beside this file.

face-detector.safetensors is the model, with card and golden vector; face-detector-found.safetensors
holds an image of grey from 0 to 255 and what is found on it: boxes (x, y, width, height; pixels of the
image, edge coordinates) and scores, the surest first. The image is larger than the network's input, so
that it is thinned by areas first.

Needs torch (2.15 made the recorded file), numpy, opencv-python and safetensors; the tests need none of
them.
"""

import json
import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Weights" / "Training"))

from learning.detector_card import detector_fields  # noqa: E402
from learning.detector_evaluation import faces  # noqa: E402
from learning.detector_export import shown_size  # noqa: E402
from learning.detector_network import (  # noqa: E402
    STRIDES, DetectorNetwork, architecture, flattened, network_input,
)
from learning.networks import rounded_to_half  # noqa: E402

torch.set_grad_enabled(False)
torch.set_num_threads(1)
FOUND = 12


def picture():
    """Ovals, waves and grain, 340 x 250 pixels."""
    y, x = np.mgrid[0:250, 0:340].astype(np.float64)
    grain = np.random.default_rng(20).normal(0, 0.1, (250, 340))
    value = 0.4 + 0.2 * np.sin(x / 23) * np.cos(y / 17) + grain
    for cx, cy, reach in ((70, 60, 20), (220, 150, 60), (300, 50, 14)):
        value += 0.5 * (np.hypot(x - cx, (y - cy) / 1.3) < reach)
    return np.round(255 * np.clip(value, 0, 1)).astype(np.uint8)


def with_lively_maps(network, images):
    """Weights as they come from a seed, and normalisations that give maps of the same spread, so that
    scores and boxes vary.
    """
    norms = [module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
        torch.nn.init.uniform_(norm.weight, 0.5, 1.5)
        torch.nn.init.normal_(norm.bias, std=0.3)
    for stride in STRIDES:
        score = getattr(network, f"score{stride}").conv
        torch.nn.init.normal_(score.weight, std=0.2)
        torch.nn.init.zeros_(score.bias)
    network.train()(images)
    return rounded_to_half(network)


def widest_gap(scores):
    """A score between two neighbours as far apart as can be, below the first few."""
    near = np.sort(scores)[::-1][FOUND : 3 * FOUND]
    at = int(np.argmax(near[:-1] - near[1:]))
    return float(near[at] + near[at + 1]) / 2


torch.manual_seed(20)
description = architecture(widths=(4, 4, 6, 8, 8), blocks=(0, 1, 1, 1, 1), neck=6)
shown, shares = shown_size(picture())
network = with_lively_maps(DetectorNetwork(description), network_input(shown[None]))
logits, _ = flattened(network(network_input(shown[None])))
threshold = widest_gap(logits[0].sigmoid().numpy())
card = {
    "format": "liveness-model/1", "name": "small-face-detector", "version": "1.0.0",
    **detector_fields(description, threshold), "golden_tolerance": 1e-4, "licence": "Apache-2.0",
    "training_data": "None: random weights.", "limits": ["It finds nothing."],
}
image = network_input(picture()[None, :120, :160].copy()).contiguous()
tensors = {
    key: value.half().contiguous() for key, value in network.state_dict().items()
    if "num_batches_tracked" not in key
}
tensors["golden.input.image"] = image
tensors |= {f"golden.output.{name}": x.contiguous() for name, x in network(image).items()}
beside = pathlib.Path(__file__).resolve().parent
save_file(tensors, str(beside / "face-detector.safetensors"),
          metadata={"liveness-model": json.dumps(card, separators=(",", ":"))})
corners, scores = faces(network, shown[None])[0]
corners, scores = corners[scores >= threshold] / np.tile(shares, 2), scores[scores >= threshold]
boxes = np.concatenate([corners[:, :2], corners[:, 2:] - corners[:, :2]], 1).astype(np.float32)
print(len(scores), "faces above", threshold)
save_file({"image": torch.from_numpy(picture()).half(), "boxes": torch.from_numpy(boxes),
           "scores": torch.from_numpy(scores)}, str(beside / "face-detector-found.safetensors"))
